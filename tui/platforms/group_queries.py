"""Questions about one group that a platform answers on the spot, beside those that every platform is asked."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from tui.chat.ids import ConversationId
from tui.chat.people import Group, Member
from tui.chat.segments import Card
from tui.platforms.base import Query


class AskGroup(Query[Group], frozen=True):
    """One group, fresh."""

    conversation: ConversationId


class AskMuted(Query[Sequence[Member]], frozen=True):
    """The members who are muted now; their roles may be unknown."""

    conversation: ConversationId


class MentionAllLeft(Struct, frozen=True):
    """How often everybody can still be mentioned today: in the group, and by us."""

    is_allowed: bool
    group: int
    own: int


class AskMentionAllLeft(Query[MentionAllLeft], frozen=True):
    """How often everybody can still be mentioned."""

    conversation: ConversationId


class JoinRequest(Struct, frozen=True):
    """Somebody wants into a group, or invited us into one; *flag* answers it."""

    flag: str
    user: str
    name: str
    group: str
    group_name: str
    comment: str
    is_answered: bool
    is_invitation: bool


class AskIgnoredRequests(Query[Sequence[JoinRequest]], frozen=True):
    """The requests of all groups that the platform put aside as doubtful, so that no event told of them."""


class AskGroupCard(Query[Card], frozen=True):
    """The card that shares a group."""

    conversation: ConversationId


class AskPersonCard(Query[Card], frozen=True):
    """The card that recommends a person."""

    user: str
