"""What the managers of a group do to the group as a whole."""

from __future__ import annotations

from tui.chat.actions import ActionKind, ConversationAction


class MuteAll(ConversationAction, frozen=True):
    """Forbid everybody but the managers to speak, or lift that."""

    is_on: bool

    kind = ActionKind.MUTE_ALL
