"""A Session hears each new message once and no old one, whatever the service does; the known library's faults are not ours."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tui.platforms.bilibili import polling
from tui.platforms.bilibili import session as module
from tui.platforms.bilibili.errors import LoggedOutError, RiskControlError
from tui.platforms.bilibili.event import Event
from tui.platforms.bilibili.pace import IDLE_SECONDS, MOST_SECONDS, Pace
from tui.platforms.bilibili.session import Session

from .fakes import CREDENTIAL, DEVICE, FETCH, SEND, SESSIONS, Bilibili, Inbox, Rounds, ok

FRIEND, OTHER = 2000001, 2000002


class Rig:
    """A session over a fake inbox; what it heard is in ``heard``."""

    def __init__(self, inbox_options: dict[str, Any] | None = None) -> None:
        self.bilibili = Bilibili()
        self.inbox = Inbox(self.bilibili, **(inbox_options or {}))
        self.inbox.say(1, "旧")
        self.rounds = Rounds()
        self.client = self.bilibili.client()
        self.session = Session(CREDENTIAL, make_client=lambda credential: self.client, sleep=self.rounds)
        self.heard: list[Event] = []
        self.session.add_event_listener("__ALL__", self.heard.append)

    def words(self) -> list[str]:
        return [str(event.content) for event in self.heard]


@pytest.fixture
async def rig() -> AsyncIterator[Rig]:
    made = Rig()
    yield made
    made.session.close()
    await made.session.wait_closed()


async def test_it_hears_what_is_new_in_order_and_once(rig: Rig) -> None:
    assert rig.session.get_status() == 0
    await rig.session.run()
    assert rig.session.get_status() == 1
    await rig.rounds.turn()
    assert rig.heard == []
    rig.inbox.say(5, "一")
    rig.inbox.say(9, "二")
    rig.inbox.say(7, "別", OTHER)
    await rig.rounds.turn()
    await rig.rounds.turn()
    assert sorted(rig.words()) == sorted(["一", "二", "別"]) and rig.words().index("一") < rig.words().index("二")
    assert {event.talker_id for event in rig.heard} == {FRIEND, OTHER}
    assert rig.rounds.waits == [IDLE_SECONDS] * 4


async def test_listeners_hear_of_their_types_and_one_that_fails_silences_no_other(rig: Rig) -> None:
    texts: list[Event] = []
    pictures: list[Event] = []

    def broken(event: Event) -> None:
        raise RuntimeError("mine")

    @rig.session.on(Event.TEXT)
    async def hear(event: Event) -> None:
        await asyncio.sleep(0)
        texts.append(event)

    rig.session.add_event_listener(Event.TEXT, broken)
    rig.session.on(Event.PICTURE)(pictures.append)
    removed: list[Event] = []
    rig.session.add_event_listener("1", removed.append)
    rig.session.remove_event_listener("1", removed.append)
    await rig.session.run()
    rig.inbox.say(5, "一")
    rig.inbox.say(6, "", msg_type=2, content='{"url": "https://i0.hdslb.com/a.png"}')
    await rig.rounds.turn()
    assert [event.content for event in texts] == ["一"] and len(pictures) == 1 and len(rig.heard) == 2
    assert rig.session.get_status() == 1 and not removed


@pytest.mark.parametrize("except_self", [True, False])
async def test_our_own_messages_are_left_out_unless_they_are_wanted(rig: Rig, except_self: bool) -> None:
    await rig.session.run(except_self=except_self)
    rig.inbox.say(5, "我说的", sender=1000001)
    rig.inbox.say(6, "她说的")
    await rig.rounds.turn()
    assert rig.words() == (["她说的"] if except_self else ["我说的", "她说的"])
    assert {event.talker_id for event in rig.heard} == {FRIEND}


# The faults of bilibili-api-python 17.4, by their numbers in the wire reference ----------------------------------------------


async def test_1_nothing_old_is_told_of_a_conversation_beyond_the_first_twenty(rig: Rig) -> None:
    for number in range(40):
        rig.inbox.say(100 + number, "旧", 3000000 + number)
    await rig.session.run()
    rig.inbox.say(500, "新", FRIEND)
    await rig.rounds.turn()
    assert rig.words() == ["新"]


async def test_2_what_risk_control_refused_is_heard_later(rig: Rig) -> None:
    await rig.session.run()
    rig.inbox.say(5, "一")
    rig.inbox.refusals = [ok({"v_voucher": "voucher_0"}), {"code": -352}]
    await rig.rounds.turn()
    await rig.rounds.turn()
    assert rig.heard == [] and rig.session.get_status() == 4
    await rig.rounds.turn()
    assert rig.words() == ["一"] and rig.session.get_status() == 1
    assert rig.rounds.waits == [IDLE_SECONDS, IDLE_SECONDS * 2, IDLE_SECONDS * 4, IDLE_SECONDS]


async def test_2_a_conversation_that_is_refused_holds_up_no_other_and_is_heard_later(rig: Rig) -> None:
    rig.inbox.say(2, "旧", OTHER)
    await rig.session.run()
    rig.inbox.say(5, "一", FRIEND)
    rig.inbox.say(6, "二", OTHER)
    rig.inbox.refusals = [{"code": 2, "message": "非法参数"}]
    await rig.rounds.turn()
    assert len(rig.heard) == 1
    await rig.rounds.turn()
    assert sorted(rig.words()) == ["一", "二"]


async def test_2_a_conversation_that_is_always_refused_slows_the_others_only_for_a_while(rig: Rig) -> None:
    await rig.session.run()
    rig.inbox.say(5, "一", FRIEND)
    rig.inbox.refusals = [{"code": 2, "message": "非法参数"}] * 3
    for _ in range(4):
        await rig.rounds.turn()
    assert rig.heard == [] and rig.session.get_status() == 1
    assert rig.rounds.waits == [IDLE_SECONDS, IDLE_SECONDS * 2, IDLE_SECONDS * 4, IDLE_SECONDS, IDLE_SECONDS]
    rig.inbox.say(6, "二", FRIEND)
    await rig.rounds.turn()
    assert rig.words() == ["一", "二"]


async def test_2_a_group_that_is_gone_is_not_asked_for_again(rig: Rig) -> None:
    await rig.session.run()
    rig.inbox.put({"msg_seqno": 9, "timestamp": 1_750_000_500, "receiver_type": 2, "receiver_id": 3}, 3, 2)
    rig.inbox.refusals = [{"code": 700013}]
    await rig.rounds.turn()
    await rig.rounds.turn()
    assert rig.session.get_status() == 1 and len(rig.bilibili.of(FETCH)) == 1


@pytest.mark.parametrize(
    "bad",
    [
        {"msg_type": 11, "content": '{"rid": 400}'},
        {"msg_type": 11, "content": "{}"},
        {"msg_type": 2, "content": '{"url": "https://i0.hdslb.com/a.png"}'},
        {"msg_type": 2, "content": '{"url": "https://i0.hdslb.com/a.png", "original": 1, "new_key": {}}'},
        {"msg_type": 1, "content": "not json"},
        {"msg_type": 1, "content": None},
        {"msg_type": 5, "content": "[]"},
        {"msg_type": 7, "content": '{"source": 6, "id": 500}'},
        {"msg_type": 999, "content": '{"foo": 1}'},
        {"msg_type": "x", "content": 7},
    ],
)
async def test_3_no_message_takes_its_neighbours_along(rig: Rig, bad: dict[str, Any]) -> None:
    await rig.session.run()
    rig.inbox.say(5, "前")
    rig.inbox.say(6, "", **bad)
    rig.inbox.say(7, "后")
    await rig.rounds.turn()
    assert len(rig.heard) == 3 and (rig.words()[0], rig.words()[2]) == ("前", "后")
    assert all(str(event) for event in rig.heard)


@pytest.mark.parametrize("answer", [httpx.Response(412, html="<html>"), {"code": -412}, {"code": -799}, httpx.ConnectError("")])
async def test_4_it_asks_less_often_while_it_is_refused(rig: Rig, answer: Any) -> None:
    await rig.session.run()
    rig.bilibili.answers[f"{SESSIONS}new_sessions"] = answer
    for _ in range(7):
        await rig.rounds.turn()
    assert rig.rounds.waits == [20, 40, 80, 160, 320, MOST_SECONDS, MOST_SECONDS, MOST_SECONDS]
    assert rig.session.get_status() == 4


@pytest.mark.parametrize("newest_first", [True, False])
async def test_5_long_absences_are_paged_through(newest_first: bool) -> None:
    rig = Rig({"newest_first": newest_first, "most": 3})
    await rig.session.run()
    for number in range(5, 105, 5):
        rig.inbox.say(number, str(number))
    rig.inbox.listed = 1
    rig.inbox.say(300, "别", OTHER)
    await rig.rounds.turn()
    assert [word for word in rig.words() if word != "别"] == [str(number) for number in range(5, 105, 5)]
    assert "别" in rig.words()
    rig.session.close()


async def test_5_what_it_keeps_in_mind_is_bounded(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "MAX_TALKERS", 10)
    made: list[polling.Polling] = []

    def keep(*parts: Any, **options: Any) -> polling.Polling:
        made.append(polling.Polling(*parts, **options))
        return made[0]

    monkeypatch.setattr(module, "Polling", keep)
    await rig.session.run()
    for number in range(30):
        rig.inbox.say(1000 + number, str(number), 3000000 + number)
        await rig.rounds.turn()
    assert len(rig.heard) == 30 and len(made[0]._seen) == 10
    kept = vars(made[0]) | vars(rig.session)
    assert not [name for name, value in kept.items() if isinstance(value, (list, dict, set)) and len(value) > 10]


# Status and closing -----------------------------------------------------------------------------------------------------------


async def test_close_really_stops_what_run_began(rig: Rig) -> None:
    await rig.session.run()
    await rig.rounds.turn()
    asked = len(rig.bilibili.asked)
    rig.session.close()
    assert rig.session.get_status() == 2
    assert await rig.session.wait_closed() == 3 == rig.session.get_status()
    assert rig.client._http.is_closed and len(rig.bilibili.asked) == asked
    assert not [task for task in asyncio.all_tasks() if task.get_name() == "bilibili session"]
    rig.session.close()
    assert rig.session.get_status() == 3


async def test_close_stops_at_once_after_run_and_before_it_too(rig: Rig) -> None:
    await rig.session.run()
    rig.session.close()
    assert await rig.session.wait_closed() == 3
    unused = Session(CREDENTIAL)
    unused.close()
    assert unused.get_status() == 3


async def test_close_stops_it_while_it_still_looks_round(rig: Rig) -> None:
    rig.bilibili.gate = asyncio.Event()
    starting = asyncio.create_task(rig.session.start())
    await asyncio.wait((starting,), timeout=0.01)
    rig.session.close()
    rig.bilibili.gate.set()
    assert await starting == 3 and rig.client._http.is_closed


async def test_start_returns_once_a_listener_closes_it_and_nobody_hears_of_more(rig: Rig) -> None:
    rig.session.on(Event.TEXT)(lambda event: rig.session.close())
    starting = asyncio.create_task(rig.session.start())
    await asyncio.wait((starting,), timeout=0.01)
    rig.inbox.say(5, "一")
    rig.inbox.say(6, "二")
    rig.rounds._go.release()
    async with asyncio.timeout(5.0):
        assert await starting == 3
    assert rig.heard == []


async def test_logged_out_is_failed_for_good(rig: Rig) -> None:
    starting = asyncio.create_task(rig.session.start())
    await asyncio.wait((starting,), timeout=0.01)
    rig.bilibili.answers[f"{SESSIONS}new_sessions"] = {"code": -101, "message": "账号未登录"}
    rig.rounds._go.release()
    with pytest.raises(LoggedOutError):
        async with asyncio.timeout(5.0):
            await starting
    assert rig.session.get_status() == 4 and rig.client._http.is_closed
    rig.session._error = None


async def test_a_first_look_that_is_refused_is_told_to_who_began_it(rig: Rig) -> None:
    rig.bilibili.answers[f"{SESSIONS}get_sessions"] = {"code": -352}
    with pytest.raises(RiskControlError):
        await rig.session.run()
    assert rig.session.get_status() == 4 and rig.client._http.is_closed


async def test_debug_tells_of_each_message_but_not_what_it_says(rig: Rig, caplog: pytest.LogCaptureFixture) -> None:
    rig.session = Session(CREDENTIAL, debug=True, make_client=lambda credential: rig.client, sleep=rig.rounds)
    await rig.session.run()
    rig.inbox.say(5, "密语")
    await rig.rounds.turn()
    assert "msg_seqno=5" in caplog.text and "密语" not in caplog.text
    rig.session.logger.setLevel("NOTSET")


async def test_it_does_not_run_twice_but_again(rig: Rig) -> None:
    rig.session = Session(CREDENTIAL, sleep=rig.rounds, make_client=rig.bilibili.client)
    await rig.session.run()
    rig.bilibili.answers[f"{SESSIONS}new_sessions"] = {"code": -352}
    await rig.rounds.turn()
    with pytest.raises(RuntimeError):
        await rig.session.run()
    rig.session.close()
    assert await rig.session.wait_closed() == 3
    await rig.session.run()
    assert rig.session.get_status() == 1


async def test_who_gives_up_waiting_for_it_stops_it(rig: Rig) -> None:
    starting = asyncio.create_task(rig.session.start())
    await asyncio.wait((starting,), timeout=0.01)
    starting.cancel()
    await asyncio.wait((starting,))
    assert await rig.session.wait_closed() == 3 and rig.client._http.is_closed


async def test_an_empty_inbox_hears_its_first_message(rig: Rig) -> None:
    rig.inbox.talks.clear()
    await rig.session.run()
    rig.inbox.say(5, "第一句")
    await rig.rounds.turn()
    assert rig.words() == ["第一句"]


async def test_reply_goes_where_it_was_said(rig: Rig, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    (tmp_path / "bilibili-device").write_text(DEVICE)
    monkeypatch.setattr(module, "Api", lambda client: _Api(client, tmp_path))
    await rig.session.run(except_self=False)
    rig.inbox.say(5, "我说的", sender=1000001)
    await rig.rounds.turn()
    rig.bilibili.answers[SEND] = ok({"msg_key": 7})
    sent = await rig.session.reply(rig.heard[0], "好的")
    asked = rig.bilibili.of(SEND)[0]
    assert sent.msg_key == 7 and asked.form["msg[receiver_id]"] == str(FRIEND) and asked.form["msg[msg_type]"] == "1"
    await rig.session.reply(rig.heard[0], module.Picture("https://i0.hdslb.com/a.png"))
    assert rig.bilibili.of(SEND)[1].form["msg[msg_type]"] == "2"


_Api = module.Api


def test_who_looks_is_served_sooner_but_not_after_a_failure() -> None:
    pace = Pace()
    assert (pace.seconds(), pace.seconds(is_front=True), pace.is_backing_off) == (20, 7, False)
    pace.failed()
    assert (pace.seconds(is_front=True), pace.is_backing_off) == (40, True)
    pace.succeeded()
    assert pace.seconds(is_front=True) == 7
