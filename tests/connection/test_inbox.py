"""The way in: batches in order, and a flood that is not read faster than it is written."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import Future
from typing import Any, cast

from tui.chat.events import Event
from tui.connection import inbox
from tui.connection.inbox import Inbox
from tui.store.apply import Applier
from tui.store.store import Store
from tui.store.writer import Job


class SlowStore:
    """Takes jobs, and has written one when the test says so."""

    def __init__(self) -> None:
        self.jobs: asyncio.Queue[Future[Any]] = asyncio.Queue()

    def submit(self, job: Job[Any]) -> Future[Any]:
        future: Future[Any] = Future()
        self.jobs.put_nowait(future)
        return future

    async def write(self) -> None:
        (await self.jobs.get()).set_result(None)


def events(count: int) -> list[Event]:
    return [cast(Event, number) for number in range(count)]


def made() -> tuple[Inbox, SlowStore, list[Event]]:
    store, written = SlowStore(), list[Event]()

    def note(batch: Sequence[Event]) -> None:
        written.extend(batch)

    return Inbox(cast(Store, store), note), store, written


async def test_reading_waits_while_too_much_waits_to_be_written() -> None:
    box, store, written = made()
    running = asyncio.create_task(box.run(cast(Applier, None)))
    flood = events(inbox.MAX_BATCH + inbox.MAX_WAITING)
    for event in flood[: inbox.MAX_BATCH]:
        box.put(event)
    first = await store.jobs.get()  # the first batch is being written
    for event in flood[inbox.MAX_BATCH :]:
        await box.until_ready()
        box.put(event)
    reading = asyncio.create_task(box.until_ready())
    await asyncio.sleep(0)
    assert not reading.done()
    first.set_result(None)
    await reading
    await store.write()
    await box.settled()
    assert written == flood
    running.cancel()


async def test_nothing_waits_for_an_inbox_that_does_not_run() -> None:
    box, _, _ = made()
    for event in events(inbox.MAX_WAITING + 1):
        box.put(event)
    await box.until_ready()


async def test_reading_goes_on_when_the_inbox_stops() -> None:
    box, store, _ = made()
    running = asyncio.create_task(box.run(cast(Applier, None)))
    for event in events(inbox.MAX_BATCH + inbox.MAX_WAITING):
        box.put(event)
    await store.jobs.get()
    reading = asyncio.create_task(box.until_ready())
    await asyncio.sleep(0)
    assert not reading.done()
    running.cancel()
    await reading
