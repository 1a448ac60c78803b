"""What can be sent is sent as it is read; what can not is refused, never left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.chat import segments as s
from tui.chat.text import clean_text
from tui.platforms.faces import NAMES
from tui.platforms.onebot11.encode import NotSendableError, encode
from tui.platforms.onebot11.segments import decode

WORDS = st.text(max_size=30).map(clean_text).filter(bool)
IDS = st.integers(1, 2**40).map(str)
URLS = st.sampled_from(["", "https://a.invalid/x?rkey=1"])
SENDABLE = st.one_of(
    st.builds(s.Text, WORDS),
    st.builds(s.Mention, IDS),
    st.just(s.MentionAll()),
    st.sampled_from(sorted(NAMES)).map(lambda face: s.Face(face, NAMES[face])),
    st.builds(s.Image, st.just("A.jpg"), URLS, st.just(0), st.sampled_from(["", "[动画表情]"]), st.booleans(), st.booleans()),
    st.builds(s.Voice, st.just("a.amr"), URLS),
    st.builds(s.Video, st.just("a.mp4"), URLS),
    st.builds(s.Forward, IDS),
    st.just(s.Dice()),
    st.just(s.RockPaperScissors()),
    st.builds(s.Music, st.just("163"), IDS),
    st.builds(s.Contact, st.sampled_from(["friend", "group"]), IDS),
    st.builds(s.Location, st.just("39.9"), st.just("116.3"), st.just("北京"), st.just("路")),
    st.builds(s.Share, st.just("https://a.invalid/"), st.just("题"), st.just("文")),
)


@given(st.lists(SENDABLE, max_size=6), st.none() | st.builds(s.Quote, IDS))
def test_what_is_sent_is_read_as_it_was(parts: list[s.Segment], quote: s.Quote | None) -> None:
    segments = ((quote,) if quote else ()) + tuple(parts)
    assert decode(encode(segments)) == segments


@given(st.text())
def test_what_a_user_types_is_one_text_and_never_a_code(text: str) -> None:
    assert encode((s.Text(text),)) == ([{"type": "text", "data": {"text": text}}] if text else [])


def test_stickers_and_cards_go_again_as_they_came() -> None:
    wire = [
        {
            "type": "mface",
            "data": {"emoji_id": "aa", "emoji_package_id": 2, "key": "k", "summary": "[汪汪]", "url": "https://g.invalid/a"},
        },
        {"type": "json", "data": {"data": '{"app":"com.tencent.map","prompt":"[位置]"}'}},
    ]
    assert encode(decode(wire)) == wire


def test_the_quote_goes_first() -> None:
    assert [row["type"] for row in encode((s.Text("a"), s.Quote("5"), s.Text("b")))] == ["reply", "text", "text"]


@pytest.mark.parametrize(
    "segment",
    [
        s.Notice("join"),
        s.Keyboard(),
        s.Gift("红包"),
        s.Unknown("x", "{}"),
        s.Quote(""),
        s.Forward(""),
        s.Sticker("汪", raw="oops"),
        s.Sticker("汪", raw="3"),
        s.Card("app", "一行", raw="{}"),
        s.Card("xml", "一行"),
        s.Poke(),
        s.Music("custom"),
        s.File("a.zip"),
    ],
)
def test_what_can_not_be_sent_is_refused(segment: s.Segment) -> None:
    with pytest.raises(NotSendableError, match=segment.kind):
        encode((s.Text("a"), segment))
