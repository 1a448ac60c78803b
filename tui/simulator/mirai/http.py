"""The HTTP adapter: every command at a path of its own, sessions to bind and release, a queue of events to poll, uploads by form.

⚠ Every known path is answered with status 200; only `code` says whether it went well.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from http import HTTPStatus
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_plus, urlsplit

import h11
from websockets.datastructures import Headers
from websockets.http11 import Request

from tui.simulator import links
from tui.simulator.http_talk import Form, HttpTalk, read_form
from tui.simulator.mirai.codes import BAD, BROKEN, UNSUPPORTED, Failed, Frame, result, state
from tui.simulator.mirai.commands import COMMANDS
from tui.simulator.mirai.filing import upload
from tui.simulator.mirai.params import Params, fields, read, read_query, text_of, whole
from tui.simulator.mirai.room import Command
from tui.simulator.model import Segment
from tui.simulator.serving import dump

if TYPE_CHECKING:
    from tui.simulator.mirai.server import MiraiServer

COUNT = fields("count:long?")
USUAL_COUNT = 10
QUEUE = {
    "/fetchMessage": (True, False),
    "/fetchLatestMessage": (True, True),
    "/peekMessage": (False, False),
    "/peakMessage": (False, False),
    "/peekLatestMessage": (False, True),
}
"""Whether what is shown is taken, and whether the newest comes first."""
MEDIA_PARTS = {
    "/uploadImage": ("image", "img"),
    "/uploadVoice": ("record", "voice"),
    "/uploadShortVideo": ("video", "video"),
}
UPLOADED_AS = {"image": "图片", "record": "语音", "video": "视频"}
UPLOADS = (*MEDIA_PARTS, "/file/upload")
OWN_POSTS = ("/verify", "/bind", "/release")


def _route(name: str) -> str:
    return "/" + name.partition("/")[0].replace("_", "/")


ROUTES: dict[tuple[str, str], tuple[str, Command]] = {
    (command.method, _route(name)): (name, command) for name, command in COMMANDS.items()
}
GETS = {path for method, path in ROUTES if method == "GET"} | {*QUEUE, "/sessionInfo", "/countMessage"}
POSTS = {path for method, path in ROUTES if method == "POST"} | {*UPLOADS, *OWN_POSTS}


class MiraiTalk(HttpTalk):
    """One connection of a client, request after request."""

    def __init__(self, server: MiraiServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        super().__init__(reader, writer)
        self._server = server

    async def _reply(self, request: h11.Request, body: bytes) -> None:
        target = request.target.decode("latin-1")
        kept = links.answer(self._server.world, Request(target, Headers()), is_expired=self._server.faults.are_links_expired)
        if kept is not None:
            self._send(kept.status_code, "application/octet-stream", bytes(kept.body or b""))
            return
        path = urlsplit(target).path
        if path not in (GETS if request.method == b"GET" else POSTS if request.method == b"POST" else ()):
            status = HTTPStatus.METHOD_NOT_ALLOWED if path in GETS | POSTS else HTTPStatus.NOT_FOUND
            self._send(status.value, "text/plain", b"")
            return
        call = _Call(self._server, request, body)
        answer = await call.answer()
        if answer is None or self._server.faults.is_mute:
            await asyncio.Event().wait()  # until somebody hangs up
        self._send(HTTPStatus.OK.value, "application/json; charset=UTF-8", str(answer).encode())
        await self._writer.drain()
        self._server.release_own_events()


class _Call:
    """One request to a known path."""

    def __init__(self, server: MiraiServer, request: h11.Request, body: bytes) -> None:
        target = urlsplit(request.target.decode("latin-1"))
        self._server = server
        self._method = request.method.decode()
        self._path = target.path
        self._headers = {name.decode().lower(): value.decode("latin-1") for name, value in request.headers}
        self._query = _query_of(target.query)
        self._body = body

    async def answer(self) -> str | None:
        """What is answered, None: nothing."""
        try:
            frame = await self._judge()
        except Failed as failure:
            frame = state(failure.code, failure.words)
        return frame if frame is None or isinstance(frame, str) else dump(frame)

    async def _judge(self) -> Frame | str | None:
        if self._method == "GET":
            if self._path in QUEUE:
                return self._polled()
            if self._path in ("/sessionInfo", "/countMessage"):
                return self._told()
        elif self._path in UPLOADS:
            form = self._form()
            self._check(self._brought(form.get("sessionKey", ("", b""))[1].decode()))
            return await self._server.perform(self._path.strip("/").replace("/", "_"), lambda: self._uploaded(form), {})
        elif self._path in OWN_POSTS:
            return self._session_call(self._json())
        name, command = ROUTES[self._method, self._path]
        given = dict(self._query) if self._method == "GET" else self._json()
        if command.needs_session:
            self._check(self._brought(given.get("sessionKey")))
        return await self._server.run(name, self._params(given), {key: it for key, it in given.items() if key != "sessionKey"})

    def _params(self, given: Params) -> Callable[[Command], Params]:
        if self._method == "GET":
            own = self._own_query()
            return lambda command: read_query(command.fields, own) if command.needs_session else {}
        return lambda command: read(command.fields, given, names_missing=True)

    def _own_query(self) -> list[tuple[str, str | None]]:
        return [(name, value) for name, value in self._query if name != "sessionKey"]

    def _json(self) -> Params:
        try:
            given = json.loads(self._body or b"{}")
        except ValueError:
            raise Failed(BAD) from None
        if not isinstance(given, dict):
            raise Failed(BAD)
        return given

    # -- sessions

    def _brought(self, inside: Any) -> str:
        """The key of the session: from a header, else from within."""
        if key := self._headers.get("sessionkey"):
            return key
        way, _, key = self._headers.get("authorization", "").partition(" ")
        return key.strip() if way.lower() in ("session", "sessionkey") and key else str(inside or "")

    def _check(self, key: str) -> None:
        self._server.sessions.bound(key)

    def _session_call(self, given: Params) -> Frame:
        sessions = self._server.sessions
        if self._path == "/verify":
            sessions.check_key(text_of(_needed(given, "verifyKey")))
            return {"code": 0, "session": sessions.make().key}
        key, number = self._brought(given.get("sessionKey")), str(whole(_needed(given, "qq")))
        if self._path == "/release":
            sessions.release(key, number)
            return state(0)
        sessions.bind(key, number)
        if self._server.on_connected is not None:
            self._server.on_connected()
        return state(0)

    def _told(self) -> Frame:
        key = self._brought(dict(self._query).get("sessionKey"))
        read_query(COUNT if self._path == "/countMessage" else (), self._own_query())
        session = self._server.sessions.bound(key)
        if self._path == "/sessionInfo":
            return self._server.told_of(session)
        if session.queue is None:
            raise Failed(BROKEN, "Not a http session")
        return result(len(session.queue))

    def _polled(self) -> str:
        """Events as they were queued; one that is broken breaks the answer."""
        session = self._server.sessions.bound(self._brought(dict(self._query).get("sessionKey")))
        count = read_query(COUNT, self._own_query())["count"]
        if session.queue is None:
            raise Failed(BROKEN, "Not a http session")
        takes, is_latest_first = QUEUE[self._path]
        source = reversed(session.queue) if is_latest_first else iter(session.queue)
        shown = list(islice(source, max(0, USUAL_COUNT if count is None else count)))
        if takes:
            for _ in shown:
                session.queue.pop() if is_latest_first else session.queue.popleft()
        return f'{{"code":0,"msg":"","data":[{",".join(shown)}]}}'

    # -- uploads

    def _form(self) -> Form:
        form = read_form(self._headers.get("content-type", ""), self._body)
        if form is None:
            raise Failed(BAD)
        return form

    def _uploaded(self, form: Form) -> Frame:
        """⚠ Bare: no code says that it went well."""
        if self._path == "/file/upload":
            path = _part(form, "path").decode()
            if _part(form, "type").decode() != "group":
                raise Failed(UNSUPPORTED)
            number = whole(_part(form, "target").decode())
            body = _part(form, "file")
            return upload(self._server.room, number, path, form["file"][0], body)
        kind, key = MEDIA_PARTS[self._path]
        for_whom, taking = _part(form, "type").decode(), self._server.room.taking
        if self._path == "/uploadShortVideo":
            _part(form, "thumbnail")
        web = form.get("url", ("", b""))[1].decode() if kind != "video" else ""
        kept = taking.sourced(kind, {"url": web}, "") if web else taking.keep(kind, _part(form, key))
        if for_whom not in ("Friend", "friend", "Group", "group", "Temp", "temp") or kept is None:
            raise Failed(BROKEN, f"{UPLOADED_AS[kind]}上传错误")
        shown = self._shown(kept)
        if kind == "image":
            return {"imageId": shown["imageId"], "url": shown["url"]}
        return {"voiceId": shown["voiceId"]} if kind == "record" else {"videoId": shown["videoId"]}

    def _shown(self, part: Segment) -> Frame:
        return self._server.chains.media(part)


def _query_of(text: str) -> list[tuple[str, str | None]]:
    """The keys of a query with their values; None where not even an equals sign stands behind: ktor then has the key alone."""
    pairs: list[tuple[str, str | None]] = []
    for part in filter(None, text.split("&")):
        name, mark, value = part.partition("=")
        pairs.append((unquote_plus(name), unquote_plus(value) if mark else None))
    return pairs


def _needed(given: Params, name: str) -> Any:
    if name not in given:
        raise Failed(BAD, f"参数错误，缺少字段: {name}")
    return given[name]


def _part(form: Form, name: str) -> bytes:
    if name not in form:
        raise Failed(BAD)  # ⚠ here nobody says which
    return form[name][1]
