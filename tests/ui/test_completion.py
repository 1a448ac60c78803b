"""What ``@`` asks for, and who is offered."""

from __future__ import annotations

import pytest

from tui.chat.people import Role
from tui.locale import set_language
from tui.store.rows import MemberRow
from tui.ui.completion import MAX_ROWS, Completion, asked_for, people_index


@pytest.mark.parametrize(
    ("before", "asked"),
    [
        ("@", ""),
        ("hi @zxx", "zxx"),
        ("你好@曾", "曾"),
        ("（@曾", "曾"),
        ("@a @b", "b"),
        ("@@b", "b"),
        ("me@example", None),
        ("x.y@example", None),
        ("@a b", None),
        ("hi", None),
        ("", None),
        ("@" + "a" * 33, None),
        ("x" * 5000 + " @a", "a"),
    ],
)
def test_what_is_asked_for(before: str, asked: str | None) -> None:
    assert asked_for(before) == asked


def member(user: str, nickname: str, card: str = "", remark: str = "") -> MemberRow:
    return MemberRow(user, nickname, card, Role.MEMBER, "", 0, 0, 0, remark)


def test_a_member_is_mentioned_by_what_the_group_sees() -> None:
    set_language("en")
    index = people_index([member("10001", "曾老师", "曾小贤", "老曾"), member("20002", "")], can_mention_all=True)
    assert [match.item.mention for match in index.search("")] == ["@曾小贤", "@20002", "@everybody"]
    assert index.search("老曾")[0].item.note == "老曾 · 曾老师 · 10001"
    assert index.search("全体")[0].item.user == ""
    assert not people_index([]).search("all")


def test_the_list_is_short_and_goes_round() -> None:
    completion = Completion()
    assert (completion.is_open, completion.chosen) == (False, None)
    completion.move(1)
    assert not completion.has_moved
    completion.look_up("", people_index([member(str(n), f"n{n}") for n in range(30)]))
    assert len(completion.matches) == MAX_ROWS
    completion.move(-1)
    assert (completion.cursor, completion.has_moved) == (MAX_ROWS - 1, True)
    completion.move(1)
    assert completion.cursor == 0
    completion.close()
    assert (completion.is_open, completion.has_moved, completion.chosen) == (False, False, None)
