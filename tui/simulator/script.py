"""A script of what happens to a bot: JSON lines of control acts, each after a pause or after what the bot was waited for.

    {"after": 1.5, "do": "say", "group": "700100", "user": "20001", "text": "/help"}
    {"wait": "send_group_msg", "where": {"group_id": 700100}, "seconds": 5}

`do` and its arguments are those of :mod:`tui.simulator.control`; `{"do": "end"}` ends the process. `after` is in seconds. `wait`
is an action that the bot has to call, later than the step before, with parameters that hold those of `where` (numbers and strings
compare alike); `seconds` (30) is how long. Empty lines and lines that begin with `#` say nothing.
"""

from __future__ import annotations

import asyncio
import json
import math
from collections.abc import AsyncGenerator, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tui.simulator.control import COMMANDS
from tui.simulator.serving import Called

PATIENCE = 30.0


class ScriptError(ValueError):
    """A script can not be used, or what it waited for did not happen; the text names the line."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line: after `after` seconds the control line `act` is obeyed, or a call of `wait` awaited for `seconds`."""

    line: int
    after: float = 0.0
    act: str = ""
    wait: str = ""
    where: Mapping[str, Any] = field(default_factory=dict)
    seconds: float = PATIENCE

    @property
    def ends(self) -> bool:
        """Whether the process is to end here."""
        return not self.act and not self.wait


def read_script(path: Path, known: Collection[str] = COMMANDS) -> list[Step]:
    """The steps of a file, whose acts are `known`. Raises ScriptError, and OSError when it can not be read."""
    return [
        _step(number, line, known)
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1)  # JSON may hold what else parts lines
        if line.strip() and not line.lstrip().startswith("#")
    ]


def _step(number: int, text: str, known: Collection[str]) -> Step:
    try:
        line = json.loads(text)
        if not isinstance(line, dict):
            raise ValueError("not an object")
        after, seconds = float(line.pop("after", 0)), float(line.get("seconds", PATIENCE)) if "wait" in line else PATIENCE
        if not (math.isfinite(after) and math.isfinite(seconds)):
            raise ValueError("no number of seconds")
        if "wait" in line:
            where = dict(line.get("where", {}))
            return Step(number, after, wait=str(line["wait"]), where=where, seconds=seconds)
        if line["do"] == "end":
            return Step(number, after)
        if line["do"] not in known:
            raise ValueError(f"nothing is called {line['do']!r}; known: {', '.join(known)}")
    except (ValueError, TypeError, RecursionError) as error:
        raise ScriptError(f"line {number}: {error}") from error
    except KeyError as error:
        raise ScriptError(f'line {number}: neither "do" nor "wait"') from error
    return Step(number, after, act=json.dumps(line))


async def run_script(server: Called, steps: list[Step], *, speed: float = 1.0) -> AsyncGenerator[str, None]:
    """Do the steps in order up to one that ends; yields a line of words for each. Raises ScriptError where one fails."""
    heard = len(server.calls)
    for step in steps:
        if step.after > 0:
            await asyncio.sleep(step.after / speed)
        if step.ends:
            return
        if step.wait:
            heard = await _await_call(server, step, heard)
            yield f"line {step.line}: {step.wait} came"
            continue
        heard = len(server.calls)
        result = await server.obey(step.act)
        if "failed" in result:
            raise ScriptError(f"line {step.line}: {result['why']}")
        yield f"line {step.line}: {json.dumps(result, ensure_ascii=False)}"


async def _await_call(server: Called, step: Step, heard: int) -> int:
    def is_it(params: Mapping[str, Any]) -> bool:
        return all(str(params.get(key)) == str(value) for key, value in step.where.items())

    before = sum(call.action == step.wait and is_it(call.params) for call in server.calls[:heard])
    try:
        call = await server.wait_call(step.wait, count=before + 1, timeout=step.seconds, where=is_it)
    except TimeoutError:
        wanted = f" with {json.dumps(dict(step.where), ensure_ascii=False)}" if step.where else ""
        raise ScriptError(f"line {step.line}: no {step.wait}{wanted} within {step.seconds:g} s") from None
    return server.calls.index(call) + 1
