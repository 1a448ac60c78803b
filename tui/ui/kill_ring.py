"""What was killed (ctrl+k, ctrl+u, ctrl+w) and can be yanked (ctrl+y), as readline keeps it."""

from __future__ import annotations

_SIZE = 16


class KillRing:
    """The last killed texts, the newest last; kills in a row become one text."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._turned = 0
        self._is_in_a_row = False

    def kill(self, text: str, is_backward: bool) -> None:
        """Keep *text*; right after another kill it is joined to that one, at its front when it was killed *is_backward*."""
        if self._is_in_a_row and self._texts:
            last = self._texts.pop()
            text = text + last if is_backward else last + text
        self._texts = [*self._texts, text][-_SIZE:]
        self._turned = 0
        self._is_in_a_row = True

    def rest(self) -> None:
        """Note that something else was done: the next kill is a text of its own."""
        self._is_in_a_row = False

    def current(self) -> str:
        """Return what is to be yanked, the newest first; "" when nothing was killed."""
        self._turned = 0
        return self._texts[-1] if self._texts else ""

    def previous(self) -> str:
        """Return the one before the last returned, round and round."""
        if not self._texts:
            return ""
        self._turned = (self._turned + 1) % len(self._texts)
        return self._texts[-1 - self._turned]
