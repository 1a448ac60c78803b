"""Passes messages on by reference where the server still knows them, which is the only way for what can not be sent anew."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from tui.chat.ids import ConversationId, ConversationKind
from tui.chat.segments import Copied, Forward, Notice, Segment, first
from tui.platforms.call_errors import CallError, CallNotSentError
from tui.platforms.mirai.chain import message_id, origin_of
from tui.platforms.mirai.commands import Commands
from tui.platforms.mirai.encode import Element, by_reference, forward_of, with_content
from tui.platforms.values import as_text

_KEPT = {ConversationKind.GROUP: "GroupMessage", ConversationKind.FRIEND: "FriendMessage"}
"""Where the server can be asked for a message by its id, and as what that one comes: a friend goes before a group."""


class Forwarding:
    """Forwards over one connection. The server leaves out without a word what it does not know, so each message is asked for."""

    def __init__(self, commands: Commands) -> None:
        self._do = commands

    async def original(self, segments: Sequence[Segment]) -> list[Element] | None:
        """Return the chain that passes on the original of a copy inside a forward; None where it is no copy, or is forgotten."""
        copied = first(segments, Copied)
        if copied is None or copied.source is None or not await self._is_known(copied.source, copied.native):
            return None
        return [forward_of([by_reference(copied.source.peer, copied.native)])]

    async def refer(self, chain: list[Element], segments: Sequence[Segment]) -> Notice | None:
        """Let originals stand for themselves in the forward in *chain* that was made of *segments*; return what is to be told."""
        forward, element = first(segments, Forward), next((one for one in chain if one["type"] == "Forward"), None)
        if forward is None or element is None or not any(message.source for message in forward.messages):
            return None
        known = await asyncio.gather(*(self._is_known(message.source, message.native) for message in forward.messages))
        in_words = 0
        for place, (message, is_known) in enumerate(zip(forward.messages, known, strict=True)):
            if is_known and message.source is not None:
                element["nodeList"][place] = by_reference(message.source.peer, message.native)
            else:
                in_words += bool(message.source) and not with_content(message)[1]
        return Notice("forward_in_words", value=str(in_words)) if in_words else None

    async def _is_known(self, source: ConversationId | None, native: str) -> bool:
        """Return whether the server has this very message. Raises CallNotSentError."""
        if source is None or source.kind not in _KEPT or not message_id(native):
            return False
        try:
            packet = await self._do.message_from_id(native, source.peer)
        except CallNotSentError:
            raise
        except CallError:
            return False
        return as_text(packet.get("type")) == _KEPT[source.kind] and origin_of(packet.get("messageChain")).native == native
