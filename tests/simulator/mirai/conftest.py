"""A small world, a server that shows it, and a client that is let in."""

from collections.abc import AsyncIterator

import pytest
from websockets.asyncio.client import connect

from tui.simulator.mirai.server import MiraiServer
from tui.simulator.world import World, small_world

from .client import MiraiClient

KEY = "秘密key"


@pytest.fixture
def world() -> World:
    return small_world()


@pytest.fixture
async def server(world: World) -> AsyncIterator[MiraiServer]:
    async with MiraiServer(world, verify_key=KEY) as running:
        yield running


@pytest.fixture
async def client(server: MiraiServer) -> AsyncIterator[MiraiClient]:
    async with connect(f"{server.ws_url}/all?verifyKey=%E7%A7%98%E5%AF%86key&qq=10001", max_size=None) as socket:
        raw = MiraiClient(socket)
        first = await raw.receive()
        assert (first["syncId"], first["data"]["code"], len(first["data"]["session"])) == ("", 0, 8)
        yield raw
