"""Lines of short text are exactly as wide as asked, whatever the text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from tests.ui.rows import HOSTILE
from tui.ui.strips import Piece, blank, lay_on, line

TEXTS = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(exclude_categories=["Cc", "Cs", "Cf"]), max_size=60))


@given(st.lists(TEXTS, max_size=4), st.text("0123456789", max_size=6), st.integers(1, 60))
def test_a_line_is_exactly_as_wide_as_asked(texts: list[str], right: str, width: int) -> None:
    strip = line([Piece(text) for text in texts], width, [Piece(right)] if right else ())
    assert sum(cell_len(segment.text) for segment in strip) == strip.cell_length == width


def test_the_right_side_goes_where_there_is_no_room_for_both() -> None:
    assert line([Piece("name")], 8, [Piece("14:02")]).text == "n… 14:02"
    assert line([Piece("name")], 6, [Piece("14:02")]).text == "name  "


def test_reverse_video_takes_the_colours_out() -> None:
    strip = lay_on(line([Piece("a", Style(color="red", bold=True))], 3), Style(color="blue"), Style(reverse=True))
    style = next(iter(strip)).style
    assert style is not None
    assert style.bold
    assert style.reverse
    assert style.color is not None
    assert style.color.name == "blue"


def test_a_ground_lies_below_the_text() -> None:
    strip = lay_on(blank(2), Style(color="blue"), Style(bgcolor="red"))
    style = next(iter(strip)).style
    assert style is not None
    assert style.bgcolor is not None
    assert style.bgcolor.name == "red"
