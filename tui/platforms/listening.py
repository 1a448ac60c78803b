"""Listens for those who dial us (reverse WebSocket), for any platform: one account at a time, the newer connection counts."""

from __future__ import annotations

import asyncio
import logging
from abc import abstractmethod

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.http11 import Request, Response

from tui.chat.text import one_line
from tui.platforms.addresses import listen_place
from tui.platforms.base import ConnectError
from tui.platforms.sockets import CLOSE_SECONDS, MAX_FRAME, PING_SECONDS, Transport
from tui.platforms.ways import Way

log = logging.getLogger(__name__)

_POLICY_VIOLATION = 1008


class ListeningWay(Way):
    """A server for one account at *listen* (``host:port``).

    It goes on listening between two connections, until :meth:`shut`. A connection of the same account replaces the one before,
    also where that still waits to be taken; one of another account is refused while ours is there, or waits.
    """

    def __init__(self, listen: str) -> None:
        self._listen = listen
        self._server: Server | None = None
        self._waiting: tuple[str, Transport] | None = None
        self._has_come = asyncio.Event()
        self._current: tuple[str, Transport] | None = None

    @abstractmethod
    def check(self, connection: ServerConnection, request: Request) -> Response | None:
        """Return how who dials is refused before the handshake, None where they are let in."""

    @abstractmethod
    async def serve(self, socket: ServerConnection, request: Request) -> None:
        """Make of *socket* what is offered, until it ends."""

    async def __call__(self) -> Transport:
        """Return the next connection, as soon as somebody opens one. Raises ConnectError when we can not listen at all."""
        if self._server is None:
            await self._open()
        while True:
            await self._has_come.wait()
            self._has_come.clear()
            waiting, self._waiting = self._waiting, None
            if waiting is not None and waiting[1].is_open:
                self._current = waiting
                self.warn("")
                return waiting[1]

    async def shut(self) -> None:
        """Stop listening."""
        server, self._server = self._server, None
        if server is not None:
            server.close()
            await server.wait_closed()

    async def is_refused(self, account: str, socket: ServerConnection) -> bool:
        """Hang up on *socket* where another account than *account* is there, or waits; return whether that was done."""
        if all(other == account for other, _ in self._there):
            return False
        log.warning("another account is connected already; a second one was refused")
        await socket.close(_POLICY_VIOLATION, "another account is connected")
        return True

    async def offer(self, account: str, transport: Transport) -> None:
        """Give *transport* to who waits for a connection, in the place of those that *account* has."""
        there = self._there
        self._waiting = (account, transport)
        self._has_come.set()
        for _, older in there:
            await older.close()

    @property
    def _there(self) -> list[tuple[str, Transport]]:
        return [one for one in (self._current, self._waiting) if one is not None and one[1].is_open]

    async def _open(self) -> None:
        host, port = listen_place(self._listen)
        try:
            self._server = await serve(
                self._serve, host, port, process_request=self.check, compression=None, max_size=MAX_FRAME,
                ping_interval=PING_SECONDS, ping_timeout=PING_SECONDS, close_timeout=CLOSE_SECONDS,
            )  # fmt: skip
        except OSError as error:
            raise ConnectError("can_not_listen", one_line(f"{self._listen}: {error.strerror or error}")) from error

    async def _serve(self, socket: ServerConnection) -> None:
        request = socket.request
        assert request is not None
        await self.serve(socket, request)
