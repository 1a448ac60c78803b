"""QQ over OneBot 11 as the rest of the house sees it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar, TypeVar, cast

from tui.chat.actions import Action, ActionKind, Done, Mute, NotOffered, NotSent, Outcome, Recall
from tui.chat.capabilities import Offers
from tui.chat.events import Event, GroupUpdated, MemberUpdated, MessageRecalled, MessageReceived
from tui.chat.group_actions import MuteAll
from tui.chat.ids import ConversationId, MessageRef
from tui.chat.segments import Segment
from tui.platforms.base import AskError, ConnectError, EventSink, Identity, Page, PageEnd, Platform, Query
from tui.platforms.onebot11.acting import Acting
from tui.platforms.onebot11.api import Api
from tui.platforms.onebot11.api.offers import missing_segments
from tui.platforms.onebot11.asking import Asking
from tui.platforms.onebot11.console import Console
from tui.platforms.onebot11.dialects import NAPCAT, Dialect
from tui.platforms.onebot11.emoji import all_emoji
from tui.platforms.onebot11.events import EventDecoder, wall_clock
from tui.platforms.onebot11.heartbeat import CallLater
from tui.platforms.onebot11.history import Breaks, History
from tui.platforms.onebot11.introduction import PROTOCOL, introduce
from tui.platforms.onebot11.means import kinds_on
from tui.platforms.onebot11.sameness import is_same_content
from tui.platforms.onebot11.session import Session
from tui.platforms.onebot11.settings import Settings
from tui.platforms.onebot11.tap import Tap
from tui.platforms.onebot11.ways import way_to
from tui.platforms.sockets import Transport
from tui.platforms.values import as_row, as_user

T = TypeVar("T")
Dialler = Callable[[Settings], Awaitable[Transport]]


class _Link:
    """What belongs to one connection and goes with it."""

    def __init__(
        self,
        session: Session,
        decoder: EventDecoder,
        clock: Callable[[], int],
        api: Api,
        breaks: Breaks,
        console: Console,
        *,
        shares_disk: bool,
    ) -> None:
        dialect = decoder.dialect
        self.session = session
        self.history = History(api, dialect, session.saw, clock, breaks, lambda: session.is_open)
        self.acting = Acting(session, api, dialect, self.history, shares_disk=shares_disk)
        self.asking = Asking(api, decoder.account, dialect, session.saw, clock, console.rules)


class OneBot11(Platform):
    """One QQ account behind an implementation of OneBot 11.

    *dialler* opens the connection in the place of what *settings* say, *clock* dates what has no time (ms), *call_later* drives
    the heartbeat watch: for tests.
    """

    protocol: ClassVar[str] = PROTOCOL

    def __init__(
        self,
        settings: Settings,
        *,
        dialler: Dialler | None = None,
        clock: Callable[[], int] = wall_clock,
        call_later: CallLater | None = None,
    ) -> None:
        self._settings = settings
        self._way = way_to(settings)
        self._way.on_caveat = self._note_caveat
        self._dialler: Dialler = dialler or self._way
        self.awaits = settings.listen
        self.caveat = self._way.caveat
        self.asks_every = self._way.asks_every
        self._clock = clock
        self._call_later = call_later
        self._breaks = Breaks(clock)
        self._offers = _offers(NAPCAT)
        self._session: Session | None = None
        self._link: _Link | None = None
        self._decoder: EventDecoder | None = None
        self._sink: EventSink | None = None
        self._waiting: list[tuple[object, str]] = []

    @property
    def offers(self) -> Offers:
        """What the connected implementation can do; less what it said it does not know."""
        return self._offers

    async def connect(self, sink: EventSink) -> Identity:
        """Dial, make sure who we are and whom we talk to; then events go to *sink*. Raises ConnectError."""
        await self.close()
        tap = Tap(self.on_frame, self._clock)
        try:
            transport = await self._dialler(self._settings)
        except ConnectError as error:
            tap.note("not_connected", f"{error.reason}: {error.words}" if error.words else error.reason, is_failed=True)
            raise
        tap.note("connected")
        self._waiting = []
        session = Session(
            transport,
            self._take,
            call_timeout=self._settings.call_timeout,
            call_later=self._call_later,
            until_ready=self.until_ready,
            tap=tap,
        )
        self._session = session
        try:
            identity, dialect = await introduce(session, self._settings.connect_timeout)
        except (ConnectError, asyncio.CancelledError):
            await self.close()
            raise
        self._decoder = EventDecoder(identity.account, dialect, self._clock)
        self._offers = _offers(dialect)
        api = Api(session.calls, self._settings.call_timeout, dialect.name)
        console = Console(session.calls, api, self._settings, dialect.name)
        self._link = _Link(session, self._decoder, self._clock, api, self._breaks, console, shares_disk=self._settings.same_disk)
        self._sink = sink
        waiting, self._waiting = self._waiting, []
        for frame, text in waiting:
            self._take(frame, text)
        return identity

    async def wait_closed(self) -> ConnectError:
        """Return why the connection ended, once it has."""
        session = self._session
        if session is None:
            return ConnectError("closed", "by us")
        error = await asyncio.shield(session.ended)
        if session is self._session:
            await self.close()
        return error

    async def close(self) -> None:
        """End the connection, if there is one; pending calls end as not answered."""
        session, self._session = self._session, None
        self._link = self._decoder = self._sink = None
        if session is not None:
            await session.close()

    async def shut(self) -> None:
        """Stop listening, where we did."""
        await self._way.shut()

    async def perform(self, action: Action) -> Outcome:
        """Do *action* and return how it ended."""
        link = self._link
        if action.kind not in self._offers.actions:
            return NotOffered(self._offers.missing_reason.get(action.kind, "not_offered"))
        if link is None:
            return NotSent("not connected")
        outcome = await link.acting.perform(action)
        if outcome == NotOffered("unknown_action"):
            self._offers = self._offers.without(action.kind)
        if isinstance(outcome, Done):
            self._tell_hidden(action)
        return outcome

    async def ask(self, query: Query[T]) -> T:
        """Return the answer to *query*. Raises AskError."""
        link = self._link
        if link is None:
            raise AskError("not_connected")
        return cast(T, await link.asking.ask(query))

    def keeps_history(self, conversation: ConversationId) -> bool:
        """Return whether what was said in *conversation* can be asked for at all."""
        return self._link is None or self._link.history.is_kept(conversation)

    async def history(
        self, conversation: ConversationId, *, before: MessageRef | None = None, after: MessageRef | None = None, limit: int
    ) -> Page:
        """Return a page of history, oldest first."""
        link = self._link
        if link is None:
            return Page((), PageEnd.UNKNOWN, "not connected")
        return await link.history.page(conversation, before, after, limit)

    def is_same_content(self, ours: Sequence[Segment], theirs: Sequence[Segment]) -> bool:
        """Return whether *theirs* can be what we sent as *ours*."""
        return is_same_content(ours, theirs)

    def _tell_hidden(self, action: Action) -> None:
        """Tell what came of *action* where the implementation, which said that it was done, sends no event of it."""
        decoder, sink = self._decoder, self._sink
        if decoder is None or sink is None or not decoder.dialect.hides_own_acts:
            return
        own, now = decoder.account.own_id, self._clock()
        match action:
            case Recall(conversation=place, message=message) if not place.is_group:
                sink(MessageRecalled(place, message.native, own, own, now))
            case Mute(conversation=place, user=user, seconds=seconds):
                sink(MemberUpdated(place, user, muted_until=now + seconds * 1000 if seconds else 0))
            case MuteAll(conversation=place, is_on=is_on):
                sink(GroupUpdated(place, is_muted_all=is_on))

    def _note_caveat(self) -> None:
        self.caveat = self._way.caveat
        if self.on_caveat is not None:
            self.on_caveat()

    def _take(self, frame: object, text: str) -> None:
        decoder, sink, session = self._decoder, self._sink, self._session
        if decoder is None or sink is None or session is None:
            self._waiting.append((frame, text))
            return
        told = as_user(as_row(frame).get("self_id"))
        if told and told != decoder.account.own_id:
            # Another account was logged in behind the same address: nothing of it may be mixed with ours.
            session.end(ConnectError("wrong_account", told))
            return
        for event in decoder.decode(frame, text):
            self._note_ids(session, event)
            sink(event)

    @staticmethod
    def _note_ids(session: Session, event: Event) -> None:
        if isinstance(event, MessageReceived) and not event.message.is_notice and event.message.native:
            session.saw(event.message.native)


def _offers(dialect: Dialect) -> Offers:
    kinds = kinds_on(dialect.name)
    return Offers(
        kinds if dialect.takes_sex else kinds - {ActionKind.SEX},
        dialect.recall_seconds,
        can_confirm=dialect.has_history,
        emoji=all_emoji(),
        missing_segments=missing_segments(dialect.name),
    )
