"""What plugins suggest to say, by conversation, the oldest first; a plugin can not fill the memory with it."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.plugins.facade import Suggestion

MOST_HERE = 20
"""Suggestions that wait in one conversation; an older one gives way."""

MOST_PLACES = 200


class Suggestions:
    """The suggestions that nobody has taken or dropped yet."""

    def __init__(self) -> None:
        self._waiting: dict[int, deque[Suggestion]] = {}

    @property
    def places(self) -> frozenset[int]:
        """The conversations (store ids) in which something is suggested."""
        return frozenset(self._waiting)

    def add(self, suggestion: Suggestion) -> None:
        """Keep one; what is said twice waits once."""
        if suggestion.conversation not in self._waiting and len(self._waiting) >= MOST_PLACES:
            del self._waiting[next(iter(self._waiting))]
        here = self._waiting.setdefault(suggestion.conversation, deque(maxlen=MOST_HERE))
        if suggestion not in here:
            here.append(suggestion)

    def first(self, conversation: int | None) -> Suggestion | None:
        """Return the one that is to be shown in *conversation*."""
        here = self._waiting.get(conversation) if conversation is not None else None
        return here[0] if here else None

    def count(self, conversation: int) -> int:
        """Return how many wait there."""
        return len(self._waiting.get(conversation, ()))

    def remove(self, suggestion: Suggestion) -> None:
        """It was taken or dropped."""
        here = self._waiting.get(suggestion.conversation)
        if here is not None and suggestion in here:
            here.remove(suggestion)
            if not here:
                del self._waiting[suggestion.conversation]
