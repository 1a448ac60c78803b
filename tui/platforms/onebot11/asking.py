"""Answers the house's questions over one connection: lists of people, recent conversations, one message."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from msgspec.structs import replace

from tui.chat.ids import AccountId, ConversationId, ConversationKind
from tui.chat.messages import Message
from tui.chat.people import Friend, Group, Member
from tui.platforms.answering import Rules, answer
from tui.platforms.base import (
    AskError,
    AskFriends,
    AskGroups,
    AskMember,
    AskMembers,
    AskMessage,
    AskRecents,
    Query,
    Recent,
)
from tui.platforms.onebot11 import wire
from tui.platforms.onebot11.api import Api
from tui.platforms.onebot11.boards_asking import BoardsAsking
from tui.platforms.onebot11.calls import CallRefusedError
from tui.platforms.onebot11.contents_asking import ContentsAsking
from tui.platforms.onebot11.dialects import Dialect
from tui.platforms.onebot11.group_asking import GroupAsking, group_of, read_group
from tui.platforms.onebot11.messages import decode_message, placed
from tui.platforms.onebot11.people_asking import PeopleAsking
from tui.platforms.onebot11.reacting import AskingReactors
from tui.platforms.values import Row, as_row

_CHAT_TYPES = {1: ConversationKind.FRIEND, 2: ConversationKind.GROUP, 100: ConversationKind.TEMP}


class Asking:
    """The queries over one connection. *saw* is told each message id that an answer made known; *more* are rules of others."""

    def __init__(
        self,
        api: Api,
        account: AccountId,
        dialect: Dialect,
        saw: Callable[[str], None],
        clock: Callable[[], int],
        more: Mapping[type[Query[Any]], Callable[[Any], Awaitable[object]]] | None = None,
    ) -> None:
        self._api = api
        self._account = account
        self._dialect = dialect
        self._saw = saw
        self._clock = clock
        self._rules: Rules = {
            AskFriends: self._friends,
            AskGroups: self._groups,
            AskMembers: self._members,
            AskMember: self._member,
            AskRecents: self._recents,
            AskMessage: self._message,
            **GroupAsking(api).rules,
            **AskingReactors(api).rules,
            **PeopleAsking(api, dialect).rules,
            **BoardsAsking(api, dialect.name).rules,
            **ContentsAsking(api).rules,
            **(more or {}),
        }

    async def ask(self, query: Query[Any]) -> object:
        """Return the answer to *query*. Raises AskError."""
        return await answer(self._rules, query, _reason)

    async def _friends(self, query: AskFriends) -> tuple[Friend, ...]:
        try:
            categories = (await self._api.get_friends_with_category()).data
        except CallRefusedError:
            categories = []
        friends = [
            friend
            for place, category in enumerate(categories)
            for row in category.friends
            if (friend := _friend(row, category.name, category.order or place)) is not None
        ]
        if not friends:
            rows = (await self._api.get_friend_list(cache=True)).data
            friends = [friend for row in rows if (friend := _friend(row, row.category, 0)) is not None]
        # Somebody may stand in two categories while QQ moves them; the first counts.
        return tuple({friend.id: friend for friend in reversed(friends)}.values())[::-1]

    async def _groups(self, query: AskGroups) -> tuple[Group, ...]:
        rows = (await self._api.get_group_list()).data
        return tuple(read_group(row) for row in rows if row.group_id)

    async def _members(self, query: AskMembers) -> tuple[Member, ...]:
        rows = (await self._api.get_group_member_list(group_of(query.conversation))).data
        return tuple(_member(row) for row in rows if row.user_id)

    async def _member(self, query: AskMember) -> Member:
        row = (await self._api.get_group_member_info(group_of(query.conversation), query.user, no_cache=True)).data
        if not row.user_id:
            raise AskError("not_found")
        return _member(row)

    async def _recents(self, query: AskRecents) -> tuple[Recent, ...]:
        rows = (await self._api.get_recent_contact(query.limit)).data
        return tuple(recent for row in rows if (recent := self._recent(row)) is not None)

    def _recent(self, row: wire.RecentRow) -> Recent | None:
        kind = _CHAT_TYPES.get(row.chat_type)
        if kind is None or not row.peer:
            return None
        conversation = ConversationId(self._account, kind, row.peer)
        message = self._decode(row.latest) if row.latest else None
        if message is not None and message.conversation != conversation:
            message = None
        return Recent(conversation, row.remark or row.name, message)

    async def _message(self, query: AskMessage) -> Message:
        place = query.conversation
        message = self._decode(placed(as_row((await self._api.get_msg(query.native)).raw.get("data")), place))
        if message is None or (message.conversation.is_group, message.conversation.peer) != (place.is_group, place.peer):
            raise AskError("not_found")
        # Some do not say whether a private message is a friend's.
        return replace(message, conversation=place)

    def _decode(self, row: Row) -> Message | None:
        message = decode_message(row, self._account, self._dialect, self._clock())
        if message is not None and message.native:
            self._saw(message.native)
        return message


def _reason(error: CallRefusedError) -> str:
    if error.is_unknown_action:
        return "not_offered"
    return "not_found" if "不存在" in error.words else "refused"


def _friend(row: wire.FriendRow, category: str, order: int) -> Friend | None:
    return Friend(row.user_id, row.nickname, row.remark, category, order) if row.user_id else None


def _member(row: wire.MemberRow) -> Member:
    # Lagrange's rows say nothing of mutes, which is not to say that nobody is muted.
    until = row.shut_up_timestamp if "shut_up_timestamp" in row.model_fields_set else None
    return Member(row.user_id, row.nickname, row.card, row.role, row.title, until, row.join_time, row.last_sent_time)
