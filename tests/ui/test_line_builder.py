from __future__ import annotations

from rich.style import Style

from tui.ui.line_builder import GUTTER, LineBuilder
from tui.ui.message_body import Part

STYLES = {"text": Style(), "own": Style(bold=True), "link": Style(underline=True)}


def test_a_line_is_filled_up_and_knows_what_was_clicked() -> None:
    line = LineBuilder(STYLES, 20, (4, 9))
    line.add_gutter((4, 7), "▎")
    line.add_text("看", 4, "text")
    line.add_text("http", 5, "link", Part("link", "http"))
    made = line.done()
    assert "".join(segment.text for segment in made.segments) == " ▎ 看http" + " " * 11
    assert (made.used, made.text, made.indent) == (9, (4, 9), GUTTER)
    assert [made.part_at(x) for x in (4, 5, 8, 9)] == [None, Part("link", "http"), Part("link", "http"), None]
    places = [segment.style.meta.get("offset") for segment in made.segments if segment.style is not None]
    assert places == [(4, 7), (4, 7), (4, 7), (5, 7), None]


def test_what_does_not_fit_is_cut() -> None:
    line = LineBuilder(STYLES, 5)
    line.add("今天晚上", "text")
    line.add("more", "text")
    assert [segment.text for segment in line.done().segments] == ["今天…"]
