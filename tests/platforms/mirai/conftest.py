"""A platform that is connected to the simulated mirai-api-http, and what it reported."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import TypeVar

import pytest

from tui.chat.events import Event
from tui.platforms.mirai.platform import Mirai
from tui.platforms.mirai.settings import Settings
from tui.simulator.mirai.server import MiraiServer
from tui.simulator.world import small_world

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


@pytest.fixture
async def server() -> AsyncIterator[MiraiServer]:
    async with MiraiServer(small_world(), verify_key="k") as running:
        yield running


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture(params=["ws", "http"])
async def platform(server: MiraiServer, heard: Heard, request: pytest.FixtureRequest) -> AsyncIterator[Mirai]:
    settings = Settings(
        url=server.url, verify_key="k", qq=10001, transport=request.param, call_timeout=5.0, connect_timeout=5.0, poll_every=0.02
    )
    connected = Mirai(settings)
    await connected.connect(heard)
    yield connected
    await connected.close()
