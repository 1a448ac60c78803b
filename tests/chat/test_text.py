"""Remote text: nothing that drives a terminal or smears over its neighbours is left."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.chat.text import MAX_COMBINING, MAX_NAME, clean_name, clean_text, one_line

ANY_TEXT = st.text(alphabet=st.characters(), max_size=200)


@given(ANY_TEXT)
def test_clean_text_holds_no_control_or_bidi_character(text: str) -> None:
    cleaned = clean_text(text)
    assert not [c for c in cleaned if unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t"]
    assert not set(cleaned) & set("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    cleaned.encode()


@given(ANY_TEXT)
def test_clean_text_leaves_clean_text_alone(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)


@given(ANY_TEXT)
def test_names_and_lines_stay_on_one_line(text: str) -> None:
    assert "\n" not in clean_name(text) and "\n" not in one_line(text)
    assert len(clean_name(text)) <= MAX_NAME


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("\x1b[31mred\x1b]0;title\x07", "[31mred]0;title"),
        ("ab\u202ecd", "abcd"),
        ("👨‍👩‍👧", "👨‍👩‍👧"),
        ("\ud800x", "x"),
    ],
)
def test_clean_text(raw: str, clean: str) -> None:
    assert clean_text(raw) == clean


def test_a_stack_of_marks_is_cut() -> None:
    assert clean_text("o" + "\u0301" * 200) == "o" + "\u0301" * MAX_COMBINING


def test_a_long_text_is_cut_with_an_ellipsis() -> None:
    assert clean_text("x" * 20, limit=10) == "x" * 10 + "…"


def test_qq_emotes_go_out_of_names() -> None:
    assert clean_name("<$\u00ff\u0100\x11\x10>温馨小屋<$\u01ff\u0100D\x0e>") == "温馨小屋"


def test_a_joiner_that_joins_nothing_goes_and_a_family_stays() -> None:
    assert clean_text("Z" + "\u200d" * 500 + "中\u200d文") == "Z中文"
    assert clean_text("👨\u200d👩\u200d👧") == "👨\u200d👩\u200d👧"
    assert clean_text("❤️\u200d🔥") == "❤️\u200d🔥"
