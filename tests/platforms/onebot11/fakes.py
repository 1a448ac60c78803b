"""A connection without a network, and the values the tests speak of."""

from __future__ import annotations

from typing import Any

from tests.platforms.fakes import HandTransport
from tui.chat.ids import AccountId, ConversationId, ConversationKind

ME = AccountId("onebot11", "10001")
GROUP = ConversationId(ME, ConversationKind.GROUP, "30001")
FRIEND = ConversationId(ME, ConversationKind.FRIEND, "20001")
SYSTEM = ConversationId(ME, ConversationKind.SYSTEM, "notices")
NOW = 1_785_204_000_000


class FakeTransport(HandTransport):
    """A connection to an implementation of OneBot 11."""

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
