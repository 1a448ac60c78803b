"""What every simulated implementation has, whatever it speaks: calls to wait for, faults, events that may go astray."""

from __future__ import annotations

import asyncio
import json
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tui.simulator import traffic
from tui.simulator.driving import Driving
from tui.simulator.faults import Faults
from tui.simulator.model import Message
from tui.simulator.world import World

HOST = "127.0.0.1"


def dump(frame: dict[str, Any]) -> str:
    """A frame as it is written: no spaces, no escapes."""
    return json.dumps(frame, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Call:
    """A call that a client made."""

    action: str
    params: dict[str, Any]
    echo: Any


class Called(ABC):
    """A server whose `calls` can be waited for, and which may refuse connections."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.on_connected: Callable[[], None] | None = None
        self._is_refusing = False
        self._reopening: asyncio.TimerHandle | None = None
        self._changed = asyncio.Condition()

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

    @property
    def is_refusing(self) -> bool:
        """Whether no new connection is taken."""
        return self._is_refusing

    def refuse(self, seconds: float | None = None) -> None:
        """Break off every new connection for so long; None: until `reopen`."""
        self._is_refusing = True
        if self._reopening is not None:
            self._reopening.cancel()
            self._reopening = None
        if seconds is not None:
            self._reopening = asyncio.get_running_loop().call_later(seconds, self.reopen)

    def reopen(self) -> None:
        """Take connections again."""
        self._is_refusing = False


class Serving(Called, Driving):
    """A server that shows `world` to the account `self_id`. What is shared by tests: `calls`, `faults`, the acts of `Driving`."""

    def __init__(self, world: World, self_id: str) -> None:
        super().__init__()
        self.world = world
        self.self_id = self_id or world.self_id
        self.faults = Faults()
        self._held: list[str] = []
        self._after_answer: list[str] | None = None

    async def obey(self, text: str) -> dict[str, Any]:
        """Carry out one control line; the answer is the object to print."""
        from tui.simulator.control import obey

        return await obey(self, text)

    # -- what each does in its own way

    @property
    @abstractmethod
    def port(self) -> int:
        """The port that was asked for, or the one the system gave."""

    @property
    @abstractmethod
    def url(self) -> str:
        """Where to dial."""

    @abstractmethod
    def message_id(self, message: Message) -> int:
        """The id of a message on the wire, which the process knows from now on."""

    def said(self, message: Message) -> dict[str, Any]:
        """How a control line that made a message is answered."""
        return {"message_id": self.message_id(message)}

    @abstractmethod
    def beat(self) -> None:
        """Say now whether QQ is online."""

    @abstractmethod
    async def send_raw(self, text: str) -> None:
        """Send this text, whatever it is, as a frame to every client."""

    @abstractmethod
    async def drop(self, seconds: float = 0.0) -> None:
        """Break every connection without a goodbye, and take no new one for so long (`reopen` ends it sooner)."""

    @abstractmethod
    async def restart(self) -> None:
        """Be a new process."""

    @abstractmethod
    def _broadcast(self, text: str) -> None:
        """Hand an event to every client that hears events."""

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
