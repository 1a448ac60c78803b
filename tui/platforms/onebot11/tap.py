"""Tells of each frame of a connection: what it is, whose call it answers, and how long that took."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from msgspec import Struct

from tui.chat.masking import is_secret_name
from tui.chat.text import one_line
from tui.platforms.frames import Direction, Frame, FrameKind, FrameSink
from tui.platforms.values import Row, as_row, as_text

BY_HAND: ContextVar[list[str] | None] = ContextVar("BY_HAND", default=None)
"""Where it is set, calls are a person's at the console, and their echoes are put there."""

MAX_CALLS = 1000
"""Calls remembered while their answers are awaited, and those that were given up: an answer may come late."""

_MAX_LABEL = 60
_SEARCHED = 20_000
"""Characters of a frame that are looked through for what is interesting: it is on the way of every frame."""

_DETAILS = {
    "message": ("message_type", "sub_type"),
    "message_sent": ("message_type", "sub_type"),
    "notice": ("notice_type", "sub_type"),
    "request": ("request_type", "sub_type"),
    "meta_event": ("meta_event_type", "sub_type"),
}
_PARAMS = '"params": '
_AFTER_PARAMS = ', "echo": '
_DATA = re.compile(r'"data"\s*:\s*')
_WORDING = re.compile(r'"(?:wording|message|msg)"\s*:\s*(?!"")')
_RAW_MESSAGE = re.compile(r'"raw_message"\s*:\s*("(?:[^"\\]|\\.)*")')
_AFTER_DATA = re.compile(r'(?:,\s*"(?:message|msg|wording|echo|stream)"\s*:\s*(?:"(?:[^"\\]|\\.)*"|null|-?\d+)\s*)+\}\s*\Z')
_TAIL = 400
"""Characters at the end of an answer, among which its words and its echo stand behind what it is about."""


class _Call(Struct):
    action: str
    started: float
    is_by_hand: bool
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

    def sent(self, action: str, echo: str, text: str) -> None:
        """A call is about to be written."""
        by_hand = BY_HAND.get()
        if by_hand is not None:
            by_hand.append(echo)
        if self._sink is None:
            return
        self._calls[echo] = _Call(action, self._stopwatch(), by_hand is not None)
        if len(self._calls) > MAX_CALLS:
            del self._calls[next(iter(self._calls))]
        self._tell(
            Direction.OUT,
            FrameKind.CALL,
            action,
            text,
            call=echo,
            gist=text.find(_PARAMS) + len(_PARAMS),
            gist_end=text.rfind(_AFTER_PARAMS),
            is_by_hand=by_hand is not None,
        )

    def given_up(self, echo: str, words: str) -> None:
        """No answer will be waited for any longer."""
        call = self._calls.get(echo)
        if call is None or not call.is_waiting:
            return
        call.is_waiting = False
        self._tell(
            Direction.IN,
            FrameKind.NOTE,
            call.action,
            words,
            call=echo,
            latency=self._since(call),
            is_failed=True,
            is_by_hand=call.is_by_hand,
        )

    def answered(self, frame: Row, text: str, is_failed: bool) -> None:
        """An answer came, to one of our calls or to none."""
        if self._sink is None:
            return
        echo = as_text(frame.get("echo"))
        call = self._calls.get(echo)
        if call is None:
            # Whose answer it is was forgotten: it may be one that nobody is to see.
            self._tell(Direction.IN, FrameKind.ANSWER, "", text, is_failed=is_failed, hides_data=True)
            return
        call.is_waiting = False
        self._tell(
            Direction.IN,
            FrameKind.ANSWER,
            call.action,
            text,
            call=echo,
            latency=self._since(call),
            **_gist_of_answer(text, is_failed),
            is_failed=is_failed,
            hides_data=is_secret_name(call.action),
            is_by_hand=call.is_by_hand,
        )

    def came(self, frame: object, text: str) -> None:
        """A frame came that answers nothing."""
        if self._sink is None:
            return
        row = as_row(frame)
        kind = as_text(row.get("post_type"))
        if not kind:
            self._tell(Direction.IN, FrameKind.BROKEN, "", text, is_failed=True)
            return
        is_beat = kind == "meta_event" and row.get("meta_event_type") == "heartbeat"
        words = [kind, *(as_text(row.get(key)) for key in _DETAILS.get(kind, ()))]
        label = ".".join(word for word in words if word)
        said = _RAW_MESSAGE.search(text, 0, _SEARCHED) if kind.startswith("message") else None
        gist = {"gist": said.start(1), "gist_end": said.end(1)} if said is not None else {}
        self._tell(Direction.IN, FrameKind.BEAT if is_beat else FrameKind.EVENT, label, text, **gist)

    def note(self, label: str, words: str = "", is_failed: bool = False) -> None:
        """Something happened to the connection itself; *label* is a key of ours (``inspector.note.<label>``)."""
        self._tell(Direction.IN, FrameKind.NOTE, label, words, is_failed=is_failed)

    def _since(self, call: _Call) -> float:
        return (self._stopwatch() - call.started) * 1000

    def _tell(self, direction: Direction, kind: FrameKind, label: str, text: str, **values: Any) -> None:
        if self._sink is not None:
            self._sink(Frame(self._clock(), direction, kind, _label(label[:200]), text, **values))


@lru_cache(256)
def _label(text: str) -> str:
    return one_line(text, _MAX_LABEL)


def _gist_of_answer(text: str, is_failed: bool) -> dict[str, int]:
    """Return where an answer says what it is about: its words when it refuses, else its data."""
    start = (_WORDING if is_failed else _DATA).search(text, 0, _SEARCHED)
    if start is None:
        return {}
    end = None if is_failed else _AFTER_DATA.search(text, max(start.end(), len(text) - _TAIL))
    return {"gist": start.end(), "gist_end": end.start() if end is not None else 0}
