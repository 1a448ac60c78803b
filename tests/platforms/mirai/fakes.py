"""A server that is no server: what is sent lies in a queue, and frames come when a test says so."""

from __future__ import annotations

import asyncio
from typing import Any

from tests.platforms.fakes import HandTransport
from tui.platforms.ways import Way

ACCEPTED = {"syncId": "", "data": {"code": 0, "session": "abcdefgh"}}


class FakeTransport(HandTransport):
    """A connection to mirai-api-http, which has accepted us already unless *accepts* says no."""

    def __init__(self, *, accepts: bool = True) -> None:
        super().__init__()
        if accepts:
            self.say(ACCEPTED)

    def push(self, packet: object) -> None:
        """Give one event."""
        self.say({"syncId": "-1", "data": packet})

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
