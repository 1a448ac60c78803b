"""Listens for implementations that dial us (reverse WebSocket), and makes one transport of what one of them opens."""

from __future__ import annotations

import asyncio
import hmac
import http
import logging
from collections.abc import Mapping
from urllib.parse import parse_qs

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.http11 import Request, Response

from tui.chat.text import one_line
from tui.platforms.base import ConnectError
from tui.platforms.onebot11.settings import Settings, listen_place
from tui.platforms.onebot11.transports import Way
from tui.platforms.sockets import CLOSE_SECONDS, MAX_FRAME, PING_SECONDS, Transport, WebSocketTransport

log = logging.getLogger(__name__)

_POLICY_VIOLATION = 1008
_HALVES = ("api", "event")
_ASKED = ("Authorization", "X-Self-ID", "X-Client-Role")
"""The headers that we read: who sends one of them twice says nothing that could be relied on."""


class SplitTransport:
    """An implementation that opened one socket for calls and another for events (go-cqhttp, Lagrange)."""

    def __init__(self, api: WebSocketTransport, events: WebSocketTransport) -> None:
        self._api = api
        self._events = events
        self._receiving: dict[asyncio.Task[str], WebSocketTransport] = {}

    @property
    def is_open(self) -> bool:
        """Whether a call can still be written, and events can still come."""
        return self._api.is_open and self._events.is_open

    async def send(self, text: str) -> None:
        """Write a call. Raises ConnectionResetError when the connection ended meanwhile."""
        await self._api.send(text)

    async def receive(self) -> str:
        """Return the next frame of either socket. Raises ConnectError when one of them ended."""
        for side in (self._api, self._events):
            if side not in self._receiving.values():
                self._receiving[asyncio.create_task(side.receive())] = side
        done, _ = await asyncio.wait(self._receiving, return_when=asyncio.FIRST_COMPLETED)
        first = next(task for task in self._receiving if task in done)
        del self._receiving[first]
        return first.result()

    async def close(self) -> None:
        """End both."""
        for task in self._receiving:
            task.cancel()
        await asyncio.gather(*self._receiving, return_exceptions=True)
        self._receiving.clear()
        await asyncio.gather(self._api.close(), self._events.close())


class Listener(Way):
    """A server for one account.

    It goes on listening between two connections, until :meth:`shut`. A connection of the same account replaces the one before,
    also where that still waits to be taken; one of another account is refused while ours is there, or waits.
    """

    def __init__(self) -> None:
        self._server: Server | None = None
        self._token = ""
        self._waiting: tuple[str, Transport] | None = None
        self._has_come = asyncio.Event()
        self._halves: dict[tuple[str, str], WebSocketTransport] = {}
        self._current: tuple[str, Transport] | None = None

    @property
    def port(self) -> int:
        """The port that was given to us, 0 while we do not listen."""
        return int(next(iter(self._server.sockets)).getsockname()[1]) if self._server is not None else 0

    async def __call__(self, settings: Settings) -> Transport:
        """Return the next connection, as soon as somebody opens one. Raises ConnectError when we can not listen at all."""
        if self._server is None:
            await self._open(settings)
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

    async def _open(self, settings: Settings) -> None:
        host, port = listen_place(settings.listen)
        self._token = settings.token.strip()
        try:
            self._server = await serve(
                self._serve, host, port, process_request=self._check, compression=None, max_size=MAX_FRAME,
                ping_interval=PING_SECONDS, ping_timeout=PING_SECONDS, close_timeout=CLOSE_SECONDS,
            )  # fmt: skip
        except OSError as error:
            raise ConnectError("can_not_listen", one_line(f"{settings.listen}: {error.strerror or error}")) from error

    def _check(self, connection: ServerConnection, request: Request) -> Response | None:
        """Refuse who does not know the token, before the handshake."""
        if any(len(request.headers.get_all(name)) > 1 for name in _ASKED):
            return connection.respond(http.HTTPStatus.BAD_REQUEST, "a header stands twice\n")
        if not self._token:
            return None
        given = _given_token(request)
        if not given:
            self.warn("dialled_without_token")
            return connection.respond(http.HTTPStatus.UNAUTHORIZED, "token missing\n")
        if not hmac.compare_digest(given.encode(), self._token.encode()):
            self.warn("dialled_with_wrong_token")
            log.warning("a connection with a wrong token was refused")
            return connection.respond(http.HTTPStatus.FORBIDDEN, "token wrong\n")
        return None

    async def _serve(self, socket: ServerConnection) -> None:
        request = socket.request
        assert request is not None
        self_id = one_line(request.headers.get("X-Self-ID", ""), 40)
        role = _role(request)
        there = [one for one in (self._current, self._waiting) if one is not None and one[1].is_open]
        if any(account != self_id for account, _ in there):
            log.warning("another account is connected already; a second one was refused")
            await socket.close(_POLICY_VIOLATION, "another account is connected")
            return
        transport = WebSocketTransport(socket)
        whole = self._put_together(self_id, role, transport)
        if whole is not None:
            self._waiting = (self_id, whole)
            self._has_come.set()
            for _, older in there:
                await older.close()
        await socket.wait_closed()
        if self._halves.get((self_id, role)) is transport:
            del self._halves[self_id, role]  # who dials names the account: what has ended must not pile up

    def _put_together(self, self_id: str, role: str, transport: WebSocketTransport) -> Transport | None:
        """Return what can be worked with: a socket for everything, or the second half of two."""
        if role == "universal":
            return transport
        self._halves[self_id, role] = transport
        api, events = self._halves.get((self_id, "api")), self._halves.get((self_id, "event"))
        if api is None or events is None or not (api.is_open and events.is_open):
            return None
        return SplitTransport(api, events)


def _role(request: Request) -> str:
    """Return what a connection is for: its header says so, else the end of its path, as go-cqhttp's addresses are written."""
    header = request.headers.get("X-Client-Role")
    told = request.path.partition("?")[0].rstrip("/").rpartition("/")[2] if header is None else header.strip().lower()
    return told if told in _HALVES else "universal"


def _given_token(request: Request) -> str:
    """Return the token of a request: behind any scheme word in the header, else in the query."""
    header: str = request.headers.get("Authorization", "")
    word, _, rest = header.strip().partition(" ")
    token = rest.strip() if rest else ("" if word.lower() in ("bearer", "token") else word)
    if token:
        return token
    query: Mapping[str, list[str]] = parse_qs(request.path.partition("?")[2])
    return query.get("access_token", [""])[0]
