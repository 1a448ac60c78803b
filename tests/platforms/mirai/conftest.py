"""A platform that is connected to the simulated mirai-api-http, and what it reported."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.platforms.fakes import Heard
from tui.platforms.mirai.platform import Mirai
from tui.platforms.mirai.settings import Settings
from tui.simulator.mirai.server import MiraiServer
from tui.simulator.world import small_world


@pytest.fixture
async def server() -> AsyncIterator[MiraiServer]:
    async with MiraiServer(small_world(), verify_key="k") as running:
        yield running


@pytest.fixture(params=["ws", "http"])
async def platform(server: MiraiServer, heard: Heard, request: pytest.FixtureRequest) -> AsyncIterator[Mirai]:
    settings = Settings(
        url=server.url, verify_key="k", qq=10001, transport=request.param, call_timeout=5.0, connect_timeout=5.0, poll_every=0.02
    )
    connected = Mirai(settings)
    await connected.connect(heard)
    yield connected
    await connected.close()
