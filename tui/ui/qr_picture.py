"""Draws a QR code in black on white, whatever colours the terminal has: both are said, so that no theme turns it round."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter

from tui.platforms.qr import Matrix, draw
from tui.platforms.signing_in import QrOffer

SIDE = 22
"""Columns beside the code from which words can stand there."""

_CELLS = {" ": " ", "▀": "▀", "▄": "▀", "█": " "}
_SWAPPED = "▄█"
_POOR = ("linux", "vt", "ansi", "cons")
"""Terminals that begin so know eight colours."""


def fitting(offer: QrOffer, width: int, height: int) -> list[str]:
    """Return the lines of *offer* with as much light around as there is room for; none where it does not fit at all."""
    return next((lines for matrix in (offer.usual, offer.narrow) if (lines := _within(matrix, width, height))), [])


def room_for(offer: QrOffer) -> tuple[int, int]:
    """Return the columns and rows that *offer* takes at least."""
    return len(offer.narrow[0]), (len(offer.narrow) + 1) // 2


def runs(line: str) -> list[tuple[str, bool]]:
    """Return *line* in pieces, each with whether writing and ground are the other way round there.

    So a dark cell is all ground: in many fonts the full block does not fill its cell, and what shines through spoils the code.
    """
    cells = ((_CELLS[char], char in _SWAPPED) for char in line)
    return [("".join(text for text, _ in run), is_swapped) for is_swapped, run in groupby(cells, key=itemgetter(1))]


def colours(terminal: str) -> str:
    """Return the sequence that sets black on white in a *terminal* of this name (TERM)."""
    return "\x1b[30;47m" if terminal.startswith(_POOR) else "\x1b[38;5;16;48;5;231m"


def _within(matrix: Matrix, width: int, height: int) -> list[str]:
    if len(matrix[0]) > width or (len(matrix) + 1) // 2 > height:
        return []
    return draw(matrix, is_ground_dark=False)
