"""Passes on by reference, as long as the server knows the original: one message always, of several what can not be sent anew.

The others of several go with their contents: whoever is referred to has a number for a name in a forward (seen in the plugin).
"""

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

    async def original(self, segments: Sequence[Segment], place: ConversationId) -> list[Element] | None:
        """Return the chain that passes on to *place*, inside a forward, the original of a copy; None where it is no copy, or is
        forgotten."""
        copied = first(segments, Copied)
        if copied is None or copied.source is None or not await self._is_known(copied.source, copied.native):
            return None
        return [forward_of([by_reference(copied.source, copied.native, place)])]

    async def refer(self, chain: list[Element], segments: Sequence[Segment], place: ConversationId) -> Notice | None:
        """Refer to originals in the forward to *place* in *chain* that was made of *segments*, where it would lose something;
        return what it lost all the same, to be told."""
        forward, element = first(segments, Forward), next((one for one in chain if one["type"] == "Forward"), None)
        if forward is None or element is None:
            return None
        lossy = [
            (number, message, message.source)
            for number, message in enumerate(forward.messages)
            if message.source is not None and not with_content(message)[1]
        ]
        known = await asyncio.gather(*(self._is_known(source, message.native) for _, message, source in lossy))
        for (number, message, source), is_known in zip(lossy, known, strict=True):
            if is_known:
                element["nodeList"][number] = by_reference(source, message.native, place)
        in_words = known.count(False)
        return Notice("forward_in_words", value=str(in_words)) if in_words else None

    async def _is_known(self, source: ConversationId, native: str) -> bool:
        """Return whether the server has this very message. Raises CallNotSentError."""
        if source.kind not in _KEPT or not message_id(native):
            return False
        try:
            packet = await self._do.message_from_id(native, source.peer)
        except CallNotSentError:
            raise
        except CallError:
            return False
        return as_text(packet.get("type")) == _KEPT[source.kind] and origin_of(packet.get("messageChain")).native == native
