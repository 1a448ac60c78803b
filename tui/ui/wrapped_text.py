"""How a text that is being edited lies on the screen: wrapped as Chinese readers expect it, with whole graphemes as its steps."""

from __future__ import annotations

import re
from itertools import pairwise

from rich.cells import cell_len, split_graphemes
from textual.document._document import Location
from textual.document._wrapped_document import WrappedDocument
from textual.expand_tabs import get_tab_widths

from tui.ui.wrap import wrap

# Graphemes longer than this (a hostile heap of marks) are stepped through in pieces, so that no step costs more.
_WINDOW = 64
_FLAG_LETTERS = re.compile("[\U0001f1e6-\U0001f1ff]+")


def break_offsets(line: str, width: int) -> list[int]:
    """Return where *line* (without a line end) is broken at *width* cells: the code points at which a new row starts.

    A blank between two words may hang over the edge; more of them begin a row of their own, so that the caret has a cell always.
    """
    blank = line.replace("\t", " ")
    rows = wrap(blank, width)
    breaks: list[int] = []
    for (start, end), (following, _) in zip(rows, [*rows[1:], (len(line), 0)], strict=True):
        if following > end:
            is_last = following == len(line)
            room = width - cell_len(blank[start:end]) + (0 if is_last else 1)
            breaks += range(end + room, following, width)
        if following < len(line):
            breaks.append(following)
    return breaks


def step_left(line: str, column: int) -> int:
    """Return where the grapheme before *column* starts."""
    first = max(0, column - _WINDOW)
    edges = _edges(line[first:column])
    return first + edges[-2] if len(edges) > 1 else max(0, column - 1)


def step_right(line: str, column: int) -> int:
    """Return where the grapheme at *column* ends."""
    edges = _edges(line[column : column + _WINDOW])
    return column + edges[1] if len(edges) > 1 else min(len(line), column + 1)


def snap(line: str, column: int) -> int:
    """Return *column*, or where the grapheme that it is inside of starts."""
    if column >= len(line) or line.isascii():
        return min(column, len(line))
    first = max(0, column - _WINDOW)
    return first + max(edge for edge in _edges(line[first : column + _WINDOW]) if edge <= column - first)


def _edges(text: str) -> list[int]:
    """Return where the graphemes of *text* start, and its length."""
    if text.isascii():
        return list(range(len(text) + 1))
    edges = [start for start, _, _ in split_graphemes(text)[0]]
    # Two letters make a flag; Rich counts them as two.
    inside = {index for run in _FLAG_LETTERS.finditer(text) for index in range(run.start() + 1, run.end(), 2)}
    return [edge for edge in edges if edge not in inside] + [len(text)] if text else [0]


class WrappedText(WrappedDocument):
    """Textual's wrapped document with our line breaks; an edit wraps the lines it touched only."""

    def wrap(self, width: int, tab_width: int | None = None) -> None:
        """Wrap all lines at *width* cells (0: no wrapping)."""
        self._width = width
        if tab_width:
            self._tab_width = tab_width
        self._wrap_offsets = [self._breaks(line) for line in self.document.lines]
        self._tab_width_cache = [self._tabs(line) for line in self.document.lines]
        self._number_rows()

    def wrap_range(self, start: Location, old_end: Location, new_end: Location) -> None:
        """Wrap again what an edit from *start* to *old_end*, now *new_end*, has changed; the document has it already."""
        old_last = len(self._wrap_offsets) - 1
        top, old_bottom = sorted((min(start[0], old_last), min(old_end[0], old_last)))
        new_bottom = min(max(start[0], new_end[0]), self.document.line_count - 1)
        lines = self.document.lines[top : new_bottom + 1]
        self._wrap_offsets[top : old_bottom + 1] = [self._breaks(line) for line in lines]
        self._tab_width_cache[top : old_bottom + 1] = [self._tabs(line) for line in lines]
        self._number_rows()

    def get_sections(self, line_index: int) -> list[str]:
        """Return the rows of a line as strings."""
        line = self.document[line_index]
        edges = [0, *self._wrap_offsets[line_index], len(line)]
        return [line[start:end] for start, end in pairwise(edges)]

    def row(self, y: int) -> tuple[int, int, int] | None:
        """Return (line, first column, last column exclusive) of the row *y*, None below the text."""
        if not 0 <= y < len(self._offset_to_line_info):
            return None
        line, section = self._offset_to_line_info[y]
        edges = [0, *self._wrap_offsets[line], len(self.document[line])]
        return line, edges[section], edges[section + 1]

    @property
    def height(self) -> int:
        """The number of rows."""
        return len(self._offset_to_line_info)

    def _breaks(self, line: str) -> list[int]:
        return break_offsets(line, self._width) if self._width else []

    def _tabs(self, line: str) -> list[int]:
        return [width for _, width in get_tab_widths(line, self._tab_width)] if "\t" in line else []

    def _number_rows(self) -> None:
        rows: list[tuple[int, int]] = []
        offsets: list[list[int]] = []
        for line, breaks in enumerate(self._wrap_offsets):
            offsets.append(list(range(len(rows), len(rows) + len(breaks) + 1)))
            rows += [(line, section) for section in range(len(breaks) + 1)]
        self._offset_to_line_info = rows
        self._line_index_to_offsets = offsets
