"""Finding people: what is found, how it is ranked, what is underlined, and that no name makes it slow or wrong."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.chat.names import How, Match, Named, NameIndex, fold

PEOPLE = NameIndex(
    [
        Named("zeng", "10001", ("老曾", "曾老师", "曾小贤")),
        Named("hu", "20002", ("胡一菲",)),
        Named("lv", "30003", ("吕子乔", "小布")),
        Named("chen", "40004", ("陈美嘉", "Mika")),
        Named("group", "90009", ("2026届 Python 交流群",)),
        Named("nobody", "50005", ()),
    ]
)


def found(query: str) -> list[str]:
    return [match.item for match in PEOPLE.search(query)]


def only(query: str) -> Match[str]:
    (match,) = PEOPLE.search(query)
    return match


@pytest.mark.parametrize(
    ("query", "item", "how", "underlined"),
    [
        ("20002", "hu", How.NUMBER, "20002"),
        ("老曾", "zeng", How.EXACT, "老曾"),
        ("曾老", "zeng", How.PREFIX, "曾老"),
        ("一菲", "hu", How.SUBSTRING, "一菲"),
        ("huyifei", "hu", How.PINYIN, "胡一菲"),
        ("huyif", "hu", How.PINYIN, "胡一菲"),
        ("yifei", "hu", How.PINYIN, "一菲"),
        ("hyf", "hu", How.INITIALS, "胡一菲"),
        ("huyf", "hu", How.INITIALS, "胡一菲"),
        ("zengxiaoxian", "zeng", How.PINYIN, "曾小贤"),
        ("cengxx", "zeng", How.INITIALS, "曾小贤"),
        ("cmj", "chen", How.INITIALS, "陈美嘉"),
        ("chmj", "chen", How.INITIALS, "陈美嘉"),
        ("lvzi", "lv", How.PINYIN, "吕子"),
        ("luziqiao", "lv", How.PINYIN, "吕子乔"),
        ("MIKA", "chen", How.EXACT, "Mika"),
        ("ｍｉｋ", "chen", How.PREFIX, "Mik"),
        ("2026jie", "group", How.PINYIN, "2026届"),
        ("pythonjl", "group", How.INITIALS, "Python 交流"),
        ("0004", "chen", How.NUMBER_PART, "0004"),
        ("胡一非", "hu", How.GUESS, "胡一菲"),
        ("huyfiei", "hu", How.GUESS, ""),
    ],
)
def test_ways_to_find_somebody(query: str, item: str, how: How, underlined: str) -> None:
    match = only(query)
    assert (match.item, match.how, match.name[match.start : match.end]) == (item, how, underlined)


def test_nothing_is_found_of_what_nobody_is_called() -> None:
    assert found("zzzqq") == []
    assert found("龘") == []


def test_an_empty_query_gives_all_in_their_own_order_and_a_number_where_there_is_no_name() -> None:
    assert found("") == found("  ") == ["zeng", "hu", "lv", "chen", "group", "nobody"]
    assert PEOPLE.search("")[-1].name == "50005"


def test_the_surest_come_first() -> None:
    index = NameIndex(
        [
            Named("guess", "1", ("小闲",)),
            Named("initials", "2", ("香香",)),
            Named("inside", "3", ("大xx",)),
            Named("prefix", "4", ("xx群",)),
            Named("nickname", "5", ("备注", "xx")),
            Named("remark", "6", ("xx", "昵称")),
        ]
    )
    assert [match.item for match in index.search("xx")] == ["remark", "nickname", "prefix", "inside", "guess", "initials"]


def test_equals_stay_in_the_order_of_the_list() -> None:
    index = NameIndex([Named(n, str(n), (f"胡{name}",)) for n, name in enumerate("一二三四")])
    assert [match.item for match in index.search("h")] == [0, 1, 2, 3]
    assert [match.item for match in index.search("h", limit=2)] == [0, 1]


def test_folding_that_moves_letters_underlines_nothing() -> None:
    match = NameIndex([Named(1, "1", ("ﬁsh",))]).search("fis")[0]
    assert (match.name, match.start, match.end) == ("ﬁsh", 0, 0)


@pytest.mark.parametrize(
    ("char", "query"), [("和", "hhhhhhhhhhx"), ("嗯", "ngngngngngngx"), ("哪", "nananananananananax"), ("a", "a" * 5000)]
)
def test_no_name_has_too_many_ways_through_it(char: str, query: str) -> None:
    index = NameIndex([Named(n, str(n), (char * 80,)) for n in range(20)])
    assert len(index.search(query)) <= 20


@given(st.lists(st.tuples(st.text(max_size=12), st.lists(st.text(max_size=20), max_size=3)), max_size=8), st.text(max_size=12))
def test_any_names_and_any_query_do_no_harm(people: list[tuple[str, list[str]]], query: str) -> None:
    index = NameIndex([Named(at, number, tuple(names)) for at, (number, names) in enumerate(people)])
    matches = index.search(query)
    assert len({match.item for match in matches}) == len(matches)
    for match in matches:
        assert 0 <= match.start <= match.end <= len(match.name)


@given(st.text(alphabet="曾胡一菲小贤abcXYZ 12", min_size=1, max_size=8))
def test_every_part_of_a_name_finds_it(name: str) -> None:
    index = NameIndex([Named("it", "77777", (name,)), Named("other", "88888", ("无关",))])
    for start in range(len(name)):
        for end in range(start + 1, len(name) + 1):
            part = fold(name[start:end]).strip()
            if part:
                assert "it" in [match.item for match in index.search(part)]


def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    code = (
        "import sys; from tui.chat.names import Named, NameIndex; index = NameIndex([Named(1, '1', ('x',))]); index.search('x');"
        "assert 'pypinyin' not in sys.modules, 'pypinyin'; assert 'rapidfuzz' not in sys.modules, 'rapidfuzz'"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_who_wants_no_guesses_gets_none() -> None:
    index = NameIndex([Named(1, "1", ("zhangsan",))])
    assert index.search("zhangsna")
    assert index.search("zhangsna", may_guess=False) == []
