"""The HTTP server of an implementation: every action at its own path, by GET with a query or by POST with JSON or a form."""

from __future__ import annotations

import asyncio
import json
import logging
import math
import time
from http import HTTPStatus
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, unquote, urlsplit

import h11

from tui.simulator.onebot11.errors import BAD_PARAMS, THREW, UNKNOWN_ACTION, Crashed
from tui.simulator.onebot11.server import MAX_FRAME, OWN_ACTIONS, OneBotServer
from tui.simulator.onebot11.shapes import Frame
from tui.simulator.serving import HOST, dump

log = logging.getLogger(__name__)

RETCODES = {THREW: 200, BAD_PARAMS: 400, UNKNOWN_ACTION: 200}
"""NapCat and LLBot number their failures otherwise over HTTP."""

TELLS_ABSENCE = frozenset({"lagrange", "gocqhttp"})
"""Implementations that refuse who brings no token in another way than who brings a wrong one."""

RUNNING = {"status": "ok", "retcode": 0, "data": None, "message": "NapCat4 Is Running", "wording": "", "echo": None}
AWAY = 60.0
"""Seconds without a call after which who calls is taken for somebody new: nobody stays connected over HTTP."""

_PORTION = 64 * 1024
_FORM = "application/x-www-form-urlencoded"


class HttpApi:
    """The HTTP API of what `server` shows. Use it as an async context manager; `url` is known once it listens."""

    def __init__(self, server: OneBotServer, *, port: int = 0, token: str = "") -> None:
        self._server = server
        self._port = port
        self._token = token
        self._listening: asyncio.Server | None = None
        self._called_at = -math.inf
        self._talks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self.stop()

    @property
    def url(self) -> str:
        """Where to call."""
        return f"http://{HOST}:{self._port}"

    async def start(self) -> None:
        """Listen; after `stop`, at the same port again."""
        self._listening = await asyncio.start_server(self._serve, HOST, self._port)
        self._port = self._listening.sockets[0].getsockname()[1]
        self._server.outlets.append(self)

    async def stop(self) -> None:
        """Hang up and stop listening, as a process that ends."""
        if self._listening is None:
            return
        self._server.outlets.remove(self)
        self._listening.close()
        self.cut()
        await asyncio.gather(*self._talks, return_exceptions=True)
        await self._listening.wait_closed()
        self._listening = None

    def send(self, text: str) -> None:
        """No event goes out here: a client has to be posted to."""

    async def drained(self) -> None:
        """There is nothing to wait for."""

    def cut(self) -> None:
        """Break every connection."""
        for talk in self._talks:
            talk.cancel()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talk = asyncio.current_task()
        assert talk is not None
        self._talks.add(talk)
        try:
            if not self._server.is_refusing:
                await self._talk(h11.Connection(h11.SERVER), reader, writer)
        except (OSError, h11.ProtocolError, Crashed):
            log.debug("a connection broke")
        except asyncio.CancelledError:
            log.debug("a connection was cut")
        finally:
            self._talks.discard(talk)
            writer.transport.abort()

    async def _talk(self, http: h11.Connection, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request: h11.Request | None = None
        body = bytearray()
        while True:
            event = http.next_event()
            if event is h11.NEED_DATA:
                http.receive_data(await reader.read(_PORTION))
            elif isinstance(event, h11.Request):
                request, body = event, bytearray()
            elif isinstance(event, h11.Data):
                body += event.data
                if len(body) > MAX_FRAME:
                    return
            elif isinstance(event, h11.EndOfMessage) and request is not None:
                status, answer = await self._answer(request, bytes(body))
                writer.write(_response(http, status, answer))
                await writer.drain()
                self._server.release_own_events()
                if http.our_state is not h11.DONE:
                    return
                http.start_next_cycle()
            else:
                return

    async def _answer(self, request: h11.Request, body: bytes) -> tuple[HTTPStatus, str]:
        target = urlsplit(request.target.decode("latin-1"))
        headers = {name.decode(): value.decode("latin-1") for name, value in request.headers}
        query: dict[str, Any] = dict(parse_qsl(target.query, keep_blank_values=True))
        dialect, header, token = self._server.dialect, headers.get("authorization"), query.pop("access_token", "")
        if not dialect.trusts(self._token, header, token):
            if dialect.name in TELLS_ABSENCE:
                return HTTPStatus.FORBIDDEN if header or token else HTTPStatus.UNAUTHORIZED, ""
            return HTTPStatus.FORBIDDEN, json.dumps({"message": "token verify failed!"})
        if request.method not in (b"GET", b"POST"):
            return HTTPStatus.METHOD_NOT_ALLOWED, "Method Not Allowed"
        action = dialect.action(unquote(target.path).strip("/"))
        if not action:
            return HTTPStatus.OK, dump(RUNNING)
        try:
            params = query | _read(body, headers.get("content-type", ""))
        except ValueError:
            return HTTPStatus.BAD_REQUEST, "Invalid JSON"
        self._greet()
        answer = await self._server.take_call(action, params, {})
        if answer is None:
            await asyncio.Event().wait()  # no answer: the client may wait as long as it likes
        if dialect.name == "gocqhttp" and action not in dialect.actions and action not in OWN_ACTIONS:
            return HTTPStatus.NOT_FOUND, "404 page not found"
        return HTTPStatus.OK, dump(_renumbered(answer or {}, action))

    def _greet(self) -> None:
        now = time.monotonic()
        if now - self._called_at > AWAY and self._server.on_connected is not None:
            self._server.on_connected()
        self._called_at = now


def _read(body: bytes, content_type: str) -> dict[str, Any]:
    """The parameters in a body: a form where it says so, else JSON whatever it says. Raises ValueError."""
    if not body.strip():
        return {}
    if content_type.startswith(_FORM):
        return dict(parse_qsl(body.decode(), keep_blank_values=True))
    params = json.loads(body)
    return params if isinstance(params, dict) else {}


def _renumbered(answer: Frame, action: str) -> Frame:
    if answer.get("retcode") == UNKNOWN_ACTION:
        answer |= {"message": f"不支持的Api {action}", "wording": f"不支持的Api {action}"}
    return answer | {"retcode": RETCODES.get(answer["retcode"], answer["retcode"])}


def _response(http: h11.Connection, status: HTTPStatus, text: str) -> bytes:
    body = text.encode()
    kind = "application/json" if text.startswith("{") else "text/plain"
    headers = [("Content-Type", f"{kind}; charset=utf-8"), ("Content-Length", str(len(body)))]
    head = http.send(h11.Response(status_code=status.value, headers=headers, reason=status.phrase)) or b""
    return head + (http.send(h11.Data(data=body)) or b"") + (http.send(h11.EndOfMessage()) or b"")
