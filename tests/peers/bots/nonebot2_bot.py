"""A bot of nonebot2 for the peers' test; runs in an environment of its own. Arguments: forward URL, or reverse PORT."""

import json
import os
import sys

import nonebot
from nonebot import on_message, on_notice
from nonebot.adapters.onebot.v11 import Adapter, Bot, GroupMessageEvent, MessageEvent, MessageSegment, NoticeEvent

way, place = sys.argv[1:3]
options = {"log_level": "WARNING", "onebot_access_token": "peer-token"}
if way == "forward":
    nonebot.init(driver="~websockets", onebot_ws_urls=[place], **options)
else:
    nonebot.init(driver="~fastapi", host="127.0.0.1", port=int(place), **options)
driver = nonebot.get_driver()
driver.register_adapter(Adapter)


def tell(**line: object) -> None:
    os.write(1, f"\n{json.dumps(line)}\n".encode())  # at one go, whatever else is printed meanwhile


@driver.on_startup
async def _started() -> None:
    tell(started=True)


@driver.on_bot_connect
async def _connected(bot: Bot) -> None:
    tell(connected=bot.self_id)


@on_message(block=False).handle()
async def _message(bot: Bot, event: MessageEvent) -> None:
    text = event.get_plaintext().strip()
    tell(message=text, user=str(event.user_id))
    if text.startswith("/reply "):
        await bot.send(event, MessageSegment.reply(event.message_id) + MessageSegment.text(f"re: {text[7:]}"))
    elif text.startswith("/mute ") and isinstance(event, GroupMessageEvent):
        user, seconds = text.split()[1:]
        await bot.set_group_ban(group_id=event.group_id, user_id=int(user), duration=int(seconds))
    elif text == "/members" and isinstance(event, GroupMessageEvent):
        members = await bot.get_group_member_list(group_id=event.group_id)
        tell(members=len(members))


@on_notice(block=False).handle()
async def _notice(event: NoticeEvent) -> None:
    tell(notice=event.notice_type, sub_type=getattr(event, "sub_type", ""))


nonebot.run()
