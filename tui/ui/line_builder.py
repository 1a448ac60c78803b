"""Builds the lines of a message out of styled pieces that know what a click on them does and which text they show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from tui.ui.message_body import Part
from tui.ui.wrap import fit

GUTTER = 3
"""Cells before the text: the cursor's, the bar of own messages, a blank."""


class Line(Struct, frozen=True):
    """One line, filled up with blanks. *text* is the range of the message's text that it shows, from the cell *indent* on.

    *used* is the number of cells before the blanks; *hits* are (first cell, end cell, what a click there does).
    """

    segments: Sequence[Segment]
    used: int
    text: tuple[int, int] | None = None
    indent: int = 0
    hits: Sequence[tuple[int, int, Part]] = ()

    def part_at(self, x: int) -> Part | None:
        """Return what a click on the cell *x* does."""
        return next((part for start, end, part in self.hits if start <= x < end), None)


class LineBuilder:
    """One line of *width* cells in the making; *styles* by name, *text* as in :class:`Line`."""

    def __init__(self, styles: Mapping[str, Style], width: int, text: tuple[int, int] | None = None) -> None:
        self._styles = styles
        self._width = width
        self._text = text
        self._indent: int | None = None
        self._ordinal = 0
        self._segments: list[Segment] = []
        self._hits: list[tuple[int, int, Part]] = []
        self.cells = 0

    def add_gutter(self, offset: tuple[int, int], bar: str) -> None:
        """Begin with the gutter. *offset* is (index in the text, ordinal of the message) for a selection that begins there."""
        # Textual takes the last offset of a line for a press on a cell that has none: each line needs one.
        self._ordinal = offset[1]
        place = Style.from_meta({"offset": offset})
        style = self._styles["text"] + place
        first = Segment(f" {bar}", self._styles["own"] + place) if bar else Segment("  ", style)
        self._segments += (first, Segment(" ", style))
        self.cells = GUTTER

    def add(self, text: str, style: str, part: Part | None = None) -> None:
        """Add a piece in the style of that name."""
        self.add_styled(text, self._styles[style], part)

    def add_styled(self, text: str, style: Style, part: Part | None = None) -> None:
        """Add a piece in *style*, cut where the line ends."""
        width = cell_len(text)
        if width > self._width - self.cells:
            text = fit(text, self._width - self.cells)
            width = cell_len(text)
        if not text:
            return
        self._segments.append(Segment(text, style))
        if part is not None:
            self._hits.append((self.cells, self.cells + width, part))
        self.cells += width

    def add_text(self, text: str, start: int, style: str, part: Part | None = None) -> None:
        """Add a piece of the message's text, which begins there at *start*, so that a selection may begin and end in it."""
        if self._indent is None:
            self._indent = self.cells
        self.add_styled(text, self._styles[style] + Style.from_meta({"offset": (start, self._ordinal)}), part)

    def done(self) -> Line:
        """Return the line."""
        used = self.cells
        if used < self._width:
            self._segments.append(Segment(" " * (self._width - used), self._styles["text"]))
        return Line(self._segments, used, self._text, GUTTER if self._indent is None else self._indent, self._hits)
