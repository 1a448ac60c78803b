"""Gives keys that come together out one at a time, so that what is typed ahead reaches what the key before it opens."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TypeVar

from textual import events
from textual.app import App
from textual.message_pump import MessagePump
from textual.screen import Screen

RUSH = 0.05
"""Seconds after a key within which another one waits until the first has been dealt with; a hand is slower than that."""

PATIENCE = 0.5
"""Seconds for which it waits at most."""

R = TypeVar("R")


class TypeAheadApp(App[R]):
    """An app in which no key overtakes what an earlier one does.

    Textual hands a key to the widget that has the focus when it is read. Over a slow line many are read at once: ``m10m`` would
    mute nobody and leave ``10m`` in the composer, and a tab would come too late for the word behind it.
    """

    def __init__(self, *, ansi_color: bool | None = None) -> None:
        super().__init__(ansi_color=ansi_color)
        self._typed: deque[events.Event] = deque()
        self._given: MessagePump | None = None
        self._given_at = float("-inf")
        self._given_on: Screen[object] | None = None
        self._turn = 0
        self._patience: asyncio.TimerHandle | None = None

    async def on_event(self, event: events.Event) -> None:
        """Hold a key or a paste back while one right before it is being dealt with."""
        if not isinstance(event, (events.Key, events.Paste)) or event.is_forwarded:
            await super().on_event(event)
        elif self._typed or asyncio.get_running_loop().time() - self._given_at < RUSH:
            self._typed.append(event)
            if len(self._typed) == 1:
                self._wait()
        else:
            await self._give_out(event)

    async def _give_out(self, event: events.Event) -> None:
        self._given_on = self.screen
        self._given = self.focused or self.screen
        try:
            await super().on_event(event)
        finally:
            self._given_at = asyncio.get_running_loop().time()

    def _wait(self) -> None:
        """Give out the next key once the last one, and what it made others do, has passed all who were to hear of it."""
        self._turn += 1
        self._patience = asyncio.get_running_loop().call_later(PATIENCE, self._next, self._turn)
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

    def _next(self, turn: int) -> None:
        if turn == self._turn and self._patience is not None:
            self._patience.cancel()
            self._patience = None
            self.call_later(self._give_out_next)

    async def _give_out_next(self) -> None:
        try:
            await self._give_out(self._typed[0])
        finally:
            self._typed.popleft()
            if self._typed:
                self._wait()
