"""A bot of ncatbot 4 for the peers' test; runs in an environment and a folder of its own. Arguments: forward URL."""

import json
import os
import sys

from ncatbot.core import BotClient, GroupMessageEvent, NoticeEvent, PrivateMessageEvent
from ncatbot.utils import ncatbot_config

ncatbot_config.check_ncatbot_update = False
ncatbot_config.plugin.skip_plugin_load = True
bot = BotClient()


def tell(**line: object) -> None:
    os.write(1, f"\n{json.dumps(line)}\n".encode())  # at one go, whatever else is printed meanwhile


@bot.on_startup()
async def _connected(event) -> None:
    tell(connected=str(event.self_id))


@bot.on_group_message()
async def _group(event: GroupMessageEvent) -> None:
    text = event.raw_message.strip()
    tell(message=text, user=str(event.user_id))
    if text.startswith("/reply "):
        await event.reply(f"re: {text[7:]}", at=False)
    elif text.startswith("/mute "):
        user, seconds = text.split()[1:]
        await bot.api.set_group_ban(event.group_id, user, int(seconds))
    elif text == "/members":
        members = await bot.api.get_group_member_list(event.group_id)
        tell(members=len(members.members if hasattr(members, "members") else members))


@bot.on_private_message()
async def _private(event: PrivateMessageEvent) -> None:
    text = event.raw_message.strip()
    tell(message=text, user=str(event.user_id))
    if text.startswith("/reply "):
        await event.reply(f"re: {text[7:]}")


@bot.on_notice()
async def _notice(event: NoticeEvent) -> None:
    tell(notice=str(event.notice_type), sub_type=str(getattr(event, "sub_type", "") or ""))


bot.run_frontend(
    bt_uin="10001",
    root="20001",
    ws_uri=sys.argv[2].rstrip("/"),
    ws_token="peer-token",
    remote_mode=True,
    enable_webui=False,
    enable_webui_interaction=False,
)
