"""The QR code that is drawn in a terminal is read by a scanner, on either ground."""

from __future__ import annotations

import pytest

from tui.platforms.qr import NARROW, QUIET, draw, matrix_of

URL = "https://account.bilibili.com/h5/account-h5/auth/scan-web?navhide=1&callback=close&qrcode_key=" + "0123456789abcdef" * 2
_HALVES = {" ": (False, False), "▀": (True, False), "▄": (False, True), "█": (True, True)}
SCALE = 4


def pixels(lines: list[str], ink: int, ground: int) -> list[list[int]]:
    """What a terminal shows: each cell two modules high, written with *ink* on *ground*."""
    rows: list[list[int]] = []
    for line in lines:
        for half in (0, 1):
            row = [ink if _HALVES[char][half] else ground for char in line for _ in range(SCALE)]
            rows += [row] * SCALE
    return rows


@pytest.mark.parametrize("is_ground_dark", [True, False])
@pytest.mark.parametrize("quiet", [QUIET, NARROW])
@pytest.mark.parametrize("text", [URL, "a", "https://passport.bilibili.com/" + "x" * 90, "密码"])
def test_what_is_drawn_can_be_scanned(text: str, quiet: int, is_ground_dark: bool) -> None:
    zxing = pytest.importorskip("zxingcpp")
    lines = draw(matrix_of(text, quiet), is_ground_dark=is_ground_dark)
    ink, ground = (255, 0) if is_ground_dark else (0, 255)
    rows = pixels(lines, ink, ground)
    assert {len(line) for line in lines} == {len(lines[0])}
    picture = memoryview(bytes(value for row in rows for value in row)).cast("B", (len(rows), len(rows[0])))
    found = zxing.read_barcodes(picture, try_invert=False, try_rotate=False)
    assert [code.text for code in found] == [text]


@pytest.mark.parametrize("is_ground_dark", [True, False])
def test_the_quiet_zone_is_there_and_light(is_ground_dark: bool) -> None:
    matrix = matrix_of(URL)
    edge = [row[:QUIET] + row[-QUIET:] for row in matrix] + list(matrix[:QUIET]) + list(matrix[-QUIET:])
    assert not any(module for row in edge for module in row)
    lines = draw(matrix, is_ground_dark=is_ground_dark)
    light = "█" if is_ground_dark else " "
    for line in (lines[0], lines[1], lines[-1]):
        assert set(line) == {light}
    assert all(set(line[:QUIET] + line[-QUIET:]) == {light} for line in lines)


def test_it_fits_a_terminal_of_eighty_by_twenty_four() -> None:
    lines = draw(matrix_of(URL, NARROW))
    assert len(lines[0]) <= 60 and len(lines) <= 23
