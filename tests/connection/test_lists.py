"""The lists of friends and groups: taken in where there are any, and said aloud only where something is wrong."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from tui.chat.events import Event, FriendsListed, GroupsListed
from tui.chat.people import Friend, Group
from tui.connection.lists import ask_lists
from tui.platforms.base import AskError, AskFriends, AskGroups


class _Lists:
    """A platform that has *friends* and *groups*, or says by which reason it has not; and the inbox that takes them in."""

    def __init__(self, friends: list[Friend] | str, groups: list[Group] | str) -> None:
        self.answers: dict[type[Any], Any] = {AskFriends: friends, AskGroups: groups}
        self.asked: list[type[Any]] = []
        self.taken: list[Event] = []

    async def ask(self, query: Any) -> Any:
        self.asked.append(type(query))
        answer = self.answers[type(query)]
        if isinstance(answer, str):
            raise AskError(answer)
        return answer

    def put(self, event: Event) -> None:
        self.taken.append(event)


async def _asked(lists: _Lists, *wanted: type[Any]) -> _Lists:
    await ask_lists(lists, lists, *([set(wanted)] if wanted else []))  # type: ignore[arg-type]
    return lists


def _levels(caplog: pytest.LogCaptureFixture) -> list[int]:
    return [record.levelno for record in caplog.records if record.name == "tui.connection.lists"]


async def test_both_lists_are_taken_in() -> None:
    lists = await _asked(_Lists([Friend("20001", "曾小贤")], [Group("30001", "爱情公寓")]))
    assert lists.taken == [FriendsListed((Friend("20001", "曾小贤"),)), GroupsListed((Group("30001", "爱情公寓"),))]


async def test_only_what_is_wanted_is_asked_for() -> None:
    lists = await _asked(_Lists([], []), AskGroups)
    assert lists.asked == [AskGroups] and lists.taken == [GroupsListed(())]


async def test_what_is_not_offered_is_no_warning(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    lists = await _asked(_Lists("not_offered", "not_offered"))
    assert not lists.taken, "what nobody told stays as it was"
    assert _levels(caplog) == [logging.DEBUG] * 2


async def test_what_should_be_there_and_is_not_is_one_and_keeps_no_other_list_away(caplog: pytest.LogCaptureFixture) -> None:
    lists = await _asked(_Lists("no_answer", []))
    assert lists.taken == [GroupsListed(())]
    assert _levels(caplog) == [logging.WARNING]
