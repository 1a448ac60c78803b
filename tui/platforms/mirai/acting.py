"""Does what the user asked, over one connection, and says how it ended."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from tui.chat.actions import (
    MAX_MUTE_SECONDS,
    Action,
    Done,
    Kick,
    Mute,
    NotOffered,
    Outcome,
    Poke,
    Recall,
    Refused,
    SendMessage,
)
from tui.chat.group_actions import LeaveGroup, MuteAll, RenameGroup
from tui.chat.ids import ConversationKind
from tui.chat.member_actions import SetAdmin, SetCard, SetTitle
from tui.chat.people_actions import DeleteFriend
from tui.chat.requests import AnswerFriendRequest, AnswerGroupRequest, RequestKind
from tui.chat.segments import Copied, Notice, first
from tui.platforms.mirai import calls as codes
from tui.platforms.mirai.boards_acting import BoardsActing
from tui.platforms.mirai.calls import CallRefusedError
from tui.platforms.mirai.chain import message_id
from tui.platforms.mirai.commands import FRIEND, GROUP, STRANGER, Chain, Commands
from tui.platforms.mirai.encode import NotSendableError, encode, quote_of
from tui.platforms.mirai.forwarding import Forwarding
from tui.platforms.mirai.refusals import refusal
from tui.platforms.mirai.requests import read_flag
from tui.platforms.mirai.uploading import Uploads
from tui.platforms.performing import perform
from tui.platforms.values import Row

_ACCEPT, _REFUSE = 0, 1
_RECALLABLE = (ConversationKind.GROUP, ConversationKind.FRIEND)
_TAKE_SOUND = (ConversationKind.GROUP, ConversationKind.FRIEND)
_POKED_IN = {ConversationKind.GROUP: GROUP, ConversationKind.FRIEND: FRIEND, ConversationKind.STRANGER: STRANGER}


class Acting:
    """The actions over one connection."""

    def __init__(self, commands: Commands, uploads: Uploads) -> None:
        self._do = commands
        self._uploads = uploads
        self._forwarding = Forwarding(commands)
        self._rules: Mapping[type[Action], Callable[[Any], Awaitable[Outcome]]] = {
            SendMessage: self._send,
            Recall: self._recall,
            Poke: self._poke,
            Mute: self._mute,
            Kick: self._kick,
            MuteAll: self._mute_all,
            RenameGroup: self._rename,
            LeaveGroup: self._leave,
            SetAdmin: self._admin,
            SetCard: self._card,
            SetTitle: self._title,
            DeleteFriend: self._delete_friend,
            AnswerFriendRequest: self._answer_friend,
            AnswerGroupRequest: self._answer_group,
            **BoardsActing(commands, uploads).rules,
        }

    async def perform(self, action: Action) -> Outcome:
        """Do *action*; whatever the wire does is in the outcome."""
        return await perform(self._rules, action, refusal)

    # Messages -------------------------------------------------------------------------------------------------------------

    async def _send(self, action: SendMessage) -> Outcome:
        try:
            chain, told = await self._chain_of(action)
        except NotSendableError as error:
            is_copy = first(action.segments, Copied) is not None
            return Refused("", "original_forgotten") if is_copy else Refused(words=str(error), reason="not_sendable")
        if not chain:
            return Refused(reason="empty")
        quote = quote_of(action.segments)
        if quote and not is_known(quote):
            return Refused(reason="target_forgotten")
        try:
            answer = await self._say(action, chain, quote)
        except CallRefusedError as error:
            if error.code == codes.NO_TARGET and quote:
                return Refused(reason="target_forgotten")  # below the message stands one or the other, and this says what to do
            raise
        if answer is None:
            return NotOffered("not_offered")
        return Done(message_id(answer.get("messageId")) or unnumbered(), told)

    async def _chain_of(self, action: SendMessage) -> tuple[Chain, Notice | None]:
        """Return what is sent, and what is to be told of how. Raises NotSendableError and UploadError."""
        place = action.conversation
        original = await self._forwarding.original(action.segments, place)
        if original is not None:
            return original, Notice("forward_wrapped")
        segments = await self._uploads.embed(action.segments, place.kind)
        # A copy tells nobody anything, and of whom it mentions the other group need not know.
        copied = first(segments, Copied)
        mentions = place.is_group and (copied is None or copied.source == place)
        chain = encode(segments, is_group=mentions, takes_sound=place.kind in _TAKE_SOUND)
        return chain, await self._forwarding.refer(chain, segments, place)

    async def _say(self, action: SendMessage, chain: Chain, quote: str) -> Row | None:
        peer = action.conversation.peer
        match action.conversation.kind:
            case ConversationKind.GROUP:
                return await self._do.send_group_message(peer, chain, quote)
            case ConversationKind.FRIEND | ConversationKind.STRANGER:
                return await self._do.send_friend_message(peer, chain, quote)
            case ConversationKind.TEMP if action.via:
                return await self._do.send_temp_message(peer, action.via, chain, quote)
            case ConversationKind.OTHER_CLIENT:
                return await self._do.send_other_client_message(peer, chain, quote)
        return None

    async def _recall(self, action: Recall) -> Outcome:
        place, native = action.conversation, action.message.native
        if place.kind not in _RECALLABLE:
            return NotOffered("only_groups_and_friends")
        if not is_known(native):
            return Refused(reason="target_forgotten")
        try:
            await self._do.recall(native, place.peer)
        except CallRefusedError as error:
            if error.code == codes.NO_TARGET:
                return Refused(error.words, "target_forgotten")
            if error.code == codes.NO_PERMISSION:
                return Refused(error.words, "recall_failed")
            raise
        return Done(native)

    async def _poke(self, action: Poke) -> Outcome:
        place = action.conversation
        kind = _POKED_IN.get(place.kind)
        if kind is None:
            return NotOffered("only_groups_and_friends")
        await self._do.send_nudge(action.user, place.peer, kind)
        return Done()

    # Members and groups ---------------------------------------------------------------------------------------------------

    async def _mute(self, action: Mute) -> Outcome:
        if not 0 <= action.seconds <= MAX_MUTE_SECONDS:
            return Refused(reason="mute_range")
        if action.seconds:
            await self._do.mute(action.conversation.peer, action.user, action.seconds)
        else:
            await self._do.unmute(action.conversation.peer, action.user)
        return Done()

    async def _kick(self, action: Kick) -> Outcome:
        await self._do.kick(action.conversation.peer, action.user, block=action.block)
        return Done()

    async def _mute_all(self, action: MuteAll) -> Outcome:
        await (self._do.mute_all if action.is_on else self._do.unmute_all)(action.conversation.peer)
        return Done()

    async def _rename(self, action: RenameGroup) -> Outcome:
        await self._do.update_group_config(action.conversation.peer, {"name": action.name})
        return Done()

    async def _leave(self, action: LeaveGroup) -> Outcome:
        if action.is_disbanding:
            return NotOffered("not_offered")  # an owner can not leave, and there is no command to end a group
        await self._do.quit(action.conversation.peer)
        return Done()

    async def _admin(self, action: SetAdmin) -> Outcome:
        await self._do.member_admin(action.conversation.peer, action.user, assign=action.is_admin)
        return Done()

    async def _card(self, action: SetCard) -> Outcome:
        await self._do.update_member_info(action.conversation.peer, action.user, {"name": action.card})
        return Done()

    async def _title(self, action: SetTitle) -> Outcome:
        await self._do.update_member_info(action.conversation.peer, action.user, {"specialTitle": action.title})
        return Done()

    # People ---------------------------------------------------------------------------------------------------------------

    async def _delete_friend(self, action: DeleteFriend) -> Outcome:
        await self._do.delete_friend(action.user)
        return Done()

    async def _answer_friend(self, action: AnswerFriendRequest) -> Outcome:
        flag = read_flag(action.flag)
        if flag is None:
            return Refused(reason="request_gone")
        operate = _ACCEPT if action.is_accepted else _REFUSE
        await self._do.answer_friend_request(flag.event, flag.user, flag.group, operate)
        return Done()

    async def _answer_group(self, action: AnswerGroupRequest) -> Outcome:
        flag = read_flag(action.flag)
        if flag is None:
            return Refused(reason="request_gone")
        operate = _ACCEPT if action.is_accepted else _REFUSE
        answer = self._do.answer_invitation if flag.kind is RequestKind.INVITE else self._do.answer_join_request
        await answer(flag.event, flag.user, flag.group, operate, action.reason)
        return Done()


def unnumbered() -> str:
    """Return an id for a message that went and of which mirai knows none: it can be neither quoted nor recalled."""
    return f"unnumbered:{secrets.token_hex(8)}"


def is_known(native: str) -> bool:
    """Return whether *native* can be the id of a message there."""
    return native.removeprefix("-").isdecimal()
