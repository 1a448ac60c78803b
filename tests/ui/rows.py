"""Rows of a small invented store, for the tests of what shows them."""

from __future__ import annotations

from typing import Any

from tui.chat.ids import AccountId, ConversationId, ConversationKind, LocalId
from tui.chat.messages import SendState
from tui.chat.people import Role
from tui.chat.segments import Text, dump
from tui.store.rows import ConversationRow, MemberRow

NOW = 1_790_000_000.0
"""Seconds since the epoch: when the tests take place."""

HOSTILE = ("[/b]", "[@click=app.quit]x[/]", "[red]r", "a\u0301" * 200, "字" * 100_000, "👨‍👩‍👧‍👦" * 50, "\u202eevil", "")
"""Names that others may choose."""

FRIEND, GROUP = ConversationKind.FRIEND, ConversationKind.GROUP


def conversation(
    id: int, kind: ConversationKind = GROUP, name: str = "", *, ago: float = 60, text: str = "你好", **more: Any
) -> Any:
    """Return a conversation whose last message was said *ago* seconds before NOW."""
    account = more.get("account", 1)
    values: dict[str, Any] = {
        "id": id,
        "account": account,
        "conversation": ConversationId(AccountId("onebot11", str(10_000 + account)), kind, str(20_000 + id)),
        "name": name or f"group {id}",
        "remark": "",
        "via": "",
        "category": "",
        "category_order": 0,
        "is_listed": True,
        "is_muted_all": False,
        "member_count": 0,
        "members_at": 0,
        "last_message": LocalId(id),
        "last_time": int((NOW - ago) * 1000),
        "last_sender": "20002",
        "last_sender_name": "胡一菲",
        "last_segments_json": dump((Text(text),)),
        "last_is_own": False,
        "last_state": SendState.SENT,
        "last_is_recalled": False,
        "unread": 0,
        "mentions": 0,
        "is_pinned": False,
        "is_muted": False,
        "is_quiet": False,
        "is_hidden": False,
        "is_marked": False,
        "draft": "",
    }
    return ConversationRow(**{**values, **more})


def member(user: str, name: str = "", *, role: Role = Role.MEMBER, **more: Any) -> MemberRow:
    """Return a member."""
    values: dict[str, Any] = {
        "nickname": name or f"member {user}",
        "card": "",
        "title": "",
        "muted_until": 0,
        "joined_at": 0,
        "last_spoke_at": 0,
    }
    return MemberRow(user=user, role=role, **{**values, **more})
