"""Answers the house's questions about one login: which conversations were active last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tui.chat.ids import AccountId
from tui.chat.messages import Message
from tui.platforms.answering import Rules, answer
from tui.platforms.base import AskRecents, Query, Recent
from tui.platforms.bilibili import wire
from tui.platforms.bilibili.api.conversations import Conversations
from tui.platforms.bilibili.errors import CallRefusedError
from tui.platforms.bilibili.messages import mark_of, place_of_session, read_page
from tui.platforms.bilibili.wire import SessionRow
from tui.platforms.call_errors import CallError

MOST_ENDS = 5
"""Conversations whose end has to be looked for because the newest of them is nothing to show, asked for at once."""


class Asking:
    """The queries of one login. *there* are the conversations as they stood when it began, newest first; *console* are
    the rules for who asks by hand.
    """

    def __init__(
        self, api: Conversations, account: AccountId, there: Iterable[SessionRow], names: Mapping[str, str], console: Rules
    ) -> None:
        self._api = api
        self._account = account
        self._there = list(there)
        self._names = names
        self._rules: Rules = {AskRecents: self._recents, **console}

    async def ask(self, query: Query[Any]) -> object:
        """Return the answer to *query*. Raises AskError."""
        return await answer(self._rules, query, _reason_of)

    def take(self, row: SessionRow) -> None:
        """A conversation stands like this now."""
        key = (row.session_type, row.talker_id)
        self._there = [row, *(other for other in self._there if (other.session_type, other.talker_id) != key)]

    async def _recents(self, query: AskRecents) -> tuple[Recent, ...]:
        """Say what the list says: to look into each conversation would be a flood of calls."""
        found, ends = [], 0
        for row in self._there[: query.limit]:
            message = self._newest(row)
            if message is None and row.last_msg is not None and ends < MOST_ENDS:
                ends += 1
                message = await self._end_of(row)
            place = place_of_session(row, self._account)
            found.append(Recent(place, name_of(row, self._names), message, row.unread_count))
        return tuple(found)

    def _newest(self, row: SessionRow) -> Message | None:
        if row.last_msg is None or not row.last_msg.msg_key:
            return None
        return self._last((row.last_msg,), row)

    async def _end_of(self, row: SessionRow) -> Message | None:
        try:
            page = await self._api.fetch_session_msgs(row.talker_id, row.session_type)
        except CallError:
            return None
        return self._last(page.messages, row, page.e_infos)

    def _last(self, found: Iterable[wire.Message], row: SessionRow, emotes: Iterable[wire.Emote] = ()) -> Message | None:
        place, mark = place_of_session(row, self._account), mark_of(row)
        messages = read_page(found, self._account, place, emotes=emotes, names=self._names, mark=mark).messages
        return next((message for message in reversed(messages) if not message.is_notice), None)


def name_of(row: SessionRow, names: Mapping[str, str]) -> str:
    """Return what the conversation of *row* is called, "" where nobody has told."""
    return row.group_name or row.account_info.name or names.get(str(row.talker_id), "")


def _reason_of(error: CallRefusedError) -> str:
    return error.reason
