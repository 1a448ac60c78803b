"""Breaks text into lines by graphemes and terminal cells, as Chinese and Latin readers expect it, in linear time."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Sequence
from itertools import accumulate
from unicodedata import category

from rich.cells import cell_len, get_character_cell_size, split_graphemes, split_text

URL = re.compile(r"(?:https?|ftp)://[!-~]*[A-Za-z0-9/#=&_~-]")
"""A link in running text: visible ASCII only (Chinese text follows without a space) and no punctuation at its end."""

TAB = 4
"""Cells from one tab stop to the next."""

Line = tuple[int, int]
"""Where a line starts and ends (exclusive) in the text, in code points; line ends and blanks at a break belong to no line."""

_WORD, _FREE, _SPACE, _CLOSER, _NARROW_CLOSER, _OPENER, _GLUE = range(7)
_CLOSERS = frozenset("、。〉》」』】〕〗〙〛〞〟＇＂）］｝｠！，．：；？～…—·‥ー々ゝゞヽヾ％‰℃°”›»")
_NARROW_CLOSERS = frozenset("!),.:;?]}%’")
_OPENERS = frozenset("〈《「『【〔〖〘〚〝（［｛｟‘“‹«([{#@＃＠￥＄$")
_NEEDS_GRAPHEMES = re.compile("[\u200d\ufe0f\U0001f1e6-\U0001f1ff]")
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")


class _Widths(dict[str, int]):
    """Cells of single characters, looked up once each."""

    def __missing__(self, char: str) -> int:
        width = self[char] = get_character_cell_size(char)
        return width


class _Classes(dict[str, int]):
    """How single characters behave at a line break, decided once each."""

    def __missing__(self, char: str) -> int:
        found = self[char] = _classify(char)
        return found


_widths = _Widths()
_classes = _Classes()


def wrap(text: str, width: int) -> list[Line]:
    """Return the lines into which *text* (without tabs, see :func:`expand_tabs`) falls at *width* cells; at least one.

    Chinese breaks anywhere but before closing and after opening marks; words stay whole where they fit; links break anywhere.
    A grapheme wider than *width* has a line of its own.
    """
    lines: list[Line] = []
    start = 0
    for paragraph in text.split("\n"):
        end = start + len(paragraph)
        if len(paragraph) * 2 <= width or (len(paragraph) <= width and paragraph.isascii()):
            lines.append((start, end))
        else:
            lines += [(start + first, start + last) for first, last in _wrap_paragraph(paragraph, max(width, 1))]
        start = end + 1
    return lines


def expand_tabs(text: str) -> str:
    """Return *text* with its tabs as spaces, up to the next tab stop in cells."""
    if "\t" not in text:
        return text
    expanded = []
    for line in text.split("\n"):
        parts: list[str] = []
        column = 0
        for part in line.split("\t"):
            column += cell_len(part)
            fill = TAB - column % TAB
            parts += (part, " " * fill)
            column += fill
        expanded.append("".join(parts[:-1]))
    return "\n".join(expanded)


def fit(text: str, width: int) -> str:
    """Return *text*, which is one line, cut to at most *width* cells, with an ellipsis where something is missing."""
    # Rich measures the whole text before it cuts: no more of it than could fit is handed over, whatever a peer has sent.
    head = text[: max(width, 0) * 12 + 12]
    cells = cell_len(head)
    if len(head) == len(text) and cells <= width:
        return text
    if width <= 0:
        return ""
    if cells < width:
        return head + "…"
    return split_text(head, width - 1)[0].rstrip(" ") + "…"


def _wrap_paragraph(text: str, width: int) -> list[Line]:
    widths, glued = _measure(text)
    edges = list(accumulate(widths, initial=0))
    free = [match.span() for match in URL.finditer(text)] if "://" in text else []
    lines: list[Line] = []
    length, start = len(text), 0
    while edges[length] - edges[start] > width:
        stop = bisect_right(edges, edges[start] + width, start + 1, length + 1) - 1
        cut = _find_break(text, start, stop, glued, free)
        end = cut
        while end > start and text[end - 1] == " ":
            end -= 1
        # Blanks that begin a paragraph indent it; a line of nothing else shows them rather than vanishing.
        lines.append((start, end if end > start else cut))
        start = cut
        while start < length and text[start] == " ":
            start += 1
        if start == length:
            return lines
    lines.append((start, length))
    return lines


def _measure(text: str) -> tuple[list[int], Container[int]]:
    """Return the cells of each code point, those of a grapheme at its first one, and the indices inside joined graphemes."""
    if not _NEEDS_GRAPHEMES.search(text):
        return list(map(_widths.__getitem__, text)), ()
    widths = [0] * len(text)
    # A joiner that begins a text joins nothing; Rich would count what follows it for nothing, too.
    first = len(text) - len(text.lstrip("\u200d"))
    glued = set(range(1, min(first + 1, len(text))))
    for start, end, width in split_graphemes(text[first:])[0]:
        widths[first + start] = width
        if end - start > 1:
            glued.update(range(first + start + 1, first + end))
    glued.update(match.start() + 1 for match in _FLAG.finditer(text))
    return widths, glued


def _find_break(text: str, start: int, stop: int, glued: Container[int], free: Sequence[Line]) -> int:
    """Return where the line from *start* ends at best, at most at *stop* (the first that does not fit), after *start*."""
    classes = _classes
    after = classes[text[stop]]
    cut = stop
    while cut > start:
        before = classes[text[cut - 1]]
        if cut not in glued and (_may_break(before, after) or (free and _is_inside(cut, free))):
            return cut
        after = before
        cut -= 1
    # One word, or one run of marks, fills the line: it is cut where the room ends, though never inside a grapheme.
    cut = stop
    while cut > start and (cut in glued or classes[text[cut]] == _GLUE):
        cut -= 1
    if cut > start:
        return cut
    cut = max(stop, start + 1)
    while cut < len(text) and (cut in glued or classes[text[cut]] == _GLUE):
        cut += 1
    return cut


def _may_break(before: int, after: int) -> bool:
    if after == _GLUE:
        return False
    if before == _SPACE or after == _SPACE:
        return True
    if after in (_CLOSER, _NARROW_CLOSER) or before == _OPENER:
        return False
    # A mark that combines belongs to a word more often than not.
    return before not in (_WORD, _NARROW_CLOSER, _GLUE) or after not in (_WORD, _OPENER)


def _is_inside(index: int, spans: Sequence[Line]) -> bool:
    # A paragraph of links has many; the nearest that starts before *index* is the only one that may hold it.
    nearest = bisect_right(spans, (index, -1)) - 1
    return nearest >= 0 and spans[nearest][0] < index < spans[nearest][1]


def _classify(char: str) -> int:
    if char in " \u3000":
        return _SPACE
    if char in _CLOSERS:
        return _CLOSER
    if char in _NARROW_CLOSERS:
        return _NARROW_CLOSER
    if char in _OPENERS:
        return _OPENER
    width = _widths[char]
    if width == 0 or category(char).startswith("M"):
        return _GLUE
    return _FREE if width == 2 else _WORD
