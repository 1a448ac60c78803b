"""Likes, answers, mentions and notices of the service as messages of one conversation, the account's own."""

from __future__ import annotations

import heapq
import re
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime, timedelta, timezone
from typing import NamedTuple

from msgspec.structs import replace

from tui.chat.ids import AccountId, ConversationId, ConversationKind, MessageRef
from tui.chat.messages import Message, Sender, clamp_time
from tui.chat.segments import Segment, Share, Text
from tui.chat.text import clean_text, one_line
from tui.locale import t
from tui.platforms.base import Page, PageEnd
from tui.platforms.bilibili.api.notices import Notices
from tui.platforms.bilibili.contents import web_link
from tui.platforms.bilibili.wire import Like, LikeList, Person, Replies, Reply, SystemNotice, UnreadMessages
from tui.platforms.values import compact

PEER = "notices"
KINDS = ("like", "reply", "at", "system")
MAX_PAGES = 5
"""Pages of one kind that are asked for at once, at most."""

_CHINA = timezone(timedelta(hours=8))
_LINK = re.compile(r'#\{([^{}]*)\}\{"?(https?://[^{}"]*)"?\}')
"""How a link stands in a notice of the service."""


class _Slice(NamedTuple):
    messages: list[Message]
    cursor: tuple[int, int] | None


def place_of_notices(account: AccountId) -> ConversationId:
    """Return the conversation of *account* in which notices stand."""
    return ConversationId(account, ConversationKind.SYSTEM, PEER)


def counts_of(unread: UnreadMessages) -> dict[str, int]:
    """Return how many notices of each kind nobody has seen."""
    return {"like": unread.like, "reply": unread.reply, "at": unread.at, "system": unread.sys_msg}


class Bulletins:
    """The notices of one account, newest first by kind, as far back as they were asked for."""

    def __init__(self, api: Notices, account: AccountId) -> None:
        self._api = api
        self._place = place_of_notices(account)
        self._known: dict[str, _Slice] = {}
        self._counts = dict.fromkeys(KINDS, 0)
        self._asks: dict[str, Callable[[tuple[int, int] | None], Awaitable[_Slice]]] = {
            "like": self._likes,
            "reply": self._replies,
            "at": self._mentions,
            "system": self._system,
        }

    async def news(self) -> list[Message]:
        """Return the newest of each kind of which there are more than nobody had seen before, oldest first; what else the
        page holds was seen. Raises CallError.

        To ask for a kind marks it seen on the service, so what has not grown is left alone.
        """
        counts = counts_of(await self._api.get_unread_messages())
        found: list[Message] = []
        for kind in KINDS:
            fresh = counts[kind] - self._counts[kind]
            if fresh > 0:
                newest = await self._asks[kind](None)
                self._known[kind] = newest
                found += [replace(one, is_read=at >= fresh or None) for at, one in enumerate(newest.messages)]
                counts[kind] = 0 if kind != "system" else counts[kind]
        self._counts = counts
        return sorted(found, key=_order)

    async def page(self, before: MessageRef | None, limit: int) -> Page:
        """Return the *limit* notices of all kinds before one, or the newest. Raises CallError."""
        edge = (before.time, before.native) if before is not None else None
        older: list[list[Message]] = []
        is_end = True
        for kind in KINDS:
            if before is None:
                self._known.pop(kind, None)
            found, is_all = await self._before(kind, edge, limit)
            older.append(found)
            is_end = is_end and is_all
        merged = list(heapq.merge(*older, key=_order, reverse=True))
        is_end = is_end and len(merged) <= limit
        return Page(tuple(reversed(merged[:limit])), PageEnd.REACHED if is_end else PageEnd.MORE)

    async def _before(self, kind: str, edge: tuple[int, str] | None, limit: int) -> tuple[list[Message], bool]:
        """Return those of *kind* before *edge*, newest first, and whether these are all there are."""
        for _ in range(MAX_PAGES):
            known = self._known.get(kind)
            older = [message for message in known.messages if edge is None or _order(message) < edge] if known else []
            if known is not None and (known.cursor is None or len(older) >= limit):
                break
            more = await self._asks[kind](known.cursor if known else None)
            self._known[kind] = _Slice([*(known.messages if known else ()), *more.messages], more.cursor)
        known = self._known[kind]
        older = [message for message in known.messages if edge is None or _order(message) < edge]
        return sorted(older, key=_order, reverse=True), known.cursor is None

    async def _likes(self, cursor: tuple[int, int] | None) -> _Slice:
        likes = (await self._api.get_likes(*(cursor or ()))).total
        return _Slice([self._like(like) for like in likes.items], _end_of(likes))

    async def _replies(self, cursor: tuple[int, int] | None) -> _Slice:
        found = await self._api.get_replies(*(cursor or ()))
        return _Slice([self._reply(reply, "reply", reply.reply_time) for reply in found.items], _end_of(found))

    async def _mentions(self, cursor: tuple[int, int] | None) -> _Slice:
        found = await self._api.get_at(*(cursor or ()))
        return _Slice([self._reply(reply, "at", reply.at_time) for reply in found.items], _end_of(found))

    async def _system(self, cursor: tuple[int, int] | None) -> _Slice:
        rows = (await self._api.get_system_messages(cursor[0] if cursor else None)).system_notify_list
        last = min((row.cursor for row in rows if row.cursor), default=0)
        return _Slice([self._notice(row) for row in rows], (last, 0) if last else None)

    def _like(self, like: Like) -> Message:
        who = "、".join(person.name or str(person.mid) for person in like.users[:3])
        count = max(like.counts, len(like.users))
        key = "bilibili.liked_by_many" if count > len(like.users[:3]) else "bilibili.liked"
        words = t(key, who=who, count=count, what=like.item.business or like.item.type)
        about = _about(like.item.title or like.item.desc, like.item.uri)
        return self._message(
            f"like:{like.id}:{like.like_time}", like.like_time * 1000, like.users, words, about, compact(like.raw)
        )

    def _reply(self, reply: Reply, kind: str, time: int) -> Message:
        item = reply.item
        words = t(f"bilibili.{'mentioned' if kind == 'at' else 'answered'}", who=reply.user.name or str(reply.user.mid))
        said = clean_text(item.source_content)
        about = _about(item.title or item.desc, item.uri)
        return self._message(
            f"{kind}:{reply.id}",
            time * 1000,
            (reply.user,),
            f"{words}{said}",
            about,
            compact(reply.raw),
            mentions_me=kind == "at",
        )

    def _notice(self, notice: SystemNotice) -> Message:
        text = "\n".join(part for part in (notice.title, _LINK.sub(r"\1", notice.content)) if part.strip())
        links = tuple(Share(link, one_line(label)) for label, uri in _LINK.findall(notice.content) if (link := web_link(uri)))
        time = _time_of(notice)
        return self._message(f"system:{notice.id or notice.cursor}", time, (), clean_text(text), links, compact(notice.raw))

    def _message(
        self,
        native: str,
        time: int,
        people: Iterable[Person],
        words: str,
        about: Sequence[Segment],
        raw: str,
        *,
        mentions_me: bool = False,
    ) -> Message:
        first = next(iter(people), None)
        sender = Sender(str(first.mid or ""), first.name) if first is not None else Sender("", t("bilibili.service"))
        said: tuple[Segment, ...] = (Text(words),) if words else ()
        name = t("bilibili.notices")
        return Message(
            self._place, native, sender, clamp_time(time), (*said, *about), mentions_me=mentions_me, peer_name=name, raw=raw
        )


def _end_of(page: LikeList | Replies) -> tuple[int, int] | None:
    """Return where the next page begins, None where there is none."""
    return None if page.cursor.is_end or not page.items else (page.cursor.id, page.cursor.time)


def _order(message: Message) -> tuple[int, str]:
    return message.time, message.native


def _about(title: str, uri: str) -> tuple[Segment, ...]:
    link, title = web_link(uri), one_line(title)
    if link:
        return (Share(link, title),)
    return (Text(f"《{title}》"),) if title else ()


def _time_of(notice: SystemNotice) -> int:
    """Return when it was given (ms): as the service writes it, in the time of China; else by its cursor, which counts ns."""
    try:
        return int(datetime.fromisoformat(notice.time_at).replace(tzinfo=_CHINA).timestamp() * 1000)
    except (ValueError, OverflowError):
        return notice.cursor // 1_000_000
