"""The simulator as a process: it says where it listens, obeys lines, and dies with its parent's end of the pipe."""

import asyncio
import json
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidMessage

from tui.simulator.demo_world import ADMIN_GROUP, SECOND_ID
from tui.simulator.options import parse

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


async def serve(*arguments: str) -> asyncio.subprocess.Process:
    command = ("-m", "tui.simulator", "--serve", "--port", "0", "--small", "--quiet", "--heartbeat", "0", *arguments)
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return await asyncio.create_subprocess_exec(sys.executable, *command, **pipes)


async def said(process: asyncio.subprocess.Process, words: str) -> str:
    """The next line that holds *words*."""
    assert process.stdout is not None
    async with asyncio.timeout(LIMIT):
        while words not in (line := (await process.stdout.readline()).decode()):
            assert line, f"it ended without {words!r}"
    return line


async def test_for_a_person_it_says_what_passes_and_ends_when_told() -> None:
    running = await serve()
    url = (await said(running, "WebSocket")).split()[1]
    async with connect(url) as ws:
        await ws.send('{"action": "get_login_info", "echo": "1"}')
        assert "吕小布" in await said(running, "get_login_info")
    running.send_signal(signal.SIGINT)
    async with asyncio.timeout(LIMIT):
        _, complaints = await running.communicate()
    assert (running.returncode, complaints) == (0, b"")


@pytest.mark.parametrize(("line", "status"), [('{"do": "end"}', 0), ('{"wait": "send_msg", "seconds": 0.1}', 1)])
async def test_a_script_ends_it_with_a_status_that_tells(tmp_path: Path, line: str, status: int) -> None:
    path = tmp_path / "script.jsonl"
    path.write_text(line, encoding="utf-8")
    running = await serve("--script", str(path))
    url = (await said(running, "WebSocket")).split()[1]
    async with connect(url):
        async with asyncio.timeout(LIMIT):
            await running.communicate()
    assert running.returncode == status


@pytest.mark.parametrize("arguments", [("--script", "nowhere.jsonl"), ("--replay", "nowhere.jsonl"), ("--human", "99")])
async def test_what_can_not_be_is_said_at_once(arguments: tuple[str, ...]) -> None:
    running = await serve(*arguments)
    async with asyncio.timeout(LIMIT):
        _, complaints = await running.communicate()
    assert running.returncode == 2
    assert arguments[1] in complaints.decode()


@pytest.mark.parametrize(
    "option",
    [
        "--port=65536",
        "--port=-1",
        "--http-port=99999",
        "--speed=0",
        "--speed=nan",
        "--heartbeat=-1",
        "--reconnect=inf",
        "--reverse=127.0.0.1:80",
        "--reverse=http://a/",
        "--reverse=ws://a:99999/",
        "--webhook=ws://a/",
        "--webhook=http://",
        "--webhook=http://a b/",
    ],
)
def test_an_option_that_can_not_be_is_named(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parse([option])
    assert ended.value.code == 2
    assert option.partition("=")[0] in capsys.readouterr().err


async def test_who_does_not_listen_is_named() -> None:
    running = await serve("--reverse", "ws://127.0.0.1:1/", "--webhook", "http://127.0.0.1:1/")
    assert "ws://127.0.0.1:1/ can not be dialled" in await said(running, "-- ")
    running.terminate()
    await running.communicate()


@pytest.mark.parametrize("option", ["--port", "--http-port"])
async def test_a_taken_port_is_named(option: str) -> None:
    running = await serve()
    url = (await said(running, "WebSocket")).split()[1]
    port = url.rstrip("/").rpartition(":")[2]
    other = await serve(option, port)
    async with asyncio.timeout(LIMIT):
        _, complaints = await other.communicate()
    assert (other.returncode, f"port {port}" in complaints.decode()) == (2, True)
    running.terminate()
    await running.communicate()


async def test_it_speaks_mirai_too() -> None:
    arguments = ("-m", "tui.simulator", "--protocol", "mirai", "--quiet", "--verify-key", "k", "--qq", "20001")
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    running = await asyncio.create_subprocess_exec(sys.executable, *arguments, **pipes)
    try:
        place = await read(running)
        assert place["self_id"] == "20001"
        url = place["url"].replace("http://", "ws://")
        async with asyncio.timeout(LIMIT), connect(f"{url}/all?verifyKey=k&qq=20001") as ws:
            assert json.loads(await ws.recv())["data"]["code"] == 0
            assert running.stdin is not None
            running.stdin.write(b'{"do": "say", "user": "20002", "group": "30001", "text": "hi"}\n')
            event = json.loads(await ws.recv())["data"]
            said = await read(running)
            assert (event["type"], event["messageChain"][0]["id"]) == ("GroupMessage", said["message_id"])
            running.stdin.write(json.dumps({"do": "recall", "message_id": said["uid"]}).encode() + b"\n")
            assert json.loads(await ws.recv())["data"]["type"] == "GroupRecallEvent"
    finally:
        running.kill()
        await running.communicate()


async def test_a_second_account_lives_behind_mirai_and_loses_the_network_with_the_first() -> None:
    arguments = ("-m", "tui.simulator", "--demo", "--mirai", "--quiet", "--heartbeat", "0")
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    running = await asyncio.create_subprocess_exec(sys.executable, *arguments, **pipes)
    try:
        place = await read(running)
        assert place["mirai"]["self_id"] == SECOND_ID != place["self_id"]
        url = place["mirai"]["url"].replace("http://", "ws://")
        async with asyncio.timeout(LIMIT), connect(place["url"]) as one, connect(f"{url}/all?verifyKey=&qq={SECOND_ID}") as two:
            await one.recv()
            assert json.loads(await two.recv())["data"]["code"] == 0
            assert running.stdin is not None
            say = {"do": "say", "user": "20005", "group": ADMIN_GROUP, "text": "大家好"}
            running.stdin.write(json.dumps(say).encode() + b"\n")
            assert json.loads(await one.recv())["raw_message"] == "大家好"
            assert json.loads(await two.recv())["data"]["messageChain"][1]["text"] == "大家好"
            running.stdin.write(b'{"do": "drop", "seconds": 60}\n')
            for link in (one, two):
                with pytest.raises(ConnectionClosed):
                    await link.recv()
            with pytest.raises((OSError, InvalidMessage)):
                await connect(f"{url}/all?verifyKey=&qq={SECOND_ID}")
    finally:
        running.kill()
        await running.communicate()


async def test_nobody_is_two_accounts() -> None:
    running = await serve("--mirai", "10001")
    async with asyncio.timeout(LIMIT):
        _, complaints = await running.communicate()
    assert (running.returncode, "--mirai: nobody else" in complaints.decode()) == (2, True)


@pytest.mark.parametrize(
    ("protocol", "option"),
    [
        ("mirai", "--token=x"), ("mirai", "--dialect=llbot"), ("mirai", "--http-port=0"), ("mirai", "--report-self"),
        ("mirai", "--mirai"), ("onebot11", "--qq=20001"), ("onebot11", "--overflow"),
    ],
)  # fmt: skip
def test_an_option_of_the_other_protocol_is_named(protocol: str, option: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse(["--protocol", protocol, option])
    assert f"{option.partition('=')[0]}: is nothing that {protocol} has" in capsys.readouterr().err


def test_a_second_account_may_be_overflow_s() -> None:
    assert parse(["--mirai", "--overflow", "--verify-key", "k"]).overflow
