"""Message ids: usually a sequence in each conversation, usable only as long as the process keeps the message."""

from __future__ import annotations

import hashlib
from collections import OrderedDict

from tui.simulator.model import Chat, Message
from tui.simulator.world import FIRST_UID, World

CAPACITY = 1024
"""⚠ Of all conversations together; the `cacheSize` of the settings changes nothing."""


class KnownMessages:
    """The last 1,024 messages that the process has met."""

    def __init__(self, world: World, *, is_global: bool = False) -> None:
        self._world = world
        self._is_global = is_global
        self._known: OrderedDict[tuple[Chat, int], Message] = OrderedDict()

    def number(self, message: Message) -> int:
        """The id of a message: a number within its conversation, or one of OneBot's for all, which may be negative."""
        if not self._is_global:
            return message.seq
        digest = hashlib.md5(str(message.uid).encode(), usedforsecurity=False).digest()
        return int.from_bytes(digest[:4], "big", signed=True) | 2  # neither 0 nor the -1 that stands for none

    def register(self, message: Message) -> int:
        """The id of a message, which is usable from now on."""
        number = self.number(message)
        self._known.setdefault((message.chat, number), message)
        if len(self._known) > CAPACITY:
            self._known.popitem(last=False)
        return number

    def in_chat(self, chat: Chat, number: int) -> Message | None:
        """The message of this id there, unless it has been forgotten."""
        return self._known.get((chat, number))

    def find(self, wire_id: object) -> Message | None:
        """For the control lines: the world's own number of a message, or an id, of the latest message that has it."""
        try:
            number = int(str(wire_id))
        except ValueError:
            return None
        if number >= FIRST_UID:
            return self._world.messages.get(number)
        return next((message for message in reversed(self._known.values()) if self.number(message) == number), None)

    def forget(self) -> None:
        """As a new process: nothing has been met."""
        self._known.clear()
