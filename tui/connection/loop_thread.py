"""An asyncio loop on a thread of its own: begun, asked from any thread, and ended with all that is under way on it."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Coroutine, Iterable
from concurrent.futures import Future
from contextlib import suppress
from typing import Any, TypeVar

T = TypeVar("T")
log = logging.getLogger(__name__)


class LoopThread:
    """Runs *main* on a thread called *name*; *main* ends soon after :attr:`stopping` is set, and ends what it began.

    *absent* makes the error for who asks while nothing runs; *failed* is told, on the thread, what *main* failed with.
    """

    def __init__(
        self,
        name: str,
        main: Callable[[], Coroutine[Any, Any, None]],
        *,
        absent: Callable[[], Exception],
        failed: Callable[[Exception], None] = lambda error: None,
    ) -> None:
        self.stopping = asyncio.Event()
        self.tasks: set[asyncio.Task[Any]] = set()
        """What was called for, or is kept: *main* ends those it does not wait for."""
        self._main = main
        self._absent = absent
        self._failed = failed
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self) -> None:
        """Let *main* end, and wait for it. Nothing happens when never started."""
        if self._thread.is_alive():
            self.tell(self.stopping.set)
            self._thread.join()
        if not self._loop.is_closed():
            self._loop.close()

    def tell(self, callback: Callable[..., object], *args: Any) -> None:
        """From any thread: let *callback* be called on the loop. Nothing happens after the end."""
        with suppress(RuntimeError):  # that it is closed; it may be while we ask
            self._loop.call_soon_threadsafe(callback, *args)

    def call(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        """From any thread: do *work* on the loop. The future fails at once while nothing runs."""
        if not self._thread.is_alive():
            work.close()
            refused: Future[T] = Future()
            refused.set_exception(self._absent())
            return refused
        return asyncio.run_coroutine_threadsafe(self._counted(work), self._loop)

    def keep(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """On the loop: do *work* for which nobody waits; what it fails with goes to the log."""
        task = asyncio.ensure_future(work)
        self.tasks.add(task)
        task.add_done_callback(self._over)
        return task

    async def _counted(self, work: Coroutine[Any, Any, T]) -> T:
        task = asyncio.current_task()
        assert task is not None
        self.tasks.add(task)
        try:
            return await work
        finally:
            self.tasks.discard(task)

    def _over(self, task: asyncio.Task[Any]) -> None:
        self.tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("a task of %s failed", self._thread.name, exc_info=task.exception())

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._main())
        except Exception as error:
            log.exception("the loop of %s failed", self._thread.name)
            self._failed(error)


async def end(tasks: Iterable[asyncio.Task[Any]]) -> None:
    """Cancel *tasks*, and wait until they are over."""
    ending = list(tasks)
    for task in ending:
        task.cancel()
    await asyncio.gather(*ending, return_exceptions=True)
