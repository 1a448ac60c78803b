"""Pages of history by sequence number: what stands just before a message, just after one, or at the end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping

from msgspec import Struct

from tui.chat.events import MessageRecalled, MessageReceived
from tui.chat.ids import AccountId, ConversationId, ConversationKind, MessageRef
from tui.chat.messages import Message, Sender
from tui.chat.segments import Notice
from tui.locale import t
from tui.platforms.base import Page, PageEnd
from tui.platforms.bilibili import wire
from tui.platforms.bilibili.api.area import FAN_GROUP, USER
from tui.platforms.bilibili.api.conversations import Conversations
from tui.platforms.bilibili.errors import GROUP_GONE, NOT_IN_GROUP, REASONS, CallRefusedError
from tui.platforms.bilibili.messages import NO_MARK, Mark, read_page
from tui.platforms.bilibili.news import messages_after
from tui.platforms.bilibili.wire import Emote, as_u64
from tui.platforms.call_errors import CallError
from tui.platforms.decoding import wall_clock

MAX_PAGE = 50
KINDS = frozenset((ConversationKind.FRIEND, ConversationKind.STRANGER, ConversationKind.FAN_GROUP, ConversationKind.SYSTEM))
"""The kinds of conversations that the service keeps."""


class _Slice(Struct, frozen=True):
    messages: tuple[wire.Message, ...]
    emotes: tuple[Emote, ...]
    end: PageEnd


class History:
    """The history of one account. *told* hears of what was taken back, before the page that it concerns is given, and of a group
    that is gone. *learn* asks what those are called who speak on a page, so that *names* says it. *marks* are the service's.
    """

    def __init__(
        self,
        api: Conversations,
        account: AccountId,
        told: Callable[[MessageRecalled | MessageReceived], None],
        names: Mapping[str, str],
        learn: Callable[[Iterable[str]], Awaitable[object]],
        marks: Mapping[ConversationId, Mark],
    ) -> None:
        self._api = api
        self._account = account
        self._told = told
        self._names = names
        self._learn = learn
        self._marks = marks

    def is_kept(self, conversation: ConversationId) -> bool:
        """Return whether the service keeps what was said there."""
        return conversation.kind in KINDS

    async def page(self, place: ConversationId, before: MessageRef | None, after: MessageRef | None, limit: int) -> Page:
        """Return the page that was asked for; failures are in its end, never raised."""
        limit = min(limit, MAX_PAGE)
        talker, kind = as_u64(place.peer), FAN_GROUP if place.kind is ConversationKind.FAN_GROUP else USER
        anchor = after or before
        if place.kind not in KINDS or not talker:
            return Page((), PageEnd.UNKNOWN)
        try:
            number = await self._number(talker, kind, anchor) if anchor is not None else None
            if anchor is not None and not number:
                return Page((), PageEnd.UNKNOWN)
            if after is not None:
                found = await self._newer(talker, kind, number or 0, limit)
            else:
                found = await self._older(talker, kind, number, limit)
            await self._learn(str(message.sender_uid) for message in found.messages)
        except CallRefusedError as error:
            end = PageEnd.UNKNOWN if error.wants_patience else PageEnd.REFUSED
            words = t(f"reason.{error.reason}") if error.code in REASONS else error.words
            if error.code in (GROUP_GONE, NOT_IN_GROUP):
                # Nothing else is ever to be seen there, and where nothing is stored no gap could say why.
                line = (Notice("gray_tip", value=words),)
                self._told(MessageReceived(Message(place, f"gone:{error.code}", Sender(""), wall_clock(), line, is_notice=True)))
            return Page((), end, words)
        except CallError as error:
            return Page((), PageEnd.UNKNOWN, error.words)
        mark = self._marks.get(place, NO_MARK)
        reading = read_page(found.messages, self._account, place, emotes=found.emotes, names=self._names, mark=mark)
        for recall in reading.recalls:
            self._told(recall)
        return Page(reading.messages, found.end)

    async def _number(self, talker: int, kind: int, message: MessageRef) -> int:
        """Return the number of *message*. What was just sent from here has none yet: it is looked for at the end, else 0."""
        if message.sequence:
            return message.sequence
        newest = await self._api.fetch_session_msgs(talker, kind, size=MAX_PAGE)
        return next((found.msg_seqno for found in newest.messages if str(found.msg_key) == message.native), 0)

    async def _older(self, talker: int, kind: int, before: int | None, limit: int) -> _Slice:
        """Look back until there is something to show: a page may hold nothing but what takes others back."""
        gathered: list[wire.Message] = []
        emotes: list[Emote] = []
        while True:
            page = await self._api.fetch_session_msgs(talker, kind, end_seqno=before, size=limit)
            older = [message for message in page.messages if before is None or message.msg_seqno < before]
            gathered += older
            emotes += page.e_infos
            if not page.has_more or not older:
                return _Slice(tuple(gathered), tuple(emotes), PageEnd.REACHED)
            if read_page(gathered, self._account).messages:
                return _Slice(tuple(gathered), tuple(emotes), PageEnd.MORE)
            before = min(message.msg_seqno for message in older)

    async def _newer(self, talker: int, kind: int, after: int, limit: int) -> _Slice:
        """Return what follows: which end of it the service gives first is not known, so all of it is asked for."""
        news = await messages_after(self._api, talker, kind, after, size=limit)
        kept = news.messages[:limit] if news.is_whole else ()
        is_all = news.is_whole and len(kept) == len(news.messages)
        return _Slice(kept, news.emotes, PageEnd.REACHED if is_all else PageEnd.MORE if kept else PageEnd.UNKNOWN)
