"""One client's connection: frames leave it in order through a queue, so that nobody waits for a slow reader."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Protocol

from websockets.asyncio.connection import Connection
from websockets.exceptions import ConnectionClosed


class Outlet(Protocol):
    """Where events go besides the sockets."""

    def send(self, text: str) -> None:
        """Take an event, to be sent in its turn."""

    async def drained(self) -> None:
        """Wait until every event has left."""

    def cut(self) -> None:
        """Break off whatever is open."""


class Link:
    """A connection with its outgoing queue. `has_events` is False on `/api`, where only answers are sent."""

    def __init__(self, socket: Connection, *, has_events: bool) -> None:
        self.socket = socket
        self.has_events = has_events
        self._is_over = False
        self._outgoing: deque[str] = deque()
        self._waiting = asyncio.Event()
        self._empty = asyncio.Event()
        self._empty.set()
        self._writer = asyncio.create_task(self._write())

    def send(self, text: str) -> None:
        """Put a frame into the queue; once the connection is broken it goes nowhere."""
        if self._is_over:
            return
        self._outgoing.append(text)
        self._empty.clear()
        self._waiting.set()

    async def drained(self) -> None:
        """Wait until every frame has been handed to the system, or the connection is gone."""
        await self._empty.wait()

    async def _write(self) -> None:
        try:
            while True:
                await self._waiting.wait()
                while self._outgoing:
                    await self.socket.send(self._outgoing[0])
                    self._outgoing.popleft()
                self._waiting.clear()
                self._empty.set()
        except ConnectionClosed:
            return
        finally:
            self._is_over = True
            self._empty.set()

    def cut(self) -> None:
        """Break the connection without a closing handshake, as a failing network does."""
        self._is_over = True
        self._writer.cancel()
        self._empty.set()
        self.socket.transport.abort()

    async def finish(self) -> None:
        """The connection has ended: stop writing."""
        self._writer.cancel()
        await asyncio.gather(self._writer, return_exceptions=True)
