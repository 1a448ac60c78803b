"""The connection as the interface knows it: a thread of its own, asked from any thread, answering by futures."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec.structs import replace

from tui.chat.ids import AccountId, LocalId
from tui.chat.segments import apart
from tui.connection.clocks import now_ms, watch_for_sleep
from tui.connection.loop_thread import LoopThread, end
from tui.connection.ring import FrameRing
from tui.connection.setup import AccountSetup
from tui.connection.status import AccountStatus, LinkState
from tui.store import outbox, unread
from tui.store.changes import Changes
from tui.store.rows import ConversationRow, MessageRow, Position
from tui.store.store import Store

# Links, and the platforms below them, are imported on the connection's thread: the first frame does not wait for them.
if TYPE_CHECKING:
    from tui.chat.actions import Action, Outcome
    from tui.chat.capabilities import Offers
    from tui.chat.segments import Segment
    from tui.connection.downloads import Progress
    from tui.connection.link import Link
    from tui.connection.wire_log import WireLog
    from tui.platforms.base import Query
    from tui.platforms.content_queries import AskMedia, Source
    from tui.platforms.frames import Frame, FrameSink
    from tui.store.writer import Transaction

T = TypeVar("T")
DOWNLOADS_AT_ONCE = 3


class Connection:
    """All accounts' links. Every public method may be called from the interface's thread and returns at once.

    *pause* (seconds) between unasked history calls is only given by tests. What crosses the wire is kept in *frames*, a ring for
    each account by its label, and written to *wire_log* where there is one.
    """

    def __init__(
        self,
        store: Store,
        setups: Sequence[AccountSetup],
        *,
        pause: float | None = None,
        wire_log: WireLog | None = None,
    ) -> None:
        self.frames = {setup.label: FrameRing() for setup in setups}
        self.wire_log = wire_log
        self._store = store
        self._setups = setups
        self._pause = pause
        self._statuses: dict[str, AccountStatus] = {
            setup.label: AccountStatus(setup.label, LinkState.CONNECTING, read_only=setup.read_only) for setup in setups
        }
        self._on_status: Callable[[AccountStatus], None] | None = None
        self._front = 0
        self._links: list[Link] = []
        self._thread = LoopThread("qiao-connection", self._main, absent=_not_connected, failed=self._failed)
        self._downloads = asyncio.Semaphore(DOWNLOADS_AT_ONCE)
        self._read_only = self._find_read_only()

    def _find_read_only(self) -> frozenset[int]:
        """Return the store's ids of the accounts that are read-only, as far as they were ever connected."""
        labels = {setup.label for setup in self._setups if setup.read_only}
        if not labels:
            return frozenset()
        reader = self._store.reader()
        try:
            return frozenset(account.id for account in reader.accounts() if account.label in labels)
        finally:
            reader.close()

    @property
    def statuses(self) -> tuple[AccountStatus, ...]:
        """How each account's link stands, in the order of the config."""
        return tuple(self._statuses.values())

    def start(self, on_status: Callable[[AccountStatus], None]) -> None:
        """Start the thread; *on_status* is called on it with each new status."""
        self._on_status = on_status
        self._thread.start()

    def stop(self) -> None:
        """End all links, and wait for what was under way to be written. Nothing happens when never started."""
        self._thread.stop()

    def offers(self, account: int) -> Offers | None:
        """Return what the account of this store id can do, None while that is unknown."""
        link = self._link(account)
        return link.offers if link else None

    def is_read_only(self, account: int) -> bool:
        """Return whether nothing may be written to this account."""
        link = self._link(account)
        return link.setup.read_only if link else account in self._read_only

    def is_online(self, account: int) -> bool:
        """Return whether the account is connected now."""
        link = self._link(account)
        return link is not None and link.session is not None

    def asked_since(self, account: int) -> int | None:
        """Return since when (ms) the account's new messages are asked for; None where events tell of them."""
        link = self._link(account)
        return link.asked_since if link else None

    def send(
        self, row: ConversationRow, own_name: str, segments: Sequence[Segment], *, keeps_draft: bool = False
    ) -> Future[LocalId]:
        """Write an own message to disk as queued; it goes out when it can. Done when it is on disk.

        The conversation's draft is forgotten, unless *keeps_draft*: what is sent was not written in the composer. Where one
        message can not hold both, words and pictures become several, in their order; the last of them is returned.
        """
        link = self._link(row.account)
        now = link.now() if link else now_ms()
        sender = (row.conversation.account.own_id, own_name)
        offers = link.offers if link else None
        parts = apart(segments) if offers is not None and offers.is_one_kind else (segments,)

        def enqueue(tx: Transaction) -> LocalId:
            return [outbox.enqueue(tx, row.id, sender, part, now, clear_draft=not keeps_draft) for part in parts][-1]

        return self._store.submit(enqueue)

    def resend(self, message: int) -> Future[bool]:
        """Send a failed or unconfirmed message (again): a person said so."""
        return self._store.submit(lambda tx: outbox.resend(tx, message, now_ms()))

    def discard(self, message: int) -> Future[bool]:
        """Give up a message that is not sent."""
        return self._store.submit(lambda tx: outbox.discard(tx, message))

    def perform(self, account: int, action: Action) -> Future[Outcome]:
        """Do *action* on the account of this store id."""
        link = self._link(account)
        if link is None:
            from tui.chat.actions import NotSent

            return _done(NotSent("not_connected"))
        return self._thread.call(link.perform(action))

    def ask(self, account: int, query: Query[T]) -> Future[T]:
        """Ask the platform of the account of this store id. Fails with AskError."""
        return self._ask(account, lambda link: link.ask(query))

    def answer_request(self, account: int, id: int, is_accepted: bool, words: str = "") -> Future[Outcome]:
        """Answer the request of this row: it is on disk before anything is sent."""
        link = self._link(account)
        if link is None:
            from tui.chat.actions import NotSent

            return _done(NotSent("not_connected"))
        return self._thread.call(link.answer_request(id, is_accepted, words))

    def refresh_requests(self, account: int) -> Future[None]:
        """Ask the platform how the requests stand. Fails with AskError."""
        return self._ask(account, lambda link: link.refresh_requests())

    def fill(self, row: ConversationRow, gap: int) -> Future[bool]:
        """Fetch older messages into *gap*; the result says whether it is still open. Fails with AskError."""
        return self._ask(row.account, lambda link: link.fill(gap))

    def list_members(self, row: ConversationRow) -> Future[None]:
        """Fetch the members of a group into the store. Fails with AskError."""
        return self._ask(row.account, lambda link: link.list_members(row.conversation))

    def list_muted(self, row: ConversationRow) -> Future[None]:
        """Fetch who is muted in a group into the store. Fails with AskError."""
        return self._ask(row.account, lambda link: link.list_muted(row.conversation))

    def fetch_message(self, row: ConversationRow, native: str) -> Future[int]:
        """Fetch one old message (the target of a quote) into the store; the result is its LocalId. Fails with AskError."""
        return self._ask(row.account, lambda link: link.fetch_message(row.id, row.conversation, native))

    def download(self, url: str, name: str, progress: Progress | None = None) -> Future[Path]:
        """Save what lies behind *url* in the user's downloads as *name*, or one like it. Fails with DownloadError.

        *progress* is called on the connection's thread with the bytes that came and those there are (0: nobody knows).
        """
        return self._thread.call(self._in_turn(_download(url, name, progress)))

    def save_media(self, account: int, query: AskMedia, name: str, progress: Progress | None = None) -> Future[Path]:
        """Save a picture, voice, video or file in the user's downloads, though its link may have expired.

        Fails with DownloadError. *progress* as in :meth:`download`.
        """
        return self._thread.call(self._in_turn(_save_media(self._link(account), query, name, progress)))

    def keep_file(self, content: bytes, name: str) -> Future[Path]:
        """Save *content* in the user's downloads as *name*, or one like it. Fails with DownloadError."""
        return self._thread.call(_keep_file(content, name))

    def mark_read(self, row: ConversationRow, upto: Position) -> Future[LocalId | None]:
        """Clear unread flags up to a position in the store, then tell the platform."""
        future = self._store.submit(lambda tx: unread.mark_read(tx, row.id, upto))
        future.add_done_callback(lambda done: self._tell_read([done.result()] if not done.exception() else []))
        return future

    def mark_all_read(self) -> Future[list[LocalId]]:
        """Clear every unread flag in the store, then tell the platforms."""
        future = self._store.submit(unread.mark_all_read)
        future.add_done_callback(lambda done: self._tell_read(done.result() if not done.exception() else []))
        return future

    def set_front(self, conversation: int) -> None:
        """Say which conversation (store id) is in front: what it lacks is fetched first and wholly."""
        self._front = conversation
        self._thread.tell(self._attend)
        self._thread.tell(self._wake, False, True)

    def reconnect(self, label: str = "") -> None:
        """Connect every account anew that is not connected, at once; or the one of *label*, though it may be."""
        self._thread.tell(self._reconnect, bool(label), label)

    def _failed(self, error: Exception) -> None:
        for status in self.statuses:
            self._note(replace(status, state=LinkState.STOPPED, reason="internal", words=str(error)))

    async def _main(self) -> None:
        from tui.connection.link import Link

        reader = self._store.reader()
        await asyncio.wrap_future(self._store.submit(outbox.recover))
        self._links = [
            Link(
                setup,
                self._store,
                reader,
                front=lambda: self._front,
                on_status=self._note,
                pause=self._pause,
                on_frame=self._frame_sink(setup.label),
                holder=self._holder,
            )
            for setup in self._setups
        ]
        known = {account.label: account.id for account in reader.accounts()}
        for link in self._links:
            # Who the account was the last time is known before it is connected: what it may do offline depends on it.
            link.status = replace(link.status, account=known.get(link.setup.label))
        self._store.subscribe(self._changed)
        tasks = [asyncio.create_task(link.run()) for link in self._links]
        watch = asyncio.create_task(watch_for_sleep(lambda _: self._reconnect(True)))
        try:
            await self._thread.stopping.wait()
        finally:
            watch.cancel()
            self._store.unsubscribe(self._changed)
            await asyncio.gather(*(link.close() for link in self._links), return_exceptions=True)
            await asyncio.gather(*tasks, return_exceptions=True)
            # Whoever still waits for an answer hears that there will be none.
            await end(task for task in asyncio.all_tasks() if task is not asyncio.current_task())
            reader.close()

    def _frame_sink(self, label: str) -> FrameSink:
        keep = self.frames[label].put
        if self.wire_log is None:
            return keep
        write = self.wire_log.sink(label)

        def both(frame: Frame) -> None:
            keep(frame)
            write(frame)

        return both

    def _note(self, status: AccountStatus) -> None:
        self._statuses[status.label] = status
        if self._on_status is not None:
            self._on_status(status)

    def _changed(self, changes: Changes) -> None:
        outboxes = any(change.outbox for change in changes.by_conversation.values())
        gaps = any(change.gaps for change in changes.by_conversation.values())
        if outboxes or gaps:
            self._thread.tell(self._wake, outboxes, gaps)

    def _attend(self) -> None:
        for link in self._links:
            link.attend()

    def _wake(self, outboxes: bool, gaps: bool) -> None:
        for link in self._links:
            link.wake(outbox=outboxes, gaps=gaps)

    def _reconnect(self, also_living: bool, label: str = "") -> None:
        for link in self._links:
            if label in ("", link.setup.label) and (also_living or link.session is None):
                self._thread.keep(link.reconnect())

    def _tell_read(self, messages: Sequence[LocalId | None]) -> None:
        told = [message for message in messages if message is not None]
        if told:
            self._thread.tell(lambda: self._thread.keep(self._mark_read(told)))

    async def _mark_read(self, messages: Sequence[LocalId]) -> None:
        from tui.chat.actions import MarkRead

        with_reader = self._store.reader()
        try:
            rows: list[tuple[MessageRow, ConversationRow | None]] = [
                (row, with_reader.conversation(row.conversation)) for row in with_reader.messages(messages).values()
            ]
        finally:
            with_reader.close()
        for message, row in rows:
            link = self._link(row.account) if row else None
            if link is not None and row is not None and message.ref is not None and link.setup.mark_read:
                await link.perform(MarkRead(row.conversation, message.ref))

    async def _in_turn(self, work: Coroutine[Any, Any, T]) -> T:
        try:
            async with self._downloads:
                return await work
        finally:
            work.close()  # it never began where it was given up while it waited

    def _holder(self, account: AccountId) -> str:
        """Return the label of the link that serves *account* now, "" when none does."""
        return next((link.setup.label for link in self._links if link.serves == account), "")

    def _link(self, account: int) -> Link | None:
        return next((link for link in self._links if link.status.account == account), None)

    def _ask(self, account: int, work: Callable[[Link], Coroutine[Any, Any, T]]) -> Future[T]:
        link = self._link(account)
        if link is None:
            failed: Future[T] = Future()
            failed.set_exception(_not_connected())
            return failed
        return self._thread.call(work(link))


async def _download(url: str, name: str, progress: Progress | None) -> Path:
    from tui.config import find_downloads
    from tui.connection.downloads import download

    return await download(url, find_downloads(), name, progress)


async def _save_media(link: Link | None, query: AskMedia, name: str, progress: Progress | None) -> Path:
    from tui.config import find_downloads
    from tui.connection.downloads import save_media
    from tui.platforms.base import AskError

    async def ask(query: AskMedia) -> Sequence[Source]:
        if link is None:
            raise AskError("not_connected")
        return await link.ask(query)

    return await save_media(ask, query, find_downloads(), name, progress)


async def _keep_file(content: bytes, name: str) -> Path:
    from tui.config import find_downloads
    from tui.connection.downloads import save

    return await save(content, find_downloads(), name)


def _not_connected() -> Exception:
    from tui.platforms.base import AskError

    return AskError("not_connected")


def _done(value: T) -> Future[T]:
    future: Future[T] = Future()
    future.set_result(value)
    return future
