"""The one thread that writes: takes jobs in order, runs what waits in one transaction, tells afterwards what changed."""

from __future__ import annotations

import logging
import queue
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeVar

from tui.store import schema
from tui.store.changes import Changes

T = TypeVar("T")
log = logging.getLogger(__name__)

MAX_JOBS = 256
"""Jobs in one transaction: enough to make bursts cheap, few enough that the first of them need not wait long."""


class Transaction:
    """What a job works with: the database inside a transaction, what it changed, and looked-up ids worth keeping.

    *epochs* and *conversations* are caches over committed rows; a roll-back empties them.
    """

    def __init__(self) -> None:
        self._db: sqlite3.Connection | None = None
        self.changes = Changes()
        self.conversations: dict[tuple[int, str, str], int] = {}
        self.epochs: dict[int, int] = {}
        self._next_id = 0

    @property
    def db(self) -> sqlite3.Connection:
        """The database. Raises sqlite3.OperationalError while it can not be opened."""
        if self._db is None:
            raise sqlite3.OperationalError("the store is not open")
        return self._db

    @property
    def is_open(self) -> bool:
        """Whether the database is open."""
        return self._db is not None

    def open(self, path: Path) -> None:
        """Open the database where it is not open. Raises sqlite3.Error."""
        if self._db is None:
            self._db = schema.connect(path)

    def close(self) -> None:
        """Close the database."""
        db, self._db = self._db, None
        if db is not None:
            db.close()

    def next_message_id(self) -> int:
        """Return the id that the next message row gets; while we run, none is given twice."""
        if not self._next_id:
            self._next_id = int(self.db.execute("SELECT COALESCE(MAX(id), 0) FROM message").fetchone()[0])
        self._next_id += 1
        return self._next_id

    def forget(self) -> None:
        """Empty the caches, after a roll-back."""
        self.conversations.clear()
        self.epochs.clear()
        self._next_id = 0

    def one(self, sql: str, *values: Any) -> tuple[Any, ...] | None:
        """Return the first row of a query, None when there is none."""
        row: tuple[Any, ...] | None = self.db.execute(sql, values).fetchone()
        return row

    def all(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Return all rows of a query."""
        return self.db.execute(sql, values).fetchall()

    def run(self, sql: str, *values: Any) -> int:
        """Execute a statement and return how many rows it touched."""
        return self.db.execute(sql, values).rowcount


Job = Callable[[Transaction], T]


class Writer:
    """Owns the writing connection and its thread. *on_commit* is called on that thread, with what a commit changed."""

    def __init__(self, path: Path, on_commit: Callable[[Changes], None]) -> None:
        self._path = path
        self._on_commit = on_commit
        self._jobs: queue.SimpleQueue[tuple[Job[Any], Future[Any]] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="qiao-store", daemon=True)
        self._is_closed = False

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def submit(self, job: Job[T]) -> Future[T]:
        """Run *job* on the writer's thread; its future is done after the commit, so what it promises is on disk."""
        future: Future[T] = Future()
        # Running from the start: what was submitted is written, even if whoever waits for it is cancelled.
        future.set_running_or_notify_cancel()
        if self._is_closed:
            future.set_exception(schema.StoreError("store_closed"))
        else:
            self._jobs.put((job, future))
        return future

    def close(self) -> None:
        """Finish what was submitted, and end the thread."""
        if not self._is_closed:
            self._is_closed = True
            self._jobs.put(None)
            if self._thread.is_alive():
                self._thread.join()

    def _run(self) -> None:
        transaction = Transaction()
        while batch := self._take():
            self._commit(transaction, batch)
        try:
            transaction.open(self._path)
            transaction.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.Error:
            log.exception("checkpoint at the end failed; the write-ahead log is replayed at the next start")
        finally:
            transaction.close()

    def _roll_back(self, transaction: Transaction) -> None:
        """Leave a failed transaction behind; where even that fails, the next one opens the file anew."""
        try:
            if transaction.is_open and transaction.db.in_transaction:
                transaction.db.execute("ROLLBACK")
        except sqlite3.Error:
            log.exception("a roll-back failed; the store will be opened anew")
            transaction.close()

    def _take(self) -> list[tuple[Job[Any], Future[Any]]]:
        first = self._jobs.get()
        if first is None:
            return []
        batch = [first]
        while len(batch) < MAX_JOBS:
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                break
            if job is None:
                self._jobs.put(None)
                break
            batch.append(job)
        return batch

    def _commit(self, transaction: Transaction, batch: list[tuple[Job[Any], Future[Any]]]) -> None:
        done: list[tuple[Future[Any], Any]] = []
        changes = Changes()
        try:
            transaction.open(self._path)
            db = transaction.db
            db.execute("BEGIN IMMEDIATE")
            for job, future in batch:
                transaction.changes = Changes()
                db.execute("SAVEPOINT job")
                try:
                    result = job(transaction)
                except Exception as error:
                    if not db.in_transaction:
                        # A full disk: SQLite has rolled back all of it. The others' work is done again without this job.
                        log.exception("a store job ended the transaction")
                        future.set_exception(schema.StoreError("store_write", error=error))
                        transaction.forget()
                        self._commit(transaction, [(other, waiting) for other, waiting in batch if not waiting.done()])
                        return
                    db.execute("ROLLBACK TO job")
                    transaction.forget()
                    log.exception("a store job failed and was rolled back")
                    is_disk = isinstance(error, sqlite3.OperationalError)
                    future.set_exception(schema.StoreError("store_write", error=error) if is_disk else error)
                else:
                    done.append((future, result))
                    changes.merge(transaction.changes)
                db.execute("RELEASE job")
            db.execute("COMMIT")
        except sqlite3.Error as error:
            log.exception("a commit failed")
            for _, future in batch:
                if not future.done():
                    future.set_exception(schema.StoreError("store_write", error=error))
            transaction.forget()
            self._roll_back(transaction)
            return
        for future, result in done:
            future.set_result(result)
        if changes:
            self._on_commit(changes)
