"""Gives keys and clicks that come together out in order, so that what is typed ahead reaches what the key before it opens."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from typing import TypeVar

from textual import events
from textual._time import get_time  # the clock of ``Event.time``
from textual.app import App
from textual.errors import NoWidget
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widgets import Input, TextArea

log = logging.getLogger(__name__)

RUSH = 0.05
"""Seconds after a key was given out within which another one, if it was typed then, waits until the first is dealt with."""

PATIENCE = 0.5
"""Seconds for which it waits at most."""

R = TypeVar("R")
_HELD = (events.Key, events.Paste, events.MouseDown, events.MouseUp)


class TypeAheadApp(App[R]):
    """An app in which a key does not overtake what the one before it sets off, and none comes before the app can take it.

    Textual hands a key to the widget that has the focus when it is read. Over a slow line many are read at once: ``m10m`` would
    mute nobody and leave ``10m`` in the composer, and a tab would come too late for the word behind it. Letters for one text
    field wait for nothing but their turn. What a worker opens later than PATIENCE is not waited for.
    """

    def __init__(self, *, ansi_color: bool | None = None) -> None:
        super().__init__(ansi_color=ansi_color)
        self._typed: deque[events.Event] = deque()
        self._is_taking = False
        self._given: MessagePump | None = None
        self._given_at = float("-inf")
        self._given_on: Screen[object] | None = None
        self._is_letter_given = False
        self._turn = 0
        self._patience: asyncio.TimerHandle | None = None

    def on_ready(self) -> None:
        """The first frame is out: what was typed meanwhile has its turn once the screen has its focus."""
        self.screen.call_after_refresh(self._begin_to_take)

    def _begin_to_take(self) -> None:
        self._is_taking = True
        if self._typed:
            self.call_later(self._give_out_next)

    async def on_event(self, event: events.Event) -> None:
        """Hold a key, a paste or a click back while one right before it is being dealt with."""
        if not isinstance(event, _HELD) or event.is_forwarded:
            await super().on_event(event)
        elif not self._is_taking:
            self._typed.append(event)
        elif self._typed or (self._is_rushed(event) and not self._joins(event)):
            self._typed.append(event)
            if len(self._typed) == 1:
                self._wait()
        else:
            await self._give_out(event)

    @property
    def is_holding(self) -> bool:
        """Whether more was typed than has been given out."""
        return bool(self._typed)

    def _is_rushed(self, event: events.Event) -> bool:
        # By when it was typed: whoever deals with the key before may block this very loop meanwhile.
        return event.time - self._given_at < RUSH

    def _joins(self, event: events.Event) -> bool:
        """Return whether *event* is one more letter for the text field that got the last one."""
        return self._is_letter_given and _is_letter(event) and self.focused is self._given

    async def _give_out(self, event: events.Event) -> None:
        self._given_on = self.screen
        self._given = self._receiver(event)
        self._is_letter_given = _is_letter(event) and isinstance(self._given, (Input, TextArea))
        try:
            await super().on_event(event)
        finally:
            self._given_at = get_time()

    def _receiver(self, event: events.Event) -> MessagePump:
        if isinstance(event, events.MouseEvent):
            try:
                return self.get_widget_at(event.x, event.y)[0]
            except NoWidget:
                return self.screen
        return self.focused or self.screen

    def _wait(self) -> None:
        """Give out the next key once the last one, and what it made others do, has passed all who were to hear of it."""
        self._turn += 1
        self._patience = asyncio.get_running_loop().call_later(PATIENCE, self._lose_patience, self._turn)
        self._climb(self._turn, self._given, 2)

    def _climb(self, turn: int, node: MessagePump | None, rounds: int) -> None:
        """Follow the key from the widget it was given to up to the app, which looks for its bindings last.

        Once more: what a binding then makes the widget say goes the same way.
        """
        if node is None and rounds > 1:
            node, rounds = self._given, rounds - 1
        if node is None or not node.call_later(self._climb, turn, node._parent, rounds):
            self._wait_for_screen(turn)

    def _wait_for_screen(self, turn: int) -> None:
        """Where there is another screen now than when the key was given out, wait until it is drawn and has its focus."""
        if self.screen is self._given_on or not self.screen.call_after_refresh(self._next, turn):
            self._next(turn)

    def _lose_patience(self, turn: int) -> None:
        log.info("a key was not dealt with in time")
        self._next(turn)

    def _next(self, turn: int) -> None:
        if turn == self._turn and self._patience is not None:
            self._patience.cancel()
            self._patience = None
            self.call_later(self._give_out_next)

    async def _give_out_next(self) -> None:
        try:
            await self._give_out(self._typed[0])
            while len(self._typed) > 1 and self._joins(self._typed[1]):
                self._typed.popleft()
                await self._give_out(self._typed[0])
        finally:
            self._typed.popleft()
            if self._typed:
                self._wait()


def _is_letter(event: events.Event) -> bool:
    return isinstance(event, events.Key) and event.is_printable
