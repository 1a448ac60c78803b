"""A theme and a look with names in place of colours, for tests of what draws conversations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta, timezone
from typing import Any

from msgspec.structs import fields
from rich.style import Style

from tests.ui.store_fixture import OWN
from tui.chat.people import Role
from tui.ui.chat_theme import ChatTheme
from tui.ui.message_lines import Block, Look

CHINA = timezone(timedelta(hours=8))
KEYS = {"message.reveal": "v", "message.resend": "R", "message.discard": "X"}


def make_theme() -> ChatTheme:
    """Return a theme each of whose styles has a colour of its own."""
    names = [field.name for field in fields(ChatTheme) if field.name not in ("senders", "icons", "background")]
    styles = {name: Style(color=f"color({number + 16})") for number, name in enumerate(names)}
    styles["cursor_line"] = Style(bgcolor="color(8)")
    styles["selection"] = Style(bgcolor="color(12)")
    senders = (Style(color="color(1)"), Style(color="color(2)"))
    return ChatTheme(background=Style(bgcolor="color(0)"), senders=senders, icons={"failed": "!", "sending": "…"}, **styles)


def name_of(user: str, fallback: str) -> str:
    """Return "你" for ourselves, else *fallback* or the number."""
    return "你" if user == OWN else fallback or user


def make_look(width: int = 40, role_of: Callable[[str], Role] = lambda user: Role.UNKNOWN, **changes: Any) -> Look:
    """Return a look of *width* cells, on 2026-11-21 in China."""
    values: dict[str, Any] = {
        "theme": make_theme(), "own_id": OWN, "today": date(2026, 11, 21), "zone": CHINA, "is_roomy": False,
        "name_of": name_of, "key_of": lambda command: KEYS.get(command, ""), **changes,
    }  # fmt: skip
    return Look(width=width, role_of=role_of, **values)


def text_of(block: Block) -> list[str]:
    """Return the lines of *block* as text, without the blanks at their ends."""
    return ["".join(segment.text for segment in line.segments).rstrip() for line in block.lines]
