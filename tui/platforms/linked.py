"""A platform that works over one connection at a time: what all of them do alike from dialling to the end."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar

from tui.chat.capabilities import Offers
from tui.chat.events import Event
from tui.platforms.base import ConnectError, EventSink, Identity
from tui.platforms.call_tap import CallTap
from tui.platforms.sessions import SessionPlatform, Work
from tui.platforms.socket_session import SocketSession, describe
from tui.platforms.sockets import Transport


class Decodes(Protocol):
    """Makes events of frames; never raises and never drops."""

    def decode(self, frame: object, text: str, /) -> Iterable[Event]:
        """Return what *frame*, which came as *text*, tells."""


class Link(Work, Protocol):
    """What belongs to one connection and goes with it."""

    @property
    def decoder(self) -> Decodes:
        """What reads its frames."""


SessionT = TypeVar("SessionT", bound=SocketSession)
LinkT = TypeVar("LinkT", bound=Link)


class LinkedPlatform(SessionPlatform[SessionT, LinkT]):
    """One account over one connection at a time. *offers* is what can be had before the first one; *clock* is in ms."""

    def __init__(self, offers: Offers, clock: Callable[[], int]) -> None:
        super().__init__(offers, clock)
        self._waiting: list[tuple[object, str]] = []

    @abstractmethod
    def make_tap(self) -> CallTap:
        """Return what tells of the frames of the next connection."""

    @abstractmethod
    async def dial(self) -> Transport:
        """Return the next connection. Raises ConnectError."""

    @abstractmethod
    def make_session(self, transport: Transport, tap: CallTap) -> SessionT:
        """Return the session over *transport*; it hands what answers nothing to :meth:`take`."""

    @abstractmethod
    async def introduce(self, session: SessionT) -> tuple[Identity, LinkT, Offers]:
        """Return who we are there, what works over *session*, and what it can do. Raises ConnectError."""

    async def connect(self, sink: EventSink) -> Identity:
        """Dial, make sure who we are and whom we talk to; then events go to *sink*. Raises ConnectError."""
        await self.close()
        tap = self.make_tap()
        try:
            transport = await self.dial()
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
