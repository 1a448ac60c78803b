"""Decides what rings, and what is counted: mentions, people and requests always, quiet and muted conversations never."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from tui.store.changes import Changes
from tui.store.rows import ConversationRow
from tui.ui.reading import ReadWatch

if TYPE_CHECKING:
    from tui.ui.screens.main import Main

BELL_EVERY = 3.0
"""Seconds between two bells: a flood rings once."""


class Attention:
    """Watches what others say. What is being read does not ring."""

    def __init__(self, reading: ReadWatch) -> None:
        self._reading = reading
        self._rang_at = 0.0
        self.is_hidden = False
        """Whether the boss key's screen is up: then nothing may give us away."""

    def consider(self, changes: Changes, rows: Mapping[int, ConversationRow], main: Main) -> None:
        """Ring for what came, if it is worth it."""
        now = time.monotonic()
        if now - self._rang_at < BELL_EVERY or self.is_hidden:
            return
        if changes.asked:
            self._rang_at = now
            main.app.bell()
            return
        for id, change in changes.by_conversation.items():
            row = rows.get(id)
            if row is None or not change.live or not (change.mentions_us or _is_for_us(row)):
                continue
            if id == main.pane.conversation and main.pane.is_at_bottom and self._reading.is_attended:
                continue
            self._rang_at = now
            main.app.bell()
            return

    def totals(self, rows: Iterable[ConversationRow]) -> tuple[int, int]:
        """Return how many messages are unread, and how many mention us, in conversations that are not quiet or muted."""
        unread = mentions = 0
        for row in rows:
            mentions += row.mentions
            if not row.is_quiet and not row.is_muted:
                unread += max(row.unread, int(row.is_marked))
            else:
                unread += row.mentions
        return unread, mentions


def _is_for_us(row: ConversationRow) -> bool:
    """Return whether all that is said here is said to us: in private, where it was not silenced."""
    return not row.conversation.is_group and not row.is_muted and not row.is_quiet
