"""The first frame, answers by their syncId, refusals that name no call, and how a connection ends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.platforms.mirai.fakes import ACCEPTED, FakeTransport
from tui.chat.masking import mask
from tui.platforms.base import ConnectError
from tui.platforms.call_errors import CallNotSentError, CallUnansweredError
from tui.platforms.frames import Frame, FrameKind
from tui.platforms.mirai.calls import CallRefusedError, Calls, rows_of, value_of
from tui.platforms.mirai.session import Session
from tui.platforms.mirai.tap import Tap
from tui.platforms.values import NotJson


class Opened:
    """A session over a fake transport, and what it passed on."""

    def __init__(self, *, accepts: bool = True) -> None:
        self.wire = FakeTransport(accepts=accepts)
        self.packets: list[object] = []
        self.frames: list[Frame] = []
        self.came = asyncio.Event()
        self.session = Session(self.wire, self._take, call_timeout=5.0, tap=Tap(self.frames.append, lambda: 0))

    def _take(self, packet: object, text: str) -> None:
        self.packets.append(packet)
        self.came.set()


@pytest.fixture
async def opened() -> AsyncIterator[Opened]:
    made = Opened()
    await made.session.until_accepted(5.0)
    yield made
    await made.session.close()


async def test_calls_are_answered_by_their_sync_id_in_any_order(opened: Opened) -> None:
    first = asyncio.create_task(opened.session.calls.call("about"))
    second = asyncio.create_task(opened.session.calls.call("friendList", {"a": None}))
    one, two = await opened.wire.sent.get(), await opened.wire.sent.get()
    assert one == {"syncId": one["syncId"], "command": "about", "subCommand": None, "content": {}}
    assert two["content"] == {"a": None}
    assert isinstance(one["syncId"], str)
    opened.wire.say({"syncId": two["syncId"], "data": {"code": 0, "msg": "", "data": [{"id": 1}]}})
    opened.wire.say({"syncId": one["syncId"], "data": {"code": 0, "msg": "", "data": {"version": "2.10.0"}}})
    assert rows_of(await second) == [{"id": 1}]
    assert value_of(await first) == {"version": "2.10.0"}


async def test_an_answer_without_a_code_is_what_was_asked_for(opened: Opened) -> None:
    call = asyncio.create_task(opened.session.calls.call("botProfile"))
    await opened.wire.answer({"nickname": "我", "age": 3})
    assert value_of(await call) == {"nickname": "我", "age": 3}


async def test_a_code_is_judged(opened: Opened) -> None:
    call = asyncio.create_task(opened.session.calls.call("mute"))
    await opened.wire.refuse(10, "无操作权限")
    with pytest.raises(CallRefusedError) as caught:
        await call
    assert (caught.value.code, caught.value.words, caught.value.is_unknown_command) == (10, "无操作权限", False)


async def test_a_refusal_that_names_no_call_is_for_the_oldest(opened: Opened) -> None:
    oldest = asyncio.create_task(opened.session.calls.call("one"))
    other = asyncio.create_task(opened.session.calls.call("two"))
    await opened.wire.sent.get()
    sent = await opened.wire.sent.get()
    opened.wire.say({"code": 400, "msg": "无效参数"})
    with pytest.raises(CallRefusedError, match="无效参数"):
        await oldest
    opened.wire.say({"syncId": sent["syncId"], "data": {"code": 0}})
    assert await other == {"code": 0}


async def test_events_are_passed_on_and_late_answers_are_not(opened: Opened) -> None:
    with pytest.raises(CallUnansweredError, match="no answer"):
        await opened.session.calls.call("slow", timeout=0.0)
    late = await opened.wire.sent.get()
    opened.wire.say({"syncId": late["syncId"], "data": {"code": 0}})
    opened.wire.push({"type": "BotOnlineEvent", "qq": 1})
    async with asyncio.timeout(5.0):
        await opened.came.wait()
    assert opened.packets == [{"type": "BotOnlineEvent", "qq": 1}]


async def test_broken_frames_break_nothing(opened: Opened) -> None:
    opened.wire.say("{")
    opened.wire.say([1])
    opened.wire.say({"syncId": "-1", "data": None})
    opened.wire.push({"type": "BotOnlineEvent"})
    async with asyncio.timeout(5.0):
        while len(opened.packets) < 4:
            opened.came.clear()
            await opened.came.wait()
    assert isinstance(opened.packets[0], NotJson)


async def test_the_end_of_the_connection_ends_calls_as_unanswered(opened: Opened) -> None:
    call = asyncio.create_task(opened.session.calls.call("sendFriendMessage"))
    await opened.wire.sent.get()
    opened.wire.end(ConnectError("closed", "1006"))
    with pytest.raises(CallUnansweredError, match="closed"):
        await call
    with pytest.raises(CallNotSentError):
        await opened.session.calls.call("about")


@pytest.mark.parametrize(
    ("code", "reason", "is_final"),
    [(1, "verify_key_refused", True), (2, "no_such_bot", False), (400, "no_number", False), (3, "session_refused", False)],
)
@pytest.mark.parametrize("is_bare", [False, True])
async def test_a_refused_session_says_why(code: int, reason: str, is_final: bool, is_bare: bool) -> None:
    opened = Opened(accepts=False)
    refusal = {"code": code, "msg": "不行"}
    opened.wire.say(refusal if is_bare else {"syncId": "", "data": refusal})
    opened.wire.end(ConnectError("closed", "1000 不行"))
    with pytest.raises(ConnectError) as caught:
        await opened.session.until_accepted(5.0)
    assert (caught.value.reason, caught.value.words, caught.value.is_final) == (reason, "不行", is_final)
    await opened.session.close()


async def test_a_server_that_says_nothing_is_silent() -> None:
    opened = Opened(accepts=False)
    with pytest.raises(ConnectError, match="silent"):
        await opened.session.until_accepted(0.0)
    await opened.session.close()


async def test_the_inspector_is_told_of_all_frames_and_the_session_is_hidden(opened: Opened) -> None:
    call = asyncio.create_task(opened.session.calls.call("about"))
    await opened.wire.agree()
    await call
    opened.wire.push({"type": "NudgeEvent"})
    async with asyncio.timeout(5.0):
        await opened.came.wait()
    first, sent, answered, event = opened.frames
    assert (first.kind, first.label, ACCEPTED["data"]) == (FrameKind.ANSWER, "session", {"code": 0, "session": "abcdefgh"})
    assert "abcdefgh" in first.text and "abcdefgh" not in mask(first.text, first.hides_data)
    assert (sent.kind, sent.label, sent.text[sent.gist : sent.gist_end]) == (FrameKind.CALL, "about", "{}")
    assert (answered.kind, answered.call, answered.is_failed) == (FrameKind.ANSWER, sent.call, False)
    assert (event.kind, event.label) == (FrameKind.EVENT, "NudgeEvent")


async def test_the_time_of_a_call_begins_with_its_turn(opened: Opened) -> None:
    slow = asyncio.create_task(opened.session.calls.call("sendGroupMessage", timeout=5.0))
    quick = asyncio.create_task(opened.session.calls.call("about", timeout=0.0))
    first, second = await opened.wire.sent.get(), await opened.wire.sent.get()
    await asyncio.wait((quick,), timeout=0.05)
    assert not quick.done()
    opened.wire.say({"syncId": first["syncId"], "data": {"code": 0}})
    assert await slow == {"code": 0}
    with pytest.raises(CallUnansweredError, match="no answer in 0 s"):
        await quick
    opened.wire.say({"syncId": second["syncId"], "data": {"code": 0}})


async def test_where_calls_run_side_by_side_none_waits_for_another() -> None:
    wire = FakeTransport()
    calls = Calls(wire.send, lambda: True, 5.0, in_turn=False)
    slow = asyncio.create_task(calls.call("one"))
    await wire.sent.get()
    with pytest.raises(CallUnansweredError):
        await calls.call("two", timeout=0.0)
    slow.cancel()


async def test_when_a_call_is_given_up_the_next_one_has_its_whole_time(opened: Opened) -> None:
    given_up = asyncio.create_task(opened.session.calls.call("one", timeout=0.01))
    patient = asyncio.create_task(opened.session.calls.call("two", timeout=5.0))
    await opened.wire.sent.get()
    second = await opened.wire.sent.get()
    with pytest.raises(CallUnansweredError):
        await given_up
    opened.wire.say({"syncId": second["syncId"], "data": {"code": 0}})
    assert await patient == {"code": 0}
