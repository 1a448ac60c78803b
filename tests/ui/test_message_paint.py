from __future__ import annotations

from rich.segment import Segment
from rich.style import Style

from tests.ui.looks import make_theme
from tui.ui.line_builder import Line, LineBuilder
from tui.ui.message_paint import MAX_STRIPS, Painter

THEME = make_theme()
PAINTER = Painter(THEME)
STYLES = {"text": Style(), "own": Style()}


def line_of(text: str, start: int = 0) -> list[Segment]:
    return list(_line(text, start).segments)


def _line(text: str, start: int = 0) -> Line:
    line = LineBuilder(STYLES, 20, (start, start + len(text)))
    line.add_gutter((start, 0), "▎")
    line.add_text(text, start, "text")
    return line.done()


def words(segments: list[Segment]) -> str:
    return "".join(segment.text for segment in segments)


def test_the_cursor_and_marks_stand_in_the_first_cell_and_are_no_colour_alone() -> None:
    segments = line_of("好")
    assert words(PAINTER.point(segments, is_cursor=True, is_mark=False)).startswith("▌▎ 好")
    assert words(PAINTER.point(segments, is_cursor=True, is_mark=True)).startswith("✓▎ 好")
    marked = PAINTER.point(segments, is_cursor=False, is_mark=True)
    assert not any(segment.style.bgcolor == THEME.cursor_line.bgcolor for segment in marked if segment.style)


def test_the_selection_is_painted_by_characters() -> None:
    selected = PAINTER.select(_line("今天晚上", 10), "0123456789今天晚上", (11, 13))
    assert [s.text for s in selected if s.style and s.style.bgcolor == THEME.selection.bgcolor] == ["天晚"]
    whole = PAINTER.select(_line("今天"), "今天", (0, -1))
    assert [s.text for s in whole if s.style and s.style.bgcolor == THEME.selection.bgcolor] == ["今天"]
    assert PAINTER.select(_line("今天"), "今天", (2, 9)) == line_of("今天")


def test_a_badge_covers_the_right_end_even_in_the_middle_of_a_wide_character() -> None:
    painted = PAINTER.with_badge(line_of("今天晚上吃什么好"), " ↓ 3 ", 20)
    assert words(painted).endswith(" ↓ 3 ")
    assert sum(segment.cell_length for segment in painted) == 20


def test_hints_are_centred() -> None:
    strip = PAINTER.hint(("还没有消息",), 0, 20)
    assert strip.text == "     还没有消息     "
    assert PAINTER.hint(("x",), 5, 20).text.strip() == ""


def test_the_thumb_of_the_scrollbar() -> None:
    assert [PAINTER.scrollbar(y, range(1, 3)).text for y in range(4)] == [" ", "┃", "┃", " "]


def test_the_same_line_is_the_same_strip_until_the_thumb_stands_there() -> None:
    painter, said = Painter(THEME), _line("今天")
    plain = painter.plain(said, False, 21)
    assert plain.text == words(list(said.segments)) + " "
    assert painter.plain(said, False, 21) is plain
    beside_the_thumb = painter.plain(said, True, 21)
    assert beside_the_thumb.text == plain.text[:-1] + "┃"
    assert painter.plain(said, True, 21) is beside_the_thumb
    assert painter.plain(said, False, 21) is plain


def test_another_line_is_another_strip_though_it_looks_the_same() -> None:
    painter = Painter(THEME)
    said, edited = _line("今天"), _line("今天")
    assert painter.plain(said, False, 21) is not painter.plain(edited, False, 21)


def test_kept_strips_do_not_grow_without_end() -> None:
    painter = Painter(THEME)
    lines = [_line(str(number)) for number in range(3 * MAX_STRIPS)]
    for number, said in enumerate(lines):
        assert str(number) in painter.plain(said, False, 21).text
    assert len(painter._plain) <= MAX_STRIPS + 1
    assert painter.plain(lines[-1], False, 21) is painter.plain(lines[-1], False, 21)
