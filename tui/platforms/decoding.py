"""What the decoders of events of all platforms do alike: date what has no time, and tell of being online only what is new."""

from __future__ import annotations

import time
from collections.abc import Iterable

from tui.chat.events import Event, OnlineChanged


def wall_clock() -> int:
    """Return this machine's time in ms."""
    return time.time_ns() // 1_000_000


class OnlineState:
    """Whether QQ is online, as far as was told; at first it is."""

    def __init__(self) -> None:
        self._is_online = True

    def only_changes(self, events: Iterable[Event]) -> list[Event]:
        """Return *events* without those that tell of being online, or not, what is known."""
        kept: list[Event] = []
        for event in events:
            if isinstance(event, OnlineChanged):
                if event.is_online == self._is_online:
                    continue
                self._is_online = event.is_online
            kept.append(event)
        return kept
