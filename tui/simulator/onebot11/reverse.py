"""NapCat's WebSocket client: it dials whoever listens for it, again and again, and then serves as if it had been dialled."""

from __future__ import annotations

import asyncio
import logging
from types import TracebackType
from typing import Self

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from tui.simulator import traffic
from tui.simulator.onebot11.server import MAX_FRAME, OneBotServer

log = logging.getLogger(__name__)

RECONNECT_SECONDS = 5.0
HANDSHAKE_SECONDS = 2.0


class ReverseDialler:
    """Keeps one connection of `server` to `url`. `every`: seconds between two attempts, NapCat's reconnectInterval."""

    def __init__(self, server: OneBotServer, url: str, *, token: str = "", every: float = RECONNECT_SECONDS) -> None:
        self._server = server
        self._url = url
        self._token = token
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
        # NapCat sends the header without a token, too.
        headers = {"x-self-id": self._server.self_id, "x-client-role": "Universal", "authorization": f"Bearer {self._token}"}
        told = ""
        while True:
            if not self._server.is_refusing:
                try:
                    await self._dial(headers)
                    told = ""
                except ConnectionClosed:
                    log.debug("the connection broke")
                    told = ""
                except (OSError, WebSocketException, ValueError) as error:  # ValueError: a token that no header can hold
                    words = f"{self._url} can not be dialled: {error or type(error).__name__}"
                    if words != told:
                        traffic.log.info("-- %s", words)
                    told = words
            await asyncio.sleep(self._every)

    async def _dial(self, headers: dict[str, str]) -> None:
        async with connect(
            self._url,
            additional_headers=headers,
            user_agent_header="OneBot/11",
            compression=None,
            max_size=MAX_FRAME,
            ping_interval=None,
            open_timeout=HANDSHAKE_SECONDS,
            proxy=None,
        ) as socket:
            await self._server.serve(socket)
