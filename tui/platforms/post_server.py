"""A server to which events are posted, for any platform: bounded in size, time and number; what is taken is answered with 204."""

from __future__ import annotations

import asyncio
import logging
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from http import HTTPStatus

import h11

from tui.chat.text import one_line
from tui.platforms.addresses import listen_place
from tui.platforms.base import ConnectError

log = logging.getLogger(__name__)

MAX_BODY = 16 * 1024 * 1024
"""Bytes of the largest event: 15 kB are usual, an expanded forward is megabytes."""

MAX_HEAD = 16 * 1024
MAX_HEADERS = 64
MAX_CLIENTS = 128
"""Connections at once: NapCat opens one for each event of a flood."""

IDLE_SECONDS = 75.0
"""How long a connection is kept that says nothing; the other side is told of less, lest it posts into a closing one."""

_TOLD_IDLE = 60
REQUEST_SECONDS = 10.0
_LINGER_SECONDS = 1.0
_PORTION = 64 * 1024

Headers = dict[bytes, list[bytes]]
"""The headers of a request by their names in small letters, in the order in which they came."""

_Answer = Callable[[Headers, bytes], Awaitable[None]]


class RefusedError(Exception):
    """A request is answered with *status* and *words*."""

    def __init__(self, status: HTTPStatus, words: str = "") -> None:
        super().__init__(words)
        self.status = status
        self.words = words or status.phrase


class PostServer(ABC):
    """A server for one account at *place* (``host:port``); it goes on between two connections."""

    def __init__(self, place: str) -> None:
        self._place = place
        self._server: asyncio.Server | None = None
        self._talks: set[asyncio.Task[None]] = set()

    @abstractmethod
    async def answer(self, headers: Headers, body: bytes) -> None:
        """Take what was posted in a request that is well formed. Raises RefusedError."""

    @property
    def port(self) -> int:
        """The port that we have, 0 while we do not listen."""
        return int(self._server.sockets[0].getsockname()[1]) if self._server is not None else 0

    async def open(self) -> None:
        """Listen, unless we do. Raises ConnectError."""
        if self._server is not None:
            return
        host, port = listen_place(self._place)
        try:
            self._server = await asyncio.start_server(self._serve, host, port, limit=_PORTION)
        except OSError as error:
            raise ConnectError("can_not_listen", one_line(f"{self._place}: {error.strerror or error}")) from error

    async def shut(self) -> None:
        """Stop listening, and hang up."""
        server, self._server = self._server, None
        if server is None:
            return
        server.close()
        for talk in self._talks:
            talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)
        await server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if len(self._talks) >= MAX_CLIENTS:
            log.warning("more than %d connections to the webhook at once: one was refused", MAX_CLIENTS)
            writer.transport.abort()
            return
        talk = asyncio.current_task()
        assert talk is not None
        self._talks.add(talk)
        try:
            await _Talk(reader, writer, self.answer).run()
        except (TimeoutError, OSError, h11.ProtocolError) as error:
            log.debug("a connection to the webhook ended: %s", type(error).__name__)
        except asyncio.CancelledError:
            log.debug("a connection to the webhook was cut")  # by shut(): nobody awaits this task for its result
        finally:
            self._talks.discard(talk)
            if writer.transport.get_write_buffer_size():
                writer.transport.abort()  # who does not read keeps nothing open
            else:
                writer.close()


class _Talk:
    """One connection of a client: requests one after the other, each bounded in size and time."""

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        answer: _Answer,
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._answer = answer
        self._http = h11.Connection(h11.SERVER, max_incomplete_event_size=MAX_HEAD)

    async def run(self) -> None:
        """Answer requests until one side has enough."""
        while True:
            if not self._http.trailing_data[0]:
                async with asyncio.timeout(IDLE_SECONDS):
                    self._http.receive_data(await self._reader.read(_PORTION))
            try:
                async with asyncio.timeout(REQUEST_SECONDS):
                    request = await self._next()
                    if not isinstance(request, h11.Request):
                        return
                    headers, body = _checked(request), await self._body(request)
                # Not bounded: while the store lags behind, who posts has to wait.
                await self._answer(headers, body)
                await self._respond(HTTPStatus.NO_CONTENT)
            except RefusedError as refused:
                await self._respond(refused.status, refused.words)
            except h11.RemoteProtocolError as error:
                await self._respond(HTTPStatus(error.error_status_hint), one_line(str(error), 200))
            if self._http.our_state is not h11.DONE or self._http.their_state is not h11.DONE:
                await self._linger()
                return
            self._http.start_next_cycle()

    async def _next(self) -> h11.Event | None:
        while (event := self._http.next_event()) is h11.NEED_DATA:
            if self._http.they_are_waiting_for_100_continue:
                await self._write(h11.InformationalResponse(status_code=100, headers=[]))
            self._http.receive_data(await self._reader.read(_PORTION))
        return event if isinstance(event, h11.Event) else None

    async def _body(self, request: h11.Request) -> bytes:
        body = bytearray()
        while isinstance(event := await self._next(), h11.Data):
            body += event.data
            if len(body) > MAX_BODY:
                raise RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return bytes(body)

    async def _respond(self, status: HTTPStatus, words: str = "") -> None:
        body = f"{words}\n".encode() if words else b""
        headers = [("Keep-Alive", f"timeout={_TOLD_IDLE}")] if status is HTTPStatus.NO_CONTENT else [("Connection", "close")]
        if status is HTTPStatus.METHOD_NOT_ALLOWED:
            headers.append(("Allow", "POST"))
        if body:
            headers += [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
        if self._http.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
            return
        await self._write(h11.Response(status_code=status.value, headers=headers, reason=status.phrase))
        if body:
            await self._write(h11.Data(data=body))
        await self._write(h11.EndOfMessage())

    async def _write(self, event: h11.Event) -> None:
        self._writer.write(self._http.send(event) or b"")
        async with asyncio.timeout(REQUEST_SECONDS):
            await self._writer.drain()

    async def _linger(self) -> None:
        """Let a client that still sends read why it was refused, before the connection is reset."""
        if self._writer.can_write_eof():
            self._writer.write_eof()
        try:
            async with asyncio.timeout(_LINGER_SECONDS):
                while await self._reader.read(_PORTION):
                    pass
        except TimeoutError:
            return


def _checked(request: h11.Request) -> Headers:
    """Return the headers of *request*. Raises RefusedError for what can be refused before its body has come."""
    if request.method != b"POST":
        raise RefusedError(HTTPStatus.METHOD_NOT_ALLOWED)
    if len(request.headers) > MAX_HEADERS or sum(len(name) + len(value) for name, value in request.headers) > MAX_HEAD:
        raise RefusedError(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
    headers: Headers = {}
    for name, value in request.headers:
        headers.setdefault(name, []).append(value)
    if int(headers.get(b"content-length", [b"0"])[0]) > MAX_BODY:
        raise RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return headers
