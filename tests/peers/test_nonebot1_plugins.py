"""The same plugins say the same under the real NoneBot 1 and under qiao: only their import lines differ."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.peers.peer import PATIENCE, python_with, running
from tests.peers.test_onebot_peers import NONEBOT1, TOKEN
from tests.places import free_place
from tests.plugins.script import EXPECTED, play, put_samples
from tui.simulator.onebot11.reverse import ReverseDialler
from tui.simulator.onebot11.server import OneBotServer
from tui.simulator.world import small_world

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the bots' environments are laid out as on POSIX")


async def test_plugins_say_the_same(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    python = await python_with(NONEBOT1, request)

    theirs = tmp_path / "theirs" / "samples"
    put_samples(theirs, is_ours=False)
    place = free_place()
    async with (
        OneBotServer(small_world(), token=TOKEN, heartbeat=1.0) as server,
        running(python, "nonebot1_plugins.py", tmp_path, place.rpartition(":")[2], str(theirs)) as bot,
    ):
        await bot.tells(lambda line: line.get("started"))
        async with ReverseDialler(server, f"ws://{place}/ws/", token=TOKEN, every=0.2):
            await bot.tells(lambda line: line.get("connected") == "10001")
            said = await play(server, PATIENCE)
    assert said == EXPECTED
