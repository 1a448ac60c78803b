"""How long to wait before dialling again: doubling from one second to sixty, with jitter, reset by success."""

from __future__ import annotations

import random
from collections.abc import Callable

FIRST = 1.0
LONGEST = 60.0


class Backoff:
    """Delays in seconds. Half of each is chance, so that many clients of one server do not knock together."""

    def __init__(self, chance: Callable[[], float] = random.random) -> None:
        self._chance = chance
        self._ceiling = FIRST

    def next(self) -> float:
        """Return the next delay, between a half and the whole of a ceiling that doubles, but never under a second."""
        ceiling = self._ceiling
        self._ceiling = min(ceiling * 2, LONGEST)
        return max(FIRST, ceiling * (0.5 + self._chance() / 2))

    def reset(self) -> None:
        """Begin anew at one second."""
        self._ceiling = FIRST
