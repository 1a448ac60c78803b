"""The adapters that begin talks themselves: reverse-ws dials who listens, webhook posts every event and does what is answered."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncIterator
from types import TracebackType
from typing import Self

import httpx
from websockets.asyncio.client import connect
from websockets.asyncio.connection import Connection
from websockets.exceptions import ConnectionClosed, WebSocketException

from tui.simulator import traffic
from tui.simulator.mirai.codes import BAD, WRONG_KEY, Failed, Frame, state
from tui.simulator.mirai.params import fields, read
from tui.simulator.mirai.server import MiraiServer, read_frame
from tui.simulator.mirai.sessions import Session
from tui.simulator.mirai.socket import MAX_FRAME
from tui.simulator.onebot11.link import Link
from tui.simulator.serving import dump

log = logging.getLogger(__name__)

RECONNECT_SECONDS = 5.0
HANDSHAKE_SECONDS = 2.0
LONGEST_POST = 10.0
BEFORE_VERIFY = frozenset({"about", "botList"})
VERIFY = fields("verifyKey:text~ sessionKey:text~ qq:long~")
"""⚠ All three have to be there, null or not."""


class Dialled(Link):
    """A socket that was dialled from here, as the server handles those that were accepted."""

    def __init__(self, socket: Connection) -> None:
        super().__init__(socket, has_events=True)
        self._closing: asyncio.Task[None] | None = None

    def close(self, code: int, reason: str) -> None:
        """Say goodbye."""
        self._closing = asyncio.create_task(self.socket.close(code, reason))

    async def texts(self) -> AsyncIterator[str]:
        """What the other end sends, until one of the two hangs up."""
        with contextlib.suppress(ConnectionClosed):
            async for data in self.socket:
                yield data if isinstance(data, str) else data.decode("utf-8", "replace")


class ReverseDialler:
    """Keeps one connection of `server` to `url`. `every`: seconds between two attempts, `reconnectInterval`."""

    def __init__(self, server: MiraiServer, url: str, *, every: float = RECONNECT_SECONDS) -> None:
        self._server = server
        self._url = url
        self._every = every
        self._dialling: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._dialling = asyncio.create_task(self._run())
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        assert self._dialling is not None
        self._dialling.cancel()
        await asyncio.gather(self._dialling, return_exceptions=True)

    async def _run(self) -> None:
        told = ""
        while True:
            if not self._server.is_refusing:
                try:
                    await self._dial()
                    told = ""
                except ConnectionClosed:
                    log.debug("the connection broke")
                except (OSError, WebSocketException) as error:
                    words = f"{self._url} can not be dialled: {error or type(error).__name__}"
                    if words != told:
                        traffic.log.info("-- %s", words)
                    told = words
            await asyncio.sleep(self._every)

    async def _dial(self) -> None:
        async with connect(
            self._url, compression=None, max_size=MAX_FRAME, ping_interval=None, open_timeout=HANDSHAKE_SECONDS, proxy=None
        ) as socket:
            link = Dialled(socket)
            try:
                session = await self._verified(link)
                if session is not None:
                    await self._server.serve_session(link, "all", session, is_new=True)
            finally:
                await link.finish()

    async def _verified(self, link: Dialled) -> Session | None:
        """Answer who listens until they have said who they are."""
        async for text in link.texts():
            frame = read_frame(text)
            if frame is None:
                continue
            if frame["command"] in BEFORE_VERIFY:
                if (answer := await self._server.answer_frame(text)) is not None:
                    link.send(dump(answer))
            elif frame["command"] != "verify":
                link.send(dump(state(WRONG_KEY)))
            else:
                try:
                    session = self._session(frame)
                except Failed as failure:
                    link.send(dump(state(failure.code, failure.words)))  # ⚠ bare
                    continue
                link.send(dump({"syncId": str(frame["syncId"]), "data": {"code": 0, "session": session.key}}))
                return session
        return None

    def _session(self, frame: Frame) -> Session:
        content = frame.get("content")
        try:
            given = read(VERIFY, content if isinstance(content, dict) else {}, names_missing=False)
        except Failed:
            raise Failed(WRONG_KEY) from None
        sessions = self._server.sessions
        sessions.check_key(given["verifyKey"])
        if given["sessionKey"]:
            return sessions.bound(given["sessionKey"])
        if given["qq"] is None:
            raise Failed(BAD)
        sessions.check_bot(str(given["qq"]))
        session = sessions.make()
        session.is_bound = True
        return session


class WebhookPoster:
    """Posts the events of `server` to `url`, in order; ⚠ what a command came to that was answered, nobody learns."""

    def __init__(self, server: MiraiServer, url: str) -> None:
        self._server = server
        self._url = url
        self._waiting: asyncio.Queue[str] = asyncio.Queue()
        self._posting: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._posting = asyncio.create_task(self._post_all())
        self._server.outlets.append(self)
        if self._server.on_connected is not None:
            self._server.on_connected()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        assert self._posting is not None
        self._server.outlets.remove(self)
        self._posting.cancel()
        await asyncio.gather(self._posting, return_exceptions=True)

    def send(self, text: str) -> None:
        """Post an event, after those before."""
        self._waiting.put_nowait(text)

    async def drained(self) -> None:
        """Wait until every event was answered, or went astray."""
        await self._waiting.join()

    def cut(self) -> None:
        """Forget what was not posted yet."""
        while not self._waiting.empty():
            self._waiting.get_nowait()
            self._waiting.task_done()

    async def _post_all(self) -> None:
        headers = {"content-type": "application/json", "qq": self._server.self_id}
        async with httpx.AsyncClient(trust_env=False, timeout=LONGEST_POST, headers=headers) as client:
            while True:
                text = await self._waiting.get()
                try:
                    reply = await client.post(self._url, content=text.encode())
                    await self._do(reply.text)
                except (httpx.HTTPError, httpx.InvalidURL) as error:
                    traffic.log.info("-- %s did not take an event: %s", self._url, error or type(error).__name__)
                finally:
                    self._waiting.task_done()

    async def _do(self, answer: str) -> None:
        with contextlib.suppress(ValueError):
            frame = json.loads(answer)
            if isinstance(frame, dict) and isinstance(frame.get("command"), str):
                await self._server.answer_frame(json.dumps(frame | {"syncId": None}))
                self._server.release_own_events()
