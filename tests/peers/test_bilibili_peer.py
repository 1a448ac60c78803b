"""bilibili-api-python reads, sends, recalls, uploads, logs in, renews its cookie and polls; the simulated Bilibili shows it."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from tests.peers.peer import PATIENCE, python_with, running
from tui.simulator.bilibili import contents as make
from tui.simulator.bilibili.model import RECALLED, USER, Kind, Letter
from tui.simulator.bilibili.population import FRIEND, OWN, small_world
from tui.simulator.bilibili.server import BilibiliServer

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the bots' environments are laid out as on POSIX")

REQUIREMENTS = ("bilibili-api-python==17.4.2", "httpx==0.28.1", "aiohttp")
"""Its upload works with aiohttp only."""


async def test_a_real_client_works_with_the_simulator(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    python = await python_with(REQUIREMENTS, request)
    world = small_world()
    seen: asyncio.Queue[Letter] = asyncio.Queue()
    async with BilibiliServer(world) as server:
        server.troubles.signed.add("fetch_session_msgs")
        server.troubles.qr_seconds = 1.0
        server.troubles.wants_refresh = True
        values = (*server.logins.first.cookies.values(), server.logins.first.refresh_token)
        async with running(python, "bilibili_bot.py", tmp_path, server.url, *values) as bot:

            async def tells(name: str) -> object:
                return (await bot.tells(lambda line: name in line))[name]

            friend = world.talk(USER, FRIEND)
            assert [FRIEND, 1, 1] in (sessions := await tells("sessions")), sessions
            assert FRIEND in await tells("new")
            assert (await bot.tells(lambda line: "none" in line))["none"] is None
            types = await bot.tells(lambda line: "types" in line)
            assert types["newest_first"]
            assert {1, 2, 5, 6, 7, 9, 10, 11, 12, 13, 14, 16, 18, 19, 51, 999} == set(types["types"])
            assert await tells("welcome") == ["欢迎路人甲入群3000001"]
            assert await tells("detail") == friend.letters[2].seqno
            assert await tells("no_detail") == 1000004
            assert await tells("likes") == 3
            assert await tells("replies") == ["讲得真清楚", "回复 @敲敲 : 谢谢解答[doge]"]
            assert await tells("mentions") == ["@敲敲 来看这个"]
            assert (await tells("unread")) == dict.fromkeys(
                ("at", "chat", "coin", "danmu", "favorite", "like", "recv_like", "recv_reply", "reply", "up"), 0
            ) | {"sys_msg": 2}, "what was looked at is not new"
            assert len(await tells("system")) == 2  # type: ignore[arg-type]
            assert "set_like" in await tells("settings")  # type: ignore[operator]

            sent = await bot.tells(lambda line: "sent" in line)
            assert sent["content"] == "你好 [tv_doge]", "it asks for the old faces"
            recall = await tells("recalled")
            letter = friend.find(int(sent["sent"]))
            assert letter is not None
            assert letter.status == RECALLED
            assert [(it.kind, it.content) for it in friend.letters if str(it.key) == recall] == [(Kind.RECALL, sent["sent"])]
            assert await tells("again") == 21042
            assert (await bot.tells(lambda line: "uploaded" in line)) == {"uploaded": [4, 3], "downloaded": True}
            picture = friend.find(int(str(await tells("picture"))))
            assert picture is not None
            assert (picture.kind, picture.sender) == (Kind.PICTURE, OWN)
            assert await tells("oneself") == 21026
            assert await tells("csrf") == -111

            assert (await bot.tells(lambda line: "logged_in" in line))["logged_in"] == str(OWN)
            assert [line["qr"] for line in bot.told if "qr" in line] == ["SCAN", "CONF", "DONE"]

            assert await tells("should_renew") is True
            renewed = await bot.tells(lambda line: "renewed" in line)
            assert renewed == {"renewed": True, "should_renew_now": False}
            assert await tells("old") == -101

            await tells("polls")
            await server.wait_call("new_sessions", count=3, timeout=PATIENCE)
            world.observe(seen.put_nowait)
            slip = world.post(friend, FRIEND, Kind.TEXT, make.text("在吗"))
            world.recall(slip)
            assert (await bot.tells(lambda line: "heard" in line)) == {"heard": "在吗", "sender": FRIEND}
            assert await tells("withdrawn") == str(slip.key)
            async with asyncio.timeout(PATIENCE):
                while (answer := await seen.get()).sender != OWN:
                    pass
            assert (answer.talk, answer.content) == (friend, make.text("re: 在吗"))
