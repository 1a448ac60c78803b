"""Requests on disk: once each, answered once, and true to what the platform says of them later."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.store.making import FRIEND, GROUP, ME, T0, Bench
from tui.chat import events
from tui.chat.people import Friend, Group
from tui.chat.requests import ListedRequest, Request, RequestKind, RequestState
from tui.store import requests
from tui.store.changes import Changes
from tui.store.rows import RequestRow

ASKS = Request("friend:20777:1", RequestKind.FRIEND, "20777", "1", "你好", T0)
JOIN = Request("group:7", RequestKind.JOIN, "20778", "7", "让我进", T0, "30001")
INVITE = Request("group:8", RequestKind.INVITE, "20001", "8", "", T0, "30009", "小贤", "羽毛球")
JOINED = events.GroupJoined(GROUP, "20778", "20009")


def came(*found: Request) -> list[events.Event]:
    return [events.RequestCame(request) for request in found]


def told(request: Request, is_handled: bool | None, by: str = "") -> events.RequestsListed:
    return events.RequestsListed((ListedRequest(request, is_handled, by),))


def only(bench: Bench) -> RequestRow:
    (row,) = bench.reader.requests()
    return row


def answer(bench: Bench, is_accepted: bool = True, words: str = "") -> RequestRow | None:
    id = only(bench).id
    return bench.store.submit(lambda tx: requests.begin_answer(tx, id, is_accepted, words, T0)).result()


def end(bench: Bench, state: RequestState, error: str = "") -> None:
    id = only(bench).id
    bench.store.submit(lambda tx: requests.end_answer(tx, id, state, error)).result()


def test_one_told_twice_is_one_and_rings_once(bench: Bench) -> None:
    heard: list[Changes] = []
    bench.store.subscribe(heard.append)
    bench.apply(*came(ASKS))
    bench.apply(*came(ASKS))
    bench.apply(told(JOIN, False))
    bench.apply(*came(JOIN))
    assert {(row.user, row.state) for row in bench.reader.requests()} == {
        ("20777", RequestState.OPEN), ("20778", RequestState.OPEN),
    }  # fmt: skip
    assert sum(changes.asked for changes in heard) == 2
    assert bench.reader.count_requests() == 2
    assert [row.time for row in bench.reader.requests()] == [T0, T0], "the list told none"


def test_who_asks_again_after_an_answer_is_open_again(bench: Bench) -> None:
    bench.apply(*came(ASKS))
    answer(bench, False, "")
    end(bench, RequestState.REFUSED)
    bench.apply(*came(ASKS))
    assert only(bench).state is RequestState.REFUSED, "the same one, told twice"
    bench.apply(*came(replace(ASKS, time=T0 + 60_000, comment="还是我")))
    row = only(bench)
    assert (row.state, row.is_accepted, row.comment) == (RequestState.OPEN, None, "还是我")


def test_what_is_answered_elsewhere_is_not_open(bench: Bench) -> None:
    bench.apply(*came(JOIN), told(JOIN, True, "20009"))
    row = only(bench)
    assert (row.state, row.handled_by, row.is_answerable) == (RequestState.ELSEWHERE, "20009", False)
    assert answer(bench) is None
    bench.apply(told(JOIN, False))
    assert only(bench).state is RequestState.ELSEWHERE, "a list that lags opens nothing again"


@pytest.mark.parametrize(
    ("is_handled", "state"),
    [(True, RequestState.ELSEWHERE), (False, RequestState.OPEN), (None, RequestState.UNSURE)],
)
def test_what_was_missed_appears_as_it_stands(bench: Bench, is_handled: bool | None, state: RequestState) -> None:
    bench.apply(told(JOIN, is_handled))
    row = only(bench)
    assert row.state is state
    assert row.is_waiting is (is_handled is False)
    assert bench.reader.count_requests() == int(row.is_waiting)


@pytest.mark.parametrize(
    ("by", "state"),
    [("", RequestState.ACCEPTED), (ME.own_id, RequestState.ACCEPTED), ("20009", RequestState.ELSEWHERE)],
)
def test_an_unsure_answer_is_settled_by_the_list(bench: Bench, by: str, state: RequestState) -> None:
    bench.apply(*came(JOIN))
    answer(bench)
    bench.apply(told(JOIN, True, "20009"))
    assert only(bench).state is RequestState.ANSWERING, "our own answer is under way"
    end(bench, RequestState.UNSURE, "no_answer")
    assert bench.reader.count_requests() == 1
    bench.apply(told(JOIN, True, by))
    assert only(bench).state is state


def test_an_unsure_answer_that_did_not_arrive_is_open_again(bench: Bench) -> None:
    bench.apply(*came(JOIN))
    answer(bench)
    bench.store.submit(lambda tx: requests.recover(tx, bench.account)).result()
    assert only(bench).state is RequestState.UNSURE, "we were cut off in the middle of it"
    bench.apply(told(JOIN, False))
    assert (only(bench).state, only(bench).is_accepted) == (RequestState.OPEN, None)


def test_an_answer_is_on_disk_before_and_after(bench: Bench) -> None:
    bench.apply(*came(ASKS))
    row = answer(bench, True, "新人")
    assert row is not None and row.flag == "1"
    assert (only(bench).state, only(bench).words) == (RequestState.ANSWERING, "新人")
    assert answer(bench) is None, "not twice at once"
    end(bench, RequestState.OPEN, "风控")
    assert (only(bench).error, only(bench).is_accepted, only(bench).is_answerable) == ("风控", None, True)


def test_whose_flag_is_not_told_can_not_be_answered_until_it_is(bench: Bench) -> None:
    bench.apply(told(replace(JOIN, flag=""), False))
    assert not only(bench).is_answerable and answer(bench) is None
    bench.apply(*came(JOIN))
    assert only(bench).is_answerable


def test_a_friendship_answers_the_request(bench: Bench) -> None:
    bench.apply(*came(ASKS), events.FriendAdded("20777"))
    assert only(bench).state is RequestState.ELSEWHERE
    found = bench.reader.find_conversation(FRIEND._replace(peer="20777"))
    assert found is not None and found.is_listed


def test_the_list_of_friends_answers_requests_of_strangers_only(bench: Bench) -> None:
    old = replace(ASKS, key="friend:20001:2", user="20001")
    bench.apply(events.FriendsListed((Friend("20001", "小贤"),)), *came(ASKS, old))
    bench.apply(events.FriendsListed((Friend("20001", "小贤"), Friend("20777", "新人"))))
    states = {row.user: row.state for row in bench.reader.requests()}
    assert states == {"20777": RequestState.ELSEWHERE, "20001": RequestState.OPEN}, "whom we never deleted may have deleted us"


def test_a_joining_answers_the_request_of_the_one_who_joined(bench: Bench) -> None:
    other = replace(JOIN, key="group:9", user="20779")
    bench.apply(*came(JOIN, other), JOINED)
    states = {row.user: (row.state, row.handled_by) for row in bench.reader.requests()}
    assert states == {"20778": (RequestState.ELSEWHERE, "20009"), "20779": (RequestState.OPEN, "")}


def test_coming_into_a_group_answers_the_invitation(bench: Bench) -> None:
    group = GROUP._replace(peer="30009")
    bench.apply(*came(INVITE), events.GroupJoined(group, ME.own_id))
    assert only(bench).state is RequestState.ELSEWHERE
    found = bench.reader.find_conversation(group)
    assert found is not None and found.is_listed


def test_leaving_the_group_ends_its_requests(bench: Bench) -> None:
    bench.apply(events.GroupsListed((Group("30001", "爱情公寓"),)), *came(JOIN), events.ConversationEnded(GROUP))
    assert (only(bench).state, only(bench).group_name) == (RequestState.EXPIRED, "爱情公寓")


def test_those_without_a_name_are_asked_for_and_named(bench: Bench) -> None:
    bench.apply(*came(ASKS, INVITE))
    assert bench.store.submit(lambda tx: requests.nameless(tx, bench.account, 5)).result() == ["20777"]
    bench.store.submit(lambda tx: requests.name(tx, bench.account, "20777", "新人")).result()
    assert {row.who for row in bench.reader.requests()} == {"新人", "小贤"}
    assert bench.store.submit(lambda tx: requests.nameless(tx, bench.account, 5)).result() == []


def test_a_remark_and_an_end_of_friendship(bench: Bench) -> None:
    bench.apply(events.FriendsListed((Friend("20001", "曾小贤", "小贤"),)), events.FriendRenamed("20001", "贤"))
    assert (bench.row(FRIEND).title, bench.reader.friend(bench.account, "20001")) == ("贤", ("曾小贤", "贤"))
    bench.apply(events.FriendRemoved("20001"))
    assert bench.reader.friend(bench.account, "20001") is None and not bench.row(FRIEND).is_listed


def test_typing_is_told_and_not_kept(bench: Bench) -> None:
    heard: list[Changes] = []
    bench.apply(events.FriendsListed((Friend("20001", "曾小贤"),)))
    bench.store.subscribe(heard.append)
    before = bench.rows(FRIEND)
    bench.apply(events.Typing(FRIEND, True))
    assert [change.typing for changes in heard for change in changes.by_conversation.values()] == [True]
    assert bench.rows(FRIEND) == before


def test_our_own_name(bench: Bench) -> None:
    bench.apply(events.OwnNameChanged("Bu"))
    assert bench.reader.accounts()[0].nickname == "Bu"
