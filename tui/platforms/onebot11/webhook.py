"""A server on which an implementation posts its events: it takes what is well formed and signed, and answers 204 to that."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import logging
from collections.abc import Awaitable, Callable
from http import HTTPStatus

import h11

from tui.chat.text import one_line
from tui.platforms.base import ConnectError
from tui.platforms.onebot11.calls import is_answer
from tui.platforms.onebot11.settings import Settings, listen_place

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

Take = Callable[[str, object, str], Awaitable[bool]]
"""Takes an event of the account of this number, parsed and as it came, and says whether that is the account it is meant for."""


class _RefusedError(Exception):
    """A request is answered with *status* and *words*."""

    def __init__(self, status: HTTPStatus, words: str = "") -> None:
        super().__init__(words)
        self.status = status
        self.words = words or status.phrase


class Webhook:
    """A server for one account; it goes on between two connections. *take* gets each event, *on_signature* hears who passed.

    Quick operations are never used: what is done is done by calls, whose answers say how it ended.
    """

    def __init__(self, take: Take, on_signature: Callable[[bool], None]) -> None:
        self._take = take
        self._on_signature = on_signature
        self._secret = b""
        self._server: asyncio.Server | None = None
        self._talks: set[asyncio.Task[None]] = set()

    @property
    def port(self) -> int:
        """The port that we have, 0 while we do not listen."""
        return int(self._server.sockets[0].getsockname()[1]) if self._server is not None else 0

    async def open(self, settings: Settings) -> None:
        """Listen, unless we do. Raises ConnectError."""
        if self._server is not None:
            return
        host, port = listen_place(settings.webhook)
        self._secret = settings.secret.strip().encode()
        try:
            self._server = await asyncio.start_server(self._serve, host, port, limit=_PORTION)
        except OSError as error:
            raise ConnectError("can_not_listen", one_line(f"{settings.webhook}: {error.strerror or error}")) from error

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
            await _Talk(reader, writer, self._answer).run()
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

    async def _answer(self, headers: dict[bytes, list[bytes]], body: bytes) -> None:
        """Take what was posted. Raises _RefusedError."""
        self_id = headers.get(b"x-self-id", [])
        if len(self_id) != 1 or not self_id[0].strip():
            raise _RefusedError(HTTPStatus.BAD_REQUEST, "Missing X-Self-ID Header")
        self._check_signature(headers.get(b"x-signature", []), body)
        text = body.decode("utf-8", "replace")
        try:
            event = json.loads(text)
        except (ValueError, RecursionError):
            event = None
        if isinstance(event, dict) and is_answer(event):
            # Answers come where we called: one from here would be somebody's who wants to speak for the implementation.
            raise _RefusedError(HTTPStatus.BAD_REQUEST, "Not an event")
        if not await self._take(self_id[0].decode("latin-1").strip(), event, text):
            log.warning("an event of another account was refused")
            raise _RefusedError(HTTPStatus.FORBIDDEN, "Another account")
        if not isinstance(event, dict):
            raise _RefusedError(HTTPStatus.BAD_REQUEST, "Not a JSON object")  # it was taken, too: broken events are counted

    def _check_signature(self, given: list[bytes], body: bytes) -> None:
        if not self._secret:
            return
        if len(given) != 1:
            self._on_signature(False)
            log.warning("an event without a signature was refused")
            raise _RefusedError(HTTPStatus.UNAUTHORIZED, "Missing Signature")
        wanted = f"sha1={hmac.new(self._secret, body, hashlib.sha1).hexdigest()}".encode()
        is_good = hmac.compare_digest(given[0].strip().lower(), wanted)
        self._on_signature(is_good)
        if not is_good:
            log.warning("an event with a wrong signature was refused")
            raise _RefusedError(HTTPStatus.FORBIDDEN, "Signature is invalid")


class _Talk:
    """One connection of a client: requests one after the other, each bounded in size and time."""

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        answer: Callable[[dict[bytes, list[bytes]], bytes], Awaitable[None]],
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
            except _RefusedError as refused:
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
                raise _RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
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


def _checked(request: h11.Request) -> dict[bytes, list[bytes]]:
    """Return the headers of *request*. Raises _RefusedError for what can be refused before its body has come."""
    if request.method != b"POST":
        raise _RefusedError(HTTPStatus.METHOD_NOT_ALLOWED)
    if len(request.headers) > MAX_HEADERS or sum(len(name) + len(value) for name, value in request.headers) > MAX_HEAD:
        raise _RefusedError(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
    headers: dict[bytes, list[bytes]] = {}
    for name, value in request.headers:
        headers.setdefault(name, []).append(value)
    if int(headers.get(b"content-length", [b"0"])[0]) > MAX_BODY:
        raise _RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return headers
