"""Does what concerns a group as a whole, over one connection."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from tui.chat.actions import Action, Done, Outcome, Refused
from tui.chat.group_actions import LeaveGroup, MuteAll, RenameGroup, SetPortrait, SignIn
from tui.platforms.onebot11.api import Api
from tui.platforms.onebot11.uploading import in_line


class GroupActing:
    """The actions of groups; :attr:`rules` says which method does which."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self.rules: Mapping[type[Action], Callable[[Any], Awaitable[Outcome]]] = {
            MuteAll: self._mute_all,
            RenameGroup: self._rename,
            SetPortrait: self._portrait,
            SignIn: self._sign_in,
            LeaveGroup: self._leave,
        }

    async def _mute_all(self, action: MuteAll) -> Outcome:
        await self._api.set_group_whole_ban(action.conversation.peer, action.is_on)
        return Done()

    async def _rename(self, action: RenameGroup) -> Outcome:
        await self._api.set_group_name(action.conversation.peer, action.name)
        return Done()

    async def _portrait(self, action: SetPortrait) -> Outcome:
        file = action.url or in_line(action.picture)
        said = (await self._api.set_group_portrait(action.conversation.peer, file)).data
        return Refused(said.words) if said.result else Done()

    async def _sign_in(self, action: SignIn) -> Outcome:
        await self._api.set_group_sign(action.conversation.peer)
        return Done()

    async def _leave(self, action: LeaveGroup) -> Outcome:
        await self._api.set_group_leave(action.conversation.peer, is_dismiss=action.is_disbanding)
        return Done()
