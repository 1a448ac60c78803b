"""One login at work: it is polled until nobody is logged in any more or nothing can be reached, and whoever fails is heard."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from tui.platforms.base import ConnectError
from tui.platforms.bilibili.client import Client
from tui.platforms.bilibili.errors import LOGGED_OUT, CallRefusedError
from tui.platforms.call_errors import CallError, CallNotSentError
from tui.platforms.socket_session import describe

log = logging.getLogger(__name__)


class Watch:
    """What runs between connecting and the end. *work* is what is done all the while, each part until it is cancelled.

    *press_less* hears of refusals after which less is to be asked.
    """

    def __init__(self, client: Client, press_less: Callable[[CallError], None]) -> None:
        self.ended: asyncio.Future[ConnectError] = asyncio.get_running_loop().create_future()
        self._client = client
        self._press_less = press_less
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self, *work: Awaitable[None]) -> None:
        """Let *work* run."""
        for part in work:
            task = asyncio.ensure_future(part)
            assert isinstance(task, asyncio.Task)
            self._tasks.add(task)
            task.add_done_callback(self._done)

    def failed(self, error: CallError) -> None:
        """A call failed, whoever made it."""
        if isinstance(error, CallRefusedError):
            if error.code == LOGGED_OUT:
                self.end(ConnectError("bili_logged_out", error.words, is_final=True))
                self._client.stop()
            elif error.wants_patience:
                self._press_less(error)
        elif isinstance(error, CallNotSentError):
            # Who waits to be sent waits for another connection.
            self.end(ConnectError("unreachable", error.words))

    def end(self, error: ConnectError) -> None:
        """End with *error*, unless it has ended."""
        if not self.ended.done():
            log.info("ended: %s", describe(error))
            self.ended.set_result(error)

    async def close(self) -> None:
        """End it, and let go of the connections: a call that is under way ends as not answered."""
        self.end(ConnectError("closed", "by us"))
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._client.close()

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None and not isinstance(error, CallError):
            log.error("watching failed", exc_info=error)
            self.end(ConnectError("protocol", type(error).__name__))
