"""Who is meant by what is typed of a name."""

from __future__ import annotations

import pytest

from tests.intents.people import PEOPLE, ROOMS
from tui.intents.naming import EXACT, INITIALS, NEAR, PART, PINYIN, PINYIN_PART, Names
from tui.intents.values import Person

NAMES = Names(PEOPLE, (), ROOMS)


@pytest.mark.parametrize(
    ("typed", "ids", "score"),
    [
        ("四哥", ["20003"], EXACT),
        ("欧阳", ["20010"], PART),
        ("震华", ["20010"], PART),
        ("bob", ["20007"], PART),
        ("dylan", ["20007"], PART),
        ("zengxiaoxian", ["20005"], PINYIN),
        ("cengxiaoxian", ["20005"], PINYIN),
        ("zhangsan", ["20001", "20002"], PINYIN),
        ("ouyang", ["20010"], PINYIN_PART),
        ("zxx", ["20005"], INITIALS),
        ("oyzh", ["20010"], INITIALS),
        ("陈美佳", ["20014"], NEAR),
        ("chenmeijai", ["20014"], NEAR),
        ("alcie", ["20006"], NEAR),
        ("linxiaobie", ["20017", "20018"], NEAR),
    ],
)
def test_ways_to_name_somebody(typed: str, ids: list[str], score: float) -> None:
    found = NAMES.search(typed)
    assert found is not None
    assert (sorted(target.id for target in found.targets), found.score) == (ids, score)


@pytest.mark.parametrize(
    "typed", ["李雷", "20", "2000", "it", "him", "l", "三", "xyz", "🎉", "他被", "zhangsanfeng de shu", "", " "]
)
def test_nobody(typed: str) -> None:
    assert NAMES.search(typed) is None


def test_a_number_is_known_or_it_is_not() -> None:
    assert [target.id for target in NAMES.called("20004").targets] == ["20004"]  # type: ignore[union-attr]
    assert NAMES.called("2000") is None
    # Somebody may be called by another's number: the number wins.
    names = Names([Person("20001", "20002"), Person("20002", "x")])
    assert [target.id for target in names.called("20002").targets] == ["20002"]  # type: ignore[union-attr]


def test_traditional_and_wide_characters_are_the_same_name() -> None:
    names = Names([Person("1", "張偉"), Person("2", "Ａｌｅｘ")])
    assert names.called("张伟") is not None
    assert names.called("alex") is not None
