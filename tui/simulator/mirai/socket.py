"""A WebSocket over a connection that an HTTP server has accepted: the two share a port, as in mirai-api-http."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from websockets.frames import Frame, Opcode
from websockets.http11 import Request
from websockets.protocol import State
from websockets.server import ServerProtocol

PORTION = 64 * 1024
MAX_FRAME = 50 * 2**20


class Socket:
    """One client. What is sent leaves in order; nobody waits for a slow reader but who asks with `drained`."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._protocol = ServerProtocol(max_size=MAX_FRAME)
        self._closed = asyncio.Event()
        writer.transport.set_write_buffer_limits(high=0)  # so that drained means: everything is the system's

    async def open(self, head: bytes) -> Request | None:
        """Shake hands with who sent this head; their request, None if it is no proper one."""
        self._protocol.receive_data(head)
        asked = next((event for event in self._protocol.events_received() if isinstance(event, Request)), None)
        if asked is not None:
            self._protocol.send_response(self._protocol.accept(asked))
        self._flush()
        return asked if self._protocol.state is State.OPEN else None

    def _flush(self) -> None:
        for data in self._protocol.data_to_send():
            if data and not self._writer.is_closing():
                self._writer.write(data)

    def send(self, text: str) -> None:
        """Send a frame; over a broken connection it goes nowhere."""
        if self._protocol.state is State.OPEN and not self._writer.is_closing():
            self._protocol.send_text(text.encode())
            self._flush()

    def close(self, code: int, reason: str) -> None:
        """Say goodbye."""
        if self._protocol.state is State.OPEN:
            self._protocol.send_close(code, reason)
            self._flush()

    def cut(self) -> None:
        """Break the connection without a goodbye, as a failing network does."""
        self._writer.transport.abort()

    async def drained(self) -> None:
        """Wait until every frame has been handed to the system, or the connection is gone."""
        try:
            await self._writer.drain()
        except ConnectionError:
            return

    async def wait_closed(self) -> None:
        """Wait until whoever read from it has seen the end."""
        await self._closed.wait()

    async def texts(self) -> AsyncIterator[str]:
        """What the client sends, message by message, until one of the two hangs up."""
        parts: list[bytes] = []
        try:
            while self._protocol.state is not State.CLOSED:
                for event in self._protocol.events_received():
                    if not isinstance(event, Frame) or event.opcode not in (Opcode.TEXT, Opcode.BINARY, Opcode.CONT):
                        continue
                    parts.append(bytes(event.data))
                    if event.fin:
                        whole, parts = b"".join(parts), []
                        yield whole.decode("utf-8", "replace")
                self._flush()
                if self._protocol.close_expected():
                    self._protocol.receive_eof()  # a server hangs up as soon as both have said goodbye
                    return
                data = await self._reader.read(PORTION)
                if data:
                    self._protocol.receive_data(data)
                    self._flush()
                else:
                    self._protocol.receive_eof()
                    return
        except ConnectionError:
            return
        finally:
            self._closed.set()
