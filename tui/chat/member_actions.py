"""What is done to one member of a group beside muting and kicking: rank, card and title."""

from __future__ import annotations

from tui.chat.actions import ActionKind, ConversationAction

MAX_CARD_BYTES = 60
"""The longest name in a group that QQ takes, in UTF-8."""

MAX_TITLE_BYTES = 18
"""The longest special title that QQ takes, in UTF-8: six Chinese characters."""


class SetAdmin(ConversationAction, frozen=True):
    """Make *user* an admin, or a plain member again."""

    user: str
    is_admin: bool

    kind = ActionKind.ADMIN


class SetCard(ConversationAction, frozen=True):
    """Give *user* a name in the group; ``""`` takes it away."""

    user: str
    card: str

    kind = ActionKind.CARD


class SetTitle(ConversationAction, frozen=True):
    """Give *user* a special title; ``""`` takes it away."""

    user: str
    title: str

    kind = ActionKind.TITLE
