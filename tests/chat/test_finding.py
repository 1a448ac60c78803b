"""Words that are looked for: what of a message counts, how it is compared, and where it is marked."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.chat import segments as seg
from tui.chat.finding import MAX_QUERY, MAX_WORDS, Query, excerpt, fold, readable

FORMS = "aAbBéÉ报销ＡｂﬁﬀßſK①㈱が か\u3099ｶﾞ한하\u11abΣσς\u0301\u0323\u0345İı.…\"'\\/@"


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("INVOICE", "the invoice"), ("invoice", "ＩＮＶＯＩＣＥ 发票"), ("Ａ４", "一张a4纸"),
        ("STRASSE", "Straße"), ("straße", "STRASSE"),
        ("file", "profile"), ("ﬁle", "file"), ("café", "cafe\u0301"), ("报销 发票", "发票拿来报销"), ("ΣΊΣΥΦΟΣ", "σίσυφος"),
        ("ガ", "ｶﾞ"), ("1", "①"), ("３．５", "3.5"),
    ],
)  # fmt: skip
def test_words_are_found_in_other_letters(words: str, text: str) -> None:
    assert Query.of(words).is_in(text)


@pytest.mark.parametrize(("words", "text"), [("报销 发票", "只有报销"), ("ab", "a b"), ("", "anything"), ("  ", "any  thing")])
def test_what_is_not_there_is_not_found(words: str, text: str) -> None:
    assert not Query.of(words).is_in(text)


def test_a_query_is_bounded_and_holds_no_control_characters() -> None:
    assert Query.of("a\x1b[31m\u202eb") == Query(("a[31mb",))
    assert len(Query.of(" ".join(map(str, range(100)))).words) == MAX_WORDS
    assert sum(map(len, Query.of("x" * 10_000).words)) <= MAX_QUERY + 1


def test_what_a_reader_sees_counts_and_what_a_quote_says_does_not() -> None:
    inner = seg.ForwardedMessage("1", "老王", 0, (seg.Text("会议纪要"), seg.Image("x", summary="图")))
    said = (
        seg.Quote("1", text="被引用的"), seg.Mention("20001", "小贤"), seg.Text(" 看"), seg.File("预算.xlsx"),
        seg.Card("json", "歌单", raw="秘密"),
        seg.Share("https://example.com", "标题", "摘要"), seg.Face("14", "微笑"),
        seg.Forward("f", (inner,), "聊天记录", ("甲: 早",)),
        seg.Location("1", "2", "人民广场", "黄浦区"), seg.Music("qq", title="晴天"), seg.Unknown("new", "生的"),
    )  # fmt: skip
    text = readable(said)
    for words in (
        "@小贤 看",
        "预算.xlsx",
        "歌单",
        "标题",
        "摘要",
        "微笑",
        "老王",
        "会议纪要",
        "甲: 早",
        "人民广场",
        "黄浦区",
        "晴天",
    ):
        assert words in text
    for words in ("被引用的", "秘密", "生的"):
        assert words not in text


def test_a_word_goes_on_in_the_next_text_but_not_across_a_picture() -> None:
    assert Query.of("报销").is_in(readable((seg.Text("报"), seg.Text("销"))))
    assert not Query.of("报销").is_in(readable((seg.Text("报"), seg.Image("x"), seg.Text("销"))))


def test_each_place_is_marked_in_the_letters_that_were_written() -> None:
    text = "Ｆｉｘ the ﬁx: cafe\u0301, 报销报销"
    marked = [text[start:end] for start, end in Query.of("fix é 报销").spans(text)]
    assert marked == ["Ｆｉｘ", "ﬁx", "e\u0301", "报销报销"]


@given(st.text(st.sampled_from(FORMS), max_size=30), st.data())
def test_what_is_found_is_marked(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    start = data.draw(st.integers(0, len(folded)))
    query = Query.of(folded[start : data.draw(st.integers(start, len(folded)))])
    spans = query.spans(text)
    assert bool(spans) == any(word in folded for word in query.words)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] < other[0] for one, other in pairwise(spans))


def test_an_excerpt_shows_the_word_from_far_within_a_long_text_on_one_line() -> None:
    text = "\n".join(["ﬁ" * 50] * 200 + ["前文 发票在这里\n后文"] + ["尾" * 100] * 500)
    shown = excerpt(Query.of("发票"), text)
    assert shown.is_cut
    assert len(shown.text) < 400
    assert "前文 发票在这里 后文" in shown.text
    assert "发票" in [shown.text[start:end] for start, end in shown.spans]


def test_an_excerpt_of_a_short_text_is_all_of_it() -> None:
    shown = excerpt(Query.of("b"), "a b c")
    assert (shown.text, shown.spans, shown.is_cut) == ("a b c", ((2, 3),), False)
