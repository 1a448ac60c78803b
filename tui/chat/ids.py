"""Names things by identity: accounts, conversations and messages, all ids opaque strings."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple, NewType

LocalId = NewType("LocalId", int)
"""A message's stable handle, given by the store; the only one that the interface holds."""


class AccountId(NamedTuple):
    """An account is its platform's protocol and its own id there; its label in the config is not identity."""

    protocol: str
    own_id: str

    def __str__(self) -> str:
        return f"{self.protocol}:{self.own_id}"


class ConversationKind(StrEnum):
    """What stands at the other end of a conversation."""

    FRIEND = "friend"
    GROUP = "group"
    TEMP = "temp"
    STRANGER = "stranger"
    FAN_GROUP = "fan_group"
    SYSTEM = "system"
    OTHER_CLIENT = "other_client"


class ConversationId(NamedTuple):
    """One conversation of one account: two own accounts in one group are two conversations."""

    account: AccountId
    kind: ConversationKind
    peer: str

    @property
    def is_group(self) -> bool:
        """Whether many people speak here, so that senders need names and members exist."""
        return self.kind in (ConversationKind.GROUP, ConversationKind.FAN_GROUP)


class MessageRef(NamedTuple):
    """What recall, quote and history hand to a platform: copied from the store, never built by hand.

    ``time`` is in milliseconds since the epoch, UTC; ``sequence`` is the platform's own where it has one.
    """

    native: str
    sequence: int | None
    time: int
    sender: str
