"""The writer outlives what the disk does to it: whoever submitted hears of it, and the next job is written."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Sequence
from concurrent.futures import Future, wait
from pathlib import Path

import pytest

from tests.store.making import Bench, message
from tui.chat.events import MessageReceived
from tui.store import conversations, schema
from tui.store.changes import Changes
from tui.store.schema import StoreError
from tui.store.store import Store
from tui.store.writer import Job, Transaction

SECONDS = 10
"""How long a future may take before it counts as hanging."""


def fail_once(tx: Transaction, *statements: str) -> None:
    """Let the next COMMIT or ROLLBACK fail, each once; on this connection only."""
    left = list(statements)

    def authorize(action: int, statement: str | None, *_: str | None) -> int:
        if action != sqlite3.SQLITE_TRANSACTION or statement not in left:
            return sqlite3.SQLITE_OK
        left.remove(statement)
        return sqlite3.SQLITE_DENY

    tx.db.set_authorizer(authorize)


def submit_together(bench: Bench, *jobs: Job[None]) -> Sequence[Future[None]]:
    """Submit *jobs* so that they share one transaction: the writer is held up until all of them wait."""
    reached, gate = threading.Event(), threading.Event()

    def hold(tx: Transaction) -> None:
        reached.set()
        gate.wait(SECONDS)

    bench.store.submit(hold)
    assert reached.wait(SECONDS)
    futures = [bench.store.submit(job) for job in jobs]
    gate.set()
    return futures


@pytest.mark.parametrize("failing", [("COMMIT",), ("COMMIT", "ROLLBACK")], ids=["commit", "commit and roll-back"])
def test_a_commit_that_fails_is_told_to_all_of_its_jobs_and_the_next_one_is_written(
    bench: Bench, failing: tuple[str, ...]
) -> None:
    told: list[Changes] = []
    bench.store.subscribe(told.append)
    lost = [MessageReceived(message(1))]
    futures = submit_together(
        bench,
        lambda tx: fail_once(tx, *failing),
        lambda tx: bench.applier(tx, lost),  # makes the conversation, whose id must not be remembered
        lambda tx: bench.applier(tx, [MessageReceived(message(2, at=2))]),
    )
    for future in futures:
        with pytest.raises(StoreError) as caught:
            future.result(SECONDS)
        assert caught.value.reason == "store_write"
    assert told == []
    assert bench.reader.conversations() == []
    bench.store.submit(lambda tx: bench.applier(tx, lost)).result(SECONDS)
    assert bench.natives() == ["1"]
    assert len(told) == 1


def test_a_job_that_failed_by_itself_keeps_its_own_reason_when_the_commit_fails_too(bench: Bench) -> None:
    def broken(tx: Transaction) -> None:
        raise ValueError("no")

    failed, also = submit_together(bench, broken, lambda tx: fail_once(tx, "COMMIT"))
    with pytest.raises(ValueError, match="no"):
        failed.result(SECONDS)
    with pytest.raises(StoreError):
        also.result(SECONDS)


def test_a_full_disk_fails_the_job_it_hit_and_those_after_it_are_written(bench: Bench) -> None:
    bench.store.submit(lambda tx: tx.one("PRAGMA max_page_count = 1")).result(SECONDS)
    with pytest.raises(StoreError) as caught:
        bench.store.submit(lambda tx: bench.applier(tx, [MessageReceived(message(1, text="x" * 500_000))])).result(SECONDS)
    assert caught.value.reason == "store_write"
    bench.store.submit(lambda tx: tx.one("PRAGMA max_page_count = 1000000")).result(SECONDS)
    bench.store.submit(lambda tx: bench.applier(tx, [MessageReceived(message(1))])).result(SECONDS)
    assert bench.natives() == ["1"]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_store_that_can_not_be_opened_anew_at_once_leaves_nobody_waiting(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    connect, failures = schema.connect, [sqlite3.OperationalError("unable to open database file")]

    def fail_first(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
        if failures:
            raise failures.pop()
        return connect(path, read_only=read_only)

    monkeypatch.setattr(schema, "connect", fail_first)
    (lost,) = submit_together(bench, lambda tx: fail_once(tx, "COMMIT", "ROLLBACK"))
    with pytest.raises(StoreError):
        lost.result(SECONDS)
    following = bench.store.submit(lambda tx: bench.applier(tx, [MessageReceived(message(1))]))
    assert wait([following], timeout=1).done


def test_a_job_too_big_for_the_disk_is_named_and_costs_the_others_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.submit(lambda tx: tx.one(f"PRAGMA max_page_count = {tx.one('PRAGMA page_count')[0]}")).result()
    hold = threading.Event()
    store.submit(lambda tx: hold.wait(5))  # so that the three stand in one batch
    jobs = [
        store.submit(lambda tx: conversations.set_setting(tx, "before", "1")),
        store.submit(lambda tx: conversations.set_setting(tx, "big", "x" * 200_000)),
        store.submit(lambda tx: conversations.set_setting(tx, "after", "2")),
    ]
    hold.set()
    assert jobs[0].exception() is jobs[2].exception() is None
    assert "full" in str(jobs[1].exception())
    reader = store.reader()
    assert (reader.setting("before"), reader.setting("big"), reader.setting("after")) == ("1", "", "2")
    reader.close()
    store.close()
