"""What ``@`` asks for, and who is offered."""

from __future__ import annotations

import pytest

from tui.chat.emoji import Emoji
from tui.chat.people import Role
from tui.locale import set_language
from tui.store.rows import MemberRow
from tui.ui.completion import (
    MAX_ROWS,
    CommandChoice,
    Completion,
    EmojiChoice,
    asked_for,
    asked_for_command,
    asked_for_emoji,
    command_index,
    emoji_index,
    people_index,
)


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


@pytest.mark.parametrize(
    ("before", "asked"),
    [
        (":wu", "wu"),
        ("好:捂脸", "捂脸"),
        ("a :wulian", "wulian"),
        (":w", None),
        ("12:30", None),
        (":30", None),
        ("http://a", None),
        ("http:ab", None),
        ("a:bc", None),
        ("::bc", None),
        (":-)", None),
        (":a b", None),
        ("他说：好的", None),
    ],
)
def test_which_emoji_is_asked_for(before: str, asked: str | None) -> None:
    assert asked_for_emoji(before) == asked


@pytest.mark.parametrize(
    ("before", "asked"),
    [
        ("/", ""),
        ("/we", "we"),
        ("／天", "天"),
        (" /we", None),
        ("a/we", None),
        ("/we ", None),
        ("/usr/bin", None),
        ("//", None),
        ("/" + "a" * 33, None),
        ("/" + "a" * 5000, None),
        ("", None),
    ],
)
def test_which_command_is_asked_for(before: str, asked: str | None) -> None:
    assert asked_for_command(before) == asked


def test_commands_are_found_by_all_that_they_are_called_for_sure_or_not_at_all() -> None:
    weather, wave = CommandChoice("/weather", "plugin a"), CommandChoice("/wave/hand", "plugin b")
    index = command_index([(weather, ("/weather", "/天气")), (wave, ("/wave/hand",))])
    completion = Completion()
    sure = (("", [weather, wave]), ("we", [weather]), ("天", [weather]), ("tianqi", [weather]))
    for asked, found in (*sure, ("weathr", []), ("天气", [])):  # the last one stands there already
        completion.look_up(asked, index, only_sure=True)
        assert [match.item for match in completion.matches] == found, asked


def test_emoji_are_found_by_name_and_pinyin_for_sure_or_not_at_all() -> None:
    index = emoji_index((Emoji("264", "捂脸"), Emoji("9749", "咖啡", "☕"), Emoji("9999")))
    completion = Completion()
    for asked, found in (("wulian", ["捂脸"]), ("kf", ["咖啡"]), ("捂", ["捂脸"]), ("明天下午", []), ("wuliam", [])):
        completion.look_up(asked, index, only_sure=True)
        assert [match.item.name for match in completion.matches] == found
    assert EmojiChoice(Emoji("9749", "咖啡", "☕")).note == "☕"


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
