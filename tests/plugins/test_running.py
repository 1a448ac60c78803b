"""Sessions of commands, without a process: time limits, expiry, and what a handler may do to its session."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from tui.locale import set_language
from tui.plugins import CommandSession, Event, Message, get_bot, on_command
from tui.plugins.command import running
from tui.plugins.command.registry import registry
from tui.plugins.command.running import consider, handle_command, kill_current_session
from tui.plugins.runtime import runtime


class Said:
    """What the handlers said, as text, and what stands in the log."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.log: list[str] = []
        self._news = asyncio.Event()

    async def call(self, action: str, params: dict[str, Any], self_id: str, origin: int) -> Any:
        self.words.append(str(Message(params["message"])))
        self._news.set()
        return {"message_id": len(self.words)}

    async def until(self, words: str) -> None:
        async with asyncio.timeout(20):
            while words not in self.words:
                self._news.clear()
                await self._news.wait()


@pytest.fixture
async def said(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Said]:
    made = Said()
    set_language("en")
    monkeypatch.setattr(runtime, "call", made.call)
    monkeypatch.setattr(runtime, "log", made.log.append)
    for table in ("commands", "aliases", "patterns"):
        monkeypatch.setattr(registry, table, {})
    monkeypatch.setattr(running, "_sessions", {})
    yield made


def event(text: str, user: int = 20001) -> Event:
    return Event(
        post_type="message",
        message_type="private",
        sub_type="friend",
        self_id=10001,
        user_id=user,
        message=Message(text),
        to_me=True,
    )


async def say(text: str) -> bool:
    return await handle_command(get_bot(), event(text))


async def test_a_handler_that_works_too_long_is_ended(said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "HANDLER_SECONDS", 0.0)

    @on_command("long")
    async def long(session: CommandSession) -> None:
        await asyncio.sleep(3600)

    assert await say("/long")
    assert said.log == ["/long took longer than 0 s and was ended"]
    assert consider(get_bot(), event("x")).kind == ""


async def test_its_own_limit_counts_all_its_time(said: Said) -> None:
    @on_command("short", run_timeout=timedelta(seconds=0.01))
    async def short(session: CommandSession) -> None:
        await session.aget("never", prompt="?")

    assert await say("/short")
    assert said.log == [] and consider(get_bot(), event("x")).kind == ""


async def test_who_waits_too_long_within_is_ended(said: Said) -> None:
    @on_command("ask", expire_timeout=timedelta(seconds=0.01))
    async def ask(session: CommandSession) -> None:
        await session.aget("it", prompt="what?")
        await session.send("never")

    assert await say("/ask")
    assert said.words == ["what?"] and consider(get_bot(), event("x")).kind == ""


async def test_a_session_that_waited_too_long_is_none(said: Said) -> None:
    @on_command("ask", expire_timeout=timedelta(microseconds=1))
    async def ask(session: CommandSession) -> None:
        session.get("it", prompt="what?")

    assert await say("/ask")
    await said.until("what?")
    assert consider(get_bot(), event("x")).kind == ""
    assert not await say("x")
    assert await say("/ask")


async def test_a_session_is_ended_from_outside(said: Said) -> None:
    @on_command("ask")
    async def ask(session: CommandSession) -> None:
        await session.aget("it", prompt="what?")

    waiting = asyncio.create_task(say("/ask"))
    await said.until("what?")
    assert consider(get_bot(), event("x")).kind == "session"
    assert consider(get_bot(), event("x", user=20002)).kind == ""
    kill_current_session(event("x"))
    assert await waiting
    assert consider(get_bot(), event("x")).kind == ""


def test_a_command_says_what_is_wrong_with_it() -> None:
    for name, error in ((1, TypeError), ("", ValueError)):
        with pytest.raises(error):
            on_command(name)(None)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        on_command("x", session_class=int)(None)  # type: ignore[arg-type, type-var]


async def test_a_session_class_of_ones_own(said: Said) -> None:
    class Own(CommandSession):
        def greet(self) -> str:
            return "own " + self.current_arg

    @on_command("own", session_class=Own)
    async def own(session: Own) -> None:
        await session.send(session.greet())

    assert await say("/own x")
    assert said.words == ["own x"]
