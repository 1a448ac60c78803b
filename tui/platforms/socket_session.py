"""One connection that carries JSON both ways, from its first frame to its end, for any platform."""

from __future__ import annotations

import asyncio
import json
import logging
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from typing import Any

from tui.platforms.base import ConnectError
from tui.platforms.call_errors import CallError
from tui.platforms.call_tap import CallTap
from tui.platforms.sockets import CLOSE_SECONDS, Transport
from tui.platforms.values import NotJson

log = logging.getLogger(__name__)

JsonSink = Callable[[object, str], None]
"""Takes what is no answer, parsed (anything JSON can be, or NotJson) and as it came."""


class SocketSession(ABC):
    """One connection. *on_frame* is called for each frame that answers no call, in the order of arrival.

    *until_ready* is awaited before each frame is read. *tap* is told of all frames. *ended* is why it ended, once it has.
    """

    def __init__(
        self, transport: Transport, on_frame: JsonSink, tap: CallTap, until_ready: Callable[[], Awaitable[None]] | None = None
    ) -> None:
        self._transport = transport
        self._on_frame = on_frame
        self._tap = tap
        self._until_ready = until_ready
        self.ended: asyncio.Future[ConnectError] = asyncio.get_running_loop().create_future()
        self._reader = asyncio.create_task(self._read(), name="session reader")
        self._reader.add_done_callback(self._reader_ended)

    @abstractmethod
    def take(self, frame: Any, text: str) -> None:
        """Take one *frame*, anything that JSON can be; it came as *text*."""

    @abstractmethod
    def on_end(self, reason: str) -> None:
        """It has just ended, for *reason* (``connect.<reason>``): end what waits for it."""

    @property
    def is_open(self) -> bool:
        """Whether a call can still be written."""
        return self._transport.is_open and not self.ended.done()

    def end(self, error: ConnectError) -> None:
        """End with *error*, unless it has ended; waiting calls end unanswered."""
        if self.ended.done():
            return
        self.ended.set_result(error)
        self.on_end(error.reason)
        self._tap.note("closed", describe(error))

    async def close(self) -> None:
        """End it and let go of the socket."""
        self.end(ConnectError("closed", "by us"))
        self._reader.cancel()
        await asyncio.gather(self._reader, return_exceptions=True)
        await self._transport.close()

    async def raise_if_ended(self, cause: CallError) -> None:
        """Raise why it ended, if it did: that says more than *cause*, a call that got no answer."""
        if not self.is_open:
            # The socket knows already; the reader will say why as soon as it has read what came before the end.
            await asyncio.wait((self.ended,), timeout=CLOSE_SECONDS)
        if self.ended.done():
            raise self.ended.result() from cause

    def pass_on(self, frame: object, text: str) -> None:
        """Hand on what answers no call."""
        self._tap.came(frame, text)
        self._on_frame(frame, text)

    async def _read(self) -> None:
        try:
            while not self.ended.done():
                if self._until_ready is not None:
                    await self._until_ready()
                self._parse(await self._transport.receive())
        except ConnectError as error:
            self.end(error)

    def _parse(self, text: str) -> None:
        try:
            frame: Any = json.loads(text)
        except (ValueError, RecursionError):
            log.warning("a frame of %d characters was no JSON", len(text))
            frame = NotJson()
        self.take(frame, text)

    def _reader_ended(self, reader: asyncio.Task[None]) -> None:
        error = None if reader.cancelled() else reader.exception()
        if error is not None:
            log.error("reading failed: %s", type(error).__name__, exc_info=error)
            self.end(ConnectError("protocol", type(error).__name__))


def describe(error: ConnectError) -> str:
    """Return *error* as the inspector shows it."""
    return f"{error.reason}: {error.words}" if error.words else error.reason
