"""Pages of history: what QQ kept of the talk with a friend, as far as the server also knows who said it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from tui.chat.ids import ConversationId, ConversationKind, MessageRef
from tui.chat.messages import Message
from tui.platforms.base import Page, PageEnd
from tui.platforms.call_errors import CallError
from tui.platforms.mirai import calls as codes
from tui.platforms.mirai.calls import CallRefusedError
from tui.platforms.mirai.chain import Origin, origin_of
from tui.platforms.mirai.commands import Commands

log = logging.getLogger(__name__)

_DAY = 24 * 3600
WINDOWS = (3 * _DAY, 14 * _DAY, 60 * _DAY)
"""How far back (s) is looked, further where nothing is found: QQ keeps what was said for some weeks."""

MAX_PAGE = 20
"""Messages of a page: each is asked for by itself, though of the server's own memory alone."""

MOST_FAILURES = 3
"""In a row: then there is no history here, whatever the words say."""

KEPT = frozenset((ConversationKind.FRIEND,))
"""Where anything can be asked for that was said before: ``roamingMessages`` knows friends only."""

Teller = Callable[[ConversationId, str], Awaitable[Message | None]]
"""Returns a message by its id, with who said it. Raises CallError."""


class History:
    """The history over one connection. *tell* is asked for each message: the list names the friend for our own words, too.

    *pause*: seconds between two questions that QQ itself has to answer, whoever asked.
    """

    def __init__(self, commands: Commands, tell: Teller, clock: Callable[[], int], pause: float) -> None:
        self._do = commands
        self._tell = tell
        self._clock = clock
        self._pause = pause
        self._lacking: str | None = None
        self._failures = 0
        self._next = 0.0

    def is_kept(self, conversation: ConversationId) -> bool:
        """Whether there is any history of *conversation* to ask for."""
        return conversation.kind in KEPT and self._lacking is None

    async def page(self, conversation: ConversationId, before: MessageRef | None, after: MessageRef | None, limit: int) -> Page:
        """Return the page that was asked for; failures are in its end, never raised."""
        if not self.is_kept(conversation):
            return Page((), PageEnd.REFUSED if self._lacking else PageEnd.UNKNOWN, self._lacking or "")
        limit = min(limit, MAX_PAGE)
        try:
            if after is not None:
                listed = [
                    origin
                    for origin in await self._listed(conversation, after.time // 1000, self._now)
                    if _is_after(origin, after)
                ]
                return await self._told(conversation, listed[:limit], PageEnd.MORE if len(listed) > limit else PageEnd.REACHED)
            return await self._older(conversation, before, limit)
        except CallRefusedError as error:
            self._failures = self._failures + 1 if error.code == codes.BROKEN else 0
            if error.is_unknown_command or self._failures == MOST_FAILURES:
                self._lacking = error.words
            return Page((), PageEnd.REFUSED, error.words)
        except CallError as error:
            return Page((), PageEnd.UNKNOWN, error.words)

    @property
    def _now(self) -> int:
        return self._clock() // 1000 + 1

    async def _older(self, conversation: ConversationId, before: MessageRef | None, limit: int) -> Page:
        end = self._now if before is None else before.time // 1000
        for window in WINDOWS:
            listed = await self._listed(conversation, max(0, end - window), end)
            if before is not None:
                listed = _cut(listed, before)
            if listed:
                # What lies before the window nobody has looked at, so there may be more in any case.
                return await self._told(conversation, listed[-limit:], PageEnd.MORE, is_backwards=True)
        return Page((), PageEnd.REACHED)

    async def _listed(self, conversation: ConversationId, start: int, end: int) -> list[Origin]:
        await self._turn()
        packets = await self._do.roaming_messages(start, end, conversation.peer)
        self._failures = 0
        origins = [origin for packet in packets if (origin := origin_of(packet.get("messageChain"))).native]
        if len(origins) > 1 and origins[0].time > origins[-1].time:
            origins.reverse()
        return sorted(origins, key=lambda origin: origin.time)

    async def _turn(self) -> None:
        """Wait until it is polite to ask again; those that wait are let through in their order."""
        now = asyncio.get_running_loop().time()
        mine = max(now, self._next)
        self._next = mine + self._pause
        if mine > now:
            await asyncio.sleep(mine - now)

    async def _told(
        self, conversation: ConversationId, listed: list[Origin], end: PageEnd, *, is_backwards: bool = False
    ) -> Page:
        """Return the messages of *listed* next to the anchor up to the first of which the server does not know who said it."""
        told: list[Message] = []
        for origin in reversed(listed) if is_backwards else listed:
            try:
                message = await self._tell(conversation, origin.native)
            except CallRefusedError as error:
                if error.code != codes.NO_TARGET:
                    raise
                return Page(_in_order(told, is_backwards=is_backwards), PageEnd.REFUSED, error.words)
            if message is not None:
                told.append(message)
        return Page(_in_order(told, is_backwards=is_backwards), end)


def _in_order(told: list[Message], *, is_backwards: bool) -> tuple[Message, ...]:
    return tuple(reversed(told)) if is_backwards else tuple(told)


def _cut(listed: list[Origin], before: MessageRef) -> list[Origin]:
    """Return what of *listed* stands before the anchor."""
    place = next((place for place, origin in enumerate(listed) if origin.native == before.native), None)
    return listed[:place] if place is not None else [origin for origin in listed if origin.time < before.time]


def _is_after(origin: Origin, after: MessageRef) -> bool:
    return origin.native != after.native and origin.time >= after.time
