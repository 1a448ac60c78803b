"""What the managers of a group do to the group as a whole, and what any member does in it beside talking."""

from __future__ import annotations

from tui.chat.actions import ActionKind, ConversationAction

MAX_GROUP_NAME_BYTES = 60
"""The longest name of a group that QQ takes, in UTF-8."""


class MuteAll(ConversationAction, frozen=True):
    """Forbid everybody but the managers to speak, or lift that."""

    is_on: bool

    kind = ActionKind.MUTE_ALL


class RenameGroup(ConversationAction, frozen=True):
    """Give the group another name."""

    name: str

    kind = ActionKind.RENAME


class SetPortrait(ConversationAction, frozen=True):
    """Give the group another picture: its bytes, or the address where it lies."""

    picture: bytes = b""
    url: str = ""

    kind = ActionKind.PORTRAIT


class SignIn(ConversationAction, frozen=True):
    """Sign in in the group for today."""

    kind = ActionKind.SIGN_IN


class LeaveGroup(ConversationAction, frozen=True):
    """Leave the group; *is_disbanding* ends it for all, which only its owner can."""

    is_disbanding: bool = False

    kind = ActionKind.LEAVE
