"""One connection from its first frame to its end: sorts answers from events, and says once why it ended."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from tui.platforms.base import ConnectError
from tui.platforms.mirai import calls as codes
from tui.platforms.mirai.calls import Calls, is_refusal, words_of
from tui.platforms.mirai.tap import Tap
from tui.platforms.sockets import Transport
from tui.platforms.values import NotJson, Row, as_int, as_row, as_text

log = logging.getLogger(__name__)

PacketSink = Callable[[object, str], None]
"""Takes a packet that is no answer, parsed (anything JSON can be, or NotJson) and as it came."""

_REASONS = {
    codes.WRONG_KEY: ("verify_key_refused", True),
    codes.NO_BOT: ("no_such_bot", False),
    codes.BAD_PARAMETERS: ("no_such_bot", False),
}
"""Why a session was refused, by its code: our reason, and whether to try again is of no use."""


class Session:
    """One connection. *on_packet* is called for each packet that answers no call, in the order of arrival.

    *until_ready* is awaited before each frame is read. *tap* is told of all frames.
    """

    def __init__(
        self,
        transport: Transport,
        on_packet: PacketSink,
        *,
        call_timeout: float,
        until_ready: Callable[[], Awaitable[None]] | None = None,
        tap: Tap | None = None,
    ) -> None:
        loop = asyncio.get_running_loop()
        self._transport = transport
        self._on_packet = on_packet
        self._until_ready = until_ready
        self._tap = tap or Tap(None, lambda: 0)
        self.calls = Calls(transport.send, lambda: self.is_open, call_timeout, self._tap)
        self.ended: asyncio.Future[ConnectError] = loop.create_future()
        self.accepted = asyncio.Event()
        self._reader = asyncio.create_task(self._read(), name="mirai reader")
        self._reader.add_done_callback(self._reader_ended)

    @property
    def is_open(self) -> bool:
        """Whether a call can still be written."""
        return self._transport.is_open and not self.ended.done()

    async def until_accepted(self, seconds: float) -> None:
        """Wait for the frame that names our session: the handshake succeeds whatever the key. Raises ConnectError."""
        accepted = asyncio.ensure_future(self.accepted.wait())
        try:
            await asyncio.wait((accepted, self.ended), timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            accepted.cancel()
        if self.ended.done():
            raise self.ended.result()
        if not self.accepted.is_set():
            raise ConnectError("silent")

    def end(self, error: ConnectError) -> None:
        """End with *error*, unless it has ended; waiting calls end unanswered."""
        if self.ended.done():
            return
        self.ended.set_result(error)
        self.calls.fail_all(error.words or error.reason)
        self._tap.note("closed", f"{error.reason}: {error.words}" if error.words else error.reason)

    async def close(self) -> None:
        """End it and let go of the socket."""
        self.end(ConnectError("closed", "by us"))
        self._reader.cancel()
        await asyncio.gather(self._reader, return_exceptions=True)
        await self._transport.close()

    async def _read(self) -> None:
        try:
            while not self.ended.done():
                if self._until_ready is not None:
                    await self._until_ready()
                self._take(await self._transport.receive())
        except ConnectError as error:
            self.end(error)

    def _reader_ended(self, reader: asyncio.Task[None]) -> None:
        error = None if reader.cancelled() else reader.exception()
        if error is not None:
            log.error("reading failed: %s", type(error).__name__, exc_info=error)
            self.end(ConnectError("protocol", type(error).__name__))

    def _take(self, text: str) -> None:
        try:
            frame: Any = json.loads(text)
        except (ValueError, RecursionError):
            log.warning("a frame of %d characters was no JSON", len(text))
            self._pass_on(NotJson(), text)
            return
        row = as_row(frame)
        if "data" not in row and "syncId" not in row and "code" in row:
            self._take_bare(row, text)
            return
        packet = row.get("data")
        data = as_row(packet)
        if not self.accepted.is_set() and "code" in data and "type" not in data:
            self._take_first(data, text)
        elif not self.calls.take(as_text(row.get("syncId")), data, text):
            self._pass_on(packet if "data" in row else frame, text)

    def _take_first(self, data: Row, text: str) -> None:
        self._tap.greeted(text, is_failed=is_refusal(data))
        if is_refusal(data):
            self._refuse(data)
        else:
            self.accepted.set()

    def _take_bare(self, row: Row, text: str) -> None:
        self.calls.take_bare(row, text)
        if not self.accepted.is_set():
            self._refuse(row)

    def _refuse(self, data: Row) -> None:
        reason, is_final = _REASONS.get(as_int(data.get("code")), ("session_refused", False))
        self.end(ConnectError(reason, words_of(data), is_final=is_final))

    def _pass_on(self, packet: object, text: str) -> None:
        self._tap.came(packet, text)
        self._on_packet(packet, text)
