"""A QR code as a matrix, and as lines of half blocks, two rows of it in one line of the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

QUIET = 4
"""Light modules around it, as the standard has it."""

NARROW = 2
"""As many as scanners can do with: where the terminal is low."""

Matrix: TypeAlias = Sequence[Sequence[bool]]
"""Rows of modules, True where it is dark; the quiet zone is part of it."""

_BLOCKS = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


def matrix_of(text: str, quiet: int = QUIET) -> Matrix:
    """Return the code that says *text*, in the smallest version that takes it, with *quiet* light modules around it."""
    import segno

    code = segno.make_qr(text, error="l", boost_error=True)
    return tuple(tuple(bool(module) for module in row) for row in code.matrix_iter(scale=1, border=quiet))


def draw(matrix: Matrix, *, is_ground_dark: bool = True) -> list[str]:
    """Return *matrix* as lines. What is drawn has the colour of the writing, the rest that of the ground: on a dark ground
    the light modules are drawn, so that the code is never inverted.
    """
    inked = [[module is not is_ground_dark for module in row] for row in matrix]
    if len(inked) % 2:
        # Below the last row the quiet zone goes on.
        inked.append([is_ground_dark] * len(inked[0]))
    pairs = zip(inked[::2], inked[1::2], strict=True)
    return ["".join(_BLOCKS[above, below] for above, below in zip(upper, lower, strict=True)) for upper, lower in pairs]
