"""What the command bar keeps between two times that it is open: whom it knows, what was done, and what can be taken back."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from tui.intents import Context, Names, Person, Room, Understanding

MOST_LINES = 60
"""Lines that can be taken back with the arrow keys."""

LONGEST_LINE = 200
UNDO_SECONDS = 300.0
"""For so long the last act can be taken back: a key pressed hours later is a slip."""


class Undo(Struct, frozen=True):
    """What takes the last act back, understood where that act was done."""

    understanding: Understanding
    context: Context
    at: float


class Known(Struct, frozen=True):
    """Who can be named in the conversation of this store id; *names* was made of the three lists."""

    conversation: int | None
    members: tuple[Person, ...]
    contacts: tuple[Person, ...]
    rooms: tuple[Room, ...]
    names: Names


class BarMemory:
    """Kept by the main screen. *remember* writes the lines that are kept for the next start (JSON)."""

    def __init__(
        self, remember: Callable[[str], None], kept: Callable[[], str], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._remember = remember
        self._kept = kept
        self._clock = clock
        self._lines: list[str] | None = None
        self._private: set[str] = set()
        self._undo: Undo | None = None
        self.known: Known | None = None
        self.is_stale = True

    def lists_changed(self) -> None:
        """The members or the conversations are others now: who can be named is looked at anew when it is next asked for."""
        self.is_stale = True

    @property
    def lines(self) -> Sequence[str]:
        """What was typed before, the latest last."""
        if self._lines is None:
            self._lines = _read(self._kept())
        return self._lines

    def note(self, line: str, *, is_private: bool) -> None:
        """*line* was done, or left unfinished; what holds somebody's words (*is_private*) is not written to disk."""
        line = line.strip()
        if not line or len(line) > LONGEST_LINE:
            return
        if is_private and line not in self.lines:
            self._private.add(line)
        lines = [*(known for known in self.lines if known != line), line][-MOST_LINES:]
        self._lines = lines
        if not is_private:
            self._private.discard(line)
            self._remember(json.dumps([line for line in lines if line not in self._private], ensure_ascii=False))

    def offer(self, understanding: Understanding, context: Context) -> None:
        """From now on this is what takes the last act back."""
        self._undo = Undo(understanding, context, self._clock())

    def forget_undo(self) -> None:
        """Something else was done."""
        self._undo = None

    def take_undo(self) -> Undo | None:
        """Return what takes the last act back, once; None when there is nothing, or when that was long ago."""
        undo, self._undo = self._undo, None
        return undo if undo is not None and self._clock() - undo.at <= UNDO_SECONDS else None


def _read(kept: str) -> list[str]:
    try:
        lines = json.loads(kept) if kept else []
    except ValueError:
        return []
    if not isinstance(lines, list):
        return []
    return [line for line in lines if isinstance(line, str) and 0 < len(line) <= LONGEST_LINE][-MOST_LINES:]
