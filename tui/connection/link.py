"""One account's link: keeps it connected, sorts what comes, and carries out what the user asks of it."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from typing import TypeVar, cast

from msgspec import Struct
from msgspec.structs import replace

from tui.chat import events
from tui.chat.actions import Action, Done, Kick, MarkRead, Mute, NoAnswer, NotOffered, NotSent, Outcome, Recall
from tui.chat.capabilities import Offers
from tui.chat.group_actions import LeaveGroup, MuteAll, RenameGroup
from tui.chat.ids import AccountId, ConversationId
from tui.chat.member_actions import SetAdmin, SetCard, SetTitle
from tui.chat.people import Role
from tui.connection.backfill import Backfill
from tui.connection.backoff import Backoff
from tui.connection.clocks import now_ms
from tui.connection.inbox import Inbox
from tui.connection.outbox import OutboxPump
from tui.connection.requests import RequestDesk
from tui.connection.second_look import UNTOLD, events_of, follows_from, question_after
from tui.connection.setup import AccountSetup
from tui.connection.status import AccountStatus, LinkState
from tui.platforms.base import AskError, AskMembers, AskMessage, ConnectError, Identity, Platform, Query
from tui.platforms.console import CallAction
from tui.platforms.frames import FrameSink
from tui.platforms.group_queries import AskMuted
from tui.store import conversations, gaps, outbox
from tui.store.apply import Applier
from tui.store.reader import Reader
from tui.store.schema import StoreError
from tui.store.store import Store

T = TypeVar("T")
log = logging.getLogger(__name__)

NOTE_ONLINE_EVERY = 30.0
CONFIRM_WITHIN = 4.0
"""Seconds that an event which proves an action may take: implementations answer "ok" to what QQ refuses."""

LOOK_AGAIN_AFTER = (0.5, 1.5, 2.0)
"""Seconds after which it is asked what came of an action that no event need tell of: at first only little time is given."""


class Session(Struct):
    """What lives as long as one connection: who we are in it, and what works for it."""

    account: int
    identity: Identity
    applier: Applier
    pump: OutboxPump
    backfill: Backfill
    desk: RequestDesk
    began: int
    """When it began, in ms by our clock."""


class Link:
    """Supervises one account. All methods run on the connection's loop.

    *on_status* hears each new status, *on_frame* is told of each frame. *holder* says which other link, by its label, serves an
    account now, "" for none.
    """

    def __init__(
        self,
        setup: AccountSetup,
        store: Store,
        reader: Reader,
        *,
        front: Callable[[], int],
        on_status: Callable[[AccountStatus], None],
        backoff: Backoff | None = None,
        pause: float | None = None,
        on_frame: FrameSink | None = None,
        holder: Callable[[AccountId], str] = lambda account: "",
    ) -> None:
        self.setup = setup
        self.serves: AccountId | None = None
        self._holder = holder
        self._on_frame = on_frame
        self.status = AccountStatus(setup.label, LinkState.CONNECTING, read_only=setup.read_only)
        self.session: Session | None = None
        self.clock_skew = 0
        self._store = store
        self._reader = reader
        self._front = front
        self._on_status = on_status
        self._backoff = backoff or Backoff()
        self._pause = pause
        self._platform: Platform | None = None
        self._inbox = Inbox(store, self._written)
        self._retry = asyncio.Event()
        self._expected: list[tuple[Callable[[events.Event], bool], asyncio.Event]] = []
        self._is_closing = False
        self._dialling: asyncio.Future[Identity] | None = None
        self._broken: ConnectError | None = None

    @property
    def offers(self) -> Offers | None:
        """What the account can do; None before it was connected for the first time."""
        return self._platform.offers if self._platform and self.status.account is not None else None

    @property
    def asked_since(self) -> int | None:
        """Since when (ms) new messages are asked for; None where events tell of them, or while there is no connection."""
        is_asked = self._platform is not None and self._platform.asks_every > 0
        return self.session.began if self.session is not None and is_asked else None

    async def run(self) -> None:
        """Connect, and connect again, until closed."""
        while not self._is_closing and self._platform is None:
            self._retry.clear()
            try:
                # In a thread: it may import the platform's libraries, or ask a command for the token.
                self._platform = await asyncio.to_thread(self.setup.make_platform)
            except ConnectError as error:
                await self._rest(error)
            except Exception as error:
                log.exception("the platform of %s could not be made", self.setup.label)
                await self._rest(ConnectError("internal", str(error), is_final=True))
        if self._platform is not None:
            self._platform.until_ready = self._inbox.until_ready
            self._platform.on_caveat = self._note_caveat
            self._platform.on_frame = self._on_frame
            self._platform.on_upload = self._note_upload
            await self._keep_connected(self._platform)
        self._set(LinkState.STOPPED)

    async def _keep_connected(self, platform: Platform) -> None:
        while not self._is_closing:
            self._retry.clear()  # nothing awaits between here and the dialling, so no closing is missed
            self._set(LinkState.CONNECTING, reason=self._remark(LinkState.CONNECTING), words=platform.awaits)
            self._dialling = asyncio.ensure_future(platform.connect(self._take))
            try:
                identity = await self._dialling
            except ConnectError as error:
                await self._rest(error)
                continue
            except asyncio.CancelledError:
                if not self._is_closing:
                    raise
                break
            except Exception as error:
                # A mistake of ours in one platform must not silence the account for ever, nor the others at all.
                log.exception("connecting failed in an unforeseen way")
                await self._rest(ConnectError("protocol", str(error)))
                continue
            finally:
                self._dialling = None
            if holder := self._holder(identity.account):
                # Two links over one queue would each send what waits in it.
                await platform.close()
                self.status = replace(self.status, account=None)
                await self._rest(ConnectError("same_account", holder, is_final=True))
                continue
            self.serves = identity.account
            self._backoff.reset()
            try:
                ended = await self._live(platform, identity)
            except Exception as error:
                # A disk that is full now may not be later: the account tries again, and says why it waits.
                log.exception("the connection of %s could not be kept", self.setup.label)
                await platform.close()
                ended = ConnectError("store", _words_of(error))
            finally:
                self.serves = None
            if not self._is_closing:
                log.info("connection of %s ended: %s", self.setup.label, ended.reason)
                await self._rest(ended)

    async def close(self) -> None:
        """End the connection for good; what is under way is written as unanswered."""
        self._is_closing = True
        self._retry.set()
        if self._dialling is not None:
            self._dialling.cancel()
        if self._platform is not None:
            await self._platform.close()
            await self._platform.shut()

    async def reconnect(self) -> None:
        """Connect anew at once: a person asked, or the machine slept and the socket may be dead."""
        self._backoff.reset()
        self._retry.set()
        if self.session is not None and self._platform is not None:
            await self._platform.close()

    async def perform(self, action: Action) -> Outcome:
        """Do *action*; what answers can not be trusted for is confirmed by its event, else the outcome says so."""
        if self.setup.read_only:
            return NotOffered("read_only")
        if self.session is None or self._platform is None:
            return NotSent("not_connected")
        if isinstance(action, MarkRead) and not self.setup.mark_read:
            return NotOffered("mark_read_off")
        proof = _proof_of(action)
        seen = asyncio.Event()
        if proof is not None:
            self._expected.append((proof, seen))
        try:
            try:
                outcome = await self._platform.perform(action)
            except Exception:
                # A mistake of ours, somewhere on the way: whether the other side was reached is not known.
                log.exception("an action of class %s failed", type(action).__name__)
                return NoAnswer()
            if proof is not None and isinstance(outcome, Done) and not await self._comes_true(action, seen):
                return NoAnswer("unproven")
        finally:
            if proof is not None:
                self._expected.remove((proof, seen))
        if isinstance(outcome, Done) and (told := follows_from(action)) is not None:
            self._inbox.put(told)
        if isinstance(outcome, (Done, NoAnswer)) and isinstance(action, UNTOLD):
            self._look_at_end(action.conversation)
        return outcome

    def _look_at_end(self, where: ConversationId) -> None:
        # Where nothing is kept there is nothing to look at, and a doubt would stay.
        if self.session is not None and self._platform is not None and self._platform.keeps_history(where):
            self.session.backfill.look_at_end(where)

    async def _comes_true(self, action: Action, seen: asyncio.Event) -> bool:
        """Wait for the event that proves *action*; where none need come, ask how things stand, which is written down too."""
        question = question_after(action, is_told=self._platform is not None and not self._platform.asks_every)
        for patience in (CONFIRM_WITHIN,) if question is None else LOOK_AGAIN_AFTER:
            try:
                await asyncio.wait_for(seen.wait(), patience)
            except TimeoutError:
                if question is None or self._platform is None:
                    continue
                try:
                    answer = await self._platform.ask(question)
                except AskError as error:
                    log.debug("what came of an action could not be asked: %s", error.reason)
                    continue
                for event in events_of(action, answer):
                    self._inbox.put(event)
                await self._inbox.settled()
            if seen.is_set():
                return True
        return False

    async def answer_request(self, id: int, is_accepted: bool, words: str) -> Outcome:
        """Answer the request of this row; *words* are the remark of a friend who is accepted, or why a group refuses."""
        if self.setup.read_only:
            return NotOffered("read_only")
        if self.session is None:
            return NotSent("not_connected")
        return await self.session.desk.answer(id, is_accepted, words)

    async def refresh_requests(self) -> None:
        """Fetch the platform's list of requests into the store. Raises AskError."""
        self._connected()
        assert self.session is not None
        await self.session.desk.refresh()

    async def ask(self, query: Query[T]) -> T:
        """Return the platform's answer to *query*; nothing of it is stored. Raises AskError."""
        asked: Query[T] = query
        if isinstance(query, CallAction) and self.setup.read_only:
            asked = cast("Query[T]", replace(query, only_reads=True))
        return await self._connected().ask(asked)

    async def list_members(self, conversation: ConversationId) -> None:
        """Fetch a group's members into the store. Raises AskError."""
        members = await self._connected().ask(AskMembers(conversation))
        self._inbox.put(events.MembersListed(conversation, tuple(members)))
        await self._inbox.settled()

    async def list_muted(self, conversation: ConversationId) -> None:
        """Fetch who is muted in a group into the store. Raises AskError."""
        members = await self._connected().ask(AskMuted(conversation))
        self._inbox.put(events.MutedListed(conversation, tuple(members)))
        await self._inbox.settled()

    async def fetch_message(self, row: int, conversation: ConversationId, native: str) -> int:
        """Fetch one old message into the store, its sides marked as gaps; return its LocalId. Raises AskError."""
        message = await self._connected().ask(AskMessage(conversation, native))
        return await asyncio.wrap_future(self._store.submit(lambda tx: gaps.add_isolated(tx, row, message)))

    async def fill(self, gap: int) -> bool:
        """Fetch one page into *gap*; return whether it is still open. Raises AskError."""
        self._connected()
        assert self.session is not None
        return await self.session.backfill.fill(gap)

    def wake(self, *, outbox: bool, gaps: bool) -> None:
        """Something may wait in the store."""
        if self.session is not None:
            if outbox:
                self.session.pump.wake()
            if gaps:
                self.session.backfill.wake()

    def attend(self) -> None:
        """Tell the platform what a person looks at now."""
        if self.session is not None and self._platform is not None:
            row = self._reader.conversation(self._front())
            self._platform.attend(row.conversation if row is not None and row.account == self.session.account else None)

    def _connected(self) -> Platform:
        if self.session is None or self._platform is None:
            raise AskError("not_connected")
        return self._platform

    async def _live(self, platform: Platform, identity: Identity) -> ConnectError:
        """Work for one connection until it ends; return why it did."""
        account, _ = await asyncio.wrap_future(
            self._store.submit(
                lambda tx: conversations.begin_connection(tx, identity.account, self.setup.label, identity.nickname)
            )
        )
        applier = Applier(account, identity.account, platform.is_same_content, now_ms)
        pump = OutboxPump(self._store, platform, account, self.now)
        options = {} if self._pause is None else {"pause": self._pause}
        backfill = Backfill(
            self._store, self._reader, platform, account, front=self._front, on_filling=self._set_filling, **options
        )
        desk = RequestDesk(self._store, platform, account, identity.account.own_id, self._inbox, self.perform, **options)
        self.session = Session(account, identity, applier, pump, backfill, desk, now_ms())
        held, held_for = await asyncio.wrap_future(
            self._store.submit(lambda tx: outbox.held_for_others(tx, account, self.setup.label))
        )
        self.attend()
        self._set(LinkState.ONLINE, account=account, held=held, held_for=held_for)
        work = [self._inbox.run(applier), backfill.run(self._inbox), desk.run(), self._note_online(account)]
        if not self.setup.read_only:
            work.append(pump.run())
        tasks = [asyncio.create_task(part) for part in work]
        for task in tasks:
            task.add_done_callback(self._worked)
        try:
            ended = await platform.wait_closed()
            return self._broken or ended
        finally:
            self.session = None
            self._broken = None
            await pump.finish()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._inbox.flush(applier)
            await asyncio.wrap_future(self._store.submit(lambda tx: conversations.note_online(tx, account, now_ms())))

    def _worked(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and task.exception() is not None:
            log.error("a part of the link failed; connecting anew", exc_info=task.exception())
            self._broken = ConnectError("store", _words_of(task.exception()))
            if self._platform is not None:
                self._closing = asyncio.ensure_future(self._platform.close())

    async def _note_online(self, account: int) -> None:
        while True:
            await asyncio.wrap_future(self._store.submit(lambda tx: conversations.note_online(tx, account, now_ms())))
            await asyncio.sleep(NOTE_ONLINE_EVERY)

    async def _rest(self, error: ConnectError) -> None:
        """Wait until it is time to try again: after a refusal, until a person says so."""
        if self._is_closing:
            return
        if error.is_final:
            self._set(LinkState.REFUSED, reason=error.reason, words=error.words)
            await self._retry.wait()
            return
        if self._retry.is_set():
            return
        delay = max(self._backoff.next(), error.wait)
        self._set(LinkState.WAITING, reason=error.reason, words=error.words, retry_at=time.monotonic() + delay)
        try:
            await asyncio.wait_for(self._retry.wait(), delay)
        except TimeoutError:
            return

    def _take(self, event: events.Event) -> None:
        """The platform's sink: what concerns the link is dealt with here, the rest is for the store."""
        match event:
            case events.OnlineChanged(is_online=is_online, words=words):
                state = LinkState.ONLINE if is_online else LinkState.QQ_OFFLINE
                if self.session is not None and state is not self.status.state:
                    self._set(state, words=words)
            case events.ClockTold(time=told):
                self.clock_skew = told - now_ms()
            case events.Malformed(kind=kind):
                log.warning("a frame could not be understood: %s", kind)
                self._set(self.status.state, malformed=self.status.malformed + 1)
            case events.EventsMissed():
                if self.session is not None:  # else everything is looked for in any case
                    self._inbox.put(event)
                    self.session.backfill.doubt()
            case _:
                self._inbox.put(event)
                if self.session is not None:
                    self.session.desk.note(event)

    def _note_caveat(self) -> None:
        if self.status.state in (LinkState.CONNECTING, LinkState.ONLINE):
            self._set(self.status.state, reason=self._remark(self.status.state))

    def _remark(self, state: LinkState) -> str:
        """Return what is to be said of *state* itself: whom we wait for, or what this connection can not do."""
        platform = self._platform
        if platform is None or state not in (LinkState.CONNECTING, LinkState.ONLINE):
            return ""
        if state is LinkState.CONNECTING:
            return (platform.caveat or "listening") if platform.awaits else ""
        return platform.caveat

    def _written(self, batch: Sequence[events.Event]) -> None:
        for proof, seen in self._expected:
            if any(proof(event) for event in batch):
                seen.set()

    def now(self) -> int:
        """Return the time in ms as the platform tells it: our clock, corrected where the two differ by seconds."""
        return now_ms() + (self.clock_skew if abs(self.clock_skew) > 2000 else 0)

    def _note_upload(self, count: int, size: int) -> None:
        percent = count * 100 // size if 0 <= count < size else None
        if percent != self.status.uploading:
            self._set(self.status.state, uploading=percent)

    def _set_filling(self, count: int) -> None:
        if count != self.status.filling:
            self._set(self.status.state, filling=count)

    def _set(self, state: LinkState, **values: object) -> None:
        is_new = state is not self.status.state
        cleared = {"reason": self._remark(state), "words": "", "retry_at": 0.0, "uploading": None} if is_new else {}
        self.status = replace(self.status, state=state, **{**cleared, **values})
        self._on_status(self.status)


def _words_of(error: BaseException | None) -> str:
    return error.values.get("error", error.reason) if isinstance(error, StoreError) else str(error)


def _proof_of(action: Action) -> Callable[[events.Event], bool] | None:
    """Return what tells the event that proves *action*, None where the answer is all there is."""
    match action:
        case Recall(message=message):
            return lambda event: isinstance(event, events.MessageRecalled) and event.native == message.native
        case Mute(conversation=where, user=user, seconds=seconds):
            return lambda event: (
                isinstance(event, events.MemberUpdated)
                and event.conversation == where
                and event.user == user
                and event.muted_until is not None
                and (event.muted_until > now_ms()) is (seconds > 0)
            )
        case Kick(conversation=where, user=user):
            return lambda event: isinstance(event, events.MemberLeft) and event.conversation == where and event.user == user
        case MuteAll(conversation=where, is_on=is_on):
            return lambda event: (
                isinstance(event, events.GroupUpdated) and event.conversation == where and event.is_muted_all is is_on
            )
        case SetAdmin() | SetCard() | SetTitle():
            return _proof_of_member(action)
        case RenameGroup(conversation=where, name=name):
            return lambda event: isinstance(event, events.GroupUpdated) and event.conversation == where and event.name == name
        case LeaveGroup(conversation=where):
            return lambda event: isinstance(event, events.ConversationEnded) and event.conversation == where
    return None


def _proof_of_member(action: SetAdmin | SetCard | SetTitle) -> Callable[[events.Event], bool]:
    def is_told(event: events.Event) -> bool:
        if not isinstance(event, events.MemberUpdated) or (event.conversation, event.user) != (action.conversation, action.user):
            return False
        match action:
            case SetAdmin(is_admin=is_admin):
                return event.role is (Role.ADMIN if is_admin else Role.MEMBER)
            case SetCard(card=card):
                return event.card == card
            case SetTitle(title=title):
                return event.title == title

    return is_told
