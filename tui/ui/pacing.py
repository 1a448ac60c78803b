"""Decides when what arrived is painted: at once when it is rare, together when it is much, behind a letter when one types."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

FRAME = 1 / 30
"""Seconds between two paintings of what arrived, at least; a lone message is painted at once."""

SHARE = 4
"""A painting is followed by so many times as long as it took: a flood is to be written down and keys are to be answered, too."""

SLOWEST = 0.15
"""Seconds between two paintings at most, unless somebody types."""

TYPING_FRAME = 0.12
"""The same while somebody types."""

TYPING = 0.25
"""Seconds after a letter in which another is expected."""


class Pacer:
    """Calls *show* when it is time. All methods are to be called on the thread of *loop*.

    A letter's own frame goes first, and what arrived is painted right behind it: then the next letter is farthest away. Keys that
    are no letters put nothing off, since what they change (a message sent, a conversation read) is waited for.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, show: Callable[[], None]) -> None:
        self._loop = loop
        self._show = show
        self._waiting: asyncio.TimerHandle | None = None
        self._shown_at = float("-inf")
        self._typed_at = float("-inf")
        self._is_letter_due = False
        self._is_painting = False
        self._cost = 0.0

    def arrived(self) -> None:
        """Something is to be shown."""
        if self._waiting is None:
            self._wait()

    def pressed(self, *, is_letter: bool) -> None:
        """A key was pressed."""
        self._typed_at = self._loop.time() if is_letter else float("-inf")
        self._is_letter_due = is_letter
        if self._waiting is not None:
            self._waiting.cancel()
            self._wait()

    def painted(self) -> None:
        """A frame is out."""
        if self._is_painting:
            self._is_painting = False
            # A frame that comes later than that is of something else: what was shown changed nothing that is seen.
            cost = self._loop.time() - self._shown_at
            self._cost = cost if cost < SLOWEST else 0.0
        is_letter, self._is_letter_due = self._is_letter_due, False
        if is_letter and self._waiting is not None and self._loop.time() - self._shown_at >= TYPING_FRAME:
            self._waiting.cancel()
            self._waiting = self._loop.call_later(0, self._fire)

    def _wait(self) -> None:
        now = self._loop.time()
        is_typing = now - self._typed_at < TYPING
        rest = max(FRAME, min(SHARE * self._cost, SLOWEST))
        due = self._typed_at + TYPING if is_typing else max(now, self._shown_at + rest)
        self._waiting = self._loop.call_at(due, self._fire)

    def _fire(self) -> None:
        self._waiting = None
        self._shown_at = self._loop.time()
        self._is_painting = True
        self._show()
