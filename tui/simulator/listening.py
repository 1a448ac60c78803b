"""A server at a port of loopback, from its first listening to its end, and the connections that it takes meanwhile."""

from __future__ import annotations

import asyncio
import logging
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from websockets.asyncio.server import Server

log = logging.getLogger(__name__)

HOST = "127.0.0.1"


class HungUpError(Exception):
    """A connection is to break instead of an answer."""


class Listening(ABC):
    """Use it as an async context manager; `port` and `url` are known once it listens."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._listening: asyncio.Server | Server | None = None

    @abstractmethod
    async def _listen(self) -> asyncio.Server | Server:
        """Begin to take connections at the port, or at one that is free where that is 0."""

    @abstractmethod
    async def _cut_all(self) -> None:
        """Break every connection without a goodbye, and wait for their ends."""

    async def start(self) -> None:
        """Listen; after `stop`, at the same port again."""
        self._listening = await self._listen()
        self._port = next(iter(self._listening.sockets)).getsockname()[1]

    async def stop(self) -> None:
        """Hang up and stop listening, as a process that ends."""
        if self._listening is None:
            return
        self._listening.close()
        await self._cut_all()
        await self._listening.wait_closed()
        self._listening = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self.stop()

    @property
    def port(self) -> int:
        """The port that was asked for, or the one the system gave."""
        return self._port

    @property
    def http_url(self) -> str:
        """Where to call over HTTP."""
        return f"http://{HOST}:{self._port}"

    @property
    def url(self) -> str:
        """Where to dial."""
        return self.http_url


class Talks:
    """Connections that are taken as streams. `talk` serves one until somebody hangs up; what goes wrong there breaks that one."""

    def __init__(self, talk: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]) -> None:
        self._talk = talk
        self._writers: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve a connection: what `asyncio.start_server` is given."""
        task = asyncio.current_task()
        assert task is not None
        self._writers[task] = writer
        try:
            await self._talk(reader, writer)
        except (OSError, EOFError, asyncio.LimitOverrunError, HungUpError):
            log.debug("a connection broke")
            writer.transport.abort()
        except asyncio.CancelledError:
            log.debug("a connection was cut")
        finally:
            del self._writers[task]
            writer.close()

    def cut(self) -> None:
        """Break every connection without a goodbye."""
        for task, writer in self._writers.items():
            writer.transport.abort()
            task.cancel()

    async def ended(self) -> None:
        """Wait until none is under way."""
        await asyncio.gather(*self._writers, return_exceptions=True)
