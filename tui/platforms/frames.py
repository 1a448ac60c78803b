"""What crosses a wire, as the inspector and the wire log are told of it: any platform's, told apart but not understood."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from msgspec import Struct


class Direction(StrEnum):
    """Which way a frame went."""

    IN = "in"
    OUT = "out"


class FrameKind(StrEnum):
    """What a frame is. A beat only says that the other side lives; a note is ours, and never was on the wire."""

    CALL = "call"
    ANSWER = "answer"
    EVENT = "event"
    BEAT = "beat"
    NOTE = "note"
    BROKEN = "broken"


class Frame(Struct, frozen=True):
    """One frame: *text* as it crossed, with its secrets in it; whoever shows or writes it masks it.

    *time* in ms. *label* is the action or the kind of event. *call* is the same for a call and its answer, else ""; *latency*
    (ms) is what the answer took. What is interesting of *text* stands from *gist* to *gist_end* (0: the end). *hides_data*: it
    answers a call whose answer is a secret. *is_by_hand*: it was called for from the console, or is the answer to that. *size* is
    that of the text as it crossed, where only its beginning is kept, else 0.
    """

    time: int
    direction: Direction
    kind: FrameKind
    label: str
    text: str
    call: str = ""
    latency: float | None = None
    gist: int = 0
    gist_end: int = 0
    is_failed: bool = False
    hides_data: bool = False
    is_by_hand: bool = False
    size: int = 0


FrameSink = Callable[[Frame], None]
"""Takes a frame, at once and on any thread; it never blocks and never raises."""
