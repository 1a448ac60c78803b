"""Conversations: the list of them, what was said in one, what is read, pinned and quiet."""

from __future__ import annotations

from tui.platforms.bilibili.api.area import FAN_GROUP, SESSIONS, SETTINGS, USER, Area
from tui.platforms.bilibili.client import IM, WEB, Call
from tui.platforms.bilibili.wire import MessagePage, Nothing, SessionList, SessionRow, SessionSettings, SingleUnread

ALL_SESSIONS = 4
PAGE_SIZE = 30


class Conversations(Area):
    """Conversations."""

    async def get_sessions(
        self, session_type: int = ALL_SESSIONS, *, begin_ts: int | None = None, end_ts: int | None = None, size: int | None = None
    ) -> SessionList:
        """Return the newest conversations, 20 or *size* (100 at most), before *end_ts* and after *begin_ts* (microseconds).

        *session_type* is a filter: 1 people and the system, 2 those not followed, 3 fan groups, 4 all, 5 intercepted.
        """
        fixed = {"session_type": session_type, "group_fold": 1, "unfollow_fold": 0, "sort_rule": 2}
        query = {**fixed, "begin_ts": begin_ts, "end_ts": end_ts, "size": size, **WEB}
        return await self._ask(Call("get_sessions", "GET", IM, f"{SESSIONS}get_sessions", query), SessionList)

    async def new_sessions(self, begin_ts: int | None = None, *, size: int | None = None) -> SessionList:
        """Return the conversations in which something happened after *begin_ts* (microseconds; now, where it is not said)."""
        since = int(self.client.clock() * 1_000_000) if begin_ts is None else begin_ts
        query = {"begin_ts": since, "size": size, **WEB}
        return await self._ask(Call("new_sessions", "GET", IM, f"{SESSIONS}new_sessions", query), SessionList)

    async def get_session_detail(self, talker_id: int, session_type: int = USER) -> SessionRow:
        """Return one conversation. Refused with 1000004 where nothing was ever said."""
        query = {"talker_id": talker_id, "session_type": session_type}
        return await self._ask(Call("get_session_detail", "GET", IM, f"{SESSIONS}session_detail", query), SessionRow)

    async def fetch_session_msgs(
        self,
        talker_id: int,
        session_type: int = USER,
        begin_seqno: int | None = None,
        *,
        end_seqno: int | None = None,
        size: int = PAGE_SIZE,
    ) -> MessagePage:
        """Return up to *size* messages, newest first: strictly newer than *begin_seqno*, strictly older than *end_seqno*.

        It reads nothing: see :meth:`update_ack`. Refused with 700013 and 700014 where a group is gone, or we are.
        """
        where = {"talker_id": talker_id, "session_type": session_type, "size": size}
        query = {**where, "begin_seqno": begin_seqno, "end_seqno": end_seqno, "sender_device_id": 1, **WEB}
        call = Call("fetch_session_msgs", "GET", IM, "/svr_sync/v1/svr_sync/fetch_session_msgs", query, is_signed=True)
        return await self._ask(call, MessagePage)

    async def update_ack(self, talker_id: int, ack_seqno: int, session_type: int = USER) -> Nothing:
        """Say that all up to *ack_seqno* was read."""
        form: dict[str, object] = {"talker_id": talker_id, "session_type": session_type, "ack_seqno": ack_seqno}
        return await self._tell("update_ack", f"{SESSIONS}update_ack", Nothing, form)

    async def remove_session(self, talker_id: int, session_type: int = USER) -> Nothing:
        """Take a conversation off the list; what was said stays."""
        form: dict[str, object] = {"talker_id": talker_id, "session_type": session_type}
        return await self._tell("remove_session", f"{SESSIONS}remove_session", Nothing, form)

    async def set_top(self, talker_id: int, is_pinned: bool, session_type: int = USER) -> Nothing:
        """Pin a conversation, or let it go (on the wire 0 pins)."""
        form: dict[str, object] = {"talker_id": talker_id, "session_type": session_type, "op_type": 0 if is_pinned else 1}
        return await self._tell("set_top", f"{SESSIONS}set_top", Nothing, form)

    async def set_msg_dnd(self, talker_id: int, is_muted: bool, session_type: int = USER) -> Nothing:
        """Let a person or a group be silent, or not."""
        target = "dnd_group_id" if session_type == FAN_GROUP else "dnd_uid"
        own = await self.own_id()
        form: dict[str, object] = {"uid": own, "setting": 1 if is_muted else 0, target: talker_id}
        return await self._tell("set_msg_dnd", f"{SETTINGS}set_msg_dnd", Nothing, form)

    async def single_unread(self) -> SingleUnread:
        """Return how many private messages nobody has read; the page asks every 120 s."""
        query = {"unread_type": 0, "show_unfollow_list": 1, "show_dustbin": 1, **WEB}
        return await self._ask(Call("single_unread", "GET", IM, f"{SESSIONS}single_unread", query), SingleUnread)

    async def get_session_settings(self) -> SessionSettings:
        """Return what the account wants to hear of."""
        query = {"msg_notify": 1, "show_unfollowed_msg": 1, **WEB}
        return await self._ask(Call("get_session_settings", "GET", IM, f"{SETTINGS}get", query), SessionSettings)
