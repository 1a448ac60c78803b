"""A platform that is connected to the simulated NapCat, and what it reported."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.platforms.fakes import Heard
from tui.platforms.onebot11.platform import OneBot11
from tui.platforms.onebot11.settings import Settings
from tui.simulator.onebot11.server import OneBotServer
from tui.simulator.world import small_world


@pytest.fixture
async def server() -> AsyncIterator[OneBotServer]:
    async with OneBotServer(small_world(), token="t", heartbeat=0) as running:
        yield running


@pytest.fixture
async def platform(server: OneBotServer, heard: Heard) -> AsyncIterator[OneBot11]:
    connected = OneBot11(Settings(server.url, "t", call_timeout=5.0, connect_timeout=5.0))
    await connected.connect(heard)
    yield connected
    await connected.close()
