"""Calls find their answers by echo alone, wait no longer than they may, and late answers do no harm."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tui.platforms.call_errors import CallNotSentError, CallUnansweredError
from tui.platforms.onebot11.calls import CallRefusedError, Calls, is_token_refusal, words_of

from .fakes import FakeTransport


class Wire(FakeTransport):
    """A fake connection whose answers go straight to the calls."""

    def __init__(self) -> None:
        super().__init__()
        self.calls = Calls(self.send, lambda: self.is_open, timeout=5.0)

    def give(self, echo: object, data: object = None, **fields: object) -> bool:
        return self.calls.take({"status": "ok", "retcode": 0, "data": data, "echo": echo, **fields})


async def start(wire: Wire, action: str = "get_status", **options: Any) -> tuple[asyncio.Task[Any], str]:
    task = asyncio.create_task(wire.calls.call(action, {"a": 1}, **options))
    sent = await wire.sent.get()
    assert sent["action"] == action and sent["params"] == {"a": 1} and isinstance(sent["echo"], str)
    return task, sent["echo"]


async def test_answers_in_any_order() -> None:
    wire = Wire()
    (first, one), (second, two) = await start(wire), await start(wire)
    assert one != two
    assert wire.give(two, 2) and wire.give(one, 1)
    assert (await first, await second) == (1, 2)


async def test_a_missing_data_is_none() -> None:
    wire = Wire()
    task, echo = await start(wire)
    wire.calls.take({"status": "ok", "retcode": 0, "echo": echo})
    assert await task is None


async def test_a_refusal_has_the_others_words() -> None:
    wire = Wire()
    task, echo = await start(wire)
    wire.give(echo, status="failed", retcode=1200, message="m", wording="消息不存在")
    with pytest.raises(CallRefusedError, match="消息不存在") as caught:
        await task
    assert caught.value.retcode == 1200 and not caught.value.is_unknown_action


@pytest.mark.parametrize(
    ("retcode", "words"), [(1404, "不支持的API x"), (404, ""), (200, "不支持的Api x"), (1404, "x API 不存在")]
)
def test_unknown_actions_in_every_dialect(retcode: int, words: str) -> None:
    assert CallRefusedError(retcode, words).is_unknown_action


async def test_no_answer_in_time_and_then_a_late_one() -> None:
    wire = Wire()
    task, echo = await start(wire, timeout=0.01)
    with pytest.raises(CallUnansweredError):
        await task
    assert wire.give(echo, 1)


async def test_the_end_of_the_connection_leaves_calls_unanswered() -> None:
    wire = Wire()
    task, _ = await start(wire)
    wire.calls.fail_all("1006")
    with pytest.raises(CallUnansweredError, match="1006"):
        await task


async def test_what_was_never_written_was_not_sent() -> None:
    wire = Wire()
    wire.is_open = False
    with pytest.raises(CallNotSentError):
        await wire.calls.call("get_status")
    assert wire.sent.empty()


async def test_a_write_that_broke_may_have_arrived() -> None:
    wire = Wire()
    wire.breaks = True
    with pytest.raises(CallUnansweredError):
        await wire.calls.call("get_status")


async def test_a_stream_answers_several_times() -> None:
    wire = Wire()
    parts: list[Any] = []
    task, echo = await start(wire, on_part=parts.append)
    stream = {"stream": "stream-action"}
    wire.give(echo, {"type": "stream", "n": 1}, **stream)
    wire.give(echo, {"type": "stream", "n": 2}, **stream)
    assert not task.done()
    wire.give(echo, {"type": "response", "n": 3}, **stream)
    assert (await task)["n"] == 3
    assert [part["n"] for part in parts] == [1, 2]


async def test_a_stream_may_end_in_an_error() -> None:
    wire = Wire()
    task, echo = await start(wire)
    wire.give(echo, {"type": "error", "message": "坏了"}, stream="stream-action")
    with pytest.raises(CallRefusedError, match="坏了"):
        await task


async def test_frames_that_are_no_answers_are_left_alone() -> None:
    wire = Wire()
    assert not wire.calls.take({"post_type": "message", "retcode": 0})
    assert not wire.calls.take({"status": {"online": True}})
    assert wire.calls.take({"status": "ok", "retcode": 0, "echo": ["odd"]})


def test_a_refused_token_is_told_from_a_refused_call() -> None:
    assert is_token_refusal({"retcode": 1403, "echo": None})
    assert is_token_refusal({"retcode": 1403})
    assert not is_token_refusal({"retcode": 1403, "echo": "ab-1"})
    assert not is_token_refusal({"retcode": 0, "echo": None})


def test_words_are_found_wherever_they_stand() -> None:
    assert words_of({"wording": "", "message": "m\x1b"}) == "m"
    assert words_of({"msg": "GROUP_NOT_FOUND"}) == "GROUP_NOT_FOUND"
    assert words_of({"retcode": 200}) == "retcode 200"
