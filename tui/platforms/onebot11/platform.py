"""QQ over OneBot 11 as the rest of the house sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar

from tui.chat.actions import Action, Done, Mute, Recall
from tui.chat.capabilities import Offers
from tui.chat.events import Event, GroupUpdated, MemberUpdated, MessageRecalled, MessageReceived
from tui.chat.group_actions import MuteAll
from tui.chat.segments import Segment
from tui.platforms.base import ConnectError, Identity
from tui.platforms.call_tap import CallTap
from tui.platforms.decoding import wall_clock
from tui.platforms.linked import LinkedPlatform
from tui.platforms.onebot11.acting import Acting
from tui.platforms.onebot11.api import Api
from tui.platforms.onebot11.asking import Asking
from tui.platforms.onebot11.console import Console
from tui.platforms.onebot11.dialects import NAPCAT, Dialect
from tui.platforms.onebot11.events import EventDecoder
from tui.platforms.onebot11.history import Breaks, History
from tui.platforms.onebot11.introduction import PROTOCOL, introduce
from tui.platforms.onebot11.means import offers_of
from tui.platforms.onebot11.sameness import is_same_content
from tui.platforms.onebot11.session import Session
from tui.platforms.onebot11.settings import Settings
from tui.platforms.onebot11.tap import Tap
from tui.platforms.onebot11.ways import way_to
from tui.platforms.sockets import Transport
from tui.platforms.values import as_row, as_user


class _Link:
    """What belongs to one connection and goes with it."""

    def __init__(
        self,
        session: Session,
        identity: Identity,
        dialect: Dialect,
        settings: Settings,
        clock: Callable[[], int],
        breaks: Breaks,
    ) -> None:
        api = Api(session.calls, settings.call_timeout, dialect.name)
        console = Console(session.calls, api, settings, dialect.name)
        self.decoder = EventDecoder(identity.account, dialect, clock)
        self.history = History(api, dialect, session.saw, clock, breaks, lambda: session.is_open)
        self.acting = Acting(session, api, dialect, self.history, shares_disk=settings.same_disk)
        self.asking = Asking(api, identity.account, dialect, session.saw, clock, console.rules)


class OneBot11(LinkedPlatform[Session, _Link]):
    """One QQ account behind an implementation of OneBot 11."""

    protocol: ClassVar[str] = PROTOCOL

    def __init__(self, settings: Settings) -> None:
        super().__init__(offers_of(NAPCAT), wall_clock, way_to(settings))
        self._settings = settings
        self.awaits = settings.listen
        self._breaks = Breaks(wall_clock)

    def make_tap(self) -> Tap:
        """Return what tells of the frames of the next connection."""
        return Tap(self.on_frame, self._clock)

    def make_session(self, transport: Transport, tap: CallTap) -> Session:
        """Return the session over *transport*."""
        return Session(
            transport,
            self.take,
            call_timeout=self._settings.call_timeout,
            until_ready=self.until_ready,
            tap=tap,
        )

    async def introduce(self, session: Session) -> tuple[Identity, _Link, Offers]:
        """Make sure who we are and whom we talk to. Raises ConnectError."""
        identity, dialect = await introduce(session, self._settings.connect_timeout)
        link = _Link(session, identity, dialect, self._settings, self._clock, self._breaks)
        return identity, link, offers_of(dialect)

    def is_same_content(self, ours: Sequence[Segment], theirs: Sequence[Segment]) -> bool:
        """Return whether *theirs* can be what we sent as *ours*."""
        return is_same_content(ours, theirs)

    def follows(self, link: _Link, action: Action, outcome: Done) -> tuple[Event, ...]:
        """Return what came of *action* where the implementation, which said that it was done, sends no event of it."""
        decoder = link.decoder
        if not decoder.dialect.hides_own_acts:
            return ()
        own, now = decoder.account.own_id, self._clock()
        match action:
            case Recall(conversation=place, message=message) if not place.is_group:
                return (MessageRecalled(place, message.native, own, own, now),)
            case Mute(conversation=place, user=user, seconds=seconds):
                return (MemberUpdated(place, user, muted_until=now + seconds * 1000 if seconds else 0),)
            case MuteAll(conversation=place, is_on=is_on):
                return (GroupUpdated(place, is_muted_all=is_on),)
        return ()

    def decode(self, session: Session, link: _Link, frame: object, text: str) -> Iterable[Event]:
        """Return what *frame* tells, where it is meant for our account."""
        told = as_user(as_row(frame).get("self_id"))
        if told and told != link.decoder.account.own_id:
            # Another account was logged in behind the same address: nothing of it may be mixed with ours.
            session.end(ConnectError("wrong_account", told))
            return
        for event in link.decoder.decode(frame, text):
            if isinstance(event, MessageReceived) and not event.message.is_notice and event.message.native:
                session.saw(event.message.native)
            yield event
