"""QQ over mirai-api-http as the rest of the house sees it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar, TypeVar, cast

from tui.chat.actions import Action, Done, Kick, Mute, NotOffered, NotSent, Outcome, Recall, SendMessage
from tui.chat.capabilities import Offers
from tui.chat.events import ConversationEnded, Event, GroupUpdated, MemberLeft, MemberUpdated, MessageRecalled, MessageReceived
from tui.chat.group_actions import LeaveGroup, MuteAll, RenameGroup
from tui.chat.ids import AccountId, ConversationId, ConversationKind, MessageRef
from tui.chat.member_actions import SetAdmin, SetCard, SetTitle
from tui.chat.people import Role
from tui.chat.segments import Segment
from tui.platforms.base import AskError, ConnectError, EventSink, Identity, Page, PageEnd, Platform, Query
from tui.platforms.call_errors import CallError
from tui.platforms.mirai.acting import Acting, is_known
from tui.platforms.mirai.asking import Asking
from tui.platforms.mirai.commands import Commands
from tui.platforms.mirai.events import EventDecoder, wall_clock
from tui.platforms.mirai.history import History
from tui.platforms.mirai.means import offers
from tui.platforms.mirai.sameness import is_same_content
from tui.platforms.mirai.session import Session
from tui.platforms.mirai.settings import Settings, UrlError, authorize, socket_url
from tui.platforms.mirai.tap import Tap
from tui.platforms.sockets import CLOSE_SECONDS, DIAL_ERRORS, Transport, explain, open_socket
from tui.platforms.values import as_name

log = logging.getLogger(__name__)

T = TypeVar("T")
Dialler = Callable[[Settings], Awaitable[Transport]]

PROTOCOL = "mirai"


async def dial(settings: Settings) -> Transport:
    """Connect to the WebSocket that *settings* speak of. Raises ConnectError; its ``__cause__`` is what happened."""
    try:
        url = socket_url(settings.ws_url or settings.url)
    except UrlError as error:
        raise ConnectError("bad_url", str(error), is_final=True) from error
    headers, url = authorize(settings.verify_key, settings.qq, url)
    try:
        return await open_socket(url, headers, settings.connect_timeout)
    except DIAL_ERRORS as error:
        raise explain(error) from error


class _Link:
    """What belongs to one connection and goes with it."""

    def __init__(self, session: Session, account: AccountId, settings: Settings, clock: Callable[[], int]) -> None:
        commands = Commands(session.calls, settings.slow_timeout)
        self.commands = commands
        self.acting = Acting(commands)
        self.asking = Asking(commands, account, clock)
        self.history = History(commands, self.asking.message, clock)


class Mirai(Platform):
    """One QQ account behind mirai-api-http 2.

    *dialler* opens the connection in the place of what *settings* say, *clock* dates what has no time (ms): for tests.
    """

    protocol: ClassVar[str] = PROTOCOL

    def __init__(self, settings: Settings, *, dialler: Dialler = dial, clock: Callable[[], int] = wall_clock) -> None:
        self._settings = settings
        self._dialler = dialler
        self._clock = clock
        self._account = AccountId(PROTOCOL, str(settings.qq))
        self._offers = offers()
        self._session: Session | None = None
        self._link: _Link | None = None
        self._decoder: EventDecoder | None = None
        self._sink: EventSink | None = None
        self._waiting: list[tuple[object, str]] = []
        self._echoes: set[asyncio.Task[None]] = set()

    @property
    def offers(self) -> Offers:
        """What mirai-api-http can do; less what the connected one said it does not know."""
        return self._offers

    async def connect(self, sink: EventSink) -> Identity:
        """Dial, wait until we are accepted, and learn our name; then events go to *sink*. Raises ConnectError."""
        await self.close()
        tap = Tap(self.on_frame, self._clock)
        try:
            transport = await self._dialler(self._settings)
        except ConnectError as error:
            tap.note("not_connected", f"{error.reason}: {error.words}" if error.words else error.reason, is_failed=True)
            raise
        tap.note("connected")
        self._waiting = []
        session = Session(transport, self._take, call_timeout=self._settings.call_timeout, until_ready=self.until_ready, tap=tap)
        self._session = session
        link = _Link(session, self._account, self._settings, self._clock)
        try:
            await session.until_accepted(self._settings.connect_timeout)
            identity = await self._introduce(session, link.commands)
        except (ConnectError, asyncio.CancelledError):
            await self.close()
            raise
        self._offers = offers()
        self._link, self._sink = link, sink
        self._decoder = EventDecoder(self._account, self._clock)
        waiting, self._waiting = self._waiting, []
        for packet, text in waiting:
            self._take(packet, text)
        return identity

    async def _introduce(self, session: Session, commands: Commands) -> Identity:
        """Return what we are called and what we talk to; neither is needed to go on."""
        seconds = self._settings.connect_timeout
        name, version = "", ""
        try:
            version = await commands.about(seconds)
            name = as_name((await commands.bot_profile(seconds)).get("nickname"))
        except CallError as error:
            if not session.is_open:
                await asyncio.wait((session.ended,), timeout=CLOSE_SECONDS)
            if session.ended.done():
                raise session.ended.result() from error
        return Identity(self._account, name, "mirai-api-http", version)

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
        for echo in self._echoes:
            echo.cancel()
        if session is not None:
            await session.close()

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
        if isinstance(outcome, Done) and self._decoder is not None and isinstance(action, SendMessage):
            self._decoder.note_said(action.conversation, outcome.native)
            echo = asyncio.create_task(self._echo(link, action.conversation, outcome.native))
            self._echoes.add(echo)
            echo.add_done_callback(self._echoes.discard)
        if isinstance(outcome, Done) and self._sink is not None:
            for event in self._follows(action):
                self._sink(event)
        return outcome

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
            self._sink(MessageReceived(message))

    async def ask(self, query: Query[T]) -> T:
        """Return the answer to *query*. Raises AskError."""
        link = self._link
        if link is None:
            raise AskError("not_connected")
        return cast(T, await link.asking.ask(query))

    def keeps_history(self, conversation: ConversationId) -> bool:
        """Return whether what was said in *conversation* can be asked for at all."""
        return self._link is not None and self._link.history.is_kept(conversation)

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

    def _follows(self, action: Action) -> tuple[Event, ...]:
        """Return what *action* has changed: QQ itself has said yes by the time of the answer, and not all of it has an event."""
        own, now = self._account.own_id, self._clock()
        match action:
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

    def _take(self, packet: object, text: str) -> None:
        decoder, sink = self._decoder, self._sink
        if decoder is None or sink is None:
            self._waiting.append((packet, text))
            return
        for event in decoder.decode(packet, text):
            sink(event)
