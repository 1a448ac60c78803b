"""Makes whole what was missed: finds after a connect where something is missing, and fills it politely."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from functools import partial

from tui.chat.ids import ConversationId, MessageRef
from tui.connection.clocks import now_ms
from tui.connection.inbox import Inbox
from tui.connection.lists import ask_lists
from tui.platforms.base import AskError, AskRecents, Page, PageEnd, Platform, Recent
from tui.store import conversations, gaps
from tui.store.reader import Reader
from tui.store.rows import ConversationRow, Gap, GapState
from tui.store.store import Store
from tui.store.writer import Transaction

log = logging.getLogger(__name__)

CLOCKS_DIFFER_MS = 60_000
"""A conversation that was not there when we last asked is new, even if its time is a little before that."""

RECENTS = 100
MAX_BEHIND = 30
"""Conversations whose unread messages are fetched unasked because the platform counts more than were told; a page of each."""

PROBED = 60
PAGE = 50
GROUP_LIMIT = 200
"""Messages that a gap of an ordinary group is filled with unasked; the rest comes when somebody scrolls there."""


class Backfill:
    """Syncs one account over one connection: lists, recent conversations, then gaps. *pause* instead of the platform's own."""

    def __init__(
        self,
        store: Store,
        reader: Reader,
        platform: Platform,
        account: int,
        *,
        front: Callable[[], int],
        on_filling: Callable[[int], None],
        pause: float | None = None,
    ) -> None:
        self._store = store
        self._reader = reader
        self._platform = platform
        self._account = account
        self._front = front
        self._on_filling = on_filling
        self._pause = platform.history_pause if pause is None else pause
        self._wake = asyncio.Event()
        self._filling: dict[int, asyncio.Task[bool]] = {}
        self._verified: set[int] = set()
        self._asked_at = 0.0
        self._is_doubtful = False
        self._behind: dict[ConversationId, int] = {}

    def wake(self) -> None:
        """Look for gaps again."""
        self._wake.set()

    def doubt(self) -> None:
        """Ask anew what was said: some of it may not have been told."""
        self._is_doubtful = True
        self._wake.set()

    def look_at_end(self, where: ConversationId) -> None:
        """Ask anew how *where* ends: something was put there that no event need tell of."""

        def doubt(tx: Transaction) -> None:
            conversations.doubt_end(tx, conversations.ensure(tx, self._account, where))

        def look(_: object) -> None:
            self._verified.clear()
            self._wake.set()

        asyncio.wrap_future(self._store.submit(doubt)).add_done_callback(look)

    async def run(self, inbox: Inbox) -> None:
        """Sync, then fill gaps as they appear, until cancelled."""
        await ask_lists(self._platform, inbox)
        await inbox.settled()
        await self._find_gaps()
        await asyncio.wrap_future(self._store.submit(lambda tx: conversations.end_first_sync(tx, self._account)))
        self._asked_at = asyncio.get_running_loop().time()
        while True:
            due = self._ask_again_at
            if due is not None and asyncio.get_running_loop().time() >= due:
                await self._look_again()
            if self._is_doubtful:
                await self._make_sure(inbox)
            await self._verify_front()
            waiting = [gap for gap in self._gaps() or self._gaps_above_unread() if gap.id not in self._filling]
            self._on_filling(len({gap.conversation for gap in waiting}))
            if not waiting:
                try:
                    async with asyncio.timeout_at(self._ask_again_at):
                        await self._wake.wait()
                    self._wake.clear()
                except TimeoutError:
                    log.debug("nobody tells what is new: asking again")
                continue
            await self.fill(waiting[0].id, is_automatic=True)
            await asyncio.sleep(self._pause)

    async def fill(self, gap: int, *, is_automatic: bool = False) -> bool:
        """Fetch one page into *gap*; return whether the gap is still there. Two calls for one gap are one.

        Who asks for what would have come unasked was only quicker: it is unread all the same, and the rest of it comes by itself.
        """
        task = self._filling.get(gap)
        if task is None:
            is_automatic = is_automatic or any(due.id == gap for due in self._gaps())
            task = self._filling[gap] = asyncio.create_task(self._fill(gap, is_automatic))
            task.add_done_callback(lambda _: self._filled(gap))
        return await asyncio.shield(task)

    def _filled(self, gap: int) -> None:
        self._filling.pop(gap, None)
        self._wake.set()

    def _gaps(self) -> list[Gap]:
        return self._reader.fillable_gaps(self._account, self._front(), GROUP_LIMIT)

    def _gaps_above_unread(self) -> list[Gap]:
        """Return the next gap into which messages belong that the platform counts as unread."""
        while self._behind:
            where = next(iter(self._behind))
            count = self._behind.pop(where)
            row = self._reader.find_conversation(where)
            newest = self._reader.gaps(row.id)[:1] if row is not None and row.unread < count else []
            # Once only: what was read here since, the platform may not have been told of.
            if newest and newest[0].state is GapState.OPEN and newest[0].lower is None and not newest[0].filled:
                return newest
        return []

    async def _find_gaps(self) -> None:
        try:
            recents = await self._platform.ask(AskRecents(RECENTS))
        except AskError as error:
            log.info("no recent conversations are told (%s): probing instead", error.reason)
            await self._probe()
            return
        await self._take(recents)

    @property
    def _ask_again_at(self) -> float | None:
        """When (by the loop's clock) to ask what is new; None where the platform tells by itself."""
        return self._asked_at + self._platform.asks_every if self._platform.asks_every else None

    async def _look_again(self) -> None:
        """Ask for what nobody tells of: what recent conversations have, and what is in front."""
        passed = asyncio.get_running_loop().time() - self._asked_at
        self._asked_at += passed
        since = now_ms() - int(passed * 1000) - CLOCKS_DIFFER_MS
        await asyncio.wrap_future(self._store.submit(lambda tx: conversations.doubt(tx, self._account, since)))
        self._verified.clear()
        try:
            recents = await self._platform.ask(AskRecents(RECENTS))
        except AskError as error:
            log.debug("no recent conversations are told (%s): only what is in front is asked for", error.reason)
            return
        await self._take(recents)

    async def _make_sure(self, inbox: Inbox) -> None:
        """Look everywhere for what was missed just now; what can not be had is a gap from now on."""
        self._is_doubtful = False
        await inbox.settled()
        self._verified.clear()
        await self._find_gaps()

    async def _take(self, recents: Sequence[Recent]) -> None:
        await asyncio.wrap_future(self._store.submit(partial(self._take_recents, recents)))
        behind = [recent for recent in recents if recent.unread > 1][:MAX_BEHIND]
        self._behind = {recent.conversation: recent.unread for recent in behind}

    def _take_recents(self, recents: Sequence[Recent], tx: Transaction) -> None:
        """Take each as a page of one message: known, it proves that nothing is missing; new, a gap opens below it."""
        for recent in recents:
            via = recent.message.via if recent.message is not None else ""
            where = conversations.ensure(tx, self._account, recent.conversation, recent.name, via)
            if recent.message is not None:
                gaps.add_newest(tx, where, [recent.message], is_whole=False)

    async def _probe(self) -> None:
        def wanted(row: ConversationRow) -> tuple[bool, bool, bool, int]:
            return row.id != self._front(), row.conversation.is_group, not row.is_pinned, -row.last_time

        rows = [row for row in self._reader.conversations() if row.account == self._account and (row.last_time or row.is_listed)]
        kept = [row for row in rows if self._platform.keeps_history(row.conversation)]
        kept = sorted(kept, key=wanted)[:PROBED]
        while kept:
            # What is in front may be another one by now.
            row = kept.pop(next((place for place, row in enumerate(kept) if row.id == self._front()), 0))
            page = await self._platform.history(row.conversation, limit=PAGE)
            await asyncio.wrap_future(self._store.submit(partial(_take_newest, row.id, page)))
            await asyncio.sleep(self._pause)

    async def _verify_front(self) -> None:
        """Make sure that what is in front ends where the platform's history does: recent conversations are not all there are."""
        front = self._front()
        if front in self._verified or self._reader.is_verified(self._account, front) is not False:
            return
        self._verified.add(front)
        row = self._reader.conversation(front)
        if row is not None:
            page = await self._platform.history(row.conversation, limit=PAGE)
            await asyncio.wrap_future(self._store.submit(partial(_take_newest, row.id, page)))

    async def _fill(self, id: int, is_automatic: bool) -> bool:
        gap = self._reader.gap(id)
        edge = self._reader.message(gap.upper) if gap else None
        row = self._reader.conversation(gap.conversation) if gap else None
        if gap is None or edge is None or row is None:
            return False
        ref = edge.ref
        assert ref is not None, "the edges of gaps are messages that the platform knows"
        page = await self._platform.history(row.conversation, before=MessageRef(*ref), limit=PAGE)
        await asyncio.wrap_future(self._store.submit(lambda tx: _take_page(tx, id, page, is_automatic)))
        return self._reader.gap(id) is not None


def _take_newest(conversation: int, page: Page, tx: Transaction) -> None:
    gaps.add_newest(tx, conversation, page.messages, is_whole=page.end is PageEnd.REACHED, is_latest=page.is_latest)


def _take_page(tx: Transaction, gap: int, page: Page, is_automatic: bool) -> None:
    if page.messages or page.end is PageEnd.REACHED:
        gaps.fill(tx, gap, page.messages, is_end=page.end is PageEnd.REACHED, is_automatic=is_automatic)
    if page.end is PageEnd.REFUSED:
        gaps.give_up(tx, gap, GapState.REFUSED, page.words)
    elif page.end is PageEnd.UNKNOWN or (not page.messages and page.end is PageEnd.MORE):
        gaps.give_up(tx, gap, GapState.UNKNOWN, page.words)
