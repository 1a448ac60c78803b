"""The same plugins say the same under the real NoneBot 1 and under qiao: only their import lines differ."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from tests.peers.peer import PATIENCE, NotInstallableError, environment, running
from tests.peers.test_onebot_peers import NONEBOT1, TOKEN, free_port
from tests.plugins.script import EXPECTED, play, put_samples
from tui.simulator.onebot11.reverse import ReverseDialler
from tui.simulator.onebot11.server import OneBotServer
from tui.simulator.world import small_world

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the bots' environments are laid out as on POSIX")


async def test_plugins_say_the_same(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    assert request.config.cache is not None
    try:
        python = await asyncio.to_thread(environment, Path(request.config.cache.mkdir("peers")), NONEBOT1)
    except NotInstallableError as error:
        pytest.skip(f"the packages of nonebot 1 can not be had here: {error}")

    theirs = tmp_path / "theirs" / "samples"
    put_samples(theirs, is_ours=False)
    port = free_port()
    async with (
        OneBotServer(small_world(), token=TOKEN, heartbeat=1.0) as server,
        running(python, "nonebot1_plugins.py", tmp_path, str(port), str(theirs)) as bot,
    ):
        await bot.tells(lambda line: line.get("started"))
        async with ReverseDialler(server, f"ws://127.0.0.1:{port}/ws/", token=TOKEN, every=0.2):
            await bot.tells(lambda line: line.get("connected") == "10001")
            said = await play(server, PATIENCE)
    assert said == EXPECTED
