"""What the conversation pane reads its rows from: the store, or messages that stand nowhere in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from tui.chat.ids import LocalId
from tui.store.rows import ConversationRow, Gap, MemberRow, MessageRow, Position


class RowSource(Protocol):
    """The part of :class:`tui.store.reader.Reader` that the pane needs; see there for what each method does."""

    def conversation(self, id: int, /) -> ConversationRow | None:
        """Return one conversation."""

    def page(
        self, conversation: int, /, *, before: Position | None = None, after: Position | None = None, limit: int
    ) -> list[MessageRow]:
        """Return messages next to a position (exclusive), or the newest ones; oldest first."""

    def messages(self, ids: Iterable[int], /) -> dict[LocalId, MessageRow]:
        """Return those of *ids* that are there."""

    def message(self, id: int, /) -> MessageRow | None:
        """Return one message."""

    def first_unread(self, conversation: int, /) -> MessageRow | None:
        """Return the oldest unread message."""

    def count_unread(self, conversation: int, after: Position, limit: int, /) -> int:
        """Return how many unread messages are newer than *after*, counted up to *limit*."""

    def gaps(self, conversation: int, /) -> list[Gap]:
        """Return the gaps, newest first."""

    def member(self, conversation: int, user: str, /) -> MemberRow | None:
        """Return one member."""
