"""Plays recorded frames to whoever is connected: the events of a wire log, or one event a line, at the pace they once came.

A line is an event (`{"post_type": ...}`, of mirai `{"type": ...}`) or holds one as `text` beside a `time` (seconds, or a date
as wire logs write it); answers, what went out, and a line that a wire log had no time to write to its end are passed over. The
number of the recorded account becomes ours, also where it was mentioned, and times are moved so that the first event is now.
"""

from __future__ import annotations

import asyncio
import json
import math
import re
import time
from collections.abc import AsyncGenerator, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

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


class Wire(Protocol):
    """What recordings of a protocol hold; a module may be one."""

    def event_in(self, frame: dict[str, Any], /) -> dict[str, Any] | None:
        """The event that a frame is or holds, if any."""

    def name_of(self, event: dict[str, Any], /) -> str:
        """What to call it in a line of words."""

    def time_of(self, event: dict[str, Any], /) -> object:
        """When it happened, in seconds, where it says so."""

    def own_number(self, events: Iterable[dict[str, Any]], /) -> object:
        """The number of the recorded account, None where nothing tells."""

    def ours(self, event: dict[str, Any], theirs: object, self_id: str, shift: int, /) -> dict[str, Any]:
        """The event as if it had come to us, so much later."""


def read_frames(path: Path, wire: Wire | None = None) -> list[Recorded]:
    """The events of a file in order. Raises ReplayError, and OSError when it can not be read."""
    wire = wire or OneBot()
    frames: list[Recorded] = []
    # Not splitlines(): what people write holds characters that part lines, and JSON lets them stand as they are.
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").split("\n"), 1):
        if not line.strip():
            continue
        try:
            found = _recorded(json.loads(line), frames[-1].at if frames else 0.0, wire)
        except (ValueError, RecursionError) as error:
            if line.startswith(_TORN):
                continue
            raise ReplayError(f"line {number}: {error}") from error
        if found is not None:
            frames.append(found)
    if not frames:
        raise ReplayError("no event in it")
    return frames


def _recorded(line: object, last: float, wire: Wire) -> Recorded | None:
    frame: object = line
    at: object = None
    if isinstance(line, dict) and "post_type" not in line and "text" in line:
        if line.get("direction") == "out":
            return None
        at = line.get("time")
        try:
            frame = json.loads(line["text"])
        except (ValueError, TypeError, RecursionError):
            return None
    event = wire.event_in(frame) if isinstance(frame, dict) else None
    if event is None:
        return None
    moments = (_seconds(at), _seconds(wire.time_of(event)))
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
    server: Serving,
    frames: list[Recorded],
    *,
    speed: float = 1.0,
    now: Callable[[], float] = time.time,
    wire: Wire | None = None,
) -> AsyncGenerator[str, None]:
    """Send the events at their pace, never pausing for longer than LONGEST_PAUSE; yields a line of words for each."""
    wire = wire or OneBot()
    times = (wire.time_of(frame.event) for frame in frames)
    first_time = next((moment for moment in times if isinstance(moment, int)), 0)
    theirs = wire.own_number(frame.event for frame in frames)
    shift = int(now()) - first_time if first_time else 0
    before = frames[0].at
    for frame in frames:
        pause = min(max(0.0, frame.at - before), LONGEST_PAUSE) / speed
        before = frame.at
        if pause > 0:
            await asyncio.sleep(pause)
        server.send_event(wire.ours(frame.event, theirs, server.self_id, shift))
        await server.drained()
        yield wire.name_of(frame.event)


class OneBot:
    """Recordings of OneBot 11, where each event says whose it is."""

    def event_in(self, frame: dict[str, Any]) -> dict[str, Any] | None:
        """The frame itself; what concerns only the implementation is none."""
        return frame if "post_type" in frame and frame["post_type"] != "meta_event" else None

    def name_of(self, event: dict[str, Any]) -> str:
        """Its kind."""
        return str(event["post_type"])

    def time_of(self, event: dict[str, Any]) -> object:
        """All have one."""
        return event.get("time")

    def own_number(self, events: Iterable[dict[str, Any]]) -> object:
        """It stands in each event, and need not be the same."""
        return None

    def ours(self, event: dict[str, Any], theirs: object, self_id: str, shift: int) -> dict[str, Any]:
        """The event with our number in the place of theirs."""
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
