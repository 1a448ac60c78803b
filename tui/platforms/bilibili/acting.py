"""Does what the user asked, and says how it ended."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from tui.chat.actions import Action, Done, MarkRead, NotOffered, Outcome, Recall, Refused, SendMessage
from tui.chat.board_actions import Progress
from tui.chat.conversation_actions import Pin, Silence
from tui.chat.ids import ConversationId, ConversationKind
from tui.chat.segments import Image
from tui.platforms.bilibili.api import Api
from tui.platforms.bilibili.api.area import FAN_GROUP, USER
from tui.platforms.bilibili.api.sending import PICTURE, TEXT, WITHDRAW
from tui.platforms.bilibili.encode import MAX_BYTES, NotSendableError, Part, byte_count, parts_of
from tui.platforms.bilibili.errors import REASONS, CallRefusedError
from tui.platforms.bilibili.means import CLOSED
from tui.platforms.bilibili.media import Picture, picture_from_file
from tui.platforms.bilibili.wire import Sent, as_u64
from tui.platforms.performing import perform


class Acting:
    """The actions of one login. *progress* is told how much of a picture is up."""

    def __init__(self, api: Api, progress: Progress) -> None:
        self._api = api
        self._progress = progress
        self._rules: Mapping[type[Action], Callable[[Any], Awaitable[Outcome]]] = {
            SendMessage: self._send,
            Recall: self._recall,
            MarkRead: self._mark_read,
            Pin: self._pin,
            Silence: self._silence,
        }

    async def perform(self, action: Action) -> Outcome:
        """Do *action*; whatever the wire does is in the outcome."""
        return await perform(self._rules, action, outcome_of)

    async def _send(self, action: SendMessage) -> Outcome:
        place = action.conversation
        if place.kind in CLOSED:
            return Refused(reason=CLOSED[place.kind])
        try:
            parts = parts_of(action.segments)
        except NotSendableError as error:
            return Refused(words=str(error), reason="not_sendable")
        if len(parts) != 1:
            return Refused(reason="bili_one_kind" if parts else "empty")
        sent = await self._say(as_u64(place.peer), parts[0])
        if sent is None:
            return Refused(reason="bili_too_long")
        return Done(str(sent.msg_key) if sent.msg_key else "", sent.key_hit_infos.toast)

    async def _say(self, receiver: int, part: Part) -> Sent | None:
        """Say it; None where it is too long to be said at all. Raises CallError and UploadError."""
        if isinstance(part, Image):
            picture = await _picture(part)
            try:
                return await self._api.send_msg(receiver, PICTURE, picture, progress=self._progress)
            finally:
                self._progress(len(picture.body), len(picture.body))
        return await self._api.send_msg(receiver, TEXT, part) if byte_count(part) <= MAX_BYTES else None

    async def _recall(self, action: Recall) -> Outcome:
        if action.conversation.kind in CLOSED:
            return NotOffered(CLOSED[action.conversation.kind])
        await self._api.send_msg(as_u64(action.conversation.peer), WITHDRAW, action.message.native)
        return Done(action.message.native)

    async def _mark_read(self, action: MarkRead) -> Outcome:
        talker, kind = _named(action.conversation)
        # Notices were seen when they were asked for; and what has no number yet has not come from anybody else.
        if talker and action.message.sequence:
            await self._api.update_ack(talker, action.message.sequence, kind)
        return Done()

    async def _pin(self, action: Pin) -> Outcome:
        talker, kind = _named(action.conversation)
        if talker:
            await self._api.set_top(talker, action.is_on, kind)
        return Done()

    async def _silence(self, action: Silence) -> Outcome:
        talker, kind = _named(action.conversation)
        if talker:
            await self._api.set_msg_dnd(talker, action.is_on, kind)
        return Done()


def outcome_of(error: CallRefusedError) -> Outcome:
    """Return *error* as an outcome: in our words where its code has a meaning, else in the service's, with the code."""
    if error.code in REASONS:
        return Refused(reason=error.reason)
    return Refused(f"{error.words} ({error.code})", error.reason)


def _named(place: ConversationId) -> tuple[int, int]:
    """Return how the service names *place*; the account's own notices are no conversation there (0)."""
    return as_u64(place.peer), FAN_GROUP if place.kind is ConversationKind.FAN_GROUP else USER


async def _picture(image: Image) -> Picture:
    """Return *image* to send: a file of this machine, or one that the service has already. Raises UploadError."""
    if image.path:
        return await asyncio.to_thread(picture_from_file, image.path)
    return Picture(image.url or image.file)
