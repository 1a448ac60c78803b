"""Answers questions about one group over one connection: who is muted, what is left of today, cards to share."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from tui.chat.ids import ConversationId, ConversationKind
from tui.chat.people import Group, Member
from tui.chat.segments import Card
from tui.chat.text import one_line
from tui.platforms.base import AskError, Query
from tui.platforms.cards import decode_json_card
from tui.platforms.group_queries import (
    AskGroup,
    AskGroupCard,
    AskIgnoredRequests,
    AskMentionAllLeft,
    AskMuted,
    AskPersonCard,
    JoinRequest,
    MentionAllLeft,
)
from tui.platforms.onebot11 import wire
from tui.platforms.onebot11.api import Api
from tui.platforms.values import as_int, as_row, as_text

_NOT_TOLD = 4_000_000_000_000
"""Until when somebody is muted of whom only that is known."""


class GroupAsking:
    """The queries about groups; :attr:`rules` says which method answers which."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self.rules: Mapping[type[Query[Any]], Callable[[Any], Awaitable[object]]] = {
            AskGroup: self._group,
            AskMuted: self._muted,
            AskMentionAllLeft: self._mention_all_left,
            AskIgnoredRequests: self._ignored,
            AskGroupCard: self._group_card,
            AskPersonCard: self._person_card,
        }

    async def _group(self, query: AskGroup) -> Group:
        row = (await self._api.get_group_info(group_of(query.conversation), no_cache=True)).data
        if not row.group_id:
            raise AskError("not_found")
        return read_group(row)

    async def _muted(self, query: AskMuted) -> tuple[Member, ...]:
        rows = (await self._api.get_group_shut_list(group_of(query.conversation))).data
        return tuple(
            Member(row.user_id, row.nickname, row.card, muted_until=row.until or _NOT_TOLD) for row in rows if row.user_id
        )

    async def _mention_all_left(self, query: AskMentionAllLeft) -> MentionAllLeft:
        left = (await self._api.get_group_at_all_remain(group_of(query.conversation))).data
        return MentionAllLeft(left.can_at_all, max(0, left.group), max(0, left.own))

    async def _ignored(self, query: AskIgnoredRequests) -> tuple[JoinRequest, ...]:
        # The method takes a group, the wire does not: the answer is about all of them.
        found = (await self._api.get_group_ignored_notifies("")).data
        rows = [(row, False) for row in found.joining] + [(row, True) for row in found.invited]
        return tuple(
            JoinRequest(
                flag=row.request_id,
                user=row.user_id,
                name=row.nickname,
                group=row.group_id,
                group_name=row.group_name,
                comment=one_line(row.message),
                is_answered=bool(row.checked),
                is_invitation=is_invitation,
            )
            for row, is_invitation in rows
            if row.request_id
        )

    async def _group_card(self, query: AskGroupCard) -> Card:
        return _card((await self._api.get_share_group_card(group_of(query.conversation))).data)

    async def _person_card(self, query: AskPersonCard) -> Card:
        told = as_row((await self._api.get_user_card(query.user, "")).data)
        if as_int(told.get("errCode")):
            raise AskError("refused", one_line(as_text(told.get("errMsg"))))
        return _card(told.get("arkMsg") or told.get("arkJson"))


def group_of(conversation: ConversationId) -> str:
    """Return the number of a group; anything else can not be asked for as one. Raises AskError."""
    if conversation.kind is not ConversationKind.GROUP:
        raise AskError("not_offered")
    return conversation.peer


def read_group(row: wire.GroupRow) -> Group:
    """Return a row of the list of groups as the house knows a group."""
    is_muted = None if row.group_all_shut is None else row.group_all_shut != 0
    return Group(row.group_id, row.group_name, row.group_remark, max(0, row.member_count), is_muted)


def _card(ark: object) -> Card:
    card = decode_json_card(ark)
    if not isinstance(card, Card) or not card.raw.startswith("{"):
        raise AskError("not_found")
    return card
