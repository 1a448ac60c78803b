"""Third-party SDKs of mirai-api-http receive, send, quote, mute and see events, and the simulator's world shows it."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest

from tests.peers.peer import PATIENCE, python_with, running
from tui.simulator import happenings as told
from tui.simulator.listening import HOST
from tui.simulator.mirai.server import MiraiServer
from tui.simulator.model import Chat, Message
from tui.simulator.world import small_world

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the bots' environments are laid out as on POSIX")

KEY = "peer-key"
H = TypeVar("H", bound=told.Happening)


@dataclass(frozen=True)
class Kind:
    """A bot: its script, what it needs, how it is told where to dial, and whether it recalls as 2.6 and later want it."""

    bot: str
    requirements: tuple[str, ...]
    way: str = ""
    recalls: bool = False


KINDS = {
    "ariadne, websocket": Kind("ariadne_bot.py", ("graia-ariadne==0.11.7", "pydantic<2"), recalls=True),
    "yiri-mirai-rc, websocket": Kind("yiri_bot.py", ("yiri-mirai-rc==0.2.7.3",), "ws"),
    "yiri-mirai, polls": Kind("yiri_bot.py", ("yiri-mirai==0.2.6.1",), "http"),
}


async def _answer(server: MiraiServer, chat: Chat, seen: asyncio.Queue[told.Happening]) -> Message:
    """The account's next message in *chat*."""
    async with asyncio.timeout(PATIENCE):
        while True:
            happening = await seen.get()
            message = happening.message if isinstance(happening, told.Posted) else None
            if message is not None and message.sender == server.self_id and message.chat == chat:
                return message


async def _happened(seen: asyncio.Queue[told.Happening], kind: type[H]) -> H:
    """The next happening of a kind."""
    async with asyncio.timeout(PATIENCE):
        while not isinstance(happening := await seen.get(), kind):
            pass
    return happening


@pytest.mark.parametrize("name", KINDS)
async def test_a_real_bot_works_with_the_simulator(name: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    kind = KINDS[name]
    python = await python_with(kind.requirements, request)
    world = small_world()
    seen: asyncio.Queue[told.Happening] = asyncio.Queue()
    world.observe(seen.put_nowait)
    async with MiraiServer(world, verify_key=KEY) as server:
        place = (kind.way, HOST, str(server.port)) if kind.way else (server.url,)
        async with running(python, kind.bot, tmp_path, *place, KEY) as bot:
            await bot.tells(lambda line: line.get("connected") == "10001")
            if kind.way != "http":
                await server.wait_connections(timeout=PATIENCE)
            asked = await server.say_group("30001", "20001", "/reply 你好")
            answer = await _answer(server, asked.chat, seen)
            assert answer.text.strip() == "re: 你好"
            assert [part["data"]["to"] for part in answer.segments if part["type"] == "reply"] == [asked.uid]
            await bot.tells(lambda line: line.get("sent") == answer.seq)

            whispered = await server.say_private("20002", "/reply 在吗")
            assert (await _answer(server, whispered.chat, seen)).text.strip() == "re: 在吗"

            await server.say_group("30001", "20001", "/mute 20003 600")
            await bot.tells(lambda line: line.get("notice") == "mute" and (line["user"], line["seconds"]) == ("20003", 600))
            assert world.member("30001", "20003").muted_until > world.now()

            await server.say_group("30001", "20001", "/members")
            await bot.tells(lambda line: line.get("members") == len(world.groups["30001"].members) - 1)

            await server.say_group("30001", "20001", "/nudge")
            poked = await _happened(seen, told.Poked)
            assert (poked.chat, poked.sender, poked.target) == (asked.chat, server.self_id, "20001")

            world.allow_invites("30001", False, "20009")
            await server.say_group("30001", "20001", "/config")
            await bot.tells(lambda line: line.get("name") == "爱情公寓" and line["invites"] is False)

            await server.upload("30001", "20001", "讲义.txt", b"abc")
            await server.say_group("30001", "20001", "/files")
            await bot.tells(lambda line: line.get("files") == ["讲义.txt"])

            await server.request("friend", "20050", "加一下")
            assert (await _happened(seen, told.Befriended)).other == "20050"

            if kind.recalls:
                spam = await server.say_group("30001", "20001", "/recall")
                recalled = await _happened(seen, told.Recalled)
                assert (recalled.message.uid, recalled.operator) == (spam.uid, server.self_id)

            slip = await server.say_group("30002", "20002", "说错了")
            await bot.tells(lambda line: "说错了" in str(line.get("message")))
            await server.recall(slip)
            await bot.tells(lambda line: line.get("notice") == "recall" and line["message_id"] == slip.seq)
            await server.poke("20001", group_id="30001")
            await bot.tells(lambda line: line.get("notice") == "nudge" and line["user"] == "20001")
