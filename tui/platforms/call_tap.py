"""Tells of each frame of a connection, for any platform: what it is, whose call it answers, and how long that took."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from msgspec import Struct

from tui.chat.masking import is_secret_name
from tui.chat.text import one_line
from tui.platforms.frames import Direction, Frame, FrameKind, FrameSink

BY_HAND: ContextVar[list[str] | None] = ContextVar("BY_HAND", default=None)
"""Where it is set, calls are a person's at the console, and their keys are put there."""

MAX_CALLS = 1000
"""Calls remembered while their answers are awaited, and those that were given up: an answer may come late."""

_MAX_LABEL = 60


class _Call(Struct):
    name: str
    started: float
    is_by_hand: bool
    is_waiting: bool = True


class CallTap(ABC):
    """The frames of one connection, told to *sink*. *clock* dates them (ms), *stopwatch* (s) measures.

    Calls go by the key that their answers repeat.
    """

    def __init__(
        self, sink: FrameSink | None, clock: Callable[[], int], stopwatch: Callable[[], float] = time.perf_counter
    ) -> None:
        self._sink = sink
        self._clock = clock
        self._stopwatch = stopwatch
        self._calls: dict[str, _Call] = {}

    @abstractmethod
    def came(self, frame: object, text: str) -> None:
        """A frame came that answers nothing."""

    @abstractmethod
    def gist_of_call(self, text: str) -> Mapping[str, int]:
        """Return where in a call its parameters stand: ``gist`` and ``gist_end``, as in Frame."""

    @abstractmethod
    def gist_of_answer(self, text: str, is_failed: bool) -> Mapping[str, int]:
        """Return where an answer says what it is about."""

    def sent(self, name: str, key: str, text: str) -> None:
        """A call is about to be written."""
        by_hand = BY_HAND.get()
        if by_hand is not None:
            by_hand.append(key)
        if self._sink is None:
            return
        is_by_hand = by_hand is not None
        self._calls[key] = _Call(name, self._stopwatch(), is_by_hand)
        if len(self._calls) > MAX_CALLS:
            del self._calls[next(iter(self._calls))]
        self.tell(Direction.OUT, FrameKind.CALL, name, text, call=key, is_by_hand=is_by_hand, **self.gist_of_call(text))

    def given_up(self, key: str, words: str) -> None:
        """No answer will be waited for any longer."""
        call = self._calls.get(key)
        if call is not None and call.is_waiting:
            self._end(call, key, FrameKind.NOTE, words, is_failed=True)

    def answered(self, key: str, text: str, is_failed: bool, *, is_hidden: bool = True) -> None:
        """An answer came, to one of our calls or to none; *is_hidden*: where it is to none, nobody is to see what it says."""
        if self._sink is None:
            return
        call = self._calls.get(key)
        if call is None:
            self.tell(Direction.IN, FrameKind.ANSWER, "", text, is_failed=is_failed, hides_data=is_hidden)
            return
        gist = self.gist_of_answer(text, is_failed)
        self._end(call, key, FrameKind.ANSWER, text, is_failed=is_failed, hides_data=is_secret_name(call.name), **gist)

    def note(self, label: str, words: str = "", is_failed: bool = False) -> None:
        """Something happened to the connection itself; *label* is a key of ours (``inspector.note.<label>``)."""
        self.tell(Direction.IN, FrameKind.NOTE, label, words, is_failed=is_failed)

    def tell(self, direction: Direction, kind: FrameKind, label: str, text: str, **values: Any) -> None:
        """Tell of one frame; *values* are the other fields of Frame."""
        if self._sink is not None:
            self._sink(Frame(self._clock(), direction, kind, _label(label[:200]), text, **values))

    @property
    def is_heard(self) -> bool:
        """Whether anybody is told."""
        return self._sink is not None

    def _end(self, call: _Call, key: str, kind: FrameKind, text: str, **values: Any) -> None:
        call.is_waiting = False
        latency = (self._stopwatch() - call.started) * 1000
        self.tell(Direction.IN, kind, call.name, text, call=key, latency=latency, is_by_hand=call.is_by_hand, **values)


@lru_cache(256)
def _label(text: str) -> str:
    return one_line(text, _MAX_LABEL)
