"""What a user asks of a platform, and how it ended: every action has an outcome that the user sees."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from msgspec import Struct

from tui.chat.ids import ConversationId, MessageRef
from tui.chat.segments import Segment

MAX_MUTE_SECONDS = 30 * 24 * 3600
"""The longest mute that QQ takes: thirty days."""


class ActionKind(StrEnum):
    """The names of the actions, as capabilities and the interface speak of them."""

    SEND = "send"
    RECALL = "recall"
    POKE = "poke"
    MUTE = "mute"
    KICK = "kick"
    MARK_READ = "mark_read"
    QUOTE = "quote"
    MENTION = "mention"
    MENTION_ALL = "mention_all"
    HISTORY = "history"
    MEMBERS = "members"


class Action(Struct, frozen=True):
    """The base of all actions on a platform."""

    conversation: ConversationId

    @property
    def kind(self) -> ActionKind:
        """The action's name."""
        return _KIND_OF[type(self)]


class SendMessage(Action, frozen=True):
    """Say *segments*; a quote is a :class:`~tui.chat.segments.Quote` at their head, *quoted* what it points at."""

    segments: tuple[Segment, ...]
    quoted: MessageRef | None = None
    via: str = ""


class Recall(Action, frozen=True):
    """Take a message back."""

    message: MessageRef


class Poke(Action, frozen=True):
    """Poke *user* here."""

    user: str


class Mute(Action, frozen=True):
    """Forbid *user* to speak for *seconds* (at most thirty days); 0 lifts it."""

    user: str
    seconds: int


class Kick(Action, frozen=True):
    """Remove *user* from the group; *block* also refuses their next request to join."""

    user: str
    block: bool = False


class MarkRead(Action, frozen=True):
    """Tell the platform that all up to *message* was read."""

    message: MessageRef


_KIND_OF: dict[type[Action], ActionKind] = {
    SendMessage: ActionKind.SEND,
    Recall: ActionKind.RECALL,
    Poke: ActionKind.POKE,
    Mute: ActionKind.MUTE,
    Kick: ActionKind.KICK,
    MarkRead: ActionKind.MARK_READ,
}


class Outcome(Struct, frozen=True):
    """The base of all outcomes."""


class Done(Outcome, frozen=True):
    """The platform said yes. *native* is the id it gave (a sent message), *value* whatever else it told."""

    native: str = ""
    value: Any = None


class Refused(Outcome, frozen=True):
    """The platform said no, in its own *words*; *reason* is our key for it (``reason.<reason>``) where we know one."""

    words: str = ""
    reason: str = ""


class NotOffered(Outcome, frozen=True):
    """Not to be had here, for *reason* (``reason.<reason>``)."""

    reason: str


class NotSent(Outcome, frozen=True):
    """It certainly did not reach the platform (not connected, write failed): it may be sent again without doubt."""

    words: str = ""


class NoAnswer(Outcome, frozen=True):
    """It left us and nobody answered in time: it may have happened or not."""

    words: str = ""
