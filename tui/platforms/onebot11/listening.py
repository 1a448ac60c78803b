"""Listens for implementations that dial us (reverse WebSocket), and makes one transport of what one of them opens."""

from __future__ import annotations

import asyncio
import hmac
import http
import logging
from collections.abc import Mapping
from urllib.parse import parse_qs

from websockets.asyncio.server import ServerConnection
from websockets.http11 import Request, Response

from tui.chat.text import one_line
from tui.platforms.listening import ListeningWay
from tui.platforms.onebot11.settings import Settings
from tui.platforms.sockets import Transport, WebSocketTransport

log = logging.getLogger(__name__)

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


class Listener(ListeningWay):
    """A server for one account."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings.listen)
        self._token = settings.token.strip()
        self._halves: dict[tuple[str, str], WebSocketTransport] = {}

    def check(self, connection: ServerConnection, request: Request) -> Response | None:
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

    async def serve(self, socket: ServerConnection, request: Request) -> None:
        """Offer *socket*, or what it makes whole, unless another account has the place."""
        self_id = one_line(request.headers.get("X-Self-ID", ""), 40)
        role = _role(request)
        if await self.is_refused(self_id, socket):
            return
        transport = WebSocketTransport(socket)
        whole = self._put_together(self_id, role, transport)
        if whole is not None:
            await self.offer(self_id, whole)
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
