"""Does what the user asked, over one connection, and says how it ended."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from tui.chat.actions import (
    MAX_MUTE_SECONDS,
    Action,
    Done,
    Kick,
    MarkRead,
    Mute,
    NotOffered,
    NotSent,
    Outcome,
    Poke,
    Recall,
    Refused,
    SendMessage,
)
from tui.chat.ids import ConversationId, ConversationKind, MessageRef
from tui.chat.segments import Copied, Quote, first
from tui.platforms.call_errors import CallError, CallNotSentError, CallUnansweredError
from tui.platforms.local_files import UploadError
from tui.platforms.onebot11.api import Api, NotOfferedError
from tui.platforms.onebot11.api.offers import SEGMENTS
from tui.platforms.onebot11.boards_acting import BoardsActing
from tui.platforms.onebot11.calls import CallRefusedError
from tui.platforms.onebot11.dialects import Dialect
from tui.platforms.onebot11.encode import NotSendableError, WireSegment, encode
from tui.platforms.onebot11.forwarding import Forwarding, lone_forward
from tui.platforms.onebot11.group_acting import GroupActing
from tui.platforms.onebot11.history import History
from tui.platforms.onebot11.member_acting import MemberActing
from tui.platforms.onebot11.people_acting import PeopleActing
from tui.platforms.onebot11.reacting import Reacting
from tui.platforms.onebot11.session import Session
from tui.platforms.onebot11.uploading import Uploading
from tui.platforms.performing import perform

log = logging.getLogger(__name__)

_REASONS = (
    ("禁言", "muted"),
    ('"result": 120,', "muted"),
    ("not_manageable", "need_admin"),
    ("机器人权限不足", "need_admin"),
    ("err_not_group_admin", "need_admin"),
    ("不是好友", "not_friend"),
    ("非好友", "not_friend"),
    ("无法获取用户信息", "not_friend"),
    ("recall failed", "recall_failed"),
    ("/recallmsg", "recall_failed"),
    ("撤回失败", "recall_failed"),
    ("消息体无法解析", "not_sendable"),
    ("不存在", "not_found"),
    ("no such request", "request_gone"),
    ("上限", "daily_limit"),
)
"""Words in a refusal (lower case), and our reason for it; the first that is found counts. The number is QQ's kernel's."""

_QQ_MUTED = 120
"""The kernel's number where it is the retcode itself: Lagrange hands it on without a word."""

_PRIVATE = (ConversationKind.FRIEND, ConversationKind.TEMP, ConversationKind.STRANGER)
_FORGOTTEN = ("recall failed", "不存在", "not found")


class _TargetForgottenError(Exception):
    """The message to quote or recall is not to be found any more."""


class Acting:
    """The actions over one connection."""

    def __init__(self, session: Session, api: Api, dialect: Dialect, history: History, *, shares_disk: bool = False) -> None:
        self._session = session
        self._api = api
        self._dialect = dialect
        self._history = history
        self._uploading = Uploading(api, dialect.name, shares_disk=shares_disk)
        self._forwarding = Forwarding(session, api)
        self._rules: dict[type[Action], Callable[[Any], Awaitable[Outcome]]] = {
            SendMessage: self._send,
            Recall: self._recall,
            Poke: self._poke,
            Mute: self._mute,
            Kick: self._kick,
            MarkRead: self._mark_read,
            **GroupActing(api).rules,
            **MemberActing(api).rules,
            **Reacting(api, self._again).rules,
            **PeopleActing(api).rules,
            **BoardsActing(api, self._uploading).rules,
        }

    async def perform(self, action: Action) -> Outcome:
        """Do *action*; whatever the wire does is in the outcome."""
        try:
            return await perform(self._rules, action, refusal)
        except _TargetForgottenError:
            return Refused(reason="target_forgotten")

    async def _send(self, action: SendMessage) -> Outcome:
        outcome = await self._pass_on(action)
        if outcome is not None:
            return outcome
        try:
            message = encode(await self._uploading.embed(action.segments))
        except NotSendableError as error:
            return Refused(words=str(error), reason="not_sendable")
        except UploadError as error:
            return Refused(error.words, error.reason)
        if not message:
            return Refused(reason="empty")
        place = action.conversation
        if place.kind is not ConversationKind.GROUP and place.kind not in _PRIVATE:
            return NotOffered("not_offered")
        quote = first(action.segments, Quote)
        if quote is not None and self._dialect.forgets_ids:
            target = action.quoted or MessageRef(quote.native, None, 0, quote.sender)
            try:
                await self._make_known(place, target)
            except CallNotSentError as error:
                return NotSent(error.words)
            except CallError as error:
                # Whether the target is there can not be told: without its quote the message must not go, and a person decides.
                return Refused(error.words, "target_unsure")
        try:
            return await self._say(action, message)
        except NotOfferedError as error:
            # A kind of segment is not to be had here; other messages are.
            if error.action in SEGMENTS:
                return Refused(error.words, "not_sendable")
            raise

    async def _pass_on(self, action: SendMessage) -> Outcome | None:
        """Send what is a forward in a forward's own way; None for anything else, and where that way is not to be had."""
        if action.conversation.kind is not ConversationKind.GROUP and action.conversation.kind not in _PRIVATE:
            return None
        copied, forward = first(action.segments, Copied), lone_forward(action.segments)
        outcome = await self._forwarding.original(action, copied) if copied is not None else None
        if outcome is None and forward is not None:
            outcome = await self._forwarding.merged(action, forward)
        return outcome

    async def _say(self, action: SendMessage, message: list[WireSegment]) -> Outcome:
        place = action.conversation
        if place.kind is ConversationKind.GROUP:
            sent = await self._api.send_group_msg(place.peer, message)
        else:
            via = action.via if place.kind is ConversationKind.TEMP else ""
            sent = await self._api.send_private_msg(place.peer, message, group_id=via)
        native = sent.data.message_id
        if native:
            self._session.saw(native)
        return Done(native)

    async def _make_known(self, place: ConversationId, target: MessageRef) -> None:
        """Make sure that the implementation knows *target*. Raises _TargetForgottenError, and CallError when cut off."""
        if self._session.has_seen(target.native):
            return
        try:
            row = await self._api.get_msg(target.native)
            if row.data.message_id == target.native:
                self._session.saw(target.native)
                return
        except CallRefusedError:
            log.debug("the implementation does not know the message; listing the history again")
        except CallUnansweredError:
            # NapCat may never answer for a recalled message; the list shows whether it is there.
            log.debug("no answer about the message; listing the history again")
        await self._relist(place, target)

    async def _relist(self, place: ConversationId, target: MessageRef) -> None:
        if not await self._history.relist(place, target):
            raise _TargetForgottenError

    async def _recall(self, action: Recall) -> Outcome:
        target = action.message
        forgotten = await self._again(action.conversation, target, lambda: self._api.delete_msg(target.native))
        return Done(target.native) if forgotten is None else Refused(forgotten.words, "recall_failed")

    async def _again(
        self, place: ConversationId, target: MessageRef, call: Callable[[], Awaitable[object]]
    ) -> CallRefusedError | None:
        """Do *call*; where the implementation has forgotten *target*, list the history and do it again.

        The refusal is returned where it speaks of forgetting and yet the message has been seen. Raises what *call* raises.
        """
        try:
            await call()
        except CallRefusedError as error:
            if not self._dialect.forgets_ids or not any(words in error.words.lower() for words in _FORGOTTEN):
                raise
            if self._session.has_seen(target.native):
                return error
            await self._relist(place, target)
            await call()
        return None

    async def _poke(self, action: Poke) -> Outcome:
        place = action.conversation
        if place.kind is ConversationKind.GROUP:
            await self._api.send_poke(action.user, place.peer)
        elif place.kind is ConversationKind.FRIEND:
            await self._api.send_poke(place.peer, target_id="" if action.user == place.peer else action.user)
        else:
            return NotOffered("only_groups_and_friends")
        return Done()

    async def _mute(self, action: Mute) -> Outcome:
        if action.conversation.kind is not ConversationKind.GROUP:
            return NotOffered("only_groups")
        if not 0 <= action.seconds <= MAX_MUTE_SECONDS:
            return Refused(reason="mute_range")
        await self._api.set_group_ban(action.conversation.peer, action.user, action.seconds)
        return Done()

    async def _kick(self, action: Kick) -> Outcome:
        if action.conversation.kind is not ConversationKind.GROUP:
            return NotOffered("only_groups")
        await self._api.set_group_kick(action.conversation.peer, action.user, action.block)
        return Done()

    async def _mark_read(self, action: MarkRead) -> Outcome:
        place, native = action.conversation, action.message.native
        if place.kind is ConversationKind.GROUP:
            await self._api.mark_group_msg_as_read(place.peer, message_id=native)
        elif place.kind in _PRIVATE:
            await self._api.mark_private_msg_as_read(place.peer, message_id=native)
        else:
            return NotOffered("not_offered")
        return Done()


def refusal(error: CallRefusedError) -> Outcome:
    """Return *error* as an outcome, with our reason where its words are known."""
    if error.is_unknown_action:
        return NotOffered("unknown_action")
    if error.retcode == _QQ_MUTED:
        return Refused(error.words, "muted")
    words = error.words.lower()
    wordless = "wordless" if words == f"retcode {error.retcode}" else ""
    return Refused(error.words, next((reason for needle, reason in _REASONS if needle in words), wordless))
