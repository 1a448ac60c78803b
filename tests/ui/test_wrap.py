from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len, split_graphemes

from tui.ui.wrap import URL, expand_tabs, fit, wrap

FAMILY = "👨‍👩‍👧‍👦"


def lines(text: str, width: int) -> list[str]:
    return [text[start:end] for start, end in wrap(text, width)]


def test_chinese_fills_the_line() -> None:
    assert lines("OK 今天下午三点开会", 10) == ["OK 今天下", "午三点开会"]


def test_words_stay_whole_where_they_fit() -> None:
    assert lines("Hello world again", 12) == ["Hello world", "again"]
    assert lines("don’t worry, 3,000 times", 12) == ["don’t worry,", "3,000 times"]


def test_a_word_too_long_is_cut() -> None:
    assert lines("a" * 25, 10) == ["a" * 10, "a" * 10, "a" * 5]


@pytest.mark.parametrize("mark", "。，、！？）」”…")
def test_no_closing_mark_begins_a_line(mark: str) -> None:
    assert all(not line.startswith(mark) for line in lines("一二三四五" + mark + "六七八九十" + mark, 10))


@pytest.mark.parametrize("mark", "（「“《")
def test_no_opening_mark_ends_a_line(mark: str) -> None:
    assert all(not line.endswith(mark) for line in lines("一二三四" + mark + "六七八九十", 10))


def test_a_run_of_closing_marks_is_cut_all_the_same() -> None:
    assert lines("！" * 12, 10) == ["！" * 5, "！" * 5, "！" * 2]


def test_a_link_begins_where_the_text_ends_and_breaks_anywhere() -> None:
    assert lines("看https://example.com/a好", 12) == ["看https://ex", "ample.com/a", "好"]


def test_links_end_before_chinese_and_punctuation() -> None:
    text = "看https://example.com/a?b=1。还有 http://example.org/x, 完"
    assert URL.findall(text) == ["https://example.com/a?b=1", "http://example.org/x"]


def test_graphemes_are_not_torn() -> None:
    assert lines(FAMILY * 4, 5) == [FAMILY * 2, FAMILY * 2]
    assert lines("🇨🇳" * 3, 3) == ["🇨🇳", "🇨🇳", "🇨🇳"]
    assert lines("e" + "\u0301" * 200 + "x" * 4, 3) == ["e" + "\u0301" * 200 + "xx", "xx"]


def test_what_is_wider_than_the_line_has_one_of_its_own() -> None:
    assert lines("你好", 1) == ["你", "好"]


def test_blanks_at_a_break_vanish_and_those_that_indent_stay() -> None:
    assert lines("  one    two", 6) == ["  one", "two"]
    assert lines("ab" + " " * 20, 5) == ["ab"]


def test_line_ends_are_kept() -> None:
    assert lines("a\n\nb\n", 10) == ["a", "", "b", ""]
    assert lines("", 10) == [""]


@given(st.text(st.sampled_from("ab 你。（）,.\n👍👨\u200d\ufe0f\u0301🇨🇳/:h"), max_size=80), st.integers(1, 12))
def test_lines_fit_and_lose_nothing_but_blanks_and_line_ends(text: str, width: int) -> None:
    end = 0
    for start, stop in wrap(text, width):
        assert text[end:start].strip(" \n") == ""
        line = text[start:stop]
        assert cell_len(line) <= width or len(split_graphemes(line)[0]) <= 2
        end = stop
    assert text[end:].strip(" ") == ""


def test_a_hundred_thousand_characters_are_one_pass() -> None:
    text = "今天晚上吃什么？Hello, world. " * 5000
    spans = wrap(text, 48)
    assert spans[-1][1] >= len(text.rstrip())
    assert len(spans) == pytest.approx(cell_len(text) / 48, rel=0.15)


def test_tabs_reach_the_next_stop_by_cells() -> None:
    assert expand_tabs("a\tb\n你\tb\nabcd\te") == "a   b\n你  b\nabcd    e"
    assert expand_tabs("no tabs") == "no tabs"


def test_fit_cuts_with_an_ellipsis() -> None:
    assert fit("今天晚上", 8) == "今天晚上"
    assert fit("今天晚上", 7) == "今天晚…"
    assert fit("今天晚上", 6) == "今天…"
    assert fit("x", 0) == ""
    assert cell_len(fit("e" + "\u0301" * 100_000, 5)) <= 5
