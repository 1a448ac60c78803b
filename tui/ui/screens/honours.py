"""Who is honoured in a group, for what and for how long."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from msgspec import Struct
from textual.strip import Strip

from tui.chat.boards import Honour
from tui.locale import has, t
from tui.platforms.board_queries import AskHonours
from tui.ui.command_table import Place
from tui.ui.screens.board import Board
from tui.ui.strips import Piece, lead, line


class HonourLine(Struct, frozen=True):
    """Somebody who is honoured, or the name of an honour above those who have it."""

    what: str
    honour: Honour | None = None


class Honours(Board[HonourLine]):
    """All honours, each with its holders."""

    PLACE = Place.HONOURS
    AREA = "honours"
    NOTICES = ("honor",)

    def wanted(self) -> AskHonours:
        """Return the question."""
        return AskHonours(self.where.conversation)

    def take(self, answer: Sequence[Honour]) -> Sequence[HonourLine]:
        """Return the holders below the names of their honours, in the platform's order."""
        rows: list[HonourLine] = []
        for honour in answer:
            if not rows or rows[-1].what != honour.what:
                rows.append(HonourLine(honour.what))
            rows.append(HonourLine(honour.what, honour))
        return rows

    def is_selectable(self, row: HonourLine) -> bool:
        """Holders, not the names of honours."""
        return row.honour is not None

    def count(self, rows: Sequence[HonourLine]) -> int:
        """Count the holders."""
        return sum(row.honour is not None for row in rows)

    def key_of(self, row: HonourLine) -> Hashable:
        """Return the honour and the holder."""
        return row.what, row.honour.user if row.honour else ""

    def draw(self, row: HonourLine, width: int, is_cursor: bool, is_focused: bool) -> list[Strip]:
        """Return a holder with why and how long, or the name of an honour."""
        chat = self.list.chat
        honour = row.honour
        if honour is None:
            key = f"boards.honour.{row.what}"
            return [line([Piece(f" {t(key) if has(key) else row.what}", chat.title)], width)]
        left = [
            *lead(chat, is_cursor),
            Piece("  "),
            Piece(self.name_of(honour.user, honour.name), chat.sender(honour.user)),
            Piece(f"  {honour.user}", chat.dim),
        ]
        if honour.is_current:
            left.append(Piece(f"  {t('boards.current')}", chat.good))
        parts = [t("boards.days", count=honour.days)] if honour.days else []
        parts += [honour.words] if honour.words else []
        return [line(left, width, [Piece(f"{' · '.join(parts)} ", chat.dim)] if parts else [])]

    def command_copy(self) -> None:
        """Copy the number of somebody honoured."""
        row = self.list.cursor_row
        if row is not None and row.honour is not None:
            self.main.copy(row.honour.user)
