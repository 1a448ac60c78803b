"""One mirai connection from its first frame to its end: whether it is accepted, and which packets answer which call."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from tui.platforms.base import ConnectError
from tui.platforms.call_tap import CallTap
from tui.platforms.frames import Direction, FrameKind
from tui.platforms.mirai.calls import Calls, is_refusal
from tui.platforms.mirai.refusals import session_refusal
from tui.platforms.mirai.tap import Tap
from tui.platforms.socket_session import JsonSink, SocketSession
from tui.platforms.sockets import Transport
from tui.platforms.values import Row, as_row, as_text


class Session(SocketSession):
    """One connection; what it hands on are packets: what stands in a frame's ``data``. *key* is that of the session there."""

    def __init__(
        self,
        transport: Transport,
        on_packet: JsonSink,
        *,
        call_timeout: float,
        in_turn: bool = True,
        until_ready: Callable[[], Awaitable[None]] | None = None,
        tap: CallTap | None = None,
    ) -> None:
        tap = tap or Tap(None, lambda: 0)
        self.calls = Calls(transport.send, lambda: self.is_open, call_timeout, tap, in_turn=in_turn)
        self.tap = tap
        self.accepted = asyncio.Event()
        self.key = ""
        super().__init__(transport, on_packet, tap, until_ready)

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

    def on_end(self, reason: str) -> None:
        """End the waiting calls."""
        self.calls.fail_all(reason)

    def take(self, frame: Any, text: str) -> None:
        """Sort one frame."""
        row = as_row(frame)
        if "data" not in row and "syncId" not in row and "code" in row:
            self._take_bare(row, text)
            return
        packet = row.get("data")
        data = as_row(packet)
        if not self.accepted.is_set() and "code" in data and "type" not in data:
            self._take_first(data, text)
        elif not self.calls.take(as_text(row.get("syncId")), data, text):
            self.pass_on(packet if "data" in row else frame, text)

    def _take_first(self, data: Row, text: str) -> None:
        is_refused = is_refusal(data)
        gist = self._tap.gist_of_answer(text, is_refused)
        self._tap.tell(Direction.IN, FrameKind.ANSWER, "session", text, is_failed=is_refused, **gist)
        if is_refused:
            self._refuse(data)
        else:
            self.key = as_text(data.get("session"))
            self.accepted.set()

    def _take_bare(self, row: Row, text: str) -> None:
        self.calls.take_bare(row, text)
        if not self.accepted.is_set():
            self._refuse(row)

    def _refuse(self, data: Row) -> None:
        self.end(session_refusal(data))
