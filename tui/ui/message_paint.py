"""Lays on top of a message's lines what changes from moment to moment: cursor, marks, selection, scrollbar, badge."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.ui.chat_theme import ChatTheme
from tui.ui.line_builder import Line
from tui.ui.wrap import fit

MAX_STRIPS = 1024
"""Lines kept as they were painted: a burst, or a page up, paints most of them again."""


class Painter:
    """Paints in the styles of one theme; all widths and positions in cells."""

    def __init__(self, theme: ChatTheme) -> None:
        self._plain: dict[tuple[int, bool], tuple[Line, Strip]] = {}
        self.blank = theme.background + theme.text
        self._quiet = self.blank + theme.dim
        self._bar = self.blank + theme.bar
        self._badge = self.blank + theme.badge
        self._cursor_line = theme.cursor_line
        self._selection = theme.selection
        self._cursor_glyph = _one_cell(theme.icon("bar"), "▌", ">")
        self._mark_glyph = _one_cell(theme.icon("mark"), "✓", "*")
        self._thumb_glyph = _one_cell(theme.icon("thumb"), "┃", "#")

    def plain(self, line: Line, is_thumb: bool, width: int) -> Strip:
        """Return *line* with nothing on top but the scrollbar; the same strip as before, with what Textual keeps in it."""
        # By identity: an entry keeps its line, so no other line can have its id. A resize lays all lines out anew.
        known = self._plain.get((id(line), is_thumb))
        if known is not None:
            return known[1]
        if len(self._plain) >= MAX_STRIPS:
            self._plain.clear()
        strip = Strip([*line.segments, self._bar_cell(is_thumb)], width)
        self._plain[id(line), is_thumb] = (line, strip)
        return strip

    def hint(self, words: Sequence[str], line: int, width: int) -> Strip:
        """Return *line* of some centred *words*, an empty line when it is not one of theirs."""
        text = fit(words[line], width) if 0 <= line < len(words) else ""
        left = (width - cell_len(text)) // 2
        right = width - left - cell_len(text)
        return Strip([Segment(" " * left, self.blank), Segment(text, self._quiet), Segment(" " * right, self.blank)], width)

    def point(self, segments: Sequence[Segment], *, is_cursor: bool, is_mark: bool) -> list[Segment]:
        """Return a line that begins with a gutter as that of the message under the cursor, or of a marked one."""
        ground = self._cursor_line if is_cursor else Style.null()
        glyph = self._mark_glyph if is_mark else self._cursor_glyph
        first, *others = segments
        style = first.style or self.blank
        pointed = [Segment(glyph, style + self._bar + ground), Segment(first.text[1:], style + ground)]
        pointed += [Segment(text, (style or self.blank) + ground) for text, style, _ in others]
        return pointed

    def select(self, line: Line, text: str, span: tuple[int, int]) -> list[Segment]:
        """Return *line* of the message *text* with what it shows of *span* (code points; an end of -1 is the text's) selected."""
        if line.text is None:
            return list(line.segments)
        start, end = line.text
        first = max(span[0], start)
        last = end if span[1] < 0 else min(span[1], end)
        if first >= last:
            return list(line.segments)
        left = line.indent + cell_len(text[start:first])
        return _restyle(line.segments, left, left + cell_len(text[first:last]), self._selection)

    def with_badge(self, segments: Sequence[Segment], words: str, width: int) -> list[Segment]:
        """Return a line of *width* with *words* over its right end."""
        words = fit(words, width)
        kept = Strip(segments, width).crop(0, width - cell_len(words))
        return [*kept, Segment(words, self._badge)]

    def scrollbar(self, y: int, thumb: range) -> Segment:
        """Return the cell of the scrollbar on line *y*, where *thumb* are the lines beside its thumb."""
        return self._bar_cell(y in thumb)

    def _bar_cell(self, is_thumb: bool) -> Segment:
        return Segment(self._thumb_glyph if is_thumb else " ", self._quiet)


def _restyle(segments: Sequence[Segment], start: int, end: int, style: Style) -> list[Segment]:
    """Return *segments* with *style* on top from the cell *start* to *end*."""
    restyled: list[Segment] = []
    at = 0
    for segment in segments:
        width = segment.cell_length
        if at >= end or at + width <= start:
            restyled.append(segment)
        else:
            before, rest = segment.split_cells(max(start - at, 0))
            inside, after = rest.split_cells(min(end - max(at, start), rest.cell_length))
            middle = Segment(inside.text, (inside.style or Style.null()) + style)
            restyled += [piece for piece in (before, middle, after) if piece.text]
        at += width
    return restyled


def _one_cell(glyph: str, default: str, plain: str) -> str:
    """Return *glyph*, or *default* where the theme has none, if it fits one cell, else *plain*."""
    wanted = glyph or default
    return wanted if cell_len(wanted) == 1 else plain
