"""The way in: events are gathered for an instant and written as one batch, so that a flood costs few transactions."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import partial

from tui.chat.events import Event
from tui.store.apply import Applier
from tui.store.schema import StoreError
from tui.store.store import Store
from tui.store.writer import Transaction

log = logging.getLogger(__name__)

GATHER = 0.02
"""Seconds between two batches under load; a lone event does not wait."""

MAX_BATCH = 500
MAX_WAITING = 500
"""Events that wait to be written when no more are read: a flood stays where it comes from, and not in our memory."""


class Inbox:
    """Writes the events of one connection into the store, in order. *on_written* hears each batch after its commit."""

    def __init__(self, store: Store, on_written: Callable[[Sequence[Event]], None]) -> None:
        self._store = store
        self._on_written = on_written
        self._events: list[Event] = []
        self._arrived = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._has_room = asyncio.Event()
        self._is_running = False
        self._in_flight = 0
        self._unsure: tuple[Future[None], int] | None = None

    def put(self, event: Event) -> None:
        """Take one event; it is written soon."""
        self._events.append(event)
        self._idle.clear()
        self._arrived.set()

    async def until_ready(self) -> None:
        """Wait while too much waits already; never when nothing is being written, lest it wait for ever."""
        while self._is_running and len(self._events) - self._in_flight >= MAX_WAITING:
            self._has_room.clear()
            await self._has_room.wait()

    async def run(self, applier: Applier) -> None:
        """Write what comes, until cancelled; what waits already is written first."""
        self._is_running = True
        try:
            await self._run(applier)
        finally:
            self._is_running = False
            self._has_room.set()

    async def _run(self, applier: Applier) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await self._arrived.wait()
            started = loop.time()
            await self.flush(applier)
            rest = GATHER - (loop.time() - started)
            if rest > 0 and self._arrived.is_set():
                await asyncio.sleep(rest)

    async def flush(self, applier: Applier) -> None:
        """Write what waits now."""
        await self._make_sure()
        while self._events:
            batch = self._events[:MAX_BATCH]
            self._in_flight = len(batch)
            self._has_room.set()
            written = self._store.submit(partial(_apply, applier, batch))
            try:
                await asyncio.wrap_future(written)
            except asyncio.CancelledError:
                self._unsure = (written, len(batch))  # the writer goes on with it, and may yet fail
                raise
            except StoreError:
                raise  # the disk's fault: the events stay, and are written when it can be written to again
            except Exception:
                log.exception("a batch of events could not be applied; trying them one by one")
                await self._apply_singly(applier, batch)
            finally:
                self._in_flight = 0
            del self._events[: len(batch)]
            self._on_written(batch)
        self._arrived.clear()
        self._idle.set()

    async def _make_sure(self) -> None:
        """Let go of what was with the writer when we were cancelled, if it is on disk now."""
        if self._unsure is None:
            return
        written, count = self._unsure
        await asyncio.wait([asyncio.wrap_future(written)])
        self._unsure = None
        if written.exception() is None:
            del self._events[:count]

    async def _apply_singly(self, applier: Applier, batch: Sequence[Event]) -> None:
        """Apply each event alone, so that one which can not be applied takes no neighbour along."""
        for event in batch:
            try:
                await asyncio.wrap_future(self._store.submit(partial(_apply, applier, [event])))
            except StoreError:
                raise
            except Exception:
                log.exception("an event of class %s was passed over", type(event).__name__)

    async def settled(self) -> None:
        """Wait until all that was put is written."""
        await self._idle.wait()


def _apply(applier: Applier, batch: Sequence[Event], tx: Transaction) -> None:
    applier(tx, batch)
