"""Reads requests into the house's form; the flag keeps what an answer has to name: the event, who asks, and where."""

from __future__ import annotations

from msgspec import Struct

from tui.chat.requests import Request, RequestKind
from tui.chat.text import clean_text
from tui.platforms.values import Row, as_int, as_name, as_text, as_user

MAX_COMMENT = 2000


class Flag(Struct, frozen=True):
    """What an answer to a request names; *kind* tells which command takes it."""

    kind: RequestKind
    event: int
    user: int
    group: int

    def __str__(self) -> str:
        return f"{self.kind}:{self.event}:{self.user}:{self.group}"


def read_flag(text: str) -> Flag | None:
    """Return the flag that *text* was written from, None where it is none."""
    kind, _, numbers = text.partition(":")
    parts = numbers.split(":")
    try:
        event, user, group = (int(part) for part in parts)
        return Flag(RequestKind(kind), event, user, group)
    except ValueError:
        return None


def request_of(row: Row, kind: RequestKind, time: int) -> Request | None:
    """Return what a request's event asks, which came at *time* (ms); None when nobody could be answered."""
    event, user = as_int(row.get("eventId")), as_user(row.get("fromId"))
    if not event or not user:
        return None
    group = as_user(row.get("groupId"))
    flag = str(Flag(kind, event, as_int(user), as_int(group)))
    comment = clean_text(as_text(row.get("message")), MAX_COMMENT).strip()
    name = as_name(row.get("nick"))
    if kind is RequestKind.FRIEND:
        return Request(flag, kind, user, flag, comment, time, name=name)
    invitor = as_user(row.get("invitorId"))
    return Request(
        flag, kind, user, flag, comment, time, group, name, as_name(row.get("groupName")), invitor if invitor != user else ""
    )
