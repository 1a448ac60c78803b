"""Plays recorded frames to whoever is connected: the events of a wire log, or one event a line, at the pace they once came.

A line is an event (`{"post_type": ...}`) or holds one as `text` beside a `time` (seconds, or a date as wire logs write it);
answers, what went out, and a line that a wire log had no time to write to its end are passed over. The number of the recorded
account becomes ours, also where it was mentioned, and times are moved so that the first event is now.
"""

from __future__ import annotations

import asyncio
import json
import math
import re
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from tui.simulator.serving import Serving

LONGEST_PAUSE = 10.0
"""Seconds: nobody waits through a night that was recorded."""

_TORN = '{"time": '
"""How a line of a wire log begins: one that does not end well was cut off by a full disk, or by the end of its process."""


class ReplayError(ValueError):
    """There is nothing to play in a file; the text says why."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event, and when it came in seconds of some clock."""

    at: float
    event: dict[str, Any]


def read_frames(path: Path) -> list[Recorded]:
    """The events of a file in order. Raises ReplayError, and OSError when it can not be read."""
    frames: list[Recorded] = []
    # Not splitlines(): what people write holds characters that part lines, and JSON lets them stand as they are.
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").split("\n"), 1):
        if not line.strip():
            continue
        try:
            found = _recorded(json.loads(line), frames[-1].at if frames else 0.0)
        except (ValueError, RecursionError) as error:
            if line.startswith(_TORN):
                continue
            raise ReplayError(f"line {number}: {error}") from error
        if found is not None:
            frames.append(found)
    if not frames:
        raise ReplayError("no event in it")
    return frames


def _recorded(line: object, last: float) -> Recorded | None:
    event: object = line
    at: object = None
    if isinstance(line, dict) and "post_type" not in line and "text" in line:
        at = line.get("time")
        try:
            event = json.loads(line["text"])
        except (ValueError, TypeError, RecursionError):
            return None
    if not isinstance(event, dict) or "post_type" not in event or event["post_type"] == "meta_event":
        return None
    moments = (_seconds(at), _seconds(event.get("time")))
    return Recorded(next((moment for moment in moments if moment is not None), last), event)


def _seconds(value: object) -> float | None:
    """The seconds that a moment says, as a number or as a date; None where it says none."""
    try:
        if isinstance(value, str):
            return datetime.fromisoformat(value).timestamp()
        if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
            return float(value)
    except (ValueError, OverflowError):
        return None
    return None


async def replay(
    server: Serving, frames: list[Recorded], *, speed: float = 1.0, now: Callable[[], float] = time.time
) -> AsyncIterator[str]:
    """Send the events at their pace, never pausing for longer than LONGEST_PAUSE; yields a line of words for each."""
    first_time = next((frame.event["time"] for frame in frames if isinstance(frame.event.get("time"), int)), 0)
    shift = int(now()) - first_time if first_time else 0
    before = frames[0].at
    for frame in frames:
        pause = min(max(0.0, frame.at - before), LONGEST_PAUSE) / speed
        before = frame.at
        if pause > 0:
            await asyncio.sleep(pause)
        server.send_event(_ours(frame.event, server.self_id, shift))
        await server.drained()
        yield str(frame.event["post_type"])


def _ours(event: dict[str, Any], self_id: str, shift: int) -> dict[str, Any]:
    theirs = event.get("self_id")
    mine = int(self_id) if self_id.isdecimal() else self_id
    sent = {
        key: mine if value == theirs and key.endswith("_id") and theirs is not None else value for key, value in event.items()
    }
    sent["self_id"] = mine
    for key in ("message", "raw_message"):
        if key in sent and theirs is not None:
            sent[key] = _mentioning(sent[key], str(theirs), self_id)
    if isinstance(event.get("time"), int):
        sent["time"] = event["time"] + shift
    return sent


def _mentioning(message: Any, theirs: str, ours: str) -> Any:
    """A message, in segments or with CQ codes, in which whoever mentioned them mentions us: bots wait to be called."""
    if isinstance(message, str):
        return re.sub(rf"(\[CQ:at,(?:[^\]]*,)?qq=){re.escape(theirs)}(?=[,\]])", rf"\g<1>{ours}", message)
    if not isinstance(message, list):
        return message
    return [_mentioning_us(segment, theirs, ours) for segment in message]


def _mentioning_us(segment: Any, theirs: str, ours: str) -> Any:
    data = segment.get("data") if isinstance(segment, dict) and segment.get("type") == "at" else None
    if not isinstance(data, dict) or str(data.get("qq")) != theirs:
        return segment
    return {**segment, "data": {**data, "qq": int(ours) if isinstance(data["qq"], int) else ours}}
