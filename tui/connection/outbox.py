"""The way out: takes own messages from the store to the platform, one at a time in each conversation, and writes how it ended."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from functools import partial

from tui.chat.actions import Done, NoAnswer, NotOffered, NotSent, Outcome, Refused, SendMessage
from tui.chat.ids import MessageRef
from tui.chat.messages import SendState
from tui.chat.segments import Dice, Image, RockPaperScissors, Segment
from tui.connection.clocks import now_ms
from tui.platforms.base import AskError, AskMessage, Page, PageEnd, Platform
from tui.store import messages, outbox
from tui.store.outbox import Outgoing
from tui.store.store import Store
from tui.store.writer import Transaction

log = logging.getLogger(__name__)

LOOKUP_PAGE = 40
LOOKUP_PAGES = 4
SKEW = 120_000
"""Milliseconds by which the platform's clock may be behind ours when an unconfirmed message is looked for."""


class OutboxPump:
    """Sends what waits for one account while one connection lives.

    An unconfirmed message holds its conversation's queue until it has been looked for in the history, once a connection.
    """

    def __init__(self, store: Store, platform: Platform, account: int, clock: Callable[[], int] = now_ms) -> None:
        self._store = store
        self._platform = platform
        self._account = account
        self._clock = clock
        self._wake = asyncio.Event()
        self._wake.set()
        self._busy: dict[int, asyncio.Task[None]] = {}
        self._looked_for: set[int] = set()
        self._is_open = True

    def wake(self) -> None:
        """Look again: something may wait."""
        self._wake.set()

    async def run(self) -> None:
        """Send until the connection ends."""
        while self._is_open:
            await self._wake.wait()
            self._wake.clear()
            waiting = await asyncio.wrap_future(self._store.submit(lambda tx: outbox.waiting(tx, self._account)))
            heads: dict[int, list[Outgoing]] = {}
            for item in waiting:
                heads.setdefault(item.row, []).append(item)
            for row, items in heads.items():
                if row not in self._busy and self._is_open:
                    self._start(row, items)

    async def finish(self) -> None:
        """Begin nothing more, and wait for what is under way; the platform ends its calls when the connection ends."""
        self._is_open = False
        await asyncio.gather(*self._busy.values(), return_exceptions=True)

    def _start(self, row: int, items: list[Outgoing]) -> None:
        unconfirmed = [item for item in items if item.state is SendState.UNCONFIRMED and item.id not in self._looked_for]
        queued = next((item for item in items if item.state is not SendState.UNCONFIRMED), None)
        if queued is not None and queued.state is SendState.SENDING:
            queued = None  # what stands before it on the wire has no end yet
        if unconfirmed and self._platform.offers.can_confirm and self._platform.keeps_history(unconfirmed[0].conversation):
            work = self._look_for(row, unconfirmed)
        elif queued is not None:
            work = self._send(queued)
        else:
            return
        task = asyncio.create_task(work)
        self._busy[row] = task
        task.add_done_callback(lambda done: self._ended(row, done))

    def _ended(self, row: int, task: asyncio.Task[None]) -> None:
        self._busy.pop(row, None)
        if not task.cancelled() and task.exception() is not None:
            log.error("sending failed", exc_info=task.exception())
        else:
            self._wake.set()

    async def _send(self, item: Outgoing) -> None:
        # On disk first: a process that dies after the write must not believe that it never sent.
        await asyncio.wrap_future(self._store.submit(lambda tx: outbox.mark_sending(tx, item.id, self._clock())))
        action = SendMessage(item.conversation, item.segments, item.quoted, item.via)
        try:
            outcome = await self._platform.perform(action)
        except Exception as error:
            # A mistake of ours: it may have left, so it is looked for and not sent again.
            log.exception("sending failed in an unforeseen way")
            outcome = NoAnswer(str(error))
        await asyncio.wrap_future(self._store.submit(lambda tx: _write(tx, item, outcome)))
        if isinstance(outcome, Done) and outcome.native and _is_known_only_there(item.segments):
            await self._see_result(item, outcome.native)
        if isinstance(outcome, NotSent):
            # Not connected: the next connection sends it, not this one.
            self._is_open = False

    async def _see_result(self, item: Outgoing, native: str) -> None:
        """Ask what was thrown, and where our pictures are: not every implementation tells us of our own messages."""
        try:
            message = await self._platform.ask(AskMessage(item.conversation, native))
        except AskError as error:
            log.info("what became of a message is not told: %s", error.reason)
            return
        await asyncio.wrap_future(self._store.submit(lambda tx: messages.take_result(tx, item.row, item.id, message.segments)))

    async def _look_for(self, row: int, items: list[Outgoing]) -> None:
        self._looked_for.update(item.id for item in items)
        earliest = min(item.sent_at for item in items) - SKEW
        before: MessageRef | None = None
        for _ in range(LOOKUP_PAGES):
            page = await self._platform.history(items[0].conversation, before=before, limit=LOOKUP_PAGE)
            missing = await asyncio.wrap_future(self._store.submit(partial(self._match, row, page)))
            if not missing or page.end is not PageEnd.MORE or not page.messages or page.messages[0].time < earliest:
                break
            before = page.messages[0].ref

    def _match(self, row: int, page: Page, tx: Transaction) -> int:
        return outbox.match_history(tx, row, page.messages, self._platform.is_same_content, SKEW)[1]


def _is_known_only_there(segments: Sequence[Segment]) -> bool:
    return any(isinstance(part, (Dice, RockPaperScissors)) or (isinstance(part, Image) and part.path) for part in segments)


def _write(tx: Transaction, item: Outgoing, outcome: Outcome) -> None:
    match outcome:
        case Done(native=native) if native:
            outbox.confirm(tx, item.id, native)
        case Refused(words=words, reason=reason):
            outbox.fail(tx, item.id, words or f"reason.{reason or 'refused'}")
        case NotOffered(reason=reason):
            outbox.fail(tx, item.id, f"reason.{reason}")
        case NotSent():
            outbox.put_back(tx, item.id)
        case Done() | NoAnswer() | _:
            outbox.leave_unanswered(tx, item.id)
