"""Tells of each frame of a connection: what it is, whose call it answers, and how long that took."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from msgspec import Struct

from tui.chat.text import one_line
from tui.platforms.frames import Direction, Frame, FrameKind, FrameSink
from tui.platforms.values import as_row, as_text

MAX_CALLS = 1000
"""Calls remembered while their answers are awaited, and those that were given up: an answer may come late."""

_CONTENT = '"content": '
_DATA = '"data":'


class _Call(Struct):
    command: str
    started: float
    is_waiting: bool = True


class Tap:
    """The frames of one connection, told to *sink*. *clock* dates them (ms), *stopwatch* (s) measures."""

    def __init__(
        self, sink: FrameSink | None, clock: Callable[[], int], stopwatch: Callable[[], float] = time.perf_counter
    ) -> None:
        self._sink = sink
        self._clock = clock
        self._stopwatch = stopwatch
        self._calls: dict[str, _Call] = {}

    def sent(self, command: str, sync: str, text: str) -> None:
        """A call is about to be written."""
        if self._sink is None:
            return
        self._calls[sync] = _Call(command, self._stopwatch())
        if len(self._calls) > MAX_CALLS:
            del self._calls[next(iter(self._calls))]
        gist = text.find(_CONTENT) + len(_CONTENT)
        self._tell(Direction.OUT, FrameKind.CALL, command, text, call=sync, gist=gist, gist_end=len(text) - 1)

    def given_up(self, sync: str, words: str) -> None:
        """No answer will be waited for any longer."""
        call = self._calls.get(sync)
        if call is None or not call.is_waiting:
            return
        call.is_waiting = False
        latency = self._since(call)
        self._tell(Direction.IN, FrameKind.NOTE, call.command, words, call=sync, latency=latency, is_failed=True)

    def greeted(self, text: str, *, is_failed: bool) -> None:
        """The first frame came: it names our session, which nobody is to see, or says why there is none."""
        self._tell(Direction.IN, FrameKind.ANSWER, "session", text, is_failed=is_failed, hides_data=not is_failed)

    def answered(self, sync: str, text: str, *, is_failed: bool) -> None:
        """An answer came, to one of our calls or to none."""
        call = self._calls.get(sync)
        if call is None:
            # Whose answer it is was forgotten.
            self._tell(Direction.IN, FrameKind.ANSWER, "", text, is_failed=is_failed)
            return
        call.is_waiting = False
        values = {"call": sync, "latency": self._since(call), "is_failed": is_failed, **_gist(text)}
        self._tell(Direction.IN, FrameKind.ANSWER, call.command, text, **values)

    def came(self, packet: object, text: str) -> None:
        """A frame came that answers nothing."""
        kind = as_text(as_row(packet).get("type"))
        if not kind:
            self._tell(Direction.IN, FrameKind.BROKEN, "", text, is_failed=True)
            return
        self._tell(Direction.IN, FrameKind.EVENT, kind, text, **_gist(text))

    def note(self, label: str, words: str = "", is_failed: bool = False) -> None:
        """Something happened to the connection itself; *label* is a key of ours (``inspector.note.<label>``)."""
        self._tell(Direction.IN, FrameKind.NOTE, label, words, is_failed=is_failed)

    def _since(self, call: _Call) -> float:
        return (self._stopwatch() - call.started) * 1000

    def _tell(self, direction: Direction, kind: FrameKind, label: str, text: str, **values: Any) -> None:
        if self._sink is not None:
            self._sink(Frame(self._clock(), direction, kind, one_line(label, 60), text, **values))


def _gist(text: str) -> dict[str, int]:
    start = text.find(_DATA, 0, 400)
    return {"gist": start + len(_DATA), "gist_end": len(text) - 1} if start >= 0 else {}
