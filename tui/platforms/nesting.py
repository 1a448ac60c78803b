"""Bounds what is kept of forwards inside forwards, for the decoders of all platforms."""

from __future__ import annotations

from msgspec import Struct

MAX_DEPTH = 6
"""Forwards inside forwards that are opened; QQ itself stops at three."""

MAX_FORWARDED = 500
"""Messages kept of one forward with all that are nested in it."""


class Nesting(Struct):
    """How deep inside forwards something stands, and how many more messages of the outermost one may be kept."""

    depth: int = 0
    room: int = MAX_FORWARDED

    def take(self, count: int) -> int:
        """Return how many of *count* messages may be kept, and count them."""
        kept = min(count, self.room)
        self.room -= kept
        return kept
