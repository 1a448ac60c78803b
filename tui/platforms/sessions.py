"""A platform that works over one session at a time, however it hears: what all do alike once they are connected."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import Generic, Protocol, TypeVar, cast

from tui.chat.actions import Action, Done, NotOffered, NotSent, Outcome
from tui.chat.capabilities import Offers
from tui.chat.events import Event
from tui.chat.ids import ConversationId, MessageRef
from tui.platforms.base import AskError, ConnectError, EventSink, Page, PageEnd, Platform, Query

T = TypeVar("T")


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


class Running(Protocol):
    """A session from its beginning to its end."""

    @property
    def ended(self) -> asyncio.Future[ConnectError]:
        """Why it ended, once it has."""

    async def close(self) -> None:
        """End it and let go of what it holds."""


class Work(Protocol):
    """What belongs to one session and goes with it."""

    @property
    def acting(self) -> Acts:
        """What acts over it."""

    @property
    def asking(self) -> Answers:
        """What asks over it."""

    @property
    def history(self) -> Keeps:
        """What pages back over it."""


SessionT = TypeVar("SessionT", bound=Running)
LinkT = TypeVar("LinkT", bound=Work)


class SessionPlatform(Platform, Generic[SessionT, LinkT]):
    """One account over one session at a time. *offers* is what can be had before the first one; *clock* is in ms."""

    def __init__(self, offers: Offers, clock: Callable[[], int]) -> None:
        self._offers = offers
        self._clock = clock
        self._session: SessionT | None = None
        self._link: LinkT | None = None
        self._sink: EventSink | None = None

    @property
    def offers(self) -> Offers:
        """What the connected implementation can do; less what it said it does not know."""
        return self._offers

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

    async def perform(self, action: Action) -> Outcome:
        """Do *action* and return how it ended."""
        link = self._link
        if action.kind not in self._offers.actions:
            return NotOffered(self._offers.missing_reason.get(action.kind, "not_offered"))
        if link is None:
            return NotSent("not_connected")
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
            return Page((), PageEnd.UNKNOWN)
        return await self._link.history.page(conversation, before, after, limit)
