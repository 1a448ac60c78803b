"""Scripts: their lines are checked before anything happens, and they say which one failed."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from websockets.asyncio.client import connect

from tui.simulator.onebot11.server import OneBotServer
from tui.simulator.script import ScriptError, Step, read_script, run_script
from tui.simulator.world import small_world


def script(folder: Path, *lines: object) -> Path:
    """A file of these lines."""
    path = folder / "script.jsonl"
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), encoding="utf-8")
    return path


def test_what_says_nothing_is_passed_over(tmp_path: Path) -> None:
    steps = read_script(script(tmp_path, "# greet", "", {"after": 2, "do": "poke", "user": "20001"}, {"do": "end"}))
    assert [(step.line, step.after, step.ends) for step in steps] == [(3, 2.0, False), (4, 0.0, True)]


def test_characters_that_part_lines_elsewhere_may_be_said(tmp_path: Path) -> None:
    said = json.dumps({"do": "say", "user": "20001", "text": "a\u2028b\x85c"}, ensure_ascii=False)
    assert [json.loads(step.act)["text"] for step in read_script(script(tmp_path, said))] == ["a\u2028b\x85c"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "line 2: "),
        ("[" * 100_000, "line 2: "),
        ('["do"]', "not an object"),
        ({"do": "dance"}, "'dance'"),
        ({"after": 1}, 'neither "do" nor "wait"'),
        ('{"after": NaN, "do": "end"}', "no number of seconds"),
        ('{"wait": "send_msg", "seconds": Infinity}', "no number of seconds"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: object, words: str) -> None:
    with pytest.raises(ScriptError) as error:
        read_script(script(tmp_path, {"do": "end"}, line))
    assert "line 2" in str(error.value)
    assert words in str(error.value)


async def play(server: OneBotServer, *steps: Step) -> list[str]:
    return [line async for line in run_script(server, list(steps))]


SAY = Step(1, act='{"do": "say", "user": "20001", "text": "/help"}')


async def test_it_goes_on_once_the_bot_has_done_what_was_waited_for() -> None:
    async with OneBotServer(small_world(), heartbeat=0) as server, connect(server.url) as bot:

        async def answer() -> None:
            async for text in bot:
                event = json.loads(text)
                if event.get("raw_message") == "/help":
                    params = {"user_id": event["user_id"], "message": "help"}
                    await bot.send(json.dumps({"action": "send_private_msg", "params": params}))

        answering = asyncio.create_task(answer())
        wait = Step(2, wait="send_private_msg", where={"user_id": "20001"}, seconds=5)
        played = await play(server, SAY, wait, Step(3), Step(4, act='{"do": "nothing"}'))
        assert [line.partition(":")[0] for line in played] == ["line 1", "line 2"], "it ends where the script says so"
        answering.cancel()


async def test_what_does_not_come_ends_it_with_the_line() -> None:
    async with OneBotServer(small_world(), heartbeat=0) as server:
        with pytest.raises(ScriptError, match=r"line 2: no send_private_msg with .*20001.* within 0\.01 s"):
            await play(server, SAY, Step(2, wait="send_private_msg", where={"user_id": 20001}, seconds=0.01))


async def test_what_was_done_before_does_not_count() -> None:
    async with OneBotServer(small_world(), heartbeat=0) as server, connect(server.url) as bot:
        await bot.send(json.dumps({"action": "get_status", "echo": "1"}))
        await server.wait_call("get_status")
        with pytest.raises(ScriptError):
            await play(server, SAY, Step(2, wait="get_status", seconds=0.01))


async def test_an_act_that_can_not_be_ends_it_with_the_line() -> None:
    async with OneBotServer(small_world(), heartbeat=0) as server:
        with pytest.raises(ScriptError, match="line 1"):
            await play(server, Step(1, act='{"do": "kick", "group": "30001", "user": "99"}'))
