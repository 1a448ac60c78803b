"""Gives members of a group a rank, a card or a title, over one connection."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from tui.chat.actions import Action, Done, Outcome
from tui.chat.member_actions import SetAdmin, SetCard, SetTitle
from tui.platforms.onebot11.api import Api


class MemberActing:
    """The actions on members; :attr:`rules` says which method does which."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self.rules: Mapping[type[Action], Callable[[Any], Awaitable[Outcome]]] = {
            SetAdmin: self._admin,
            SetCard: self._card,
            SetTitle: self._title,
        }

    async def _admin(self, action: SetAdmin) -> Outcome:
        await self._api.set_group_admin(action.conversation.peer, action.user, action.is_admin)
        return Done()

    async def _card(self, action: SetCard) -> Outcome:
        await self._api.set_group_card(action.conversation.peer, action.user, action.card)
        return Done()

    async def _title(self, action: SetTitle) -> Outcome:
        await self._api.set_group_special_title(action.conversation.peer, action.user, action.title)
        return Done()
