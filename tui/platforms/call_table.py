"""The calls that wait for their answers on one connection, each with its own time limit, for any platform."""

from __future__ import annotations

import asyncio
import itertools
import secrets
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from msgspec import Struct

from tui.platforms.call_errors import CallNotSentError, CallUnansweredError
from tui.platforms.call_tap import CallTap
from tui.platforms.values import Row


class Pending(Struct):
    """One waiting call: where its answer goes, when its time is up, and how much of it (s) it had."""

    answer: asyncio.Future[Row]
    deadline: asyncio.Timeout
    seconds: float


PendingT = TypeVar("PendingT", bound=Pending)


class CallTable(Generic[PendingT]):
    """The calls of one connection by their keys. *send* writes one text frame; *is_open* says whether it still can."""

    def __init__(self, send: Callable[[str], Awaitable[None]], is_open: Callable[[], bool], tap: CallTap) -> None:
        self.waiting: dict[str, PendingT] = {}
        self._send = send
        self._is_open = is_open
        self._tap = tap
        self._prefix = secrets.token_hex(4)
        self._numbers = itertools.count(1)

    def new_key(self) -> str:
        """Return the key of the next call. Raises CallNotSentError when none can be written any more."""
        if not self._is_open():
            raise CallNotSentError("not_connected")
        return f"{self._prefix}-{next(self._numbers)}"

    def is_ours(self, key: str) -> bool:
        """Return whether *key* was given to a call of this connection, waiting or not."""
        return key.startswith(f"{self._prefix}-")

    async def exchange(
        self,
        name: str,
        key: str,
        frame: str,
        seconds: float,
        make: Callable[[asyncio.Future[Row], asyncio.Timeout], PendingT],
    ) -> Row:
        """Write *frame* and return its answer; *make* keeps what is to be known of the call meanwhile.

        Raises CallUnansweredError, and what the answer was settled with.
        """
        answer: asyncio.Future[Row] = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(seconds) as deadline:
                self.waiting[key] = make(answer, deadline)
                self._tap.sent(name, key, frame)
                await self._send(frame)
                return await answer
        except TimeoutError as error:
            words = f"no answer in {seconds:g} s"
            self._tap.given_up(key, words)
            raise CallUnansweredError(f"{name}: {words}") from error
        except OSError as error:
            self._tap.given_up(key, str(error))
            raise CallUnansweredError(str(error)) from error
        finally:
            self.waiting.pop(key, None)
            if not answer.cancel() and not answer.cancelled():
                answer.exception()  # the connection ended while the call was being written: that error is the one to tell

    def fail_all(self, words: str) -> None:
        """End all waiting calls as unanswered, because the connection ended."""
        for key, pending in self.waiting.items():
            self._tap.given_up(key, words)
            if not pending.answer.done():
                pending.answer.set_exception(CallUnansweredError(words))
