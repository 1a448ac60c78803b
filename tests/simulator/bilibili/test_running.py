"""As a process and by control lines: it says where it listens, obeys, plays scripts, and ends with its parent."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from tui.simulator.bilibili import contents as make
from tui.simulator.bilibili import population as who
from tui.simulator.bilibili.control import COMMANDS
from tui.simulator.bilibili.life import Life
from tui.simulator.bilibili.model import GROUP, RECALLED, USER, Kind, Letter
from tui.simulator.bilibili.server import BilibiliServer
from tui.simulator.bilibili.world import BiliWorld
from tui.simulator.script import ScriptError, read_script, run_script

from .client import SESSIONS, BiliClient

LIMIT = 20


async def started(*arguments: str, stdin: int = subprocess.PIPE) -> asyncio.subprocess.Process:
    command = (sys.executable, "-m", "tui.simulator", "--protocol", "bilibili", "--quiet", *arguments)
    return await asyncio.create_subprocess_exec(*command, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


async def read(process: asyncio.subprocess.Process) -> dict[str, Any]:
    assert process.stdout is not None
    async with asyncio.timeout(LIMIT):
        line: dict[str, Any] = json.loads(await process.stdout.readline())
    return line


async def test_a_parent_is_told_where_and_as_whom_and_drives_it() -> None:
    process = await started()
    assert process.stdin is not None
    assert process.stderr is not None
    place = await read(process)
    assert place["url"].startswith("http://127.0.0.1:")
    header = "; ".join(f"{name}={value}" for name, value in place["cookies"].items())
    async with httpx.AsyncClient(base_url=place["url"], headers={"Cookie": header}, trust_env=False) as http:
        process.stdin.write(b'{"do": "say", "user": "2000001", "text": "\\u4f60\\u597d"}\n')
        said = await read(process)
        answer = await http.get(f"{SESSIONS}/new_sessions", params={"begin_ts": 0, "size": 1})
        assert str(answer.json()["data"]["session_list"][0]["last_msg"]["msg_key"]) == said["message_id"]
        assert int(place["self_id"]) == who.OWN
    process.stdin.close()
    async with asyncio.timeout(LIMIT):
        assert await process.stderr.read() == b""
        assert await process.wait() == 0


async def test_a_person_is_told_the_cookies_and_what_passes() -> None:
    process = await started("--serve", "--port", "0", stdin=subprocess.DEVNULL)
    assert process.stdout is not None
    async with asyncio.timeout(LIMIT):
        lines = [(await process.stdout.readline()).decode().strip() for _ in range(6)]
        assert lines[0] == "bilibili · 1000001 敲敲"
        url, cookie = lines[1].split()[1], lines[2]
        async with httpx.AsyncClient(base_url=url, headers={"Cookie": cookie}, trust_env=False) as http:
            found = (await http.get(f"{SESSIONS}/get_sessions", params={"session_type": 4})).json()["data"]
        assert (len(found["session_list"]), found["has_more"]) == (20, 1), "it is the large world"
        assert "get_sessions" in (await process.stdout.readline()).decode()
        process.send_signal(signal.SIGINT)
        _, complaints = await process.communicate()
    assert (process.returncode, complaints) == (0, b"")


@pytest.mark.parametrize("option", [("--replay", "x"), ("--human", "20001"), ("--script", "none.jsonl")])
async def test_what_it_can_not_do_is_said(option: tuple[str, str]) -> None:
    process = await started(*option)
    async with asyncio.timeout(LIMIT):
        _, complaints = await process.communicate()
    assert process.returncode == 2
    assert option[1 if option[0] == "--script" else 0].encode() in complaints


async def test_control_lines(client: BiliClient, server: BilibiliServer, world: BiliWorld) -> None:
    async def do(act: str, **line: object) -> dict[str, Any]:
        result = await server.obey(json.dumps({"do": act} | line))
        assert result.get("done") == act, result
        return result

    said = await do("say", user=who.FRIEND, text="在吗")
    friend = world.talk(USER, who.FRIEND)
    assert friend.letters[-1].content == make.text("在吗")
    await do("recall", message_id=said["message_id"])
    assert friend.letters[-2].status == RECALLED
    await do("say", user=who.FRIEND, by=who.OWN, text="手机上说的")
    assert (friend.letters[-1].sender, world.unread(friend)) == (who.OWN, 0)
    await do("say", user=who.FRIEND, type=7, content={"id": 1, "source": 5, "title": "x"})
    assert friend.letters[-1].kind == Kind.SHARE
    await do("picture", user=who.FRIEND)
    assert world.unread(friend) == 2
    await do("read", user=who.FRIEND)
    assert world.unread(friend) == 0
    await do("say", group=who.FANS, user=who.FOLLOWED, text="@敲敲", at=[who.OWN])
    assert world.at_seqno(world.talk(GROUP, who.FANS)) == 9
    unread = (await client.data("/x/msgfeed/unread"))["like"]
    await do("like", users=[who.FRIEND, who.STRANGER])
    await do("reply", user=who.FRIEND, text="好", answered="如何")
    await do("at", user=who.FRIEND, text="@敲敲")
    await do("notice", title="通知", text="内容")
    assert (await client.data("/x/msgfeed/unread"))["like"] == unread + 1
    await do("person", user=77, name="新人", set={"follows": True})
    assert (world.people[77].name, world.people[77].follows) == ("新人", True)
    await do("limit", burst=0)
    assert (await client.text(who.FRIEND, "x"))["code"] == 21020
    await do("limit", burst=20, has_phone=False)
    assert (await client.text(who.FRIEND, "x"))["code"] == 21015
    await do("fault", action="get_sessions", kind="-352", times=1, set={"delay": 0.0})
    assert await client.code(f"{SESSIONS}/get_sessions", session_type=4) == -352
    await do("fault", action="*", kind="412")
    await do("fault", kind="heal")
    seen = await do("calls", action="send_msg")
    assert (seen["count"], seen["cookies"]) == (2, ["DedeUserID", "SESSDATA", "bili_jct"])
    await do("rotate")
    assert (await client.text(who.FRIEND, "x"))["code"] == -403
    assert (await do("calls", action="get_sessions"))["count"] == 1
    await do("clock", seconds=100)
    await do("refuse", seconds=1)
    await do("reopen")
    await do("drop")
    await do("logout")
    assert await client.code(f"{SESSIONS}/get_sessions", session_type=4) == -101


@pytest.mark.parametrize(
    "line",
    [
        "{",
        '{"do": "dance"}',
        '{"do": "say", "user": 99, "text": "x"}',
        '{"do": "say", "user": 2000001}',
        '{"do": "recall", "message_id": "5"}',
        '{"do": "person", "user": 2000001, "set": {"uid": 5}}',
        '{"do": "fault", "action": "x", "kind": "odd"}',
        '{"do": "fault", "set": {"odd": 1}}',
    ],
)
async def test_control_lines_that_fail(server: BilibiliServer, line: str) -> None:
    result = await server.obey(line)
    assert result.keys() == {"failed", "why"}


async def test_a_script_waits_for_what_a_client_does(client: BiliClient, server: BilibiliServer, tmp_path: Path) -> None:
    path = tmp_path / "script.jsonl"
    rows = [
        {"do": "say", "user": who.FRIEND, "text": "在吗"},
        {"wait": "send_msg", "where": {"msg[receiver_id]": who.FRIEND}, "seconds": 5},
        {"do": "end"},
    ]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    playing = run_script(server, read_script(path, COMMANDS))
    assert "done" in await anext(playing)
    await client.text(who.FRIEND, "在")
    assert [line async for line in playing] == ["line 2: send_msg came"]
    path.write_text('{"do": "mute"}', encoding="utf-8")
    with pytest.raises(ScriptError, match="nothing is called 'mute'"):
        read_script(path, COMMANDS)


async def test_people_answer_and_write_of_their_own_accord(client: BiliClient, server: BilibiliServer, world: BiliWorld) -> None:
    seen: asyncio.Queue[Letter] = asyncio.Queue()
    world.observe(seen.put_nowait)
    life = Life(world, speed=100)
    server.on_connected = life.connected
    await client.learn_keys()
    async with asyncio.timeout(LIMIT):
        first = await seen.get()
        assert first.sender in world.people
        assert first.sender != who.OWN
        await client.text(who.LONG_UID, "在吗")
        while (await seen.get()).sender != who.LONG_UID:
            pass
    await life.stop()


async def test_the_quiet_only_answer(client: BiliClient, server: BilibiliServer, world: BiliWorld) -> None:
    seen: asyncio.Queue[Letter] = asyncio.Queue()
    life = Life(world, speed=1000, is_quiet=True)
    server.on_connected = life.connected
    world.observe(seen.put_nowait)
    await client.text(who.LONG_UID, "在吗")
    async with asyncio.timeout(LIMIT):
        assert [(await seen.get()).sender for _ in range(2)] == [who.OWN, who.LONG_UID]
    await life.stop()
