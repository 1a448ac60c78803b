"""Control lines: each command does its act, wrong lines are answered and do no harm."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tui.simulator.control import COMMANDS, obey, runs_long
from tui.simulator.model import group_chat, private_chat
from tui.simulator.onebot11.server import OneBotServer
from tui.simulator.world import small_world


@pytest.fixture
async def server() -> AsyncIterator[OneBotServer]:
    async with OneBotServer(small_world(), heartbeat=0) as running:
        yield running


async def do(server: OneBotServer, name: str, /, **arguments: Any) -> dict[str, Any]:
    return await obey(server, json.dumps({"do": name} | arguments))


async def test_saying_answers_with_the_message_id(server: OneBotServer) -> None:
    answer = await do(server, "say", group="30001", user="20001", text="你好")
    (message,) = server.world.conversation(group_chat("30001")).messages
    assert answer == {"done": "say", "message_id": server.message_id(message)}
    assert await do(server, "react", message_id=answer["message_id"], user="20002", emoji=76) == {"done": "react"}
    assert message.reactions == {"76": {"20002"}}
    assert await do(server, "recall", message_id=answer["message_id"]) == {"done": "recall"}
    assert message.recalled_by == "20001"


async def test_a_request_is_answered_by_somebody_else(server: OneBotServer) -> None:
    flag = (await do(server, "request", kind="add", user="20778", group="30002"))["flag"]
    assert await do(server, "answer", flag=flag, approve=False, by="20009") == {"done": "answer"}
    request = server.world.requests[flag]
    assert (request.verdict, request.answered_by) == ("refused", "20009")


async def test_a_friend_sends_a_forward_of_forwards(server: OneBotServer) -> None:
    inner = {"user": "20003", "name": "别人", "nodes": [{"user": "20002", "text": "里", "time": 5}]}
    await do(server, "forward", user="20001", nodes=[{"user": "20002", "text": "外"}, inner])
    (message,) = server.world.conversation(private_chat("10001", "20001")).messages
    first, second = message.segments[0]["data"]["nodes"]
    assert (first.nickname, first.segments[0]["data"]["text"]) == ("胡一菲", "外")
    (deepest,) = second.segments[0]["data"]["nodes"]
    assert (second.nickname, deepest.time, deepest.segments[0]["data"]["text"]) == ("别人", 5, "里")


LINES: list[tuple[str, dict[str, Any]]] = [
    ("drop", {"seconds": 0}),
    ("restart", {}),
    ("refuse", {"seconds": 60}),
    ("reopen", {}),
    ("say", {"user": "20001", "message": [{"type": "text", "data": {"text": "x"}}]}),
    ("forward", {"user": "20001", "nodes": [{"user": "20002", "text": "x"}]}),
    ("poke", {"user": "20001"}),
    ("upload", {"group": "30001", "user": "20001", "name": "a.txt", "text": "x"}),
    ("notice", {"group": "30001", "text": "明天开会"}),
    ("like", {"user": "20001", "times": 2}),
    ("mute", {"group": "30001", "user": "20001", "seconds": 60}),
    ("mute_all", {"group": "30001"}),
    ("join", {"group": "30001", "user": "20777", "nickname": "新人"}),
    ("leave", {"group": "30001", "user": "20002"}),
    ("kick", {"group": "30001", "user": "20002"}),
    ("request", {"kind": "friend", "user": "20778", "comment": "hi"}),
    ("typing", {"user": "20001"}),
    ("raw", {"text": "{"}),
    ("flood", {"conversations": 5, "rate": 0, "count": 20}),
    ("online", {"on": False}),
    ("fault", {"kind": "silence", "action": "get_msg", "times": 1}),
    ("fault", {"kind": "heal"}),
    ("fault", {"set": {"duplicate_events": True}}),
    ("calls", {"action": "get_msg"}),
]


@pytest.mark.parametrize(("name", "arguments"), LINES)
async def test_each_command_is_carried_out(server: OneBotServer, name: str, arguments: dict[str, Any]) -> None:
    answer = await do(server, name, **arguments)
    assert answer["done"] == name, answer


def test_every_command_is_tried() -> None:
    assert {name for name, _ in LINES} | {"recall", "react", "answer"} == set(COMMANDS)


@pytest.mark.parametrize("line", ["", "null", "[]", "{", '{"do":"dance"}', '{"do":["x"]}'])
async def test_what_is_no_command_is_said_to_be_none(server: OneBotServer, line: str) -> None:
    assert "known: drop" in (await obey(server, line))["why"]


async def test_what_the_world_refuses_is_said(server: OneBotServer) -> None:
    answer = await do(server, "mute", group="30003", user="20009", seconds=5, by="10001")
    assert answer == {"failed": "mute", "why": "Refused: rank too low"}
    assert "KeyError" in (await do(server, "kick", group="30001"))["why"]


def test_only_a_flood_runs_long() -> None:
    assert runs_long('{"do": "flood"}')
    assert not runs_long('{"do": "drop"}')
