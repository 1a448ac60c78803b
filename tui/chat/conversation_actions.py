"""What is set on a conversation where the platform keeps it for all devices: else it is a matter of this one alone."""

from __future__ import annotations

from tui.chat.actions import ActionKind, ConversationAction


class Pin(ConversationAction, frozen=True):
    """Keep the conversation at the top of the list, or no longer."""

    is_on: bool

    kind = ActionKind.PIN


class Silence(ConversationAction, frozen=True):
    """Let the conversation ring no more, or let it again."""

    is_on: bool

    kind = ActionKind.SILENCE
