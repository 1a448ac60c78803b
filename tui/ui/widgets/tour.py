"""The demo's banner: says that it is one, and leads through it: answer, mute, lose the network and nothing else."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from enum import Enum

from textual.widgets import Static

from tui.chat.messages import SendState
from tui.chat.segments import Notice
from tui.locale import t
from tui.store.changes import Changes
from tui.store.reader import Reader
from tui.ui.keys import KeyTable

DROP_SECONDS = 12
CLOCK_SLACK = 1000
"""Milliseconds by which a message may seem older than it is: platforms count whole seconds."""


class Step(Enum):
    """Where the tour is."""

    BANNER = "banner"
    ANSWER = "answer"
    MUTE = "mute"
    DROP_FIRST = "drop_first"
    DROP = "drop"
    DONE = "done"
    CLOSED = "closed"


class Tour(Static):
    """One or two lines at the top. ``control`` gives orders to the simulated world."""

    DEFAULT_CSS = """
    Tour { height: auto; max-height: 3; padding: 0 1; background: $primary; color: $background; text-style: bold; }
    """

    def __init__(self, control: Callable[[Mapping[str, object]], bool], keys: KeyTable) -> None:
        super().__init__(markup=False)
        self._control = control
        self._keys = keys
        self._since = 0
        self.step = Step.BANNER

    def on_mount(self) -> None:
        """Say that this is the demo."""
        self._show()

    def advance(self) -> None:
        """Go on by key: begin, skip a step, cut the network, close."""
        following = {
            Step.BANNER: Step.ANSWER,
            Step.ANSWER: Step.MUTE,
            Step.MUTE: Step.DROP_FIRST,
            Step.DROP_FIRST: Step.DROP,
            Step.DROP: Step.DONE,
            Step.DONE: Step.CLOSED,
        }
        self._go(following.get(self.step, Step.BANNER))

    def watch_changes(self, changes: Changes, reader: Reader) -> None:
        """Go on by deed: what was asked for was done."""
        if self.step not in (Step.ANSWER, Step.MUTE, Step.DROP):
            return
        ids = {id for change in changes.by_conversation.values() for id in change.inserted | change.updated}
        for row in reader.messages(ids).values():
            if row.time < self._since - CLOCK_SLACK:
                continue  # history that is paged in is no deed
            said = row.is_own and not row.is_notice and row.state is SendState.SENT
            if self.step is Step.ANSWER and said:
                self._go(Step.MUTE)
            elif self.step is Step.MUTE and row.is_notice and _is_mute(row.segments):
                self._go(Step.DROP_FIRST)
            elif self.step is Step.DROP and said:
                self._go(Step.DONE)

    def _go(self, step: Step) -> None:
        self.step = step
        self._since = time.time_ns() // 1_000_000
        if step is Step.DROP:
            self._control({"do": "drop", "seconds": DROP_SECONDS})
        self._show()

    def _show(self) -> None:
        self.display = self.step is not Step.CLOSED
        label = self._keys.label_for
        values = {
            "key": label("tour.next"),
            "next": label("unread.next"),
            "switch": label("switcher.open"),
            "mute": label("message.mute"),
            "help": label("help.open"),
            "seconds": DROP_SECONDS,
        }
        if self.step is not Step.CLOSED:
            self.update(t(f"tour.{self.step.value}", **values))


def _is_mute(segments: tuple[object, ...]) -> bool:
    return any(isinstance(segment, Notice) and segment.what == "mute" for segment in segments)
