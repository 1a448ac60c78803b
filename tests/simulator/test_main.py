"""The simulator as a process: it says where it listens, obeys lines, and dies with its parent's end of the pipe."""

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from typing import Any

import pytest
from websockets.asyncio.client import connect

from tui.simulator.__main__ import parse

LIMIT = 20


@pytest.fixture
async def process() -> AsyncIterator[asyncio.subprocess.Process]:
    arguments = ("-m", "tui.simulator", "--demo", "--quiet", "--token", "秘密", "--heartbeat", "0")
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    running = await asyncio.create_subprocess_exec(sys.executable, *arguments, **pipes)
    yield running
    if running.returncode is None:
        running.kill()
    await running.communicate()


async def read(process: asyncio.subprocess.Process) -> dict[str, Any]:
    assert process.stdout is not None
    async with asyncio.timeout(LIMIT):
        line: dict[str, Any] = json.loads(await process.stdout.readline())
    return line


async def test_it_listens_obeys_and_ends(process: asyncio.subprocess.Process) -> None:
    assert process.stdin is not None
    place = await read(process)
    assert place["url"].startswith("ws://127.0.0.1:")
    async with asyncio.timeout(LIMIT), connect(place["url"] + "?access_token=%E7%A7%98%E5%AF%86") as ws:
        assert json.loads(await ws.recv())["self_id"] == int(place["self_id"])
        process.stdin.write(b'{"do": "say", "user": "20001", "text": "\\u4f60\\u597d"}\n')
        event = json.loads(await ws.recv())
        assert event["raw_message"] == "你好"
        assert (await read(process))["message_id"] == event["message_id"]
        process.stdin.close()
        assert process.stderr is not None
        assert await process.stderr.read() == b""
        assert await process.wait() == 0


@pytest.mark.parametrize("dialect", ["napcat", "llbot", "lagrange", "gocqhttp"])
def test_the_implementation_is_chosen_by_name(dialect: str) -> None:
    assert parse(["--dialect", dialect]).dialect == dialect
    with pytest.raises(SystemExit):
        parse(["--dialect", "qq"])


async def test_the_other_ways_are_opened_when_asked_for() -> None:
    heard: asyncio.Queue[bytes] = asyncio.Queue()

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.put_nowait(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    listening = await asyncio.start_server(take, "127.0.0.1", 0)
    place = f"127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    ways = (
        "--http-port",
        "0",
        "--webhook",
        f"http://{place}",
        "--secret",
        "s",
        "--reverse",
        f"ws://{place}/r",
        "--reconnect",
        "60",
    )
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    command = (sys.executable, "-m", "tui.simulator", "--quiet", *ways)
    process = await asyncio.create_subprocess_exec(*command, **pipes)  # type: ignore[arg-type]
    assert process.stdin is not None
    async with listening, asyncio.timeout(LIMIT):
        assert (await read(process))["http"].startswith("http://127.0.0.1:")
        assert (await heard.get()).startswith(b"GET /r HTTP/1.1")
        process.stdin.write(b'{"do": "say", "user": "20001", "text": "x"}\n')
        assert b"x-signature: sha1=" in await heard.get()
        process.stdin.close()
        assert await process.wait() == 0
