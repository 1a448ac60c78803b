"""A small world, a server that shows it, and a client that is logged in."""

from collections.abc import AsyncIterator

import pytest

from tui.simulator.bilibili.population import small_world
from tui.simulator.bilibili.server import BilibiliServer
from tui.simulator.bilibili.world import BiliWorld

from .client import BiliClient


@pytest.fixture
def world() -> BiliWorld:
    return small_world()


@pytest.fixture
async def server(world: BiliWorld) -> AsyncIterator[BilibiliServer]:
    async with BilibiliServer(world) as running:
        yield running


@pytest.fixture
async def client(server: BilibiliServer) -> AsyncIterator[BiliClient]:
    client = BiliClient(server.url, server.logins.first)
    async with client.http:
        yield client
