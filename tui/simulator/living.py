"""What the people of every simulated world have in common: somebody greets who comes, and from then on they talk now and then.

All chance comes from a seed; every pause is divided by `speed`, so that a test's day is short.
"""

from __future__ import annotations

import asyncio
import random
from abc import ABC, abstractmethod
from collections.abc import Callable, Coroutine
from typing import Any, ClassVar

Span = tuple[float, float]
"""The fewest and the most seconds that something takes."""
GREETING: Span = (1.2, 2.2)
"""Seconds after a client has connected until a friend writes."""


class Living(ABC):
    """Everybody but the account; each world says what they do. `is_quiet` leaves only those who answer."""

    chatter: ClassVar[Span]
    """Seconds until somebody does something of their own accord again."""
    _unobserve: Callable[[], None]
    """Ends what each world begins: to hear what the account does, and to answer."""

    def __init__(self, *, seed: int = 7, speed: float = 1.0, is_quiet: bool = False) -> None:
        self._chance = random.Random(seed)
        self._speed = speed
        self._is_quiet = is_quiet
        self._tasks: set[asyncio.Task[None]] = set()
        self._greeting: asyncio.Task[None] | None = None
        self._has_greeted = False
        self._has_chatter = False

    @abstractmethod
    async def _greet(self) -> None:
        """Write to who has come a moment ago."""

    @abstractmethod
    async def _do_something(self) -> None:
        """Let somebody do something of their own accord."""

    def connected(self) -> None:
        """A client came: it is greeted, and from the first one on people talk.

        Those that come together are greeted once; who comes after the first word of a greeting would miss that, and has its own.
        """
        if self._is_quiet:
            return
        if self._greeting is None or self._greeting.done() or self._has_greeted:
            self._has_greeted = False
            self._greeting = self._begin(self._greet_soon())
        if not self._has_chatter:
            self._has_chatter = True
            self._begin(self._chatter())

    async def stop(self) -> None:
        """End all that is under way."""
        self._unobserve()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _begin(self, doing: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(doing)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _pause(self, span: Span) -> None:
        await asyncio.sleep(self._chance.uniform(*span) / self._speed)

    async def _greet_soon(self) -> None:
        await self._pause(GREETING)
        self._has_greeted = True
        await self._greet()

    async def _chatter(self) -> None:
        while True:
            await self._pause(self.chatter)
            await self._do_something()
