"""Messages as a platform delivers them, before the store gives them a place."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from tui.chat.emoji import Tally
from tui.chat.ids import ConversationId, MessageRef
from tui.chat.people import Role
from tui.chat.segments import Segment

MIN_TIME = 0
MAX_TIME = 4_102_444_800_000  # 2100-01-01: a platform that says later is wrong, and would pin its message to the end for ever


class SendState(StrEnum):
    """How far an own message has come; a message of others is always SENT."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNCONFIRMED = "unconfirmed"


class Sender(Struct, frozen=True):
    """Who said it, as the message itself tells: *card* and *role* only in groups, empty where not told."""

    id: str
    nickname: str = ""
    card: str = ""
    role: Role = Role.UNKNOWN
    title: str = ""

    @property
    def name(self) -> str:
        """Card, else nickname, else number."""
        return self.card or self.nickname or self.id


class Message(Struct, frozen=True):
    """One message (or notice) from a platform. *time* in ms; *raw* the JSON text it came as, for people who look at the wire.

    ``mentions_me`` is decided by the decoder, which knows the own id. ``via`` is the group through which a stranger speaks.
    ``reactions`` is None where the platform does not tell them along with the message. ``recalled_by`` is who took
    it back, where the platform still tells what it said. ``is_read``: whether the platform says that it was read,
    None where it says nothing of that.
    """

    conversation: ConversationId
    native: str
    sender: Sender
    time: int
    segments: tuple[Segment, ...]
    sequence: int | None = None
    is_own: bool = False
    mentions_me: bool = False
    is_notice: bool = False
    via: str = ""
    peer_name: str = ""
    raw: str = ""
    reactions: tuple[Tally, ...] | None = None
    recalled_by: str = ""
    is_read: bool | None = None

    @property
    def ref(self) -> MessageRef:
        """This message as the platform may be asked for it."""
        return MessageRef(self.native, self.sequence, self.time, self.sender.id)


def clamp_time(milliseconds: int) -> int:
    """Return *milliseconds* within 1970 and 2100, so that one broken clock can not leave the calendar."""
    return max(MIN_TIME, min(milliseconds, MAX_TIME))
