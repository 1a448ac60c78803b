"""A connection that is none, for any platform: calls are posted over HTTP, and what comes is put together into one stream."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Mapping
from typing import TypeVar

import httpx

from tui.platforms.base import ConnectError
from tui.platforms.call_errors import CallNotSentError, CallUnansweredError
from tui.platforms.http_client import ERRORS, NOT_SENT, HttpClient, Progress, Reply, explain_http, words_of

T = TypeVar("T")

MAX_WAITING = 500
"""Events that wait to be read when who tells more has to wait."""

MISSED = 2
"""So many signs of life in a row that did not come end a connection."""


class HttpTransport(ABC):
    """It is open until it was found that nobody answers any more; *patience*: seconds that a sign of life may take. ``look_now``
    is set where there is a doubt.
    """

    def __init__(self, host: str, headers: Mapping[str, str], patience: float) -> None:
        self.client = HttpClient(host, headers, patience)
        self.look_now = asyncio.Event()
        self._patience = patience
        self._missed = 0
        self._frames: asyncio.Queue[tuple[str, bool] | ConnectError] = asyncio.Queue()
        self._room = asyncio.Semaphore(MAX_WAITING)
        self._posts: set[asyncio.Task[None]] = set()
        self._is_ended = False
        self._watching: asyncio.Task[None] | None = None

    @abstractmethod
    async def knock(self) -> None:
        """Make sure that who answers is whom we look for, and accepts us. Raises ConnectError."""

    @abstractmethod
    async def call(self, text: str, progress: Progress) -> None:
        """Make the call *text* and put its answer where it is received. Raises CallNotSentError and CallUnansweredError."""

    @abstractmethod
    async def watch(self) -> None:
        """See to it that the connection ends when nobody answers any more."""

    async def explain(self, error: BaseException) -> ConnectError:
        """Return why a request failed."""
        return explain_http(error)

    async def reach(self, asking: Awaitable[T]) -> T:
        """Return what *asking* at first finds. Raises ConnectError."""
        try:
            async with asyncio.timeout(self._patience):
                return await asking
        except TimeoutError as error:
            raise ConnectError("silent") from error
        except ERRORS as error:
            raise await self.explain(error) from error

    async def deliver(self, asking: Awaitable[Reply], progress: Progress) -> Reply:
        """Return the reply to a call. Raises CallNotSentError and CallUnansweredError; ends where nobody is there any more."""
        try:
            return await asking
        except httpx.PoolTimeout as error:
            raise CallNotSentError("too many calls at once") from error
        except ERRORS as error:
            if progress.has_begun:
                self.look_now.set()
                raise CallUnansweredError(words_of(error)) from error
            self.end(await self.explain(error))
            raise CallNotSentError(words_of(error)) from error

    async def look(self, asking: Awaitable[T]) -> T | None:
        """Return the sign of life that *asking* finds, None where there is none; the connection may have ended then."""
        try:
            async with asyncio.timeout(self._patience):
                found = await asking
        except NOT_SENT as error:
            self.end(await self.explain(error))
        except (TimeoutError, *ERRORS):
            self._missed += 1
            if self._missed == MISSED:
                self.end(ConnectError("heartbeat_lost"))
        else:
            self._missed = 0
            return found
        return None

    @property
    def is_open(self) -> bool:
        """Whether a call can still be made."""
        return not self._is_ended

    async def open(self) -> None:
        """Knock, and watch from then on; closed where nobody opens. Raises ConnectError."""
        try:
            await self.knock()
        except BaseException:
            await self.close()
            raise
        self._watching = asyncio.create_task(self.watch(), name="http watch")

    async def send(self, text: str) -> None:
        """Make a call and put its answer where it is received; return once that is done.

        Raises CallNotSentError, CallUnansweredError, and ConnectionResetError when the connection ended meanwhile.
        """
        progress = Progress()
        post = asyncio.create_task(self.call(text, progress))
        self._posts.add(post)
        try:
            await asyncio.wait((post,))
        finally:
            post.cancel()
            self._posts.discard(post)
        if not post.cancelled():
            post.result()
        elif progress.has_begun:
            raise ConnectionResetError("closed")
        else:
            raise CallNotSentError("closed")

    async def receive(self) -> str:
        """Return the next answer or event. Raises ConnectError when there will be none any more."""
        taken = await self._frames.get()
        if isinstance(taken, ConnectError):
            raise taken
        text, is_event = taken
        if is_event:
            self._room.release()
        self._frames.task_done()
        return text

    async def until_read(self) -> None:
        """Wait until all that was put is received."""
        await self._frames.join()

    async def close(self) -> None:
        """End it: nothing is watched, and nobody waits for an answer."""
        is_parting = self.is_open
        self.end(ConnectError("closed", "by us"))
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)
        if is_parting:
            await self.part()
        await self.client.close()

    async def part(self) -> None:  # noqa: B027  # most have nothing to say
        """Say goodbye to who still answers."""

    def put(self, text: str) -> None:
        """Let *text*, which somebody waits for, be received."""
        self._frames.put_nowait((text, False))

    async def put_event(self, text: str) -> None:
        """Let the event *text* be received; waits while too much waits to be read."""
        await self._room.acquire()
        self._frames.put_nowait((text, True))

    def end(self, error: ConnectError) -> None:
        """End with *error*, unless it has ended."""
        if self._is_ended:
            return
        self._is_ended = True
        self._frames.put_nowait(error)
        for post in self._posts - {asyncio.current_task()}:
            post.cancel()
