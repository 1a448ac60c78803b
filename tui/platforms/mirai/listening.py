"""Listens for mirai's reverse WebSocket: who dials us is asked for a session of our account, and with one it is a connection."""

from __future__ import annotations

import asyncio
import http
import json
import logging
from urllib.parse import parse_qs

from websockets.asyncio.server import ServerConnection
from websockets.http11 import Request, Response

from tui.platforms.base import ConnectError
from tui.platforms.listening import ListeningWay
from tui.platforms.mirai.calls import is_refusal
from tui.platforms.mirai.refusals import session_refusal
from tui.platforms.mirai.settings import Settings
from tui.platforms.mirai.webhook import KEY_HEADER, may_come
from tui.platforms.sockets import WebSocketTransport
from tui.platforms.values import as_row

log = logging.getLogger(__name__)

_CAVEATS = {
    "verify_key_refused": "dialled_key_refused",
    "no_such_bot": "dialled_no_such_bot",
    "no_number": "dialled_no_such_bot",
}
"""What is said of somebody who dialled and would not have us, by why that was."""


class Verified:
    """A socket over which a session was given, in the frame *first*, which is received once more."""

    def __init__(self, socket: WebSocketTransport, first: str) -> None:
        self._socket = socket
        self._first = first

    @property
    def is_open(self) -> bool:
        """Whether a call can still be written."""
        return self._socket.is_open

    async def send(self, text: str) -> None:
        """Write one frame. Raises ConnectionResetError when the connection ended meanwhile."""
        await self._socket.send(text)

    async def receive(self) -> str:
        """Return the next frame. Raises ConnectError when the connection ended."""
        first, self._first = self._first, ""
        return first or await self._socket.receive()

    async def close(self) -> None:
        """End it."""
        await self._socket.close()


class Listener(ListeningWay):
    """A server for one account. Only who gives a session of it takes the place of a connection that is there."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings.listen)
        self._settings = settings

    def check(self, connection: ServerConnection, request: Request) -> Response | None:
        """Refuse who does not know the key, where it has to be known: they are told it right afterwards."""
        query = parse_qs(request.path.partition("?")[2])
        given = [*request.headers.get_all(KEY_HEADER), *query.get(KEY_HEADER, [])]
        if may_come(self._settings.listen, self._settings.verify_key.strip(), given):
            return None
        self.warn("dialled_without_key")
        log.warning("a connection without the right key was refused")
        return connection.respond(http.HTTPStatus.FORBIDDEN, f"{KEY_HEADER} missing or wrong\n")

    async def serve(self, socket: ServerConnection, request: Request) -> None:
        """Ask for a session, and offer *socket* with it."""
        transport = WebSocketTransport(socket)
        try:
            async with asyncio.timeout(self._settings.connect_timeout):
                first = await self._verify(transport)
        except ConnectError as error:
            self.warn(_CAVEATS.get(error.reason, "dialled_refused"))
            log.warning("who dialled gave no session: %s", error.words or error.reason)
        except (TimeoutError, OSError):
            self.warn("dialled_refused")
            log.warning("who dialled did not say whether there is a session")
        else:
            await self.offer(str(self._settings.qq), Verified(transport, first))
            await socket.wait_closed()

    async def _verify(self, transport: WebSocketTransport) -> str:
        """Return the frame that names our session. Raises ConnectError."""
        # All three keys have to be there, though null.
        content = {"verifyKey": self._settings.verify_key.strip(), "sessionKey": None, "qq": self._settings.qq}
        ask = {"syncId": "verify", "command": "verify", "subCommand": None, "content": content}
        await transport.send(json.dumps(ask, ensure_ascii=False))
        while True:
            text = await transport.receive()
            try:
                row = as_row(json.loads(text))
            except (ValueError, RecursionError):
                continue
            data = as_row(row.get("data")) if "data" in row else row  # a refusal comes bare
            if is_refusal(data):
                raise session_refusal(data)
            if data.get("session"):
                return text
