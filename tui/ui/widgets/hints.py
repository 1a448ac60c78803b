"""The keys that mean something here, in few lines: a key and what it does are never parted, and what matters least goes first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from tui.ui.strips import Piece, blank, line
from tui.ui.theme import chat_theme

BETWEEN = " · "


class Hint(NamedTuple):
    """A key, and what it does."""

    key: str
    words: str = ""

    @property
    def width(self) -> int:
        """Cells that it takes."""
        return cell_len(self.key) + (cell_len(self.words) + 1 if self.words else 0)


class Hints(Widget):
    """Shows hints in at most *most* lines (0: as many as it takes). What finds no room is left out, the last ones first."""

    DEFAULT_CSS = """
    Hints { width: 1fr; height: auto; }
    """

    def __init__(self, text: str = "", *, most: int = 0, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._most = most
        self._hints: list[Hint] = []
        self._more: Hint | None = None
        self._is_more = False
        self._last: list[Hint] = []
        self.update(text)

    def update(self, text: str) -> None:
        """Show the hints of *text*, which stand between middle dots, each beginning with its key."""
        self.set_hints([Hint(*unit.split(" ", 1)) for unit in text.split(BETWEEN) if unit])

    def set_hints(
        self, hints: Sequence[Hint], last: Sequence[Hint] = (), more: Hint | None = None, *, is_more: bool = False
    ) -> None:
        """Show *hints*, the ones that matter most first, and *last* in any case; *more* where not all of them (*is_more*) are."""
        self._hints, self._last, self._more, self._is_more = list(hints), list(last), more, is_more
        self.refresh(layout=True)

    @property
    def text(self) -> str:
        """What is shown at the width there is."""
        return BETWEEN.join(" ".join(filter(None, hint)) for row in self._rows(self.content_size.width) for hint in row)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The number of lines at *width* cells."""
        return len(self._rows(width)) if self._hints or self._last else 0

    def render_line(self, y: int) -> Strip:
        """Return one of the lines."""
        width = self.content_size.width
        rows = self._rows(width)
        if y >= len(rows):
            return blank(width).apply_style(self.rich_style)
        chat = chat_theme(self.app)
        pieces: list[Piece] = []
        for place, hint in enumerate(rows[y]):
            pieces += [Piece(BETWEEN, chat.dim)] if place else []
            pieces += [Piece(hint.key, chat.key), Piece(f" {hint.words}" if hint.words else "")]
        return line(pieces, width).apply_style(self.rich_style)

    def _rows(self, width: int) -> list[list[Hint]]:
        return flow(self._hints, self._last, self._more, width, self._most, is_more=self._is_more)


def flow(
    hints: Sequence[Hint], last: Sequence[Hint], more: Hint | None, width: int, most: int, *, is_more: bool = False
) -> list[list[Hint]]:
    """Return the lines of *width* cells, at most *most* (0: any number); *more* stands before *last* where not all are shown."""
    for count in range(len(hints), -1, -1):
        is_cut = count < len(hints) or is_more
        rows = _lay([*hints[:count], *([more] if more and is_cut else []), *last], width)
        if not most or len(rows) <= most:
            return rows
    return rows[:most]


def _lay(hints: Sequence[Hint], width: int) -> list[list[Hint]]:
    rows: list[list[Hint]] = []
    room = 0
    for hint in hints:
        room -= len(BETWEEN) + hint.width
        if not rows or room < 0:
            rows.append([])
            room = width - hint.width
        rows[-1].append(hint)
    return rows
