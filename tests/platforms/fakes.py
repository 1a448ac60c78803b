"""What the tests of each platform stand on: a list of what was heard, and a connection without a network."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any, TypeVar

from tui.chat.events import Event
from tui.platforms.base import ConnectError

E = TypeVar("E", bound=Event)


class Heard:
    """The events in the order they came; ``wait`` returns the first of a class that satisfies a condition."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._changed = asyncio.Event()

    def __call__(self, event: Event) -> None:
        self.events.append(event)
        self._changed.set()

    async def wait(self, kind: type[E], where: Callable[[E], bool] = lambda event: True) -> E:
        async with asyncio.timeout(5.0):
            while True:
                for event in self.events:
                    if isinstance(event, kind) and where(event):
                        return event
                self._changed.clear()
                await self._changed.wait()


class HandTransport:
    """A transport whose other end is the test: ``sent`` holds our frames, ``say`` gives one to read."""

    def __init__(self) -> None:
        self.sent: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._frames: asyncio.Queue[str | ConnectError] = asyncio.Queue()
        self.is_open = True
        self.breaks = False

    async def send(self, text: str) -> None:
        if self.breaks:
            raise ConnectionResetError("gone")
        self.sent.put_nowait(json.loads(text))

    async def receive(self) -> str:
        frame = await self._frames.get()
        if isinstance(frame, ConnectError):
            raise frame
        return frame

    async def close(self) -> None:
        self.is_open = False

    def say(self, frame: object) -> None:
        """Give one frame."""
        self._frames.put_nowait(frame if isinstance(frame, str) else json.dumps(frame))

    def end(self, error: ConnectError) -> None:
        """Hang up."""
        self.is_open = False
        self._frames.put_nowait(error)
