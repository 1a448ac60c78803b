"""Events that a simulated implementation posts to an address, in order, whatever it speaks."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from types import TracebackType
from typing import Self

import httpx

from tui.simulator import traffic
from tui.simulator.link import Outlet

LONGEST_POST = 10.0


class Poster(ABC):
    """Posts the events that go to `outlets` to `url`, one after the other."""

    def __init__(self, outlets: list[Outlet], url: str) -> None:
        self.url = url
        self._outlets = outlets
        self._waiting: asyncio.Queue[str] = asyncio.Queue()
        self._posting: asyncio.Task[None] | None = None

    @abstractmethod
    async def post(self, client: httpx.AsyncClient, text: str) -> None:
        """Post an event, and do what is answered. Raises what the client does."""

    async def __aenter__(self) -> Self:
        self._posting = asyncio.create_task(self._post_all())
        self._outlets.append(self)
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        assert self._posting is not None
        self._outlets.remove(self)
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

    def went_astray(self) -> None:  # noqa: B027  # most do not mind
        """Nobody answered to an event."""

    async def _post_all(self) -> None:
        async with httpx.AsyncClient(trust_env=False, timeout=LONGEST_POST) as client:
            while True:
                text = await self._waiting.get()
                try:
                    await self.post(client, text)
                except (httpx.HTTPError, httpx.InvalidURL) as error:
                    self.went_astray()
                    traffic.log.info("-- %s did not take an event: %s", self.url, error or type(error).__name__)
                finally:
                    self._waiting.task_done()
