"""Tells keys of a paste from keys of a hand, for terminals that do not say what is pasted (no bracketed paste)."""

from __future__ import annotations

HAND = 0.005
"""Seconds between two keys under which no hand typed the second."""

_LONG = 8
_PAUSE = 0.05
_CERTAIN = 40


class Burst:
    """Sees the time of each key and says whether it came in a burst, so that an enter in it is a line end and sends nothing."""

    def __init__(self, gap: float = HAND) -> None:
        """Take keys that come less than *gap* seconds apart for pasted; 0 takes none for it."""
        self._gap = gap
        self._last = float("-inf")
        self._length = 0
        self._lines = 0

    @property
    def is_certain(self) -> bool:
        """Whether the burst can be nothing but a paste: it has a line end already, or is longer than fingers run ahead."""
        return self._lines > 0 or self._length > _CERTAIN

    def note_line(self) -> None:
        """A line end of the burst was typed into the text."""
        self._lines += 1

    def is_pasting(self, now: float) -> bool:
        """Note a key at *now* (seconds, monotonic) and return whether it belongs to a paste.

        A long burst goes on over a pause of up to 50 ms: a busy machine reads a paste in several pieces.
        """
        since = now - self._last
        self._last = now
        if not self._gap:
            return False
        if since < self._gap or (self._length >= _LONG and since < _PAUSE):
            self._length += 1
            return True
        self._length = self._lines = 0
        return False
