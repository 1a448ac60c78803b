"""A small world, a server that shows it, and a client that is already greeted."""

from collections.abc import AsyncIterator

import pytest
from websockets.asyncio.client import connect

from tui.simulator.onebot11.server import OneBotServer
from tui.simulator.world import World, small_world

from .client import RawClient


@pytest.fixture
def world() -> World:
    return small_world()


@pytest.fixture
async def server(world: World) -> AsyncIterator[OneBotServer]:
    async with OneBotServer(world, heartbeat=0, report_self=True) as running:
        yield running


@pytest.fixture
async def client(server: OneBotServer) -> AsyncIterator[RawClient]:
    async with connect(server.url, max_size=None) as socket:
        raw = RawClient(socket)
        assert (await raw.event())["meta_event_type"] == "lifecycle"
        yield raw
