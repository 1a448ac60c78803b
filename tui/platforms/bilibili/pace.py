"""How often to ask: as often as the web page, and ever less often while it goes wrong."""

from __future__ import annotations

IDLE_SECONDS, FRONT_SECONDS, MOST_SECONDS = 20.0, 7.0, 600.0


class Pace:
    """Says how long to wait until the next round. *idle* seconds, *front* while somebody looks; after a failure twice as long
    as before, *most* at most.
    """

    def __init__(self, idle: float = IDLE_SECONDS, front: float = FRONT_SECONDS, most: float = MOST_SECONDS) -> None:
        self._idle = idle
        self._front = front
        self._most = most
        self._backed_off = 0.0

    @property
    def is_backing_off(self) -> bool:
        """Whether the last round failed."""
        return self._backed_off > 0

    def succeeded(self) -> None:
        """A round went well."""
        self._backed_off = 0.0

    def failed(self) -> None:
        """A round went wrong."""
        self._backed_off = min(max(self._backed_off, self._idle) * 2, self._most)

    def seconds(self, *, is_front: bool = False) -> float:
        """Return how long to wait. Who looks does not shorten the wait after a failure."""
        return self._backed_off or (self._front if is_front else self._idle)
