"""A connection without a network, and the values the tests speak of."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from tui.chat.ids import AccountId, ConversationId, ConversationKind
from tui.platforms.base import ConnectError

ME = AccountId("onebot11", "10001")
GROUP = ConversationId(ME, ConversationKind.GROUP, "30001")
FRIEND = ConversationId(ME, ConversationKind.FRIEND, "20001")
SYSTEM = ConversationId(ME, ConversationKind.SYSTEM, "notices")
NOW = 1_785_204_000_000


class FakeTransport:
    """A transport whose other end is the test: ``sent`` holds our frames, ``say`` gives one to read."""

    def __init__(self) -> None:
        self.sent: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._frames: asyncio.Queue[str | ConnectError] = asyncio.Queue()
        self.is_open = True
        self.breaks = False

    async def send(self, text: str) -> None:
        if self.breaks:
            raise ConnectionResetError("gone")
        self.sent.put_nowait(json.loads(text))

    async def receive(self) -> str:
        frame = await self._frames.get()
        if isinstance(frame, ConnectError):
            raise frame
        return frame

    async def close(self) -> None:
        self.is_open = False

    def say(self, frame: object) -> None:
        self._frames.put_nowait(frame if isinstance(frame, str) else json.dumps(frame))

    def end(self, error: ConnectError) -> None:
        self.is_open = False
        self._frames.put_nowait(error)

    async def answer(self, data: object = None, **fields: object) -> dict[str, Any]:
        """Answer the next call with *data* and return that call."""
        call = await self.sent.get()
        self.say({"status": "ok", "retcode": 0, "data": data, "echo": call["echo"], **fields})
        return call

    async def refuse(self, words: str, retcode: int = 1200) -> dict[str, Any]:
        """Refuse the next call and return it."""
        return await self.answer(None, status="failed", retcode=retcode, message=words, wording=words)


def group_frame(**fields: object) -> dict[str, Any]:
    """A group message as NapCat shapes it, with *fields* put over it."""
    frame: dict[str, Any] = {
        "self_id": 10001,
        "user_id": 20001,
        "time": 1785204000,
        "message_id": 1566585944,
        "message_seq": 1566585944,
        "real_id": 1566585944,
        "real_seq": "1846",
        "message_type": "group",
        "sender": {"user_id": 20001, "nickname": "曾小贤", "card": "贤哥", "role": "admin"},
        "raw_message": "你好",
        "font": 14,
        "sub_type": "normal",
        "message": [{"type": "text", "data": {"text": "你好"}}],
        "message_format": "array",
        "post_type": "message",
        "group_id": 30001,
        "group_name": "爱情公寓",
    }
    return frame | fields


def private_frame(**fields: object) -> dict[str, Any]:
    """A friend's message as NapCat shapes it, with *fields* put over it."""
    frame = group_frame(
        message_type="private", sub_type="friend", target_id=20001, sender={"user_id": 20001, "nickname": "曾小贤"}
    )
    del frame["group_id"], frame["group_name"]
    return frame | fields


def notice_frame(kind: str, **fields: object) -> dict[str, Any]:
    """A notice in the group, with *fields* put over it; a field of None is left out."""
    frame = {
        "time": 1785204000,
        "self_id": 10001,
        "post_type": "notice",
        "notice_type": kind,
        "group_id": 30001,
        "user_id": 20001,
    }
    return {key: value for key, value in (frame | fields).items() if value is not None}
