"""What was said during an absence is found whole, whichever end of it the service gives first; a property test plays any."""

from __future__ import annotations

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.platforms.bilibili.errors import RiskControlError
from tui.platforms.bilibili.news import messages_after, messages_since, sessions_after

from .fakes import FETCH, SESSIONS, Bilibili, Inbox, ok

TALKER = 2000001


@given(
    numbers=st.sets(st.integers(1, 10_000), max_size=15),
    seen=st.integers(0, 10_000),
    newest_first=st.booleans(),
    most=st.integers(1, 7),
)
@settings(max_examples=40, deadline=None)
def test_nothing_is_missed_and_nothing_comes_twice(numbers: set[int], seen: int, newest_first: bool, most: int) -> None:
    async def play() -> list[int]:
        bilibili = Bilibili()
        inbox = Inbox(bilibili, newest_first=newest_first, most=most)
        for number in sorted(numbers):
            inbox.say(number, str(number))
        with TemporaryDirectory() as folder:
            news = await messages_after(bilibili.api(Path(folder)), TALKER, 1, seen)
        assert news.is_whole
        return [message.msg_seqno for message in news.messages]

    assert asyncio.run(play()) == sorted(number for number in numbers if number > seen)


async def test_a_service_that_always_says_there_is_more_is_not_asked_for_ever(tmp_path: Path) -> None:
    bilibili = Bilibili()
    bilibili.answers[FETCH] = ok({"messages": [{"msg_seqno": 9, "msg_key": 1}], "has_more": 1})
    news = await messages_after(bilibili.api(tmp_path), TALKER, 1, 5)
    assert len(news.messages) == 1 and len(bilibili.of(FETCH)) <= 4
    assert (await messages_since(bilibili.api(tmp_path), TALKER, 1, 0)).messages == news.messages


async def test_an_unknown_conversation_is_read_back_to_a_moment(tmp_path: Path) -> None:
    bilibili = Bilibili()
    inbox = Inbox(bilibili, most=4)
    for number in range(1, 21):
        inbox.say(number, str(number))
    news = await messages_since(bilibili.api(tmp_path), TALKER, 1, 1_750_000_000 + 8)
    assert [message.msg_seqno for message in news.messages] == list(range(8, 21))


async def test_a_refusal_in_the_middle_gives_nothing_rather_than_a_part(tmp_path: Path) -> None:
    bilibili = Bilibili()
    inbox = Inbox(bilibili, most=2)
    for number in range(1, 9):
        inbox.say(number, str(number))
    page = inbox._fetch
    bilibili.answers[FETCH] = [page, ok({"v_voucher": "x"})]
    with pytest.raises(RiskControlError):
        await messages_after(bilibili.api(tmp_path), TALKER, 1, 1)


async def test_all_conversations_are_found_though_one_answer_holds_only_some(tmp_path: Path) -> None:
    bilibili = Bilibili()
    inbox = Inbox(bilibili)
    inbox.listed = 3
    for number in range(1, 12):
        inbox.say(number, "x", 3000000 + number)
    found = await sessions_after(bilibili.api(tmp_path), (1_750_000_000 + 2) * 1_000_000)
    assert sorted(row.talker_id for row in found) == [3000000 + number for number in range(3, 12)]


async def test_what_is_pinned_hides_none_of_the_others(tmp_path: Path) -> None:
    bilibili = Bilibili()
    rows = [{"talker_id": number, "session_type": 1, "session_ts": number, "top_ts": 0} for number in range(1, 6)]
    pinned = rows[0] | {"top_ts": 9}
    bilibili.answers[f"{SESSIONS}new_sessions"] = ok({"session_list": [pinned, rows[4], rows[3]], "has_more": 1})
    bilibili.answers[f"{SESSIONS}get_sessions"] = [ok({"session_list": [pinned, rows[2], rows[1]], "has_more": 0})]
    found = await sessions_after(bilibili.api(tmp_path), 0)
    assert sorted(row.talker_id for row in found) == [1, 2, 3, 4, 5]
    assert bilibili.of("get_sessions")[0].query["end_ts"] == "4"
