"""Passes messages on: several as one merged forward, one as it is; the originals as long as the implementation knows them."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from tui.chat.actions import Done, Outcome, SendMessage
from tui.chat.ids import ConversationKind
from tui.chat.segments import Copied, Forward, ForwardedMessage, Quote, Segment
from tui.platforms.call_errors import CallUnansweredError
from tui.platforms.onebot11.api import Api
from tui.platforms.onebot11.calls import CallRefusedError
from tui.platforms.onebot11.encode import WireSegment
from tui.platforms.onebot11.nodes import by_id, with_content
from tui.platforms.onebot11.segments import forward_of
from tui.platforms.onebot11.session import Session

log = logging.getLogger(__name__)

_ID_TROUBLE = ("找到", "不存在", "节点", "not found", "not exist")
"""Words (lower case) of a refusal that is about a message's id. After any other, "timeout" above all, a message may have gone out
all the same: nothing is sent a second time then.
"""


def lone_forward(segments: Sequence[Segment]) -> Forward | None:
    """Return the forward of which a message consists, None where it says anything else."""
    parts = [part for part in segments if not isinstance(part, (Quote, Copied))]
    return parts[0] if len(parts) == 1 and isinstance(parts[0], Forward) else None


class Forwarding:
    """Forwards over one connection."""

    def __init__(self, session: Session, api: Api) -> None:
        self._session = session
        self._api = api

    async def original(self, action: SendMessage, copied: Copied) -> Outcome | None:
        """Have the implementation pass a message on as it is; None where it can not, and nothing was sent."""
        place = action.conversation
        is_group = place.kind is ConversationKind.GROUP
        if not self._api.offers("forward_group_single_msg" if is_group else "forward_friend_single_msg"):
            return None
        try:
            if is_group:
                await self._api.forward_group_single_msg(copied.native, place.peer)
            else:
                await self._api.forward_friend_single_msg(copied.native, place.peer)
        except CallRefusedError as error:
            if not error.is_unknown_action and not _is_about_ids(error):
                raise
            log.info("a message could not be passed on as it is; it is said anew")
            return None
        # Nothing tells the id of the copy but its own event or the history.
        return Done()

    async def merged(self, action: SendMessage, forward: Forward) -> Outcome | None:
        """Send *forward* as a merged forward; None where nobody knows its messages, and nothing was sent."""
        messages = forward.messages or await self._messages_of(forward)
        if not messages:
            return None
        nodes = await self._nodes(messages)
        try:
            return await self._send(action, forward, nodes)
        except CallRefusedError as error:
            content = [with_content(message) for message in messages]
            if content == nodes or not _is_about_ids(error):
                raise
            log.info("a merged forward by ids was refused; it goes with its contents")
            return await self._send(action, forward, content)

    async def _messages_of(self, forward: Forward) -> tuple[ForwardedMessage, ...]:
        try:
            return forward_of((await self._api.get_forward_msg(forward.id)).data.messages).messages if forward.id else ()
        except CallRefusedError:
            return ()

    async def _nodes(self, messages: Sequence[ForwardedMessage]) -> list[WireSegment]:
        """NapCat leaves an id that it does not know out without a word, so each is made sure of."""
        nodes, is_answering = [], True
        for message in messages:
            is_known = bool(message.native) and self._session.has_seen(message.native)
            if message.native and not is_known and is_answering:
                try:
                    row = (await self._api.get_msg(message.native)).data
                    is_known = row.message_id == message.native
                except CallRefusedError:
                    is_known = False
                except CallUnansweredError:
                    is_answering = False  # the others are not waited for as well
            nodes.append(by_id(message.native) if is_known else with_content(message))
        return nodes

    async def _send(self, action: SendMessage, forward: Forward, nodes: Sequence[WireSegment]) -> Outcome:
        place = action.conversation
        source, news = forward.title or None, list(forward.lines) or None
        if place.kind is ConversationKind.GROUP:
            sent = await self._api.send_group_forward_msg(place.peer, nodes, source=source, news=news)
        else:
            sent = await self._api.send_private_forward_msg(place.peer, nodes, source=source, news=news)
        if sent.data.message_id:
            self._session.saw(sent.data.message_id)
        return Done(sent.data.message_id)


def _is_about_ids(error: CallRefusedError) -> bool:
    return any(word in error.words.lower() for word in _ID_TROUBLE)
