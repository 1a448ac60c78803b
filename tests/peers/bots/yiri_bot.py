"""A bot of YiriMirai for the peers' test; runs in an environment of its own. Arguments: ws or http, host, port, verifyKey."""

import json
import os
import sys

from mirai import FriendMessage, GroupMessage, HTTPAdapter, Mirai, Plain, Startup, WebSocketAdapter
from mirai.models import GroupRecallEvent, MemberMuteEvent, NewFriendRequestEvent, NudgeEvent

way, host, port, key = sys.argv[1:5]
if way == "http":
    adapter = HTTPAdapter(verify_key=key, host=host, port=int(port), poll_interval=0.2)
else:
    adapter = WebSocketAdapter(verify_key=key, host=host, port=int(port))
bot = Mirai(10001, adapter)


def tell(**line: object) -> None:
    os.write(1, f"\n{json.dumps(line)}\n".encode())  # at one go, whatever else is printed meanwhile


@bot.on(Startup)
async def _started(event: Startup) -> None:
    tell(connected="10001")


@bot.on(GroupMessage)
async def _group(event: GroupMessage) -> None:
    text = str(event.message_chain).strip()
    tell(message=text, user=str(event.sender.id))
    if text.startswith("/reply "):
        tell(sent=await bot.send(event, [Plain(f"re: {text[7:]}")], quote=True))
    elif text.startswith("/mute "):
        user, seconds = text.split()[1:]
        await bot.mute(event.group.id, int(user), int(seconds))
    elif text == "/members":
        tell(members=len((await bot.member_list(event.group.id)).data))
    elif text == "/nudge":
        await bot.send_nudge(event.sender.id, event.group.id, "Group")
    elif text == "/config":
        config = await bot.group_config(event.group.id).get()
        tell(name=config.name, invites=config.allow_member_invite)
    elif text == "/files":
        tell(files=[file.name for file in await bot.file_list("", event.group.id)])


@bot.on(FriendMessage)
async def _friend(event: FriendMessage) -> None:
    text = str(event.message_chain).strip()
    if text.startswith("/reply "):
        await bot.send(event, [Plain(f"re: {text[7:]}")])


@bot.on(NewFriendRequestEvent)
async def _request(event: NewFriendRequestEvent) -> None:
    await bot.allow(event)


@bot.on(GroupRecallEvent)
async def _recall(event: GroupRecallEvent) -> None:
    tell(notice="recall", message_id=event.message_id)


@bot.on(MemberMuteEvent)
async def _mute(event: MemberMuteEvent) -> None:
    member = event.member  # the old one leaves it as it came
    number = member["id"] if isinstance(member, dict) else member.id
    tell(notice="mute", user=str(number), seconds=event.duration_seconds)


@bot.on(NudgeEvent)
async def _nudge(event: NudgeEvent) -> None:
    tell(notice="nudge", user=str(event.from_id))


bot.run()
