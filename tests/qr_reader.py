"""Reads a QR code off the cells of a terminal, as a phone would: with a scanner that nobody here wrote."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

_HALVES = {" ": (False, False), "▀": (True, False), "▄": (False, True), "█": (True, True)}
SCALE = 4

Cell = tuple[str, int, int]
"""A character, and how bright (0 to 255) its writing and its ground are."""


def scan(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """Return what the codes on a screen of these cells say; other characters count as their ground."""
    zxing = pytest.importorskip("zxingcpp")
    pixels: list[int] = []
    for row in rows:
        for half in (0, 1):
            shades = [ink if _HALVES.get(char, (False, False))[half] else ground for char, ink, ground in row]
            pixels += [shade for shade in shades for _ in range(SCALE)] * SCALE
    picture = memoryview(bytes(pixels)).cast("B", (len(rows) * 2 * SCALE, len(rows[0]) * SCALE))
    return [code.text for code in zxing.read_barcodes(picture, try_invert=False, try_rotate=False)]
