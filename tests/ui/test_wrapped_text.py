"""Rows and steps of a text that is being edited: nothing is lost, nothing is too wide, no grapheme is cut."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.document._document import Document

from tui.ui.wrapped_text import WrappedText, break_offsets, snap, step_left, step_right

FAMILY = "👨‍👩‍👧‍👦"


def rows(line: str, width: int) -> list[str]:
    edges = [0, *break_offsets(line, width), len(line)]
    return [line[start:end] for start, end in pairwise(edges)]


@pytest.mark.parametrize(
    ("line", "width", "expected"),
    [
        ("OK 今天下午三点开会，请大家准时参加。", 10, ["OK 今天下", "午三点开", "会，请大家", "准时参加。"]),
        ("hello world foo", 11, ["hello world ", "foo"]),
        ("hello world   foo", 11, ["hello world ", "  ", "foo"]),
        ("abcde ", 5, ["abcde", " "]),
        ("aaaaaaaaaaaa", 5, ["aaaaa", "aaaaa", "aa"]),
        ("\t\tx", 4, ["\t\tx"]),
        ("\u200d\u200daaa", 2, ["\u200d\u200daa", "a"]),
        ("a\t。。  a", 6, ["a\t。。 ", " ", "a"]),
        ("你好", 1, ["你", "好"]),
        ("", 5, [""]),
    ],
)
def test_rows(line: str, width: int, expected: list[str]) -> None:
    assert rows(line, width) == expected


TEXT = st.text(
    alphabet=st.sampled_from([*"ab 你好，。（）\t-", "\u0301", "\u200d", "👨", "👩", "🇨", "🇳", "\ufe0f", "❤"]), max_size=60
)


@given(TEXT, st.integers(2, 12))
def test_rows_hold_everything_and_fit_but_for_one_blank(line: str, width: int) -> None:
    found = rows(line, width)
    assert "".join(found) == line
    assert all(found[:-1])
    for row in found:
        fits = cell_len(row.replace("\t", " ")) <= width + row.endswith((" ", "\t"))
        assert fits or step_right(row, 0) == len(row), "nothing may cut a grapheme"


@pytest.mark.parametrize("grapheme", [FAMILY, "❤️", "e\u0301", "🇨🇳", "1️⃣", "👍🏽", "你", "a"])
def test_steps_are_whole_graphemes(grapheme: str) -> None:
    line = f"x{grapheme}y"
    assert step_right(line, 1) == 1 + len(grapheme)
    assert step_left(line, 1 + len(grapheme)) == 1
    assert all(snap(line, column) == 1 for column in range(1, 1 + len(grapheme)))


@given(TEXT)
def test_steps_reach_both_ends(line: str) -> None:
    column, steps = 0, 0
    while column < len(line):
        following = step_right(line, column)
        assert column < following <= len(line)
        column, steps = following, steps + 1
    assert steps <= len(line)
    while column > 0:
        before = step_left(line, column)
        assert 0 <= before < column
        column = before
    assert step_left(line, 0) == 0
    assert step_right(line, len(line)) == len(line)


def test_a_heap_of_marks_is_stepped_over_in_pieces() -> None:
    line = "a" + "\u0301" * 500
    assert 0 < len(line) - step_left(line, len(line)) <= 64


EDITS = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200), st.text(alphabet="ab 你\n", max_size=12)), max_size=12)


@given(EDITS, st.integers(0, 9))
def test_wrapping_what_an_edit_touched_is_wrapping_all(edits: list[tuple[int, int, str]], width: int) -> None:
    document = Document("hello 你好\nworld")
    wrapped = WrappedText(document, width=width, tab_width=1)
    for one, other, text in edits:
        places = []
        for number in (one, other):
            row = number % document.line_count
            places.append((row, number % (len(document[row]) + 1)))
        start, end = sorted(places)
        result = document.replace_range(start, end, text)
        wrapped.wrap_range(start, end, result.end_location)
        fresh = WrappedText(document, width=width, tab_width=1)
        assert [wrapped.row(y) for y in range(wrapped.height)] == [fresh.row(y) for y in range(fresh.height)]
        assert wrapped.row(wrapped.height) is None
        assert "".join("".join(wrapped.get_sections(line)) for line in range(document.line_count)) == "".join(document.lines)
