"""What the user lets each plugin do, kept in the store: nothing at all until they say so."""

from __future__ import annotations

import time
from collections import deque

import msgspec
from msgspec import Struct

from tui.chat.ids import ConversationId

SETTING = "plugins"
SENDS_A_MINUTE = 6
"""How often a plugin may send by itself in a minute, if the user says nothing else."""

MOST_SENDS_A_MINUTE = 60


class Rights(Struct, frozen=True, omit_defaults=True):
    """One plugin's rights. *conversations* are those in which it hears anything, see :func:`place`.

    *may_send*: what it says goes out by itself, else it is suggested. *may_act*: it may also mute, recall, rename and so on.
    """

    is_enabled: bool = False
    conversations: frozenset[str] = frozenset()
    may_send: bool = False
    may_act: bool = False
    a_minute: int = SENDS_A_MINUTE

    def hears(self, conversation: ConversationId) -> bool:
        """Return whether it is on here."""
        return self.is_enabled and place(conversation) in self.conversations


_decoder = msgspec.json.Decoder(dict[str, Rights])


def place(conversation: ConversationId) -> str:
    """Return *conversation* as rights name it: it outlives the store's own numbers."""
    account, kind, peer = conversation
    return f"{account}/{kind.value}/{peer}"


def read(text: str) -> dict[str, Rights]:
    """Return the rights that were kept; none where they can not be read."""
    try:
        return _decoder.decode(text) if text else {}
    except msgspec.MsgspecError:
        return {}


def write(rights: dict[str, Rights]) -> str:
    """Return *rights* to be kept."""
    return msgspec.json.encode(rights).decode()


class Pace:
    """Counts how often something was done in the last minute."""

    def __init__(self) -> None:
        self._times: deque[float] = deque()

    def take(self, most: int) -> bool:
        """Return whether it may be done once more, and count it."""
        now = time.monotonic()
        while self._times and self._times[0] < now - 60:
            self._times.popleft()
        if len(self._times) >= most:
            return False
        self._times.append(now)
        return True
