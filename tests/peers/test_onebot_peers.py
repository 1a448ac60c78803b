"""Third-party SDKs of OneBot 11 receive, send, reply, mute and see notices, and the simulator's world shows it."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.peers.peer import PATIENCE, Peer, python_with, running
from tests.places import free_place
from tui.simulator import happenings as told
from tui.simulator.model import Message, group_chat
from tui.simulator.onebot11.reverse import ReverseDialler
from tui.simulator.onebot11.server import OneBotServer
from tui.simulator.world import small_world

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the bots' environments are laid out as on POSIX")

TOKEN = "peer-token"
NONEBOT2 = ("nonebot2[fastapi,websockets]==2.5.0", "nonebot-adapter-onebot==2.4.6")
NONEBOT1 = ("nonebot==1.9.1", "aiocqhttp==1.4.4", "setuptools<81")
NCATBOT = ("ncatbot==4.4.1.post1",)


@dataclass(frozen=True)
class Kind:
    """A bot: its script, what it needs, and whether it dials or is dialled, there at *path*."""

    bot: str
    requirements: tuple[str, ...]
    path: str = ""


KINDS = {
    "nonebot2, dials": Kind("nonebot2_bot.py", NONEBOT2),
    "nonebot2, listens": Kind("nonebot2_bot.py", NONEBOT2, "/onebot/v11/ws"),
    "nonebot 1, listens": Kind("nonebot1_bot.py", NONEBOT1, "/ws/"),
    "ncatbot 4, dials": Kind("ncatbot_bot.py", NCATBOT),
}


@asynccontextmanager
async def started(kind: Kind, server: OneBotServer, python: Path, folder: Path) -> AsyncIterator[Peer]:
    """The bot, connected to *server*."""
    if not kind.path:
        async with running(python, kind.bot, folder, "forward", server.url) as bot:
            await bot.tells(lambda line: line.get("connected") == "10001")
            yield bot
        return
    place = free_place()
    async with running(python, kind.bot, folder, "reverse", place.rpartition(":")[2]) as bot:
        await bot.tells(lambda line: line.get("started"))
        async with ReverseDialler(server, f"ws://{place}{kind.path}", token=TOKEN, every=0.2):
            await bot.tells(lambda line: line.get("connected") == "10001")
            yield bot


async def answer_to(server: OneBotServer, asked: Message, seen: asyncio.Queue[told.Happening]) -> Message:
    """The account's next message in the conversation of *asked*."""
    async with asyncio.timeout(PATIENCE):
        while True:
            happening = await seen.get()
            message = happening.message if isinstance(happening, told.Posted) else None
            if message is not None and message.sender == server.self_id and message.chat == asked.chat:
                return message


@pytest.mark.parametrize("name", KINDS)
async def test_a_real_bot_works_with_the_simulator(name: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    kind = KINDS[name]
    python = await python_with(kind.requirements, request)
    world = small_world()
    seen: asyncio.Queue[told.Happening] = asyncio.Queue()
    world.observe(seen.put_nowait)
    async with OneBotServer(world, token=TOKEN, heartbeat=1.0) as server, started(kind, server, python, tmp_path) as bot:
        asked = await server.say_group("30001", "20001", "/reply 你好")
        answer = await answer_to(server, asked, seen)
        assert answer.text.strip() == "re: 你好"
        assert [part["data"]["to"] for part in answer.segments if part["type"] == "reply"] == [asked.uid]

        whispered = await server.say_private("20002", "/reply 在吗")
        assert (await answer_to(server, whispered, seen)).text.strip() == "re: 在吗"

        await server.say_group("30001", "20001", "/mute 20003 600")
        async with asyncio.timeout(PATIENCE):
            while not isinstance(muted := await seen.get(), told.Muted):
                pass
        assert (muted.group_id, muted.user_id, muted.seconds) == ("30001", "20003", 600)
        await bot.tells(lambda line: line.get("notice") == "group_ban" and line["sub_type"] == "ban")

        await server.say_group("30001", "20001", "/members")
        await bot.tells(lambda line: line.get("members") == len(world.groups["30001"].members))

        slip = await server.say_group("30002", "20002", "说错了")
        await bot.tells(lambda line: "说错了" in str(line.get("message")))
        await server.recall(slip)
        await bot.tells(lambda line: line.get("notice") == "group_recall")
        await server.poke("20001", group_id="30001")
        await bot.tells(lambda line: line.get("notice") == "notify" and line["sub_type"] == "poke")
        assert world.member("30001", "20003").muted_until > world.now()
        assert group_chat("30001") in world.conversations
