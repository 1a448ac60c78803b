"""A bare WebSocket client: answers are found by what they echo, events are kept in order."""

from __future__ import annotations

import asyncio
import itertools
import json
from abc import ABC, abstractmethod
from typing import Any

from websockets.asyncio.client import ClientConnection

Frame = dict[str, Any]
LIMIT = 5.0


class BareClient(ABC):
    """One connection."""

    probe: str
    """What is called to hear whether events came before its answer."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self._numbers = itertools.count(1)
        self._answers: dict[str, Frame] = {}
        self._events: list[Frame] = []

    @abstractmethod
    def _sort(self, frame: Frame) -> None:
        """Put a frame among the answers or the events."""

    @abstractmethod
    async def call(self, name: str, /, **given: Any) -> Frame:
        """Send a call and wait for its answer."""

    async def receive(self) -> Frame:
        """The next frame, whatever it is."""
        async with asyncio.timeout(LIMIT):
            frame: Frame = json.loads(await self.socket.recv())
        return frame

    async def answer(self, echo: str) -> Frame:
        """The answer to a call."""
        while echo not in self._answers:
            self._sort(await self.receive())
        return self._answers.pop(echo)

    async def event(self) -> Frame:
        """The next event."""
        while not self._events:
            self._sort(await self.receive())
        return self._events.pop(0)

    async def has_no_event(self) -> bool:
        """Whether none came before the answer to a call sent now."""
        await self.call(self.probe)
        return not self._events
