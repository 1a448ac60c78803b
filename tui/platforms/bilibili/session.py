"""The mission's ``session``: its functions over a credential, and a Session that listens for messages by asking now and then.

Each function makes a client of its own and lets go of it; whoever asks often has an :class:`~tui.platforms.bilibili.api.Api`.
"""

from __future__ import annotations

import asyncio
import inspect
import logging
import weakref
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from enum import IntEnum
from typing import TypeVar

from tui.platforms.bilibili import wire
from tui.platforms.bilibili.api import Api
from tui.platforms.bilibili.api.area import FAN_GROUP, USER
from tui.platforms.bilibili.api.conversations import ALL_SESSIONS, PAGE_SIZE
from tui.platforms.bilibili.client import Client
from tui.platforms.bilibili.credential import Credential
from tui.platforms.bilibili.errors import LoggedOutError
from tui.platforms.bilibili.event import Event
from tui.platforms.bilibili.media import Picture, Video
from tui.platforms.bilibili.news import News
from tui.platforms.bilibili.polling import Polling
from tui.platforms.bilibili.wbi import KeyRing
from tui.platforms.call_errors import CallError

log = logging.getLogger(__name__)

ALL_EVENTS = "__ALL__"
"""The name under which a listener hears of every message."""

_keys = KeyRing()
_locks: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = weakref.WeakKeyDictionary()
Handler = Callable[[Event], Awaitable[object] | object]
H = TypeVar("H", bound=Handler)


@asynccontextmanager
async def _api(credential: Credential) -> AsyncIterator[Api]:
    lock = _locks.setdefault(asyncio.get_running_loop(), asyncio.Lock())
    async with Client(credential, lock=lock, keys=_keys) as client:
        yield Api(client)


async def fetch_session_msgs(
    talker_id: int,
    credential: Credential,
    session_type: int = USER,
    begin_seqno: int | None = None,
    *,
    end_seqno: int | None = None,
    size: int = PAGE_SIZE,
) -> wire.MessagePage:
    """Return the newest messages with somebody, or those between two sequence numbers."""
    async with _api(credential) as api:
        return await api.fetch_session_msgs(talker_id, session_type, begin_seqno, end_seqno=end_seqno, size=size)


async def new_sessions(credential: Credential, begin_ts: int | None = None) -> wire.SessionList:
    """Return the conversations in which something happened after *begin_ts* (microseconds)."""
    async with _api(credential) as api:
        return await api.new_sessions(begin_ts)


async def get_sessions(credential: Credential, session_type: int = ALL_SESSIONS) -> wire.SessionList:
    """Return the newest conversations."""
    async with _api(credential) as api:
        return await api.get_sessions(session_type)


async def get_session_detail(credential: Credential, talker_id: int, session_type: int = USER) -> wire.SessionRow:
    """Return one conversation."""
    async with _api(credential) as api:
        return await api.get_session_detail(talker_id, session_type)


async def send_msg(credential: Credential, receiver_id: int, msg_type: int | str, content: str | Picture) -> wire.Sent:
    """Send words (``Event.TEXT``), a picture (``Event.PICTURE``), or take a message back (``Event.WITHDRAW``, its key)."""
    async with _api(credential) as api:
        return await api.send_msg(receiver_id, msg_type, content)


async def get_likes(credential: Credential, last_id: int | None = None, like_time: int | None = None) -> wire.Likes:
    """Return who liked something of ours."""
    async with _api(credential) as api:
        return await api.get_likes(last_id, like_time)


async def get_unread_messages(credential: Credential) -> wire.UnreadMessages:
    """Return how many notices nobody has seen."""
    async with _api(credential) as api:
        return await api.get_unread_messages()


async def get_replies(credential: Credential, last_reply_id: int | None = None, reply_time: int | None = None) -> wire.Replies:
    """Return who answered something of ours."""
    async with _api(credential) as api:
        return await api.get_replies(last_reply_id, reply_time)


async def get_at(credential: Credential, last_id: int | None = None, at_time: int | None = None) -> wire.Replies:
    """Return who mentioned us."""
    async with _api(credential) as api:
        return await api.get_at(last_id, at_time)


async def get_system_messages(credential: Credential) -> wire.SystemNotices:
    """Return the newest notices of the system."""
    async with _api(credential) as api:
        return await api.get_system_messages()


async def get_session_settings(credential: Credential) -> wire.SessionSettings:
    """Return what the account wants to hear of."""
    async with _api(credential) as api:
        return await api.get_session_settings()


class Status(IntEnum):
    """How a Session is; FAILED while it is refused, and for good once nobody is logged in any more."""

    INITIAL = 0
    CONNECTED = 1
    CLOSING = 2
    CLOSED = 3
    FAILED = 4


class Session:
    """Listens to an inbox. What was there when it began is never told as new, and what it could not fetch it asks for again.

    *make_client* makes the client of each run, *sleep* waits between two askings.
    """

    def __init__(
        self,
        credential: Credential,
        debug: bool = False,
        *,
        make_client: Callable[[Credential], Client] = Client,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self.credential = credential
        self.logger = log.getChild("session")
        if debug:
            self.logger.setLevel(logging.DEBUG)
        self._make_client = make_client
        self._api: Api | None = None
        self._sleep = sleep
        self._listeners: dict[str, list[Handler]] = {}
        self._status = Status.INITIAL
        self._is_closing = False
        self._task: asyncio.Task[None] | None = None
        self._excepts_self = True
        self._own = 0
        self._error: CallError | None = None

    def get_status(self) -> int:
        """Return 0 before it began, 1 connected, 2 closing, 3 closed, 4 failing."""
        return int(self._status)

    def on(self, name: int | str) -> Callable[[H], H]:
        """Let the function that is decorated hear of messages of a type (``Event.TEXT``), or of ``"__ALL__"``."""

        def take(handler: H) -> H:
            self.add_event_listener(name, handler)
            return handler

        return take

    def add_event_listener(self, name: int | str, handler: Handler) -> None:
        """Let *handler*, a function or a coroutine function of one event, hear of messages of a type."""
        self._listeners.setdefault(_key(name), []).append(handler)

    def remove_event_listener(self, name: int | str, handler: Handler) -> None:
        """Let *handler* hear no more; nothing happens where it did not."""
        handlers = self._listeners.get(_key(name), [])
        if handler in handlers:
            handlers.remove(handler)

    async def run(self, except_self: bool = True) -> None:
        """Look at what is there, then listen in the background. Raises CallError where that first look fails."""
        if self._api is not None:
            raise RuntimeError("this session is running")
        self._status, self._is_closing, self._error = Status.INITIAL, False, None
        self._excepts_self = except_self
        self._api = Api(self._make_client(self.credential))
        try:
            self._own = wire.as_u64(await self._api.own_id())
            polling = Polling(self._api, self._hear, self._note, sleep=self._sleep)
            await polling.begin()
        except BaseException:
            self._status = Status.FAILED
            await self._let_go()
            raise
        if self._is_closing:
            await self._let_go()
            return
        self._status = Status.CONNECTED
        self._task = asyncio.create_task(self._listen(polling), name="bilibili session")
        await asyncio.sleep(0)  # a task that is cancelled before it began could not say how it ended

    async def start(self, except_self: bool = True) -> int:
        """Listen until it is closed, and return its status then. Raises CallError when nobody is logged in any more."""
        await self.run(except_self)
        try:
            return await self.wait_closed()
        except asyncio.CancelledError:
            self.close()
            raise

    async def wait_closed(self) -> int:
        """Wait until it has ended, and return its status. Raises what ended it, where that was not :meth:`close`."""
        if self._task is not None:
            await asyncio.wait((self._task,))
            if not self._task.cancelled():
                self._task.result()
        if self._error is not None:
            raise self._error
        return self.get_status()

    def close(self) -> None:
        """Stop: nothing is asked, and nobody hears of anything, from now on."""
        self._is_closing = True
        if self._task is None or self._task.done():
            self._status = Status.CLOSED
            return
        self._status = Status.CLOSING
        self._task.cancel()

    async def reply(self, event: Event, content: str | Picture) -> wire.Sent:
        """Answer *event* with words or a picture, there where it was said. Raises CallError."""
        kind = Event.PICTURE if isinstance(content, Picture) else Event.TEXT
        where = FAN_GROUP if event.receiver_type == FAN_GROUP else USER
        if self._api is not None:
            return await self._api.send_msg(event.talker_id, kind, content, receiver_type=where)
        async with _api(self.credential) as api:
            return await api.send_msg(event.talker_id, kind, content, receiver_type=where)

    async def _listen(self, polling: Polling) -> None:
        try:
            await polling.run()
        except LoggedOutError as error:
            self._error = error
            self.logger.error("logged out: %s", error.words)
        finally:
            self._status = Status.CLOSED if self._is_closing else Status.FAILED
            await self._let_go()

    def _note(self, error: CallError | None) -> None:
        if not self._is_closing:
            self._status = Status.CONNECTED if error is None else Status.FAILED

    async def _hear(self, row: wire.SessionRow, news: News) -> None:
        for message in news.messages:
            if not self._excepts_self or message.sender_uid != self._own:
                await self._tell(Event(message.raw, self._own))

    async def _tell(self, event: Event) -> None:
        self.logger.debug("%r", event)
        for name in (str(event.msg_type), ALL_EVENTS):
            for handler in tuple(self._listeners.get(name, ())):
                if self._is_closing:
                    return
                try:
                    answer = handler(event)
                    if inspect.isawaitable(answer):
                        await answer
                except Exception:  # what a listener does is its own affair; the others hear of it all the same
                    self.logger.exception("a listener failed")

    async def _let_go(self) -> None:
        api, self._api = self._api, None
        if api is not None:
            await api.client.close()


def _key(name: int | str) -> str:
    return str(int(name)) if isinstance(name, int) else name


__all__ = [
    "Credential", "Event", "Picture", "Session", "Status", "Video", "fetch_session_msgs", "get_at", "get_likes", "get_replies",
    "get_session_detail", "get_session_settings", "get_sessions", "get_system_messages", "get_unread_messages", "new_sessions",
    "send_msg",
]  # fmt: skip
