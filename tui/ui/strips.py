"""Lays short pieces of text on one line of a given width: cut with an ellipsis, filled, with something at the right edge."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.ui.chat_theme import ChatTheme
from tui.ui.wrap import fit


class Piece(NamedTuple):
    """Some text in one style."""

    text: str
    style: Style = Style.null()


def line(left: Sequence[Piece], width: int, right: Sequence[Piece] = (), gap: int = 1) -> Strip:
    """Return a strip of exactly *width* cells: *left*, cut where there is no room for it, and *right* at the right edge.

    *right* is left out when not even *gap* and one cell would remain for *left*.
    """
    right_width = sum(cell_len(piece.text) for piece in right)
    if right and right_width + gap + 1 > width:
        right, right_width = (), 0
    room = width - right_width - (gap if right_width else 0)
    segments: list[Segment] = []
    for text, style in left:
        if room <= 0:
            break
        shown = fit(text, room)
        room -= cell_len(shown)
        if shown:
            segments.append(Segment(shown, style))
        if shown != text:
            break
    fill = max(0, room) + (gap if right_width else 0)
    if fill:
        segments.append(Segment(" " * fill, Style.null()))
    segments += [Segment(text, style) for text, style in right]
    return Strip(segments, width)


def lead(chat: ChatTheme, is_cursor: bool, is_marked: bool = False) -> list[Piece]:
    """Return how each row of a list begins: two cells, for the cursor and for a mark, so that neither is told by colour alone."""
    return [Piece(chat.icon("folded") if is_cursor else " "), Piece(chat.icon("mark") if is_marked else " ", chat.key)]


def blank(width: int) -> Strip:
    """Return an empty line."""
    return Strip([Segment(" " * width, Style.null())], width)


def lay_on(strip: Strip, base: Style, ground: Style) -> Strip:
    """Return *strip* in the styles of *base*, with *ground* (a background, or reverse video) below all of it."""
    if not ground.reverse:
        return strip.apply_style(base + ground)
    # Reversed, every colour of the text would become a patch of ground: only the attributes stay.
    plain = [Segment(text, base + (style or Style.null()).without_color + ground) for text, style, _ in strip]
    return Strip(plain, strip.cell_length)
