"""Holds a bounded run of a conversation's rows around what is being read, and reads more of them by keyset pages."""

from __future__ import annotations

from collections.abc import Collection

from tui.chat.ids import LocalId
from tui.store.rows import MessageRow, Position
from tui.ui.row_source import RowSource

PAGE = 64
"""Rows of one reading while somebody scrolls."""

MAX_ROWS = 256
"""Rows held at once; what is farthest from the reader is let go of."""


class MessageWindow:
    """The rows of one conversation that are held, oldest first and without holes.

    *is_oldest* and *is_newest*: there is nothing in the store beyond that end. An *ordinal* numbers the rows in their order, from
    ``first`` to ``last``; while rows are added and let go of at the ends it stays with its row.
    """

    def __init__(self, reader: RowSource, conversation: int) -> None:
        self._reader = reader
        self.conversation = conversation
        self.rows: list[MessageRow] = []
        self.is_oldest = self.is_newest = True
        self.first = 1 << 20
        self._ordinals: dict[LocalId, int] = {}

    def __contains__(self, id: object) -> bool:
        return id in self._ordinals

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def last(self) -> int:
        """The ordinal of the newest row that is held."""
        return self.first + len(self.rows) - 1

    def ordinal(self, id: LocalId | None) -> int | None:
        """Return the ordinal of the row *id*, None when it is not held."""
        return None if id is None else self._ordinals.get(id)

    def row(self, ordinal: int) -> MessageRow:
        """Return the row that has *ordinal*, which is held."""
        return self.rows[ordinal - self.first]

    def run(self, first: int, last: int) -> list[MessageRow]:
        """Return those rows from the ordinal *first* to *last* that are held."""
        return self.rows[max(first - self.first, 0) : max(last - self.first + 1, 0)]

    def load_newest(self, limit: int) -> None:
        """Hold the newest *limit* rows."""
        rows = self._reader.page(self.conversation, limit=limit)
        self._take(rows, is_oldest=len(rows) < limit, is_newest=True)

    def load_around(self, position: Position, above: int, below: int) -> None:
        """Hold up to *above* rows older than *position*, and up to *below* of the row there and newer ones."""
        # Positions are whole numbers: just before one is the same position with a tie one lower.
        before = Position(position.time, position.sequence, position.tie - 1)
        newer = self._reader.page(self.conversation, after=before, limit=below)
        older = self._reader.page(self.conversation, before=position, limit=above)
        self._take([*older, *newer], is_oldest=len(older) < above, is_newest=len(newer) < below)

    def extend_older(self) -> bool:
        """Read one page above; return whether there was anything."""
        if self.is_oldest or not self.rows:
            return False
        page = self._reader.page(self.conversation, before=self.rows[0].position, limit=PAGE)
        self.is_oldest = len(page) < PAGE
        rows = page + self.rows
        self.first -= len(page)
        if len(rows) > MAX_ROWS:
            self.is_newest = False
            del rows[MAX_ROWS:]
        self._set(rows)
        return bool(page)

    def extend_newer(self) -> bool:
        """Read one page below; return whether there was anything."""
        if self.is_newest or not self.rows:
            return False
        page = self._reader.page(self.conversation, after=self.rows[-1].position, limit=PAGE)
        self.is_newest = len(page) < PAGE
        rows = self.rows + page
        if (excess := len(rows) - MAX_ROWS) > 0:
            self.is_oldest = False
            self.first += excess
            del rows[:excess]
        self._set(rows)
        return bool(page)

    def reread(self, ids: Collection[int]) -> bool:
        """Read those of *ids* that are held anew; return whether one of them is not what it was."""
        held = [id for id in ids if id in self._ordinals]
        is_changed = False
        for id, row in self._reader.messages(held).items() if held else ():
            at = self._ordinals[id] - self.first
            if self.rows[at] != row:
                self.rows[at] = row
                is_changed = True
        return is_changed

    def _take(self, rows: list[MessageRow], *, is_oldest: bool, is_newest: bool) -> None:
        """Hold *rows*, as the same objects where nothing about them changed: what was made of them stays good."""
        # With nothing in common the ordinals go on above all that were ever given, so that no two rows share one.
        first, is_found = self.last + 1, False
        for at, row in enumerate(rows):
            ordinal = self._ordinals.get(row.id)
            if ordinal is None:
                continue
            if not is_found:
                first, is_found = ordinal - at, True
            if (known := self.row(ordinal)) == row:
                rows[at] = known
        self.is_oldest, self.is_newest = is_oldest, is_newest
        self.first = first
        self._set(rows)

    def _set(self, rows: list[MessageRow]) -> None:
        self.rows = rows
        self._ordinals = {row.id: ordinal for ordinal, row in enumerate(rows, self.first)}
