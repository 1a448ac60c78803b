"""QQ over mirai-api-http as the rest of the house sees it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import ClassVar

from tui.chat.actions import Action, Done, Kick, Mute, Recall, SendMessage
from tui.chat.board_actions import UploadFile
from tui.chat.capabilities import Offers
from tui.chat.events import (
    ConversationEnded,
    Event,
    EventsMissed,
    GroupUpdated,
    MemberLeft,
    MemberUpdated,
    MessageRecalled,
    MessageReceived,
)
from tui.chat.group_actions import LeaveGroup, MuteAll, RenameGroup
from tui.chat.ids import AccountId, ConversationId, ConversationKind
from tui.chat.member_actions import SetAdmin, SetCard, SetTitle
from tui.chat.messages import Message, Sender
from tui.chat.people import Role
from tui.chat.segments import File, Notice, Segment
from tui.platforms.base import Identity
from tui.platforms.call_errors import CallError
from tui.platforms.call_tap import CallTap
from tui.platforms.decoding import wall_clock
from tui.platforms.linked import LinkedPlatform
from tui.platforms.mirai.acting import Acting, is_known, unnumbered
from tui.platforms.mirai.asking import Asking
from tui.platforms.mirai.commands import Commands
from tui.platforms.mirai.console import Console
from tui.platforms.mirai.events import EventDecoder
from tui.platforms.mirai.history import History
from tui.platforms.mirai.lines import own_line
from tui.platforms.mirai.means import offers
from tui.platforms.mirai.sameness import is_same_content
from tui.platforms.mirai.session import Session
from tui.platforms.mirai.settings import Settings
from tui.platforms.mirai.tap import Tap
from tui.platforms.mirai.uploading import Uploads
from tui.platforms.mirai.ways import way_to
from tui.platforms.sockets import Transport
from tui.platforms.values import as_name
from tui.platforms.ways import Way

log = logging.getLogger(__name__)

PROTOCOL = "mirai"


class _Link:
    """What belongs to one connection and goes with it."""

    def __init__(
        self, session: Session, account: AccountId, settings: Settings, clock: Callable[[], int], history_pause: float
    ) -> None:
        commands = Commands(session.calls, settings.slow_timeout)
        self.uploads = Uploads(settings, session.key, session.tap)
        self.decoder = EventDecoder(account, clock)
        self.acting = Acting(commands, self.uploads)
        self.asking = Asking(commands, account, clock, Console(session.calls, commands, self.uploads, settings).rules)
        self.history = History(commands, self.asking.message, clock, history_pause)


class Mirai(LinkedPlatform[Session, _Link]):
    """One QQ account behind mirai-api-http 2. *way* is gone in the place of the one that *settings* speak of, and *history_pause*
    (s) is one that a test can wait for.
    """

    protocol: ClassVar[str] = PROTOCOL

    def __init__(self, settings: Settings, *, way: Way | None = None, history_pause: float | None = None) -> None:
        super().__init__(offers(), wall_clock, way or way_to(settings, self._note_missed))
        if history_pause is not None:
            self.history_pause = history_pause
        self._settings = settings
        self.awaits = settings.listen if settings.way == "reverse-ws" else ""
        self._account = AccountId(PROTOCOL, str(settings.qq))
        self._echoes: set[asyncio.Task[None]] = set()

    def make_tap(self) -> Tap:
        """Return what tells of the frames of the next connection."""
        return Tap(self.on_frame, self._clock)

    def make_session(self, transport: Transport, tap: CallTap) -> Session:
        """Return the session over *transport*."""
        return Session(
            transport,
            self.take,
            call_timeout=self._settings.call_timeout,
            in_turn=self._settings.way in ("ws", "reverse-ws"),
            until_ready=self.until_ready,
            tap=tap,
        )

    async def introduce(self, session: Session) -> tuple[Identity, _Link, Offers]:
        """Wait until we are accepted, and ask what we are called and what we talk to; neither is needed to go on."""
        seconds = self._settings.connect_timeout
        await session.until_accepted(seconds)
        commands = Commands(session.calls, self._settings.slow_timeout)
        name, version = "", ""
        try:
            version = await commands.about(seconds)
            name = as_name((await commands.bot_profile(seconds)).get("nickname"))
        except CallError as error:
            await session.raise_if_ended(error)
        identity = Identity(self._account, name, "mirai-api-http", version)
        link = _Link(session, self._account, self._settings, self._clock, self.history_pause)
        return identity, link, offers(has_uploads=link.uploads.is_possible)

    async def close(self) -> None:
        """End the connection, if there is one; what is asked of what we said is not waited for."""
        for echo in self._echoes:
            echo.cancel()
        link = self._link
        await super().close()
        if link is not None:
            await link.uploads.close()

    def _note_missed(self) -> None:
        if self._sink is not None:
            self._sink(EventsMissed())

    async def _echo(self, link: _Link, place: ConversationId, native: str) -> None:
        """Ask for what we said and tell of it, as nobody else does: by our own clock it would not stand where others see it."""
        if not is_known(native) or place.kind not in (ConversationKind.FRIEND, ConversationKind.GROUP):
            return
        try:
            message = await link.asking.message(place, native)
        except CallError as error:
            log.debug("a message of ours is not told: %s", error.words)
            return
        if message is not None and message.is_own and self._sink is not None and link is self._link:
            link.decoder.note_time(message)
            self._sink(MessageReceived(message))

    def _said(self, place: ConversationId, file: File, now: int) -> MessageReceived:
        """Return that we gave *file*, of which nobody tells us, and whose message has no number that we learn."""
        return MessageReceived(Message(place, unnumbered(), Sender(self._account.own_id), now, (file,), is_own=True))

    def is_same_content(self, ours: Sequence[Segment], theirs: Sequence[Segment]) -> bool:
        """Return whether *theirs* can be what we sent as *ours*."""
        return is_same_content(ours, theirs)

    def follows(self, link: _Link, action: Action, outcome: Done) -> tuple[Event, ...]:
        """Return what *action* has changed: QQ itself has said yes by the time of the answer, and not all of it has an event."""
        if isinstance(action, SendMessage):
            echo = asyncio.create_task(self._echo(link, action.conversation, outcome.native))
            self._echoes.add(echo)
            echo.add_done_callback(self._echoes.discard)
            if isinstance(outcome.value, Notice):
                return (own_line(action.conversation, outcome.value, self._clock(), outcome.native),)
        own, now = self._account.own_id, self._clock()
        match action:
            case UploadFile(conversation=place) if isinstance(outcome.value, File):
                return (self._said(place, outcome.value, link.decoder.now_in(place)),)
            case Recall(conversation=place, message=message):
                return (MessageRecalled(place, message.native, own, message.sender, now),)
            case Mute(conversation=place, user=user, seconds=seconds):
                return (MemberUpdated(place, user, muted_until=now + seconds * 1000 if seconds else 0),)
            case Kick(conversation=place, user=user):
                return (MemberLeft(place, user),)
            case MuteAll(conversation=place, is_on=is_on):
                return (GroupUpdated(place, is_muted_all=is_on),)
            case RenameGroup(conversation=place, name=name):
                return (GroupUpdated(place, name=name),)
            case LeaveGroup(conversation=place):
                return (ConversationEnded(place),)
            case SetAdmin(conversation=place, user=user, is_admin=is_admin):
                return (MemberUpdated(place, user, role=Role.ADMIN if is_admin else Role.MEMBER),)
            case SetCard(conversation=place, user=user, card=card):
                return (MemberUpdated(place, user, card=card),)
            case SetTitle(conversation=place, user=user, title=title):
                return (MemberUpdated(place, user, title=title),)
        return ()
