"""A server that is no server: what is sent lies in a queue, and frames come when a test says so."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from tui.platforms.base import ConnectError
from tui.platforms.ways import Way

ACCEPTED = {"syncId": "", "data": {"code": 0, "session": "abcdefgh"}}


class FakeTransport:
    """A transport whose other end is the test: ``sent`` holds our calls, ``say`` gives one frame to read."""

    def __init__(self, *, accepts: bool = True) -> None:
        self.sent: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._frames: asyncio.Queue[str | ConnectError] = asyncio.Queue()
        self.is_open = True
        self.breaks = False
        if accepts:
            self.say(ACCEPTED)

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

    def push(self, packet: object) -> None:
        """Give one event."""
        self.say({"syncId": "-1", "data": packet})

    def end(self, error: ConnectError) -> None:
        """Hang up."""
        self.is_open = False
        self._frames.put_nowait(error)

    async def answer(self, data: object) -> dict[str, Any]:
        """Answer the next call with *data* and return that call."""
        async with asyncio.timeout(5.0):
            call = await self.sent.get()
        self.say({"syncId": call["syncId"], "data": data})
        return call

    async def agree(self, **more: object) -> dict[str, Any]:
        """Say yes to the next call and return it."""
        return await self.answer({"code": 0, "msg": "success", **more})

    async def refuse(self, code: int, words: str = "") -> dict[str, Any]:
        """Say no to the next call and return it."""
        return await self.answer({"code": code, "msg": words})


class Given(Way):
    """The way to a transport that is there already."""

    def __init__(self, transport: FakeTransport) -> None:
        self._transport = transport

    async def __call__(self) -> FakeTransport:
        return self._transport
