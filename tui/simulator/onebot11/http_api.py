"""The HTTP server of an implementation: every action at its own path, by GET with a query or by POST with JSON or a form."""

from __future__ import annotations

import asyncio
import json
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import h11

from tui.simulator.http_talk import HttpTalk
from tui.simulator.listening import HOST, HungUpError, Listening, Talks
from tui.simulator.onebot11.errors import BAD_PARAMS, THREW, UNKNOWN_ACTION
from tui.simulator.onebot11.server import OWN_ACTIONS, OneBotServer
from tui.simulator.onebot11.shapes import Frame
from tui.simulator.serving import dump

RETCODES = {THREW: 200, BAD_PARAMS: 400, UNKNOWN_ACTION: 200}
"""NapCat and LLBot number their failures otherwise over HTTP."""

TELLS_ABSENCE = frozenset({"lagrange", "gocqhttp"})
"""Implementations that refuse who brings no token in another way than who brings a wrong one."""

RUNNING = {"status": "ok", "retcode": 0, "data": None, "message": "NapCat4 Is Running", "wording": "", "echo": None}
_FORM = "application/x-www-form-urlencoded"


class HttpApi(Listening):
    """The HTTP API of what `server` shows. Use it as an async context manager; `url` is known once it listens."""

    def __init__(self, server: OneBotServer, *, port: int = 0, token: str = "") -> None:
        super().__init__(port)
        self._server = server
        self._token = token
        self._talks = Talks(self._talk)

    async def start(self) -> None:
        """Listen; after `stop`, at the same port again."""
        await super().start()
        self._server.outlets.append(self)

    async def stop(self) -> None:
        """Hang up and stop listening, as a process that ends."""
        if self in self._server.outlets:
            self._server.outlets.remove(self)
        await super().stop()

    async def _listen(self) -> asyncio.Server:
        return await asyncio.start_server(self._talks.take, HOST, self._port)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._server.is_refusing:
            raise HungUpError
        await _Talk(self, self._server, reader, writer).run()

    async def _cut_all(self) -> None:
        self.cut()
        await self._talks.ended()

    def send(self, text: str) -> None:
        """No event goes out here: a client has to be posted to."""

    async def drained(self) -> None:
        """There is nothing to wait for."""

    def cut(self) -> None:
        """Break every connection."""
        self._talks.cut()

    async def answer(self, request: h11.Request, body: bytes) -> tuple[HTTPStatus, str]:
        """What is answered to a request."""
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
        self._server.greet_caller()
        answer = await self._server.take_call(action, params, {})
        if answer is None:
            await asyncio.Event().wait()  # no answer: the client may wait as long as it likes
        if dialect.name == "gocqhttp" and action not in dialect.actions and action not in OWN_ACTIONS:
            return HTTPStatus.NOT_FOUND, "404 page not found"
        return HTTPStatus.OK, dump(_renumbered(answer or {}, action))


class _Talk(HttpTalk):
    """One connection of a client."""

    def __init__(self, api: HttpApi, server: OneBotServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        super().__init__(reader, writer)
        self._api = api
        self._server = server

    async def _reply(self, request: h11.Request, body: bytes) -> None:
        status, text = await self._api.answer(request, body)
        kind = "application/json" if text.startswith("{") else "text/plain"
        self._send(status, f"{kind}; charset=utf-8", text.encode())
        await self._writer.drain()
        self._server.release_own_events()


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
