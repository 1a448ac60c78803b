"""A platform that works over one connection at a time: what all of them do alike from dialling to the end."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections.abc import Callable, Iterable
from typing import Generic, Protocol, TypeVar, cast

from tui.chat.actions import Action, Done, NotOffered, NotSent, Outcome
from tui.chat.capabilities import Offers
from tui.chat.events import Event
from tui.chat.ids import ConversationId, MessageRef
from tui.platforms.base import AskError, ConnectError, EventSink, Identity, Page, PageEnd, Platform, Query
from tui.platforms.call_tap import CallTap
from tui.platforms.socket_session import SocketSession, describe
from tui.platforms.sockets import Transport
from tui.platforms.ways import Way

T = TypeVar("T")


class Decodes(Protocol):
    """Makes events of frames; never raises and never drops."""

    def decode(self, frame: object, text: str, /) -> Iterable[Event]:
        """Return what *frame*, which came as *text*, tells."""


class Acts(Protocol):
    """Does what the user asked."""

    async def perform(self, action: Action) -> Outcome:
        """Do *action*; whatever the wire does is in the outcome."""


class Answers(Protocol):
    """Answers the house's questions."""

    async def ask(self, query: Query[T]) -> object:
        """Return the answer to *query*. Raises AskError."""


class Keeps(Protocol):
    """The history behind a connection."""

    def is_kept(self, conversation: ConversationId) -> bool:
        """Return whether there is any of *conversation*."""

    async def page(self, conversation: ConversationId, before: MessageRef | None, after: MessageRef | None, limit: int) -> Page:
        """Return a page, oldest first; never raises for what the wire does."""


class Link(Protocol):
    """What belongs to one connection and goes with it."""

    @property
    def decoder(self) -> Decodes:
        """What reads its frames."""

    @property
    def acting(self) -> Acts:
        """What acts over it."""

    @property
    def asking(self) -> Answers:
        """What asks over it."""

    @property
    def history(self) -> Keeps:
        """What pages back over it."""


SessionT = TypeVar("SessionT", bound=SocketSession)
LinkT = TypeVar("LinkT", bound=Link)


class LinkedPlatform(Platform, Generic[SessionT, LinkT]):
    """One account over one connection at a time, which comes about by *way*.

    *offers* is what can be had before the first one; *clock* is in ms.
    """

    def __init__(self, offers: Offers, clock: Callable[[], int], way: Way) -> None:
        self._offers = offers
        self._clock = clock
        self._session: SessionT | None = None
        self._link: LinkT | None = None
        self._sink: EventSink | None = None
        self._waiting: list[tuple[object, str]] = []
        self._way = way
        way.on_caveat = self._note_caveat
        self.caveat = way.caveat
        self.asks_every = way.asks_every

    @abstractmethod
    def make_tap(self) -> CallTap:
        """Return what tells of the frames of the next connection."""

    @abstractmethod
    def make_session(self, transport: Transport, tap: CallTap) -> SessionT:
        """Return the session over *transport*; it hands what answers nothing to :meth:`take`."""

    @abstractmethod
    async def introduce(self, session: SessionT) -> tuple[Identity, LinkT, Offers]:
        """Return who we are there, what works over *session*, and what it can do. Raises ConnectError."""

    @property
    def offers(self) -> Offers:
        """What the connected implementation can do; less what it said it does not know."""
        return self._offers

    async def connect(self, sink: EventSink) -> Identity:
        """Dial, make sure who we are and whom we talk to; then events go to *sink*. Raises ConnectError."""
        await self.close()
        tap = self.make_tap()
        try:
            transport = await self._way()
        except ConnectError as error:
            tap.note("not_connected", describe(error), is_failed=True)
            raise
        tap.note("connected")
        self._waiting = []
        session = self.make_session(transport, tap)
        self._session = session
        try:
            identity, link, self._offers = await self.introduce(session)
        except (ConnectError, asyncio.CancelledError):
            await self.close()
            raise
        self._link, self._sink = link, sink
        waiting, self._waiting = self._waiting, []
        for frame, text in waiting:
            self.take(frame, text)
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
        self._link = self._sink = None
        if session is not None:
            await session.close()

    async def shut(self) -> None:
        """Let go of what the way keeps between two connections."""
        await self._way.shut()

    def _note_caveat(self) -> None:
        self.caveat = self._way.caveat
        if self.on_caveat is not None:
            self.on_caveat()

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
        if isinstance(outcome, Done) and link is self._link and self._sink is not None:
            for event in self.follows(link, action, outcome):
                self._sink(event)
        return outcome

    def follows(self, link: LinkT, action: Action, outcome: Done) -> Iterable[Event]:
        """Return what is so now that *action* is done, where nobody is going to tell."""
        return ()

    async def ask(self, query: Query[T]) -> T:
        """Return the answer to *query*. Raises AskError."""
        if self._link is None:
            raise AskError("not_connected")
        return cast(T, await self._link.asking.ask(query))

    def keeps_history(self, conversation: ConversationId) -> bool:
        """Return whether what was said in *conversation* can be asked for at all."""
        return self._link is None or self._link.history.is_kept(conversation)

    async def history(
        self, conversation: ConversationId, *, before: MessageRef | None = None, after: MessageRef | None = None, limit: int
    ) -> Page:
        """Return a page of history, oldest first."""
        if self._link is None:
            return Page((), PageEnd.UNKNOWN, "not connected")
        return await self._link.history.page(conversation, before, after, limit)

    def take(self, frame: object, text: str) -> None:
        """Tell what *frame* says, or keep it until we know who we are."""
        session, link, sink = self._session, self._link, self._sink
        if session is None or link is None or sink is None:
            self._waiting.append((frame, text))
            return
        for event in self.decode(session, link, frame, text):
            sink(event)

    def decode(self, session: SessionT, link: LinkT, frame: object, text: str) -> Iterable[Event]:
        """Return what *frame* tells."""
        return link.decoder.decode(frame, text)
