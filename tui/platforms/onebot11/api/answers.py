"""What a method of the API returns, and what it raises where the implementation does not have it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from msgspec import Struct

from tui.platforms.onebot11 import wire
from tui.platforms.onebot11.calls import CallRefusedError
from tui.platforms.values import Row, as_int, as_text

T = TypeVar("T")


class Answer(Struct, Generic[T], frozen=True):
    """An answer: *data* is typed and tolerant, *raw* the whole frame as it came."""

    data: T
    raw: Row

    @property
    def status(self) -> str:
        """``ok``, ``async`` or ``failed``."""
        return as_text(self.raw.get("status"))

    @property
    def retcode(self) -> int:
        """0, or 1 where the implementation goes on by itself."""
        return as_int(self.raw.get("retcode"))

    @property
    def message(self) -> str:
        """The implementation's words."""
        return as_text(self.raw.get("message"))

    @property
    def wording(self) -> str:
        """The implementation's words for people."""
        return as_text(self.raw.get("wording"))

    @property
    def echo(self) -> str:
        """What told this answer from others."""
        return as_text(self.raw.get("echo"))


class NotOfferedError(CallRefusedError):
    """The connected implementation does not have *action*; *offered_by* names those that do.

    *words* are the implementation's own, where it was asked; where we knew, nothing was sent, and they are ours.
    """

    def __init__(self, action: str, offered_by: tuple[str, ...], words: str = "", retcode: int = 1404) -> None:
        super().__init__(retcode, words or f"{action}: {', '.join(offered_by)}")
        self.action = action
        self.offered_by = offered_by

    @property
    def is_unknown_action(self) -> bool:
        """True: that is what this error says."""
        return True

    def __str__(self) -> str:
        having = ", ".join(self.offered_by)
        return f"{self.action} is not offered here; implementations that have it: {having} ({self.words})"


class EmptyMessageError(ValueError):
    """A message without any content: nothing was sent."""


def one(model: type[wire.M]) -> Callable[[object], wire.M]:
    """Return a reader of an object as *model*."""
    return lambda data: wire.read(model, data)


def rows(model: type[wire.M]) -> Callable[[object], list[wire.M]]:
    """Return a reader of a list of *model*."""
    return lambda data: wire.read_rows(model, data)


def nothing(data: object) -> None:
    """Read an answer that says nothing but that it was done."""


def text(data: object) -> str:
    """Read an answer that is one text; an ark comes as its JSON."""
    return as_text(data)


def anything(data: object) -> Any:
    """Read an answer whose shape nobody described."""
    return data
