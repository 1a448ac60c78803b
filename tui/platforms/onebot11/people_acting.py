"""Does what concerns people, their requests and the account itself, over one connection."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from tui.chat.actions import Action, Done, NotOffered, Outcome
from tui.chat.ids import ConversationKind
from tui.chat.people_actions import (
    Collect,
    DeleteFriend,
    Like,
    OnlineState,
    SetAvatar,
    SetOnlineState,
    SetOwnProfile,
    SetRemark,
    SetSex,
    SetSignature,
    ShowTyping,
    Speak,
)
from tui.chat.requests import AnswerFriendRequest, AnswerGroupRequest
from tui.platforms.onebot11.api import Api
from tui.platforms.onebot11.uploading import in_line

_TYPING, _NOT_TYPING = 1, 2
_SEXES = {"male": "1", "female": "2"}


class PeopleActing:
    """The actions of this area; :attr:`rules` says which method does which."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self.rules: Mapping[type[Action], Callable[[Any], Awaitable[Outcome]]] = {
            AnswerFriendRequest: self._answer_friend,
            AnswerGroupRequest: self._answer_group,
            SetRemark: self._remark,
            DeleteFriend: self._delete_friend,
            Like: self._like,
            ShowTyping: self._typing,
            SetOnlineState: self._online_state,
            SetOwnProfile: self._own_profile,
            SetSex: self._own_profile,
            SetSignature: self._signature,
            SetAvatar: self._avatar,
            Collect: self._collect,
            Speak: self._speak,
        }

    async def _answer_friend(self, action: AnswerFriendRequest) -> Outcome:
        await self._api.set_friend_add_request(action.flag, action.is_accepted, action.remark)
        return Done()

    async def _answer_group(self, action: AnswerGroupRequest) -> Outcome:
        way = "invite" if action.is_invitation else "add"
        reason = action.reason if not action.is_accepted else None
        await self._api.set_group_add_request(action.flag, action.is_accepted, reason, sub_type=way)
        return Done()

    async def _remark(self, action: SetRemark) -> Outcome:
        await self._api.set_friend_remark(action.user, action.remark)
        return Done()

    async def _delete_friend(self, action: DeleteFriend) -> Outcome:
        await self._api.delete_friend(action.user, action.user, False, False)
        return Done()

    async def _like(self, action: Like) -> Outcome:
        await self._api.send_like(action.user, action.times)
        return Done()

    async def _typing(self, action: ShowTyping) -> Outcome:
        if action.conversation.kind is not ConversationKind.FRIEND:
            return NotOffered("not_offered")
        await self._api.set_input_status(_TYPING if action.is_typing else _NOT_TYPING, action.conversation.peer)
        return Done()

    async def _online_state(self, action: SetOnlineState) -> Outcome:
        state = action.state
        if isinstance(state, OnlineState):
            await self._api.set_online_status(state.value)
        else:
            await self._api.set_online_status(
                state.status, ext_status=state.ext_status, battery_status=state.battery_status
            )  # fmt: skip
        return Done()

    async def _own_profile(self, action: SetOwnProfile) -> Outcome:
        await self._api.set_qq_profile(action.nickname, action.signature, _SEXES.get(action.sex))
        return Done()

    async def _signature(self, action: SetSignature) -> Outcome:
        await self._api.set_self_long_nick(action.text)
        return Done()

    async def _avatar(self, action: SetAvatar) -> Outcome:
        await self._api.set_qq_avatar(in_line(action.picture))
        return Done()

    async def _collect(self, action: Collect) -> Outcome:
        await self._api.create_collection(action.text, action.brief)
        return Done()

    async def _speak(self, action: Speak) -> Outcome:
        if action.conversation.kind is not ConversationKind.GROUP:
            return NotOffered("only_groups")
        await self._api.send_group_ai_record(action.conversation.peer, action.character, action.text)
        return Done()
