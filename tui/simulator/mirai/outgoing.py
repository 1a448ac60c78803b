"""The adapters that begin talks themselves: reverse-ws dials who listens, webhook posts every event and does what is answered."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from typing import Self

import httpx
from websockets.asyncio.client import connect
from websockets.asyncio.connection import Connection
from websockets.exceptions import ConnectionClosed

from tui.simulator.dialling import HANDSHAKE_SECONDS, RECONNECT_SECONDS, Dialler
from tui.simulator.link import Link
from tui.simulator.mirai.codes import BAD, WRONG_KEY, Failed, Frame, state
from tui.simulator.mirai.params import fields, read
from tui.simulator.mirai.server import MiraiServer, read_frame
from tui.simulator.mirai.sessions import Session
from tui.simulator.mirai.socket import MAX_FRAME
from tui.simulator.posting import Poster
from tui.simulator.serving import dump

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


class ReverseDialler(Dialler):
    """Keeps one connection of `server` to `url`. `every`: seconds between two attempts, `reconnectInterval`."""

    def __init__(self, server: MiraiServer, url: str, *, every: float = RECONNECT_SECONDS) -> None:
        super().__init__(server, url, every)
        self._server = server

    async def dial(self) -> None:
        """Dial once."""
        async with connect(
            self.url, compression=None, max_size=MAX_FRAME, ping_interval=None, open_timeout=HANDSHAKE_SECONDS, proxy=None
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


class WebhookPoster(Poster):
    """Posts the events of `server` to `url`, in order; ⚠ what a command came to that was answered, nobody learns."""

    def __init__(self, server: MiraiServer, url: str) -> None:
        super().__init__(server.outlets, url)
        self._server = server

    async def __aenter__(self) -> Self:
        await super().__aenter__()
        if self._server.on_connected is not None:
            self._server.on_connected()
        return self

    async def post(self, client: httpx.AsyncClient, text: str) -> None:
        """Post an event, and do what is answered."""
        headers = {"content-type": "application/json", "qq": self._server.self_id}
        reply = await client.post(self.url, content=text.encode(), headers=headers)
        await self._do(reply.text)

    async def _do(self, answer: str) -> None:
        with contextlib.suppress(ValueError):
            frame = json.loads(answer)
            if isinstance(frame, dict) and isinstance(frame.get("command"), str):
                await self._server.answer_frame(json.dumps(frame | {"syncId": None}))
                self._server.release_own_events()
