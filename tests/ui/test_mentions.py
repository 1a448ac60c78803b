"""Mentions in a text under way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.chat.segments import Mention, MentionAll, Text, plain_text
from tui.ui.mentions import Span, after_edit, segments

SPAN = Span(3, 6, "10001", "ab")


@pytest.mark.parametrize(
    ("start", "end", "length", "expected"),
    [
        (0, 0, 2, (5, 8)),
        (3, 3, 1, (4, 7)),
        (6, 6, 5, (3, 6)),
        (0, 3, 0, (0, 3)),
        (4, 4, 1, None),
        (5, 6, 0, None),
        (0, 9, 0, None),
        (3, 4, 1, None),
        (7, 9, 0, (3, 6)),
    ],
)
def test_an_edit_moves_or_ends_a_mention(start: int, end: int, length: int, expected: tuple[int, int] | None) -> None:
    kept = after_edit((SPAN,), start, end, length)
    assert [(span.start, span.end) for span in kept] == ([expected] if expected else [])


def test_segments_are_the_words_and_the_mentions_between_them() -> None:
    text = "hi @ab and @all !\n"
    spans = (Span(3, 6, "10001", "ab"), Span(11, 15, "", "all"))
    assert segments(text, spans) == (Text("hi "), Mention("10001", "ab"), Text(" and "), MentionAll(), Text(" !"))


def test_a_mention_alone_and_nothing_at_all() -> None:
    assert segments("@ab ", (Span(0, 3, "1", "ab"),)) == (Mention("1", "ab"),)
    assert segments("\n@ab ", (Span(1, 4, "1", "ab"),)) == (Mention("1", "ab"),)
    assert segments(" \n\n ") == ()
    assert segments("") == ()


def test_what_looks_like_a_code_stays_text() -> None:
    assert segments("[CQ:at,qq=all] /help") == (Text("[CQ:at,qq=all] /help"),)


@given(st.text(alphabet="ab @\n", max_size=30))
def test_words_are_kept(text: str) -> None:
    assert plain_text(segments(text)) == text.lstrip("\n").rstrip() or not text.strip()
