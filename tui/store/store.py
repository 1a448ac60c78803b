"""The store as the other rooms use it: opens the file, hands out readers, and takes what is to be written."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TypeVar

from tui.store import schema
from tui.store.changes import Changes
from tui.store.lock import Lock
from tui.store.reader import Reader
from tui.store.writer import Job, Writer

T = TypeVar("T")
log = logging.getLogger(__name__)

FILE_NAME = "qiao.db"


class Store:
    """One data folder, owned by this process. Writes are jobs on the writer's thread: see the other modules of this room.

    Raises StoreError: already_running, store_newer, store_broken, store_no_space.
    """

    def __init__(self, folder: Path, progress: Callable[[int, int], None] | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._lock = Lock(folder / "lock")
        self.path = (folder / FILE_NAME).absolute()
        try:
            schema.migrate(self.path, progress)
            self.path.chmod(0o600)
        except BaseException:
            self._lock.release()
            raise
        self._listeners: list[Callable[[Changes], None]] = []
        self._listeners_lock = threading.Lock()
        self._writer = Writer(self.path, self._publish)
        self._writer.start()

    def reader(self) -> Reader:
        """Return a new reader; one for each thread that reads."""
        return Reader(self.path)

    def submit(self, job: Job[T]) -> Future[T]:
        """Write: run *job* in a transaction on the writer's thread. The future is done when it is on disk."""
        return self._writer.submit(job)

    def subscribe(self, listener: Callable[[Changes], None]) -> None:
        """Call *listener* after each commit, on the writer's thread, with what it changed. It must be quick."""
        with self._listeners_lock:
            self._listeners.append(listener)

    def unsubscribe(self, listener: Callable[[Changes], None]) -> None:
        """Stop calling *listener*, if it was called."""
        with self._listeners_lock:
            self._listeners = [other for other in self._listeners if other != listener]

    def close(self) -> None:
        """Write what was submitted, and let go of the folder."""
        self._writer.close()
        self._lock.release()

    def _publish(self, changes: Changes) -> None:
        with self._listeners_lock:
            listeners = tuple(self._listeners)
        for listener in listeners:
            try:
                listener(changes)
            except Exception:
                log.exception("a listener failed on a change")
