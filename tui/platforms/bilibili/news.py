"""Finds out what was said since a moment, without a hole: no document says which end of a long absence comes first."""

from __future__ import annotations

from msgspec import Struct

from tui.platforms.bilibili.api.conversations import ALL_SESSIONS, PAGE_SIZE, Conversations
from tui.platforms.bilibili.wire import Emote, Message, MessagePage, SessionList, SessionRow

MAX_PAGES = 40
MAX_SESSIONS = 100
"""Conversations in one answer, at most."""


class News(Struct, frozen=True):
    """Messages, oldest first; *emotes* are the small faces that stand in them. *is_whole*: there were no more than these."""

    messages: tuple[Message, ...]
    emotes: tuple[Emote, ...] = ()
    is_whole: bool = True


async def messages_after(api: Conversations, talker_id: int, session_type: int, seen: int, *, size: int = PAGE_SIZE) -> News:
    """Return all messages that are newer than the one numbered *seen*. Raises CallError; then nothing was taken.

    Numbers have holes, so only the service knows whether there is more: what lies on both sides of each part is asked for.
    """
    gathered = _Gathered()
    edges: list[tuple[int, int | None]] = [(seen, None)]
    asked: set[tuple[int, int | None]] = set()
    while edges and len(asked) < MAX_PAGES:
        begin, end = edges.pop()
        if (begin, end) in asked or (end is not None and end <= begin + 1):
            continue
        asked.add((begin, end))
        page = await api.fetch_session_msgs(talker_id, session_type, begin, end_seqno=end, size=size)
        is_new = gathered.take(page, above=seen)
        if page.has_more and is_new:
            numbers = [message.msg_seqno for message in page.messages]
            edges += [(max(numbers), end), (begin, min(numbers))]
    return gathered.news(is_whole=not edges)


async def messages_since(api: Conversations, talker_id: int, session_type: int, since: int) -> News:
    """Return what was said at *since* (seconds) or later in a conversation of which nothing is known. Raises CallError."""
    gathered = _Gathered()
    end: int | None = None
    for _ in range(MAX_PAGES):
        page = await api.fetch_session_msgs(talker_id, session_type, end_seqno=end)
        is_new = gathered.take(page, since=since)
        if not page.has_more or not is_new or any(message.timestamp < since for message in page.messages):
            return gathered.news(is_whole=True)
        end = min(message.msg_seqno for message in page.messages)
    return gathered.news(is_whole=False)


async def sessions_after(api: Conversations, begin_ts: int) -> list[SessionRow]:
    """Return all conversations in which something happened after *begin_ts* (microseconds). Raises CallError."""
    page = await api.new_sessions(begin_ts, size=MAX_SESSIONS)
    found = {(row.session_type, row.talker_id): row for row in page.session_list}
    for _ in range(MAX_PAGES):
        end = end_of(page)
        if not end:
            break
        page = await api.get_sessions(ALL_SESSIONS, begin_ts=begin_ts, end_ts=end, size=MAX_SESSIONS)
        fresh = [row for row in page.session_list if row.session_ts > begin_ts]
        known = len(found)
        for row in fresh:
            found.setdefault((row.session_type, row.talker_id), row)
        if len(found) == known:
            break
    return list(found.values())


def end_of(page: SessionList) -> int:
    """Return where the page after *page* begins (microseconds), 0 where there is none. What is pinned may stand out of order."""
    times = [row.session_ts for row in page.session_list if row.session_ts]
    loose = [row.session_ts for row in page.session_list if row.session_ts and not row.top_ts]
    return min(loose or times, default=0) if page.has_more else 0


class _Gathered:
    """Messages by their keys, and the small faces of their pages."""

    def __init__(self) -> None:
        self._messages: dict[tuple[int, int], Message] = {}
        self._emotes: dict[str, Emote] = {}

    def take(self, page: MessagePage, *, above: int = 0, since: int = 0) -> bool:
        """Take what is newer; return whether any of it was not known."""
        known = len(self._messages)
        for message in page.messages:
            if message.msg_seqno > above and message.timestamp >= since:
                self._messages.setdefault((message.msg_key, message.msg_seqno), message)
        self._emotes.update({emote.text: emote for emote in page.e_infos})
        return len(self._messages) > known

    def news(self, *, is_whole: bool) -> News:
        """Return all of it in order."""
        ordered = sorted(self._messages.values(), key=lambda message: (message.msg_seqno, message.msg_key))
        return News(tuple(ordered), tuple(self._emotes.values()), is_whole)
