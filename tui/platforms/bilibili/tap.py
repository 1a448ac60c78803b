"""Tells of each request and each answer: method, host, path, query and form of the one, status and body of the other."""

from __future__ import annotations

import itertools
import json
import time
from collections.abc import Callable, Mapping
from typing import Any

from tui.chat.text import one_line
from tui.platforms.call_tap import BY_HAND
from tui.platforms.frames import Direction, Frame, FrameKind, FrameSink

_DATA = '"data":'


class Tap:
    """The frames of one account, told to *sink*. *clock* dates them (ms), *stopwatch* (s) measures."""

    def __init__(
        self, sink: FrameSink | None, clock: Callable[[], int], stopwatch: Callable[[], float] = time.perf_counter
    ) -> None:
        self._sink = sink
        self._clock = clock
        self._stopwatch = stopwatch
        self._numbers = itertools.count(1)

    def sent(self, name: str, method: str, host: str, path: str, query: Mapping[str, str], form: Mapping[str, str]) -> Asked:
        """A request is about to leave."""
        by_hand = BY_HAND.get()
        asked = Asked(self, name, str(next(self._numbers)), self._stopwatch(), is_by_hand=by_hand is not None)
        if by_hand is not None:
            by_hand.append(asked.number)
        row: dict[str, object] = {"method": method, "host": host, "path": path}
        row |= {key: dict(values) for key, values in (("query", query), ("form", form)) if values}
        text = json.dumps(row, ensure_ascii=False)
        gist = text.find(', "query": ')
        gist = gist if gist >= 0 else text.find(', "form": ')
        self.tell(asked, Direction.OUT, FrameKind.CALL, text, gist=max(gist + 2, 0), gist_end=len(text) - 1)
        return asked

    def tell(self, asked: Asked, direction: Direction, kind: FrameKind, text: str, **values: Any) -> None:
        """Tell of a frame."""
        if self._sink is not None:
            label = one_line(asked.name, 60)
            frame = Frame(self._clock(), direction, kind, label, text, call=asked.number, is_by_hand=asked.is_by_hand, **values)
            self._sink(frame)

    def since(self, started: float) -> float:
        """Return how many ms ago *started* was."""
        return (self._stopwatch() - started) * 1000


class Asked:
    """A request that left, until its answer came."""

    def __init__(self, tap: Tap, name: str, number: str, started: float, *, is_by_hand: bool) -> None:
        self.name = name
        self.is_by_hand = is_by_hand
        self.number = number
        self._tap = tap
        self._started = started

    def answered(self, status: int, text: str, *, is_failed: bool, hides_data: bool) -> None:
        """Its answer came; *text* as it crossed, put behind its status."""
        start = f'{{"status":{status},"answer":'
        is_row = text.lstrip().startswith("{")
        whole = f"{start}{text if is_row else json.dumps(text, ensure_ascii=False)}}}"
        at = whole.find(_DATA, 0, 400)
        gist = at + len(_DATA) if at >= 0 else len(start)
        self._tap.tell(
            self,
            Direction.IN,
            FrameKind.ANSWER,
            whole,
            latency=self._tap.since(self._started),
            is_failed=is_failed,
            hides_data=hides_data,
            gist=gist,
            gist_end=len(whole) - 1,
        )

    def given_up(self, words: str) -> None:
        """No answer will come."""
        latency = self._tap.since(self._started)
        self._tap.tell(self, Direction.IN, FrameKind.NOTE, words, latency=latency, is_failed=True)
