"""Gives the messages inside a merged forward as rows, so that the conversation pane shows them like any others."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from tui.chat.ids import LocalId
from tui.chat.messages import SendState
from tui.chat.segments import Forward, dump
from tui.store.rows import ConversationRow, Gap, MemberRow, MessageRow, Position

_LEVEL = 1 << 20
"""Row ids of one level; a forward keeps far fewer messages."""


class ForwardRows:
    """A :class:`~tui.ui.row_source.RowSource` whose conversations are forwards: each one that is added gets a number.

    *where* is the conversation in which the outermost one was seen.
    """

    def __init__(self, where: ConversationRow) -> None:
        self._where = where
        self._levels: list[list[MessageRow]] = []

    def add(self, forward: Forward) -> int:
        """Take the messages of *forward*, and return the number of its conversation."""
        number = len(self._levels)
        own_id = self._where.conversation.account.own_id
        rows = []
        for place, message in enumerate(forward.messages):
            # People without a number are told apart by their names.
            sender = message.sender or (message.name and f"?{message.name}")
            rows.append(
                MessageRow(
                    id=LocalId(number * _LEVEL + place),
                    conversation=number,
                    native=None,
                    sender=sender,
                    sender_name=message.name or message.sender,
                    position=Position(message.time, 0, place + 1),
                    is_own=message.sender == own_id,
                    is_notice=False,
                    segments_json=dump(message.segments),
                    state=SendState.SENT,
                    error="",
                    recalled_by=None,
                    recalled_at=None,
                    unread=False,
                    mentions_me=False,
                    gap=None,
                    quoted=None,
                )
            )
        self._levels.append(rows)
        return number

    def drop(self) -> None:
        """Let go of the forward that was added last."""
        self._levels.pop()

    def rows(self, number: int) -> list[MessageRow]:
        """Return all messages of the forward *number*."""
        return self._levels[number]

    def conversation(self, id: int) -> ConversationRow | None:
        """Return the conversation that stands for a forward."""
        return replace(self._where, id=id) if 0 <= id < len(self._levels) else None

    def page(
        self, conversation: int, *, before: Position | None = None, after: Position | None = None, limit: int
    ) -> list[MessageRow]:
        """Return messages next to a position, in the order of the forward: their times may go back and forth."""
        rows = self._levels[conversation]
        if before is not None:
            end = self._place(rows, before)
            return rows[max(end - limit, 0) : end]
        if after is not None:
            start = self._place(rows, after)
            start += after.tie > 0
            return rows[start : start + limit]
        return rows[max(len(rows) - limit, 0) :]

    @staticmethod
    def _place(rows: list[MessageRow], position: Position) -> int:
        """Return which message *position* is; of a moment that is none of theirs, the first that is not before it."""
        if position.tie > 0:
            return position.tie - 1
        return next((place for place, row in enumerate(rows) if row.time >= position.time), len(rows))

    def messages(self, ids: Iterable[int]) -> dict[LocalId, MessageRow]:
        """Return those of *ids* that are there."""
        found = (self.message(id) for id in ids)
        return {row.id: row for row in found if row is not None}

    def message(self, id: int) -> MessageRow | None:
        """Return one message."""
        number, place = divmod(id, _LEVEL)
        is_there = 0 <= number < len(self._levels) and place < len(self._levels[number])
        return self._levels[number][place] if is_there else None

    def first_unread(self, conversation: int) -> MessageRow | None:
        """Nothing in a forward is unread."""
        return None

    def count_unread(self, conversation: int, after: Position, limit: int) -> int:
        """Nothing in a forward is unread."""
        return 0

    def gaps(self, conversation: int) -> list[Gap]:
        """A forward is whole."""
        return []

    def member(self, conversation: int, user: str) -> MemberRow | None:
        """Nobody is a member of a forward: people are called as they were when it was made."""
        return None
