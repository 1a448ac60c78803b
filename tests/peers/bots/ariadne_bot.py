"""A bot of graia-ariadne for the peers' test; runs in an environment of its own. Arguments: URL, verifyKey."""

import json
import os
import sys

from graia.ariadne.app import Ariadne
from graia.ariadne.connection.config import WebsocketClientConfig, config
from graia.ariadne.event.lifecycle import AccountLaunch
from graia.ariadne.event.message import FriendMessage, GroupMessage
from graia.ariadne.event.mirai import GroupRecallEvent, MemberMuteEvent, NewFriendRequestEvent, NudgeEvent
from graia.ariadne.message.chain import MessageChain
from graia.ariadne.message.element import Plain

url, key = sys.argv[1:3]
app = Ariadne(connection=config(10001, key, WebsocketClientConfig(host=url)))


def tell(**line: object) -> None:
    os.write(1, f"\n{json.dumps(line)}\n".encode())  # at one go, whatever else is printed meanwhile


@app.broadcast.receiver(AccountLaunch)
async def _started() -> None:
    tell(connected=str(app.account))


@app.broadcast.receiver(GroupMessage)
async def _group(event: GroupMessage) -> None:
    text = str(event.message_chain).strip()
    tell(message=text, user=str(event.sender.id))
    if text.startswith("/reply "):
        sent = await app.send_group_message(event.sender.group, MessageChain(Plain(f"re: {text[7:]}")), quote=event.source)
        tell(sent=sent.source.id)
    elif text.startswith("/mute "):
        user, seconds = text.split()[1:]
        await app.mute_member(event.sender.group, int(user), int(seconds))
    elif text == "/members":
        tell(members=len(await app.get_member_list(event.sender.group)))
    elif text == "/nudge":
        await app.send_nudge(event.sender)
    elif text == "/config":
        config = await app.get_group_config(event.sender.group)
        tell(name=config.name, invites=config.allow_member_invite)
    elif text == "/files":
        tell(files=[file.name for file in await app.get_file_list(event.sender.group, size=10)])
    elif text == "/recall":
        await app.recall_message(event)


@app.broadcast.receiver(FriendMessage)
async def _friend(event: FriendMessage) -> None:
    text = str(event.message_chain).strip()
    if text.startswith("/reply "):
        await app.send_friend_message(event.sender, MessageChain(Plain(f"re: {text[7:]}")))


@app.broadcast.receiver(NewFriendRequestEvent)
async def _request(event: NewFriendRequestEvent) -> None:
    await event.accept()


@app.broadcast.receiver(GroupRecallEvent)
async def _recall(event: GroupRecallEvent) -> None:
    tell(notice="recall", message_id=event.message_id)


@app.broadcast.receiver(MemberMuteEvent)
async def _mute(event: MemberMuteEvent) -> None:
    tell(notice="mute", user=str(event.member.id), seconds=event.duration)


@app.broadcast.receiver(NudgeEvent)
async def _nudge(event: NudgeEvent) -> None:
    tell(notice="nudge", user=str(event.supplicant))


Ariadne.launch_blocking()
