"""A mirai-api-http of skittles for the peers' test; runs in an environment of its own. Arguments: verifyKey.

skittles has the frames; what commands answer is said here.
"""

import asyncio
import json
import os
import sys

import websockets
from skittles.driver import ws
from skittles.entity import bot, connection
from skittles.platform import mirai

(key,) = sys.argv[1:]
account = bot.Bot(account_id="10001", nickname="吕小布", connection_types=[connection.ConnectionType.FORWARD_WS])
adapter = mirai.MiraiAPIHTTPAdapter()
GROUP = {"id": 30001, "name": "爱情公寓", "permission": "OWNER"}
MEMBER = {
    "id": 20001, "memberName": "贤哥", "specialTitle": "", "permission": "MEMBER", "joinTimestamp": 0, "lastSpeakTimestamp": 0,
    "muteTimeRemaining": 0, "group": GROUP,
}  # fmt: skip
SAID = {
    "type": "GroupMessage", "sender": MEMBER,
    "messageChain": [{"type": "Source", "id": 6, "time": 1700000000}, {"type": "Plain", "text": "在吗"}],
}  # fmt: skip
ANSWERS = {
    "about": {"code": 0, "msg": "", "data": {"version": "skittles"}},
    "botProfile": {"nickname": "吕小布", "email": "", "age": 0, "level": 1, "sign": "", "sex": "UNKNOWN"},
    "groupList": {"code": 0, "msg": "", "data": [GROUP]},
    "sendGroupMessage": {"code": 0, "msg": "success", "messageId": 7},
}


def tell(**line: object) -> None:
    os.write(1, f"\n{json.dumps(line)}\n".encode())  # at one go, whatever else is printed meanwhile


async def _run_here(self: ws.WSDriver, **_: object) -> None:
    """Listen on loopback, at a port that is free: skittles takes neither from outside, and listens to everybody."""
    async with websockets.serve(self.handler, "127.0.0.1", 0) as server:
        tell(port=server.sockets[0].getsockname()[1])
        await asyncio.Future()


ws.WSDriver._run = _run_here


@adapter.action_handler
async def _answer(asked: bot.Bot, way: connection.ConnectionType, text: str) -> None:
    frame = json.loads(text)
    tell(command=frame["command"], content=frame["content"])
    answer = ANSWERS.get(frame["command"], {"code": 6, "msg": "指定操作不支持"})
    await adapter.send(asked, answer, sync_id=frame["syncId"])
    if frame["command"] == "groupList":
        await adapter.emit_event([asked], SAID)


asyncio.run(adapter.run(bots=[account], verify_key=key))
