"""What may be ruled out by the stored JSON: never what an exact look would find."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.chat import segments as seg
from tui.chat.finding import Query, fold, melts, readable
from tui.store.prefilter import FOLDING, Prefilter

FOLDED = [chr(code) for start, end in FOLDING for code in range(start, end) if fold(chr(code)) != chr(code)]
USUAL = "abfilsßﬁﬀéeàıiIİσςΣ一二㈱①한ㅎㅏㄴがか\u3099\u0301\u0323\u0302\u0345άᾳᾈ\u09c7\u09be\"\\/@.'<{}:,报销"
TEXT = st.text(st.one_of(st.sampled_from(USUAL), st.sampled_from(FOLDED)), min_size=1, max_size=12)


def candidates(words: str, *messages: tuple[seg.Segment, ...]) -> list[int]:
    lines = "\n".join(f"{id} {seg.dump(segments)}" for id, segments in enumerate(messages))
    return [int(line.partition(" ")[0]) for line in Prefilter(Query.of(words)).candidates(lines)]


def test_no_character_folds_or_melts_outside_of_the_ranges_that_are_known() -> None:
    known = {code for start, end in FOLDING for code in range(start, end)}
    others = [chr(code) for code in range(sys.maxunicode + 1) if code not in known]
    assert [char for char in others if fold(char) != char or unicodedata.combining(char)] == []


def test_what_does_not_melt_is_folded_by_itself() -> None:
    chars = [chr(code) for start, end in FOLDING for code in range(start, end)]
    for base in "e\u0323か하ㄱ\u09c7":
        assert [char for char in chars if not melts(char) and fold(base + char) != fold(base) + fold(char)] == []


@settings(max_examples=400)
@given(TEXT, TEXT, TEXT, st.integers(0, 4), st.data())
def test_whatever_is_found_by_reading_is_let_through(one: str, two: str, three: str, shape: int, data: st.DataObject) -> None:
    said: tuple[seg.Segment, ...] = (
        (seg.Text(one),),
        (seg.Text(one), seg.Text(two)),
        (seg.Text(one), seg.Mention("12", two), seg.Text(three)),
        (seg.MentionAll(), seg.Text(one)),
        (seg.Forward("f", (seg.ForwardedMessage("1", two, 0, (seg.Text(one),)),), three),),
    )[shape]
    folded = fold(readable(said))
    start = data.draw(st.integers(0, len(folded)))
    query = Query.of(folded[start : data.draw(st.integers(start, len(folded)))])
    if query.is_in(readable(said)):
        lines = f"7 {seg.dump(said)}"
        assert list(Prefilter(query).candidates(lines)) == [lines]


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("a\u0323\u0300", "a\u0300\u0323"), ("\u1ea1", "\u00e0\u0323"), ("f\u00ed", "\ufb01\u0301"), ("fi", "\ufb01"),
        ("ss", "ß"), ("\u1f04\u03b9", "\u1f88\u0301"), ("한", "하\u11ab"), ("한", "ㅎㅏㄴ"), ("が", "か\u3099"),
        ("ガ", "ｶﾞ"), ("kg", "㎏"),
    ],
)  # fmt: skip
def test_marks_and_ligatures_are_let_through(words: str, text: str) -> None:
    assert candidates(words, (seg.Text(text),)) == [0]


def test_what_can_not_hold_the_words_is_ruled_out() -> None:
    texts = ["报销单", "去报到", "ＩＮＶＯＩＣＥ", "invoices", "in voice", 'say "hi"', "back\\slash", "你好"]
    messages = [(seg.Text(text),) for text in texts]
    found = {words: candidates(words, *messages) for words in ("报销", "invoice", '"hi"', "k\\s", "没有")}
    assert found == {"报销": [0], "invoice": [2, 3], '"hi"': [5], "k\\s": [6], "没有": []}


def test_names_of_fields_are_no_words() -> None:
    picture = (seg.Image("f", url="u", summary="s"),)
    assert candidates("summary", picture, (seg.Text("summary"),)) == [1]


def test_a_word_in_two_texts_needs_all_of_its_letters() -> None:
    assert candidates("报销", (seg.Text("报"), seg.Text("销")), (seg.Text("报"), seg.Text("到"))) == [0]


def test_the_name_in_a_mention_is_found_with_its_sign() -> None:
    assert candidates("@张三", (seg.Mention("1", "张三"),), (seg.Mention("2", "李四"),)) == [0]


def test_each_line_comes_once_and_slices_lose_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.store.prefilter._SLICE", 40)
    messages = [(seg.Text(f"报销 报销 {number}"), seg.Text("报销")) for number in range(50)]
    assert sorted(candidates("报销", *messages)) == list(range(50))
