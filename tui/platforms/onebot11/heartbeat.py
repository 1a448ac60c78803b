"""Notices that a connection died without a word: two heartbeats missed, by the implementation's own interval."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

MISSED = 2.5
"""Intervals without a sign of life: two beats missed, and half an interval for the third's being late."""


class Timer(Protocol):
    """What a loop's ``call_later`` returns."""

    def cancel(self) -> None:
        """Keep it from happening."""


CallLater = Callable[[float, Callable[[], None]], Timer]
"""``loop.call_later``: driven by the monotonic clock, seconds."""


class HeartbeatWatch:
    """Calls *on_lost* once nothing came for too long. Without any beat, or with interval 0, it never does."""

    def __init__(self, call_later: CallLater, on_lost: Callable[[], None]) -> None:
        self._call_later = call_later
        self._on_lost = on_lost
        self._seconds = 0.0
        self._timer: Timer | None = None

    def beat(self, interval: int) -> None:
        """A heartbeat came that promises the next one in *interval* ms; 0 promises nothing."""
        self._seconds = max(0, interval) / 1000 * MISSED
        self.sign_of_life()

    def sign_of_life(self) -> None:
        """Anything came: the other side lives, beat or not."""
        self.stop()
        if self._seconds:
            self._timer = self._call_later(self._seconds, self._on_lost)

    def stop(self) -> None:
        """Watch no more until the next sign of life."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
