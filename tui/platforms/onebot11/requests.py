"""Reads requests, told live or listed, into one form, so that what is told twice is one request."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tui.chat.requests import ListedRequest, Request, RequestKind
from tui.chat.text import clean_text
from tui.platforms.onebot11.dialects import LLBOT
from tui.platforms.values import MAX_HANDLE, Row, as_name, as_text, as_user, encodable

if TYPE_CHECKING:
    from tui.platforms.onebot11 import wire

MAX_COMMENT = 2000


def request_of(row: Row, time: int) -> Request | None:
    """Return what a request's event of *time* (ms) asks; None when nobody could be answered."""
    flag, user = encodable(as_text(row.get("flag"))), as_user(row.get("user_id"))
    if not 0 < len(flag) <= MAX_HANDLE or not user:
        return None
    comment = clean_text(as_text(row.get("comment")), MAX_COMMENT).strip()
    name = as_name(row.get("nickname"))
    if row.get("request_type") == "friend":
        # NapCat's flag is a second, which two people may share; LLBot's and Lagrange's is the person.
        return Request(f"friend:{user}:{flag}", RequestKind.FRIEND, user, flag, comment, time, name=name)
    group = as_user(row.get("group_id"))
    kind = RequestKind.INVITE if row.get("sub_type") == "invite" else RequestKind.JOIN
    invitor = as_user(row.get("invitor_id"))
    if kind is RequestKind.INVITE and invitor:
        user = invitor
    return Request(
        _group_key(flag), kind, user, flag, comment, time, group, name,
        as_name(row.get("group_name")), invitor if invitor != user else "",
    )  # fmt: skip


def listed(answer: wire.GroupRequests, dialect: str) -> tuple[ListedRequest, ...]:
    """Return the requests of get_group_system_msg on *dialect*, oldest first where the list is latest first."""
    joining = _listed(answer.joining, RequestKind.JOIN, dialect)
    return (*joining, *_listed(answer.invited, RequestKind.INVITE, dialect))


def _listed(rows: Iterable[wire.GroupRequest], kind: RequestKind, dialect: str) -> list[ListedRequest]:
    found = []
    for row in rows:
        number = encodable(row.flag) or row.request_id
        if not number or not row.user_id:
            continue
        # LLBot's events have a flag of four parts, of which its list tells one: that one answers nothing.
        flag = encodable(row.flag) or ("" if dialect == LLBOT else row.request_id)
        comment = clean_text(row.message, MAX_COMMENT).strip()
        request = Request(
            _group_key(number), kind, row.user_id, flag, comment, row.time, row.group_id, row.nickname, row.group_name,
            row.invitor_id if row.invitor_id != row.user_id else "",
        )  # fmt: skip
        found.append(ListedRequest(request, row.checked, row.actor))
    return found[::-1]


def _group_key(flag: str) -> str:
    parts = flag.split("|")
    return f"group:{parts[1] if len(parts) == 4 else flag}"
