"""A simulated implementation that dials whoever listens for it, again and again, whatever it speaks."""

from __future__ import annotations

import asyncio
import logging
from abc import ABC, abstractmethod
from types import TracebackType
from typing import Self

from websockets.exceptions import ConnectionClosed, WebSocketException

from tui.simulator import traffic
from tui.simulator.serving import Called

log = logging.getLogger(__name__)

RECONNECT_SECONDS = 5.0
HANDSHAKE_SECONDS = 2.0


class Dialler(ABC):
    """Keeps one connection of `server` to `url`. `every`: seconds between two attempts."""

    def __init__(self, server: Called, url: str, every: float) -> None:
        self.url = url
        self._called = server
        self._every = every
        self._dialling: asyncio.Task[None] | None = None

    @abstractmethod
    async def dial(self) -> None:
        """Dial once, and serve who answers until one of the two hangs up."""

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
            if not self._called.is_refusing:
                try:
                    await self.dial()
                    told = ""
                except ConnectionClosed:
                    log.debug("the connection broke")
                    told = ""
                except (OSError, WebSocketException, ValueError) as error:  # ValueError: a token that no header can hold
                    words = f"{self.url} can not be dialled: {error or type(error).__name__}"
                    if words != told:
                        traffic.log.info("-- %s", words)
                    told = words
            await asyncio.sleep(self._every)
