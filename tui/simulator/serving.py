"""What every simulated implementation has, whatever it speaks: calls to wait for, a network that breaks, faults, events."""

from __future__ import annotations

import asyncio
import json
import math
import time
from abc import abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tui.simulator import happenings as told
from tui.simulator import traffic
from tui.simulator.driving import Driving
from tui.simulator.faults import Faults
from tui.simulator.link import Outlet
from tui.simulator.listening import Listening
from tui.simulator.model import Message
from tui.simulator.world import World

AWAY = 60.0
"""Seconds without a call after which who calls is taken for somebody new: nobody stays connected over HTTP."""


def dump(frame: dict[str, Any]) -> str:
    """A frame as it is written: no spaces, no escapes."""
    return json.dumps(frame, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Call:
    """A call that a client made."""

    action: str
    params: dict[str, Any]
    echo: Any


class Called(Listening):
    """A server whose `calls` can be waited for, and which may break connections and refuse new ones."""

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self.calls: list[Call] = []
        self.on_connected: Callable[[], None] | None = None
        self._is_refusing = False
        self._reopening: asyncio.TimerHandle | None = None
        self._changed = asyncio.Condition()
        self._called_at = -math.inf

    async def stop(self) -> None:
        """Close everything."""
        self._forget_reopening()
        await super().stop()

    @abstractmethod
    async def obey(self, text: str) -> dict[str, Any]:
        """Carry out one control line; the answer is the object to print."""

    async def _notify(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def _until(self, condition: Callable[[], bool], timeout: float) -> None:
        async with asyncio.timeout(timeout), self._changed:
            await self._changed.wait_for(condition)

    async def wait_call(
        self,
        action: str,
        *,
        count: int = 1,
        timeout: float = 5.0,
        where: Callable[[dict[str, Any]], bool] = lambda params: True,
    ) -> Call:
        """The `count`-th call of this action whose parameters satisfy `where`, as soon as it is there; TimeoutError otherwise."""

        def found() -> list[Call]:
            return [call for call in self.calls if call.action == action and where(call.params)]

        await self._until(lambda: len(found()) >= count, timeout)
        return found()[count - 1]

    def greet_caller(self) -> None:
        """Tell that somebody has come, where the last call over HTTP was long ago."""
        now = time.monotonic()
        if now - self._called_at > AWAY and self.on_connected is not None:
            self.on_connected()
        self._called_at = now

    # -- a network that breaks

    @property
    def is_refusing(self) -> bool:
        """Whether no new connection is taken."""
        return self._is_refusing

    def refuse(self, seconds: float | None = None) -> None:
        """Break off every new connection for so long; None: until `reopen`."""
        self._is_refusing = True
        self._forget_reopening()
        if seconds is not None:
            self._reopening = asyncio.get_running_loop().call_later(seconds, self.reopen)

    def reopen(self) -> None:
        """Take connections again."""
        self._is_refusing = False

    def _forget_reopening(self) -> None:
        if self._reopening is not None:
            self._reopening.cancel()
            self._reopening = None

    async def drop(self, seconds: float = 0.0) -> None:
        """Break every connection without a goodbye, and take no new one for so long (`reopen` ends it sooner)."""
        if seconds > 0:
            self.refuse(seconds)
        await self._cut_all()


class Serving(Called, Driving):
    """A server that shows `world` to the account `self_id`. What is shared by tests: `calls`, `faults`, the acts of `Driving`."""

    def __init__(self, world: World, self_id: str, port: int) -> None:
        super().__init__(port)
        self.world = world
        self.self_id = self_id or world.self_id
        self.faults = Faults()
        self.outlets: list[Outlet] = []
        self._held: list[str] = []
        self._after_answer: list[str] | None = None
        self._unobserve: Callable[[], None] | None = None

    async def start(self) -> None:
        """Listen, and tell of what happens in the world."""
        await super().start()
        self._unobserve = self.world.observe(self._happened)

    async def stop(self) -> None:
        """Close everything."""
        if self._unobserve is not None:
            self._unobserve()
        await super().stop()

    async def obey(self, text: str) -> dict[str, Any]:
        """Carry out one control line; the answer is the object to print."""
        from tui.simulator.control import obey

        return await obey(self, text)

    # -- what each does in its own way

    @property
    @abstractmethod
    def connections(self) -> Sequence[Outlet]:
        """The clients that are let in and stay."""

    @abstractmethod
    def beat(self) -> None:
        """Say now whether QQ is online."""

    @abstractmethod
    async def send_raw(self, text: str) -> None:
        """Send this text, whatever it is, as a frame to every client."""

    @abstractmethod
    def _happened(self, happening: told.Happening) -> None:
        """Tell the clients of what happened in the world."""

    @abstractmethod
    def _broadcast(self, text: str) -> None:
        """Hand an event to every client that hears events."""

    # -- what all do

    def message_id(self, message: Message) -> int:
        """The id of a message on the wire, which the process knows from now on."""
        return self.ids.register(message)

    def said(self, message: Message) -> dict[str, Any]:
        """How a control line that made a message is answered."""
        return {"message_id": self.message_id(message)}

    async def wait_connections(self, count: int = 1, *, timeout: float = 5.0) -> None:
        """Wait until exactly so many clients are connected."""
        await self._until(lambda: len(self.connections) == count, timeout)

    async def drained(self) -> None:
        """Wait until every queued frame has left."""
        for way_out in (*self.connections, *self.outlets):
            await way_out.drained()

    async def restart(self) -> None:
        """Be a new process: connections end, and the ids of messages are what a new one knows of them."""
        await self.drop()
        self.ids.forget()

    # -- events

    def send_event(self, frame: dict[str, Any]) -> None:
        """Send an event to every client that hears events, through the faults that are on."""
        text = dump(frame)
        if traffic.is_watched():
            traffic.log.info("-> %s", text)
        if self.faults.garbled_events > 0:
            self.faults.garbled_events -= 1
            text = text[: len(text) // 2]
        if self._after_answer is not None:
            self._after_answer.append(text)
            return
        if self.faults.reorder_events > 0:
            self._held.append(text)
            if len(self._held) < self.faults.reorder_events:
                return
            held, self._held = self._held, []
            for late in reversed(held):
                self._broadcast(late)
            return
        self._broadcast(text)

    def release_own_events(self) -> None:
        """Send the events that a client's own action caused, where they were held back for its answer."""
        held, self._after_answer = self._after_answer, None
        for text in held or ():
            self._broadcast(text)
