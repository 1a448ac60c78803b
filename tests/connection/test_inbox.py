"""The way in: batches in order, and a flood that is not read faster than it is written."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any, cast

import pytest

from tests.store.making import ME, Bench, message
from tui.chat.events import Event, MessageReceived
from tui.connection import inbox
from tui.connection.inbox import Inbox
from tui.store import conversations
from tui.store.apply import Applier
from tui.store.schema import StoreError
from tui.store.store import Store
from tui.store.writer import Job


class SlowStore:
    """Takes jobs, and has written one when the test says so."""

    def __init__(self) -> None:
        self.jobs: asyncio.Queue[Future[Any]] = asyncio.Queue()

    def submit(self, job: Job[Any]) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_running_or_notify_cancel()  # as the writer does: what was submitted can not be taken back
        self.jobs.put_nowait(future)
        return future

    async def write(self) -> None:
        (await asyncio.wait_for(self.jobs.get(), 5)).set_result(None)

    async def fail(self, error: Exception) -> None:
        (await asyncio.wait_for(self.jobs.get(), 5)).set_exception(error)


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


async def test_an_event_that_can_not_be_applied_takes_no_neighbour_along(tmp_path: Path) -> None:
    store = Store(tmp_path)
    account, _ = store.submit(lambda tx: conversations.begin_connection(tx, ME, "main", "我")).result()
    bench, written = Bench(store, account), list[Event]()
    box = Inbox(store, written.extend)
    # No column holds such a time: the whole batch fails at it.
    batch = [MessageReceived(each) for each in (message(1), message(2, at=2**70), message(3, at=3), message(4, at=4))]
    for event in batch:
        box.put(event)
    await box.flush(bench.applier)
    assert bench.natives() == ["1", "3", "4"]
    await asyncio.wait_for(box.settled(), 5)
    assert written == batch
    box.put(MessageReceived(message(5, at=5)))
    await box.flush(bench.applier)
    assert bench.natives() == ["1", "3", "4", "5"]
    bench.reader.close()
    store.close()


@pytest.mark.parametrize("is_single", [False, True], ids=["the batch", "one alone"])
async def test_events_are_kept_in_order_when_the_store_can_not_be_written(is_single: bool) -> None:
    box, store, written = made()
    some = events(3)
    for event in some[:2]:
        box.put(event)
    running = asyncio.create_task(box.run(cast(Applier, None)))
    if is_single:
        await store.fail(ValueError("no such thing"))
    await store.fail(StoreError("store_write"))
    with pytest.raises(StoreError):
        await asyncio.wait_for(running, 5)
    assert written == []
    box.put(some[2])
    again = asyncio.create_task(box.run(cast(Applier, None)))
    await store.write()
    await asyncio.wait_for(box.settled(), 5)
    assert written == some
    again.cancel()


async def test_what_was_submitted_when_the_inbox_stopped_is_kept_if_it_was_not_written() -> None:
    box, store, written = made()
    (event,) = events(1)
    box.put(event)
    running = asyncio.create_task(box.run(cast(Applier, None)))
    job = await store.jobs.get()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    job.set_exception(StoreError("store_write"))
    flushing, writing = asyncio.create_task(box.flush(cast(Applier, None))), asyncio.create_task(store.write())
    await asyncio.wait({flushing, writing}, return_when=asyncio.FIRST_COMPLETED)
    is_submitted_again = writing.done()
    writing.cancel()
    await flushing
    assert is_submitted_again
    assert written == [event]
