"""Each frame of a connection is told of once: what it is, whose answer, how long it took; at whatever way it fails."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from tui.platforms.base import ConnectError
from tui.platforms.call_errors import CallUnansweredError
from tui.platforms.call_tap import BY_HAND, MAX_CALLS
from tui.platforms.frames import Direction, Frame, FrameKind
from tui.platforms.onebot11.calls import CallRefusedError
from tui.platforms.onebot11.session import Session
from tui.platforms.onebot11.tap import Tap

from .fakes import FakeTransport, group_frame, notice_frame


class Rig:
    """A session over a fake connection, a stopwatch that is moved by hand, and what was told."""

    def __init__(self) -> None:
        self.transport = FakeTransport()
        self.now = 0.0
        self.told: list[Frame] = []
        self.frames: asyncio.Queue[object] = asyncio.Queue()
        tap = Tap(self.told.append, lambda: 777, lambda: self.now)
        self.session = Session(self.transport, lambda frame, text: self.frames.put_nowait(frame), call_timeout=5.0, tap=tap)

    def kinds(self) -> list[tuple[str, str]]:
        return [(frame.kind.value, frame.label) for frame in self.told]


@pytest.fixture
async def rig() -> AsyncIterator[Rig]:
    made = Rig()
    yield made
    await made.session.close()


async def test_a_call_and_its_answer_are_joined_and_timed(rig: Rig) -> None:
    call = asyncio.create_task(rig.session.calls.call("get_msg", {"message_id": 1}))
    await rig.transport.sent.get()
    rig.now = 0.25
    sent = rig.told[0]
    rig.transport.say({"status": "ok", "retcode": 0, "data": {"a": "b"}, "echo": sent.call})
    await call
    sent, came = rig.told
    assert (sent.time, sent.direction, sent.kind, sent.label) == (777, Direction.OUT, FrameKind.CALL, "get_msg")
    assert sent.text[sent.gist : sent.gist_end] == '{"message_id": 1}'
    assert (came.direction, came.kind, came.label, came.call, came.latency) == (
        Direction.IN, FrameKind.ANSWER, "get_msg", sent.call, 250.0,
    )  # fmt: skip
    assert came.text[came.gist : came.gist_end] == '{"a": "b"}'
    assert not came.is_failed and not came.hides_data and not came.is_by_hand


async def test_a_refusal_has_failed(rig: Rig) -> None:
    call = asyncio.create_task(rig.session.calls.call("get_msg"))
    await rig.transport.refuse("消息不存在")
    with pytest.raises(CallRefusedError):
        await call
    assert rig.told[1].is_failed
    assert rig.told[1].text[rig.told[1].gist :].startswith('"\\u6d88')


async def test_no_answer_is_told_and_a_late_one_still_known(rig: Rig) -> None:
    with pytest.raises(CallUnansweredError):
        await rig.session.calls.call("get_msg", timeout=0.01)
    echo = rig.told[0].call
    assert [(frame.kind, frame.label, frame.call, frame.is_failed) for frame in rig.told[1:]] == [
        (FrameKind.NOTE, "get_msg", echo, True)
    ]
    rig.transport.say({"status": "ok", "retcode": 0, "data": None, "echo": echo})
    rig.transport.say(group_frame())
    await rig.frames.get()
    assert (rig.told[2].kind, rig.told[2].call, rig.told[2].is_failed) == (FrameKind.ANSWER, echo, False)


async def test_the_end_of_the_connection_is_told_and_what_it_left_unanswered(rig: Rig) -> None:
    call = asyncio.create_task(rig.session.calls.call("get_msg"))
    await rig.transport.sent.get()
    rig.transport.end(ConnectError("closed", "1006"))
    with pytest.raises(CallUnansweredError):
        await call
    assert [(frame.kind.value, frame.label, frame.text) for frame in rig.told[1:]] == [
        ("note", "get_msg", "closed"),
        ("note", "closed", "closed: 1006"),
    ]


async def test_a_call_that_can_not_be_written_is_given_up(rig: Rig) -> None:
    rig.transport.breaks = True
    with pytest.raises(CallUnansweredError):
        await rig.session.calls.call("get_msg")
    assert rig.kinds() == [("call", "get_msg"), ("note", "get_msg")]


async def test_events_are_told_apart(rig: Rig) -> None:
    beat = {"post_type": "meta_event", "meta_event_type": "heartbeat", "interval": 1000}
    for frame in (group_frame(), notice_frame("group_ban", sub_type="ban"), beat, {"post_type": "x" * 500}, '{"a', "3", {"b": 1}):
        rig.transport.say(frame)
    for _ in range(7):
        await rig.frames.get()
    assert rig.kinds() == [
        ("event", "message.group.normal"), ("event", "notice.group_ban.ban"), ("beat", "meta_event.heartbeat"),
        ("event", "x" * 60), ("broken", ""), ("broken", ""), ("broken", ""),
    ]  # fmt: skip
    assert rig.told[0].text[rig.told[0].gist : rig.told[0].gist_end] == '"\\u4f60\\u597d"'
    assert [frame.is_failed for frame in rig.told] == [False] * 4 + [True] * 3


@pytest.mark.parametrize(
    "action", ["get_cookies", "get_credentials", "get_csrf_token", "get_clientkey", "nc_get_rkey", "get_rkey", "get_rkey_server"]
)
async def test_the_answers_of_these_are_secret(rig: Rig, action: str) -> None:
    call = asyncio.create_task(rig.session.calls.call(action))
    await rig.transport.answer("hush")
    await call
    assert [frame.hides_data for frame in rig.told] == [False, True]


async def test_an_answer_whose_call_nobody_knows_is_taken_for_secret(rig: Rig) -> None:
    rig.transport.say({"status": "ok", "retcode": 0, "data": "hush", "echo": "who knows"})
    rig.transport.say({"status": "failed", "retcode": 1400, "echo": None})
    rig.transport.say(group_frame())
    await rig.frames.get()
    assert [(frame.kind.value, frame.hides_data) for frame in rig.told] == [("answer", True), ("answer", True), ("event", False)]


async def test_a_refused_token_is_told(rig: Rig) -> None:
    rig.transport.say({"retcode": 1403, "echo": None, "wording": "token验证失败", "status": "failed"})
    await rig.session.ended
    assert rig.kinds() == [("answer", ""), ("note", "closed")]


async def test_calls_by_hand_are_marked_and_named(rig: Rig) -> None:
    echoes: list[str] = []

    async def by_hand() -> None:
        BY_HAND.set(echoes)
        await rig.session.calls.call("get_status")

    call = asyncio.create_task(by_hand())
    await rig.transport.answer({})
    await call
    other = asyncio.create_task(rig.session.calls.call("get_msg"))
    await rig.transport.answer({})
    await other
    assert [frame.is_by_hand for frame in rig.told] == [True, True, False, False]
    assert echoes == [rig.told[0].call]


def test_calls_are_not_remembered_without_end() -> None:
    told: list[Frame] = []
    tap = Tap(told.append, lambda: 0, lambda: 0.0)
    for number in range(MAX_CALLS + 10):
        tap.sent("get_msg", str(number), "{}")
    assert len(tap._calls) == MAX_CALLS
    tap.given_up("0", "forgotten")
    assert len(told) == MAX_CALLS + 10


def test_nobody_to_tell_is_no_work() -> None:
    tap = Tap(None, lambda: 0)
    tap.sent("get_msg", "1", "{}")
    tap.answered("1", "{}", False)
    tap.came({}, "{}")
    tap.note("closed")
    assert tap._calls == {}
