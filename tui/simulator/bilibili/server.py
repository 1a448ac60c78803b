"""The simulated Bilibili: all its hosts at one port on loopback, over HTTP."""

from __future__ import annotations

import asyncio
import dataclasses
import socket
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import h11

from tui.simulator import traffic
from tui.simulator.bilibili import notices, passport, people, sending, talks
from tui.simulator.bilibili.codes import Failed, envelope
from tui.simulator.bilibili.desk import Ask, Desk, Reply, Route, Upload
from tui.simulator.bilibili.login import HALF_A_YEAR, Logins
from tui.simulator.bilibili.trouble import BLOCKED, EXECUTED, HUNG_UP, SILENT, VOUCHER, Troubles
from tui.simulator.bilibili.wbi import Keys
from tui.simulator.bilibili.world import BiliWorld
from tui.simulator.http_talk import HttpTalk, read_form
from tui.simulator.listening import HOST, HungUpError, Talks
from tui.simulator.serving import Call, Called, dump

ROUTES: dict[str, Route] = talks.ROUTES | sending.ROUTES | notices.ROUTES | people.ROUTES | passport.ROUTES
BFS = "/bfs/"
FORM = "application/x-www-form-urlencoded"
NOT_FOUND = Reply(code=-404, status=404)
REFUSAL_PAGE = (
    "<!DOCTYPE html><html><head><title>出错啦</title></head>"
    "<body>由于触发哔哩哔哩安全风控策略，该次访问请求被拒绝。</body></html>"
)
IMAGES = {"png": "image/png", "gif": "image/gif", "jpg": "image/jpeg"}


class BilibiliServer(Called):
    """Bilibili at `url`, for the account of `world`. Use it as an async context manager; `url` is known once it listens."""

    def __init__(self, world: BiliWorld, *, port: int = 0, seed: int = 7) -> None:
        super().__init__(port)
        self.world = world
        self.troubles = Troubles()
        self.logins = Logins(world, self.troubles, seed)
        self.desk = Desk(world, self.troubles, self.logins, Keys(seed))
        self.asks: list[tuple[str, Ask]] = []
        """Every call by its name, whole."""
        self.busiest = 0
        """How many calls there were at the same time, at most."""
        self._under_way = 0
        self._talks = Talks(self._talk)
        self._opening: asyncio.Task[None] | None = None

    # -- life

    async def start(self) -> None:
        """Listen."""
        await super().start()
        self.desk.base = self.url

    async def stop(self) -> None:
        """Close everything."""
        self._forget_reopening()
        if self._opening is not None:
            await self._opening
        await super().stop()

    async def _listen(self) -> asyncio.Server:
        return await asyncio.start_server(self._talks.take, HOST, self._port)

    def refuse(self, seconds: float | None = None) -> None:
        """Listen no more for so long (None: until `reopen`): who dials then knows that nothing was sent."""
        super().refuse(seconds)
        if self._listening is not None:
            self._listening.close()

    def reopen(self) -> None:
        """Take connections again; whoever dials from now on is served."""
        if self._is_refusing and self._listening is not None and self._opening is None:
            self._opening = asyncio.create_task(self._open_again(socket.create_server((HOST, self._port))))
        super().reopen()

    async def _open_again(self, listening: socket.socket) -> None:
        self._listening = await asyncio.start_server(self._talks.take, sock=listening)
        self._opening = None
        if self._is_refusing:  # again, meanwhile
            self._listening.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await _Talk(self, reader, writer).run()

    async def _cut_all(self) -> None:
        self._talks.cut()
        await self._talks.ended()

    @property
    def self_id(self) -> str:
        """The account's number."""
        return str(self.world.own.uid)

    async def obey(self, text: str) -> dict[str, Any]:
        """Carry out one control line; the answer is the object to print."""
        from tui.simulator.bilibili.control import obey

        return await obey(self, text)

    # -- calls

    async def perform(self, route: Route, ask: Ask) -> Reply | None:
        """Answer a call through the troubles that are on; None: nothing is answered. Raises HungUpError."""
        self.calls.append(Call(route.name, ask.given, None))
        self.asks.append((route.name, ask))
        self.greet_caller()
        self._under_way += 1
        self.busiest = max(self.busiest, self._under_way)
        try:
            await self._notify()
            return await self._perform(route, ask)
        finally:
            self._under_way -= 1

    async def _perform(self, route: Route, ask: Ask) -> Reply | None:
        trouble = self.troubles.take(route.name)
        if trouble is not None and trouble.kind == SILENT:
            return None
        if (delay := self.troubles.delay_of(route.name)) > 0:
            await asyncio.sleep(delay)
        if trouble is not None and trouble.kind != EXECUTED:
            return _befallen(trouble.kind, trouble.code)
        try:
            reply = self._answer(route, ask)
        except Failed as failure:
            reply = Reply(failure.data, failure.code)
        return None if trouble is not None else reply

    def _answer(self, route: Route, ask: Ask) -> Reply:
        if route.needs_login:
            login = self.logins.of(ask.cookies)
            if route.needs_csrf:
                self.logins.check_csrf(login, ask.text("csrf"))
            ask = dataclasses.replace(ask, login=login)
        if route.name in self.troubles.signed:
            self.desk.keys.check(ask.query)
        answer = route.handler(self.desk, ask)
        return answer if isinstance(answer, Reply) else Reply(answer)


def _befallen(kind: str, code: int) -> Reply:
    if kind == HUNG_UP:
        raise HungUpError
    if kind == BLOCKED:
        return Reply(status=412, kind="text/html; charset=utf-8", body=REFUSAL_PAGE.encode())
    if kind == VOUCHER:
        return Reply({"v_voucher": "voucher_00000000-0000-4000-8000-000000000000"})
    return Reply(None, code)


class _Talk(HttpTalk):
    """One connection of a client."""

    def __init__(self, server: BilibiliServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        super().__init__(reader, writer)
        self._server = server

    async def _reply(self, request: h11.Request, body: bytes) -> None:
        target = urlsplit(request.target.decode("latin-1"))
        if target.path.startswith(BFS):
            self._show_picture(target.path.removeprefix(BFS))
        else:
            await self._reply_to_call(request, target.path, target.query, body)
        await self._writer.drain()

    def _show_picture(self, key: str) -> None:
        picture = self._server.world.picture(key)
        if picture is None:
            self._send(HTTPStatus.NOT_FOUND, "text/plain", b"")
        else:
            self._send(HTTPStatus.OK, IMAGES.get(key.rpartition(".")[2], "application/octet-stream"), picture)

    async def _reply_to_call(self, request: h11.Request, path: str, query: str, body: bytes) -> None:
        route = passport.CORRESPOND_ROUTE if path.startswith(passport.CORRESPOND) else ROUTES.get(path)
        if route is None:
            self._answer(NOT_FOUND, is_im=False)
            return
        if request.method.decode() not in route.methods:
            self._send(HTTPStatus.METHOD_NOT_ALLOWED, "text/plain", b"")
            return
        headers = {name.decode().lower(): value.decode("latin-1") for name, value in request.headers}
        ask = _ask(path, query, headers, body)
        reply = await self._server.perform(route, ask)
        if traffic.is_watched():
            traffic.log.info("<- %s %s => %s", route.name, dump(dict(ask.given)), _told(reply))
        if reply is None:
            await asyncio.Event().wait()  # until somebody hangs up
        else:
            self._answer(reply, is_im=route.is_im)

    def _answer(self, reply: Reply, *, is_im: bool) -> None:
        made = dump(envelope(reply.code, reply.data, says_twice=is_im)).encode() if reply.body is None else reply.body
        # No domain and no "Secure": the real ones have both, and a client on loopback would throw them away.
        cookies = [
            ("Set-Cookie", f"{name}={value}; Path=/; Max-Age={HALF_A_YEAR}" + ("; HttpOnly" if name == "SESSDATA" else ""))
            for name, value in reply.cookies.items()
        ]
        self._send(reply.status, reply.kind, made, cookies)


def _told(reply: Reply | None) -> str:
    """What an answer says, for who watches."""
    if reply is None:
        return "nothing"
    return str(reply.status) if reply.body is not None else dump({"code": reply.code, "data": reply.data})


def _ask(path: str, query: str, headers: dict[str, str], body: bytes) -> Ask:
    kind = headers.get("content-type", "")
    fields: dict[str, str] = {}
    files: dict[str, Upload] = {}
    if kind.startswith(FORM):
        fields = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    else:
        for name, (file_name, content) in (read_form(kind, body) or {}).items():
            if file_name:
                files[name] = Upload(file_name, content)
            else:
                fields[name] = content.decode("utf-8", "replace")
    pairs = (part.strip().partition("=") for part in headers.get("cookie", "").split(";") if "=" in part)
    cookies = {name: value for name, _, value in pairs}
    return Ask(dict(parse_qsl(query, keep_blank_values=True)), fields, files, cookies, headers, path)
