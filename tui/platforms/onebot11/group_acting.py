"""Does what concerns a group as a whole, over one connection."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from tui.chat.actions import Action, Done, Outcome
from tui.chat.group_actions import MuteAll
from tui.platforms.onebot11.api import Api


class GroupActing:
    """The actions of groups; :attr:`rules` says which method does which."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self.rules: Mapping[type[Action], Callable[[Any], Awaitable[Outcome]]] = {MuteAll: self._mute_all}

    async def _mute_all(self, action: MuteAll) -> Outcome:
        await self._api.set_group_whole_ban(action.conversation.peer, action.is_on)
        return Done()
