"""What plugins add to the palette and the keys of the messenger: not of NoneBot, which has no screen."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from msgspec import Struct

from tui.plugins.bot import NoneBot
from tui.plugins.event import Event
from tui.plugins.runtime import runtime
from tui.plugins.segments import Message
from tui.plugins.session import BaseSession


class PaletteSession(BaseSession):
    """What the handler of an entry is given: ``event`` is the message that was selected, or an empty one of the user's own."""

    def __init__(self, bot: NoneBot, event: Event) -> None:
        super().__init__(bot, event)
        message = Message(event.message)
        self.msg = str(message)
        self.msg_text = message.extract_plain_text()


Handler = Callable[[PaletteSession], Awaitable[Any]]


class Entry(Struct, frozen=True):
    """One entry: its title in the palette, its key if it has one, and what it does."""

    title: str
    key: str
    func: Handler


def on_palette(title: str, *, key: str = "") -> Callable[[Handler], Handler]:
    """Put an entry *title* into the command palette, and bind it to *key* (``ctrl+alt+t``) where that is free."""
    if not title:
        raise ValueError("an entry of the palette needs a title")

    def register(func: Handler) -> Handler:
        runtime.entries.append(Entry(title, key, func))
        return func

    return register


def on_key(key: str, title: str = "") -> Callable[[Handler], Handler]:
    """Bind *key*; it also stands in the palette, under *title* or the handler's name."""

    def register(func: Handler) -> Handler:
        return on_palette(title or getattr(func, "__name__", key), key=key)(func)

    return register


__all__ = ["PaletteSession", "on_key", "on_palette"]
