"""Notices: who liked, answered or mentioned us, and what the system has to say."""

from __future__ import annotations

from tui.platforms.bilibili.api.area import Area
from tui.platforms.bilibili.client import MAIN, MESSAGE, WEB, Call
from tui.platforms.bilibili.wire import Likes, Replies, SystemNotices, UnreadMessages, data_of, read

FEED = "/x/msgfeed/"
NOTICES = "/x/sys-msg/"
NOTICES_SIZE = 20
_PLATFORM = {"platform": "web", **WEB}


class Notices(Area):
    """Notices. A next page begins at the cursor of the one before: its id and time."""

    async def get_likes(self, last_id: int | None = None, like_time: int | None = None) -> Likes:
        """Return who liked something of ours."""
        query = {"id": last_id, "like_time": like_time, **_PLATFORM}
        return await self._ask(Call("get_likes", "GET", MAIN, f"{FEED}like", query), Likes)

    async def get_replies(self, last_reply_id: int | None = None, reply_time: int | None = None) -> Replies:
        """Return who answered something of ours."""
        query = {"id": last_reply_id, "reply_time": reply_time, **_PLATFORM}
        return await self._ask(Call("get_replies", "GET", MAIN, f"{FEED}reply", query), Replies)

    async def get_at(self, last_id: int | None = None, at_time: int | None = None) -> Replies:
        """Return who mentioned us."""
        query = {"id": last_id, "at_time": at_time, **_PLATFORM}
        return await self._ask(Call("get_at", "GET", MAIN, f"{FEED}at", query), Replies)

    async def get_unread_messages(self) -> UnreadMessages:
        """Return how many notices of each kind nobody has seen; private messages are not counted here."""
        return await self._ask(Call("get_unread_messages", "GET", MAIN, f"{FEED}unread", WEB), UnreadMessages)

    async def get_system_messages(self, cursor: int | None = None, *, size: int = NOTICES_SIZE) -> SystemNotices:
        """Return the newest notices of the system, or those before *cursor*, that of the oldest one of a page."""
        name, query = "get_system_messages", {"page_size": size, **WEB}
        if cursor is None:
            call = Call(name, "GET", MESSAGE, f"{NOTICES}query_user_notify", query, csrf_in_query=True)
            return await self._ask(call, SystemNotices)
        query = {"cursor": cursor, "data_type": 1, **query}
        answer = await self.client.call(Call(name, "GET", MESSAGE, f"{NOTICES}query_notify_list", query, csrf_in_query=True))
        data = data_of(answer)
        return read(SystemNotices, {"system_notify_list": data} if isinstance(data, list) else data)
