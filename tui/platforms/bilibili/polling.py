"""Asks for news now and then: each new message is told once, none that is old, and what was refused is asked for again."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

from tui.platforms.bilibili.api.conversations import ALL_SESSIONS, Conversations
from tui.platforms.bilibili.errors import (
    GROUP_GONE,
    LOGGED_OUT,
    NOT_IN_GROUP,
    CallRefusedError,
    LoggedOutError,
    RateLimitedError,
    RiskControlError,
)
from tui.platforms.bilibili.news import News, messages_after, messages_since, sessions_after
from tui.platforms.bilibili.pace import Pace
from tui.platforms.bilibili.wire import SessionList, SessionRow
from tui.platforms.call_errors import CallError

log = logging.getLogger(__name__)

MAX_SKEW = 600.0
"""Seconds by which our clock may be ahead."""

MOST_REFUSALS = 3
"""How often one conversation may be refused before the others are asked for without it."""

MAX_TALKERS = 5000
"""Conversations of which it is kept in mind how far they were heard; the ones that were quiet for longest go first."""

Hear = Callable[[SessionRow, News], Awaitable[None]]


class Polling:
    """The asking of one account. *hear* takes how a conversation stands in which something happened, and what is new in it, which
    may be nothing (it was read elsewhere, or pinned); *told* how each round ended (None: well).

    *is_front*: somebody looks at a conversation of this account. *stopwatch* (s) measures how much of a wait has passed.
    """

    def __init__(
        self,
        api: Conversations,
        hear: Hear,
        told: Callable[[CallError | None], None],
        *,
        pace: Pace | None = None,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        stopwatch: Callable[[], float] = time.monotonic,
    ) -> None:
        self._is_front = False
        self._stopwatch = stopwatch
        self._changed = asyncio.Event()
        self._counted: CallError | None = None
        self._api = api
        self._hear = hear
        self._told = told
        self._pace = pace or Pace()
        self._sleep = sleep
        self._seen: dict[tuple[int, int], int] = {}
        self._refused: dict[tuple[int, int], int] = {}
        self._asked_ts = 0
        self._since = 0

    @property
    def is_front(self) -> bool:
        """Whether somebody looks; a wait that runs is shortened when they begin to."""
        return self._is_front

    @is_front.setter
    def is_front(self, is_front: bool) -> None:
        self._is_front = is_front
        self._changed.set()

    def press_less(self, error: CallError) -> None:
        """Ask less often from now on: *error* came of this asking or of another one; each counts once."""
        if error is not self._counted:
            self._counted = error
            self._pace.failed()
            self._changed.set()
            log.warning("%s; asking again in %.0f s", error.words, self._pace.seconds())
            self._told(error)

    async def begin(self, *, size: int | None = None) -> SessionList:
        """Return what is there, the newest *size* of it, which is never told as new. Raises CallError."""
        there = await self._api.get_sessions(ALL_SESSIONS, size=size)
        for row in there.session_list:
            self._remember((row.session_type, row.talker_id), row.max_seqno)
        # The service's clock counts; ours, which may be wrong, only for an inbox in which there is nothing.
        now = int((self._api.client.clock() - MAX_SKEW) * 1_000_000)
        self._asked_ts = max((row.session_ts for row in there.session_list), default=now) or now
        self._since = self._asked_ts // 1_000_000
        return there

    async def run(self) -> None:
        """Ask until nobody is logged in any more. Raises LoggedOutError then."""
        while True:
            await self._rest()
            try:
                await self.look()
            except CallError as error:
                if isinstance(error, CallRefusedError) and error.code == LOGGED_OUT:
                    raise
                self.press_less(error)
            else:
                self._pace.succeeded()
                self._told(None)

    async def _rest(self) -> None:
        """Wait for the next round; how long is looked at anew when somebody begins to look, or when we are to ask less often."""
        started, passed = self._stopwatch(), 0.0
        while (left := self._pace.seconds(is_front=self.is_front) - passed) > 0:
            self._changed.clear()
            sleeping = asyncio.ensure_future(self._sleep(left))
            changing = asyncio.ensure_future(self._changed.wait())
            try:
                await asyncio.wait((sleeping, changing), return_when=asyncio.FIRST_COMPLETED)
                if sleeping.done():
                    return
            finally:
                sleeping.cancel()
                changing.cancel()
            passed = self._stopwatch() - started

    async def look(self) -> None:
        """Ask once. How far a conversation was heard is noted only once its news are here. Raises CallError."""
        rows = await sessions_after(self._api, self._asked_ts)
        failure: CallError | None = None
        for row in rows:
            try:
                await self._ask(row)
            except (LoggedOutError, RateLimitedError, RiskControlError):
                raise
            except CallRefusedError as error:
                key = (row.session_type, row.talker_id)
                if error.code in (GROUP_GONE, NOT_IN_GROUP):
                    self._remember(key, row.max_seqno)
                elif self._may_try_again(key):
                    failure = error
            else:
                self._refused.pop((row.session_type, row.talker_id), None)
        if failure is not None:
            raise failure
        self._asked_ts = max((row.session_ts for row in rows), default=self._asked_ts)

    async def _ask(self, row: SessionRow) -> None:
        key = (row.session_type, row.talker_id)
        seen = self._seen.get(key)
        if seen is not None and row.max_seqno <= seen:
            news = News(())
        elif seen:
            news = await messages_after(self._api, row.talker_id, row.session_type, seen)
        else:
            news = await messages_since(self._api, row.talker_id, row.session_type, self._since)
        if news.messages:
            self._remember(key, news.messages[-1].msg_seqno)
        await self._hear(row, news)

    def _may_try_again(self, key: tuple[int, int]) -> bool:
        """Count a refusal of one conversation: after some it holds up the others no more, until it has something new."""
        tries = self._refused[key] = self._refused.pop(key, 0) + 1
        if len(self._refused) > MAX_TALKERS:
            del self._refused[next(iter(self._refused))]
        return tries < MOST_REFUSALS

    def _remember(self, key: tuple[int, int], number: int) -> None:
        self._seen[key] = max(number, self._seen.pop(key, 0))
        if len(self._seen) > MAX_TALKERS:
            del self._seen[next(iter(self._seen))]
