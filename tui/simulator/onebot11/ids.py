"""NapCat's message ids: hashes that are the same in every process, but known only to the process that has met the message."""

from __future__ import annotations

import hashlib
from collections import OrderedDict

from tui.simulator.model import Chat, Message

CAPACITY = 5_000


def uid_of(user_id: str) -> str:
    """The internal name of a user, as `raw_info` of a poke shows it."""
    return "u_" + hashlib.md5(user_id.encode(), usedforsecurity=False).hexdigest()[:22]


def short_id(message: Message, viewer: str) -> int:
    """The id of a message on the wire: 31 bits of a hash of its identity, positive."""
    chat = message.chat
    if chat.kind == "group":
        kind, peer = 2, chat.first
    else:
        kind, peer = 100 if message.temp_group else 1, uid_of(chat.peer_of(viewer))
    digest = hashlib.md5(f"{message.uid}|{kind}|{peer}".encode(), usedforsecurity=False).digest()
    return int.from_bytes(digest[:4], "big") & 0x7FFFFFFF


class IdTable:
    """The last 5,000 messages that a process has shown, by id; without it no message can be recalled, quoted or fetched."""

    most: int | None = CAPACITY

    def __init__(self, viewer: str) -> None:
        self.viewer = viewer
        self._known: OrderedDict[int, Message] = OrderedDict()

    def number_of(self, message: Message) -> int:
        """The id of a message, known or not."""
        return short_id(message, self.viewer)

    def register(self, message: Message) -> int:
        """The id of a message, which is usable from now on."""
        number = self.number_of(message)
        self._known[number] = message
        self._known.move_to_end(number)
        if self.most is not None and len(self._known) > self.most:
            self._known.popitem(last=False)
        return number

    def find(self, wire_id: object) -> Message | None:
        """The message of an id (int or digits) that this process has met, else None."""
        try:
            return self._known.get(int(str(wire_id)))
        except ValueError:
            return None

    def forget(self) -> None:
        """As a new process: nothing has been met."""
        self._known.clear()

    def in_chat(self, wire_id: object, chat: Chat) -> Message | None:
        """The message of an id, if it stands in this chat."""
        message = self.find(wire_id)
        return message if message is not None and message.chat == chat else None


class KeptIds(IdTable):
    """A table on disk: ids outlive the process, and nothing that was ever met is forgotten."""

    most = None

    def forget(self) -> None:
        """A new process reads the table of the old one."""
