"""Packets as mirai-api-http 2.10 writes them."""

from __future__ import annotations

from typing import Any

from tui.chat.ids import AccountId, ConversationId, ConversationKind

ME = AccountId("mirai", "10001")
GROUP = ConversationId(ME, ConversationKind.GROUP, "30001")
FRIEND = ConversationId(ME, ConversationKind.FRIEND, "20001")
SYSTEM = ConversationId(ME, ConversationKind.SYSTEM, "notices")

NOW = 1_785_204_000_000

IN_GROUP = {"id": 30001, "name": "爱情公寓", "permission": "ADMINISTRATOR"}
A_FRIEND = {"id": 20001, "nickname": "曾小贤", "remark": "小贤"}


def member(id: int = 20002, name: str = "一菲", role: str = "MEMBER") -> dict[str, Any]:
    """A member of the group."""
    return {
        "id": id, "memberName": name, "specialTitle": "", "permission": role, "joinTimestamp": 0, "lastSpeakTimestamp": 0,
        "muteTimeRemaining": 0, "group": IN_GROUP, "active": None,
    }  # fmt: skip


def packet(type: str, native: int = 7, *chain: dict[str, Any], **who: object) -> dict[str, Any]:
    """A message of this *type*; without a *chain* it says hello."""
    said = list(chain) or [{"type": "Plain", "text": "你好"}]
    return {"type": type, "messageChain": [{"type": "Source", "id": native, "time": NOW // 1000}, *said], **who}
