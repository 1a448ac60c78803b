"""Bilibili's private messages as the rest of the house sees them: one login, asked now and then, one request at a time."""

from __future__ import annotations

import asyncio
import itertools
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import ClassVar

from tui.chat.actions import Action, Done, Recall, SendMessage
from tui.chat.board_actions import Progress
from tui.chat.conversation_actions import Pin, Silence
from tui.chat.events import ConversationTold, Event, MessageRecalled, MessageReceived, ReadElsewhere
from tui.chat.ids import AccountId, ConversationId, MessageRef
from tui.chat.messages import Message, Sender
from tui.chat.segments import Notice, Segment
from tui.locale import t
from tui.platforms.base import ConnectError, EventSink, Identity, Page, PageEnd
from tui.platforms.bilibili.acting import Acting
from tui.platforms.bilibili.api import Api
from tui.platforms.bilibili.api.conversations import ALL_SESSIONS
from tui.platforms.bilibili.asking import Asking, name_of
from tui.platforms.bilibili.bulletins import Bulletins, place_of_notices
from tui.platforms.bilibili.client import Client
from tui.platforms.bilibili.console import Console
from tui.platforms.bilibili.credential import Credential, CredentialError
from tui.platforms.bilibili.encode import is_same_content
from tui.platforms.bilibili.errors import LOGGED_OUT, CallRefusedError
from tui.platforms.bilibili.history import History
from tui.platforms.bilibili.keeping import keep_login, kept_login
from tui.platforms.bilibili.login import check_login, refresh_login, wants_refresh
from tui.platforms.bilibili.means import offers
from tui.platforms.bilibili.messages import Mark, mark_of, place_of_session, read_page
from tui.platforms.bilibili.names import Names
from tui.platforms.bilibili.news import MAX_SESSIONS, News, end_of
from tui.platforms.bilibili.pace import Pace
from tui.platforms.bilibili.polling import Polling
from tui.platforms.bilibili.settings import Settings
from tui.platforms.bilibili.tap import Tap
from tui.platforms.bilibili.watching import Watch
from tui.platforms.bilibili.wbi import KeyRing
from tui.platforms.bilibili.wire import SessionList, SessionRow
from tui.platforms.call_errors import CallError, CallNotSentError, CallUnansweredError
from tui.platforms.decoding import wall_clock
from tui.platforms.frames import Frame
from tui.platforms.sessions import SessionPlatform

log = logging.getLogger(__name__)

Sleep = Callable[[float], Awaitable[object]]

PROTOCOL = "bilibili"
NOTICES_SECONDS = 120.0
"""As often as the web page asks how many notices nobody has seen."""

REFRESH_SECONDS = 24 * 3600.0
"""How often it is asked whether the login wants to be renewed, beside each connecting."""

LOOKS_EVERY = 5
"""After how many rounds of counting the list is looked at in any case: that a phone pinned something changes no count."""

MAX_LISTED = 1000
"""Conversations that are listed, at most; older ones come when something is said there."""

MOST_TRIES = 3
MAX_SEQUENCE = 2**63 - 1


class _Link:
    """What belongs to one login and goes with it."""

    def __init__(
        self,
        api: Api,
        account: AccountId,
        there: Sequence[SessionRow],
        names: Names,
        sink: EventSink,
        console: Console,
        progress: Progress,
    ) -> None:
        self.api = api
        self.names = names
        self.unread: dict[str, int] = {}
        self.has_heard = False
        self.marks: dict[ConversationId, Mark] = {}
        self.bulletins = Bulletins(api, account)
        self.acting = Acting(api, progress)
        self.asking = Asking(api, account, there, names.known, console.rules)
        self.history = History(api, account, sink, names.known, names.learn, self.marks)


class Bilibili(SessionPlatform[Watch, _Link]):
    """One account's inbox. *pace* says how often it is asked and *sleep* waits between two rounds, *notices_every* (s) is the
    same for notices: for tests.

    All people are friends to the house, whoever follows whom: that changes, and a conversation stays the same one.
    """

    protocol: ClassVar[str] = PROTOCOL
    history_pause = 2.0

    def __init__(
        self,
        settings: Settings,
        *,
        pace: Pace | None = None,
        sleep: Sleep = asyncio.sleep,
        notices_every: float = NOTICES_SECONDS,
    ) -> None:
        super().__init__(offers(), wall_clock)
        self._settings = settings
        self._pace = pace or Pace()
        self._sleep = sleep
        self._notices_every = notices_every
        self._keys = KeyRing()
        self._tap = Tap(self._tell_frame, wall_clock)
        self._polling: Polling | None = None
        self._front: ConversationId | None = None
        self._account = AccountId(PROTOCOL, "")
        self._recovered = asyncio.Event()
        self._has_listed = False
        self._unanswered = 0

    # Connecting -----------------------------------------------------------------------------------------------------------

    async def connect(self, sink: EventSink) -> Identity:
        """Make sure that the login is valid, look at what is there, and ask for news from then on. Raises ConnectError."""
        await self.close()
        try:
            credential = await asyncio.to_thread(kept_login, self._settings)
        except CredentialError as error:
            raise ConnectError("bili_bad_login", error.name, is_final=True) from error
        if credential is None:
            raise ConnectError("bili_no_login", is_final=True)
        client = Client(credential, hosts=self._settings.hosts, tap=self._tap, keys=self._keys)
        try:
            identity = await self._begin(client, sink)
        except CallError as error:
            await client.close()
            raise self._no_connection(error) from error
        except (ConnectError, asyncio.CancelledError):
            await client.close()
            raise
        self._pace.succeeded()
        self._unanswered = 0
        self._set_caveat("")
        return identity

    async def _begin(self, client: Client, sink: EventSink) -> Identity:
        me = await check_login(client)
        if not me.is_login or not me.mid:
            raise ConnectError("bili_logged_out", is_final=True)
        client.credential = replace(client.credential, dedeuserid=str(me.mid))
        await self._renew(client)
        account = self._account = AccountId(PROTOCOL, str(me.mid))
        api = Api(client, self._settings.data_dir)
        names = Names(api)
        polling = Polling(api, self._hear, self._note, pace=self._pace, sleep=self._sleep)
        there = await polling.begin(size=MAX_SESSIONS)
        rows = there.session_list
        names.take_systems(rows)
        await names.learn(_people(rows))
        console = Console(api, self._settings.hosts)
        self._link = _Link(api, account, rows, names, sink, console, self._tell_upload)
        self._sink, self._polling = sink, polling
        for row in rows:
            self._tell_standing(row)
        sink(ConversationTold(place_of_notices(account), name=t("bilibili.notices"), is_listed=True))
        self.attend(self._front)
        watch = self._session = Watch(client, polling.press_less)
        client.on_error = watch.failed
        watch.begin(polling.run(), self._watch_counts(), self._renew_daily(client), self._list_older(there))
        return Identity(account, me.uname, "bilibili")

    def _no_connection(self, error: CallError) -> ConnectError:
        """Return why there is no connection; where we pressed too hard, the next try waits longer each time."""
        if not isinstance(error, CallRefusedError):
            reason = "unreachable" if isinstance(error, CallNotSentError) else "bili_no_answer"
            return ConnectError(reason, error.words)
        if error.code == LOGGED_OUT:
            return ConnectError("bili_logged_out", is_final=True)
        if error.wants_patience:
            self._pace.failed()
            return ConnectError(_caveat_of(error), wait=self._pace.seconds())
        return ConnectError("bili_refused", error.words)

    async def _renew(self, client: Client) -> None:
        """Renew the login where the service asks for it; one that can not be renewed is good until it ends by itself."""
        if not client.credential.refresh_token:
            return

        async def keep(credential: Credential) -> None:
            await asyncio.to_thread(keep_login, self._settings, credential)

        try:
            need = await wants_refresh(client)
            if need.refresh:
                await refresh_login(client, need.timestamp, keep)
        except CallRefusedError as error:
            if error.wants_patience or error.code == LOGGED_OUT:
                raise
            log.warning("the login could not be renewed: %s", error.words)
        except OSError as error:
            log.warning("the renewed login could not be kept: %s", error)

    async def _renew_daily(self, client: Client) -> None:
        while True:
            await asyncio.sleep(REFRESH_SECONDS)
            try:
                await self._renew(client)
            except CallError as error:
                log.info("whether the login wants to be renewed is not told: %s", error.words)

    async def close(self) -> None:
        """End the connection, if there is one; what waits for better times waits no more."""
        self._polling = None
        self._recovered.set()
        await super().close()

    def _tell_frame(self, frame: Frame) -> None:
        if self.on_frame is not None:
            self.on_frame(frame)

    def _tell_upload(self, count: int, size: int) -> None:
        if self.on_upload is not None:
            self.on_upload(count, size)

    # What is heard --------------------------------------------------------------------------------------------------------

    def attend(self, conversation: ConversationId | None) -> None:
        """A person looks at *conversation*: then news are asked for more often, as the web page does."""
        self._front = conversation
        if self._polling is not None:
            self._polling.is_front = conversation is not None

    async def _hear(self, row: SessionRow, news: News) -> None:
        link, sink = self._link, self._sink
        if link is None or sink is None:
            return
        if self.until_ready is not None:
            await self.until_ready()
        speakers = (str(message.sender_uid) for message in news.messages)
        link.names.take_systems((row,))
        await link.names.learn((*_people((row,)), *speakers))
        link.asking.take(row)
        link.has_heard = link.has_heard or bool(news.messages)
        place = place_of_session(row, self._account)
        reading = read_page(news.messages, self._account, place, emotes=news.emotes, names=link.names.known, mark=mark_of(row))
        for recall in reading.recalls:
            sink(recall)
        for message in reading.messages:
            sink(MessageReceived(message))
        self._tell_standing(row)

    def _tell_standing(self, row: SessionRow) -> None:
        """Tell how a conversation stands in the service's own list."""
        link, sink = self._link, self._sink
        if link is None or sink is None:
            return
        place = place_of_session(row, self._account)
        name = name_of(row, link.names.known) or None
        sink(ConversationTold(place, name, row.top_ts > 0, row.is_dnd, is_listed=True))
        link.marks[place] = mark_of(row)
        if row.ack_seqno:
            sink(ReadElsewhere(place, min(row.ack_seqno, MAX_SEQUENCE)))

    async def _list_older(self, page: SessionList) -> None:
        """Tell of the conversations after *page*, as the page in a browser does for who scrolls down: slowly, and once."""
        count = len(page.session_list)
        try:
            while not self._has_listed and (end := end_of(page)) and count < MAX_LISTED and (link := self._link) is not None:
                await asyncio.sleep(self.history_pause)
                if self._pace.is_backing_off:
                    await self._recovered.wait()
                page = await link.api.get_sessions(ALL_SESSIONS, end_ts=end, size=MAX_SESSIONS)
                count += len(page.session_list)
                link.names.take_systems(page.session_list)
                await link.names.learn(_people(page.session_list))
                for row in page.session_list:
                    self._tell_standing(row)
            self._has_listed = True
        except CallError as error:
            log.info("older conversations are not told: %s", error.words)

    async def _watch_counts(self) -> None:
        """Ask now and then how much nobody has seen, as the page does; while we are to ask less, this asks nothing."""
        for round_ in itertools.count(1):
            link, sink = self._link, self._sink
            if link is not None and sink is not None and not self._pace.is_backing_off:
                try:
                    for message in await link.bulletins.news():
                        sink(MessageReceived(message))
                    await self._look_at_marks(link, is_due=round_ % LOOKS_EVERY == 0)
                except CallError as error:
                    log.info("what nobody has seen is not told: %s", error.words)
            await asyncio.sleep(self._notices_every)

    async def _look_at_marks(self, link: _Link, *, is_due: bool) -> None:
        """Look at how conversations stand when the count of what was not read is another one, or something was heard since, which
        may have been read by now, or when it *is_due*: nobody tells what a phone reads, pins and silences.
        """
        count = (await link.api.single_unread()).model_dump(exclude={"raw"})
        is_doubtful = link.has_heard or (link.unread and count != link.unread)
        link.unread, link.has_heard = count, False
        if is_doubtful or is_due:
            for row in (await link.api.get_sessions(size=MAX_SESSIONS)).session_list:
                self._tell_standing(row)

    def _note(self, error: CallError | None) -> None:
        """A round of asking ended, or something else that was asked was refused so that less is to be asked."""
        if error is None:
            self._unanswered = 0
            self._recovered.set()
            self._set_caveat("")
        elif isinstance(error, CallUnansweredError) and self._session is not None and self._unanswered:
            # Once may be chance; but what is written meanwhile had better wait here than be sent into the dark.
            self._session.end(ConnectError("bili_no_answer", error.words))
        else:
            self._unanswered += isinstance(error, CallUnansweredError)
            self._recovered.clear()
            self._set_caveat(_caveat_of(error))

    def _set_caveat(self, caveat: str) -> None:
        if caveat != self.caveat:
            self.caveat = caveat
            if self.on_caveat is not None:
                self.on_caveat()

    # What is asked and done -----------------------------------------------------------------------------------------------

    async def history(
        self, conversation: ConversationId, *, before: MessageRef | None = None, after: MessageRef | None = None, limit: int
    ) -> Page:
        """Return a page of history, oldest first. While we are to ask less this waits, and so does who asked; one hang-up is no
        reason to leave a hole until the next connection.
        """
        page = Page((), PageEnd.UNKNOWN)
        for _ in range(MOST_TRIES):
            link = self._link
            if link is None:
                break
            if self._pace.is_backing_off:
                await self._recovered.wait()
                if link is not self._link:
                    break
            if conversation == place_of_notices(self._account):
                page = await _notices_page(link.bulletins, before, after, limit)
            else:
                page = await link.history.page(conversation, before, after, limit)
            if page.end is not PageEnd.UNKNOWN or not (page.words or self._pace.is_backing_off):
                break
        return page if self._link is not None else Page((), PageEnd.UNKNOWN)

    def follows(self, link: _Link, action: Action, outcome: Done) -> tuple[Event, ...]:
        """Return what is so now: nobody tells of what we set, and what the service has to say of our words is for people."""
        now = self._clock()
        match action:
            case Recall(conversation=place, message=message):
                own = self._account.own_id
                return (MessageRecalled(place, message.native, own, own, now),)
            case Pin(conversation=place, is_on=is_on):
                return (ConversationTold(place, is_pinned=is_on),)
            case Silence(conversation=place, is_on=is_on):
                return (ConversationTold(place, is_silent=is_on),)
            case SendMessage(conversation=place) if outcome.value:
                line = (Notice("gray_tip", value=str(outcome.value)),)
                native = f"notice:{outcome.native}"
                return (MessageReceived(Message(place, native, Sender(""), now, line, is_notice=True)),)
        return ()

    def is_same_content(self, ours: Sequence[Segment], theirs: Sequence[Segment]) -> bool:
        """Return whether *theirs* can be what we sent as *ours*."""
        return is_same_content(ours, theirs)


async def _notices_page(bulletins: Bulletins, before: MessageRef | None, after: MessageRef | None, limit: int) -> Page:
    if after is not None:
        return Page((), PageEnd.UNKNOWN)
    try:
        return await bulletins.page(before, limit)
    except CallError as error:
        return Page((), PageEnd.UNKNOWN, error.words)


def _people(rows: Sequence[SessionRow]) -> list[str]:
    """Return whose names are to be asked for: those who have none in the list, and who spoke last."""
    nameless = [str(row.talker_id) for row in rows if not (row.group_name or row.account_info.name)]
    return nameless + [str(row.last_msg.sender_uid) for row in rows if row.last_msg is not None and row.group_name]


def _caveat_of(error: CallError) -> str:
    """Return what a person should know (``connect.<caveat>``) while asking goes wrong."""
    if not isinstance(error, CallRefusedError):
        return "bili_no_answer"
    if error.reason in ("bili_risk", "bili_blocked"):
        return error.reason
    return "bili_too_often" if error.wants_patience else "bili_refused"
