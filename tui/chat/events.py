"""What a platform reports, in the product's own words; the inbox writes each of them into the store."""

from __future__ import annotations

from dataclasses import dataclass

from tui.chat.ids import ConversationId
from tui.chat.messages import Message
from tui.chat.people import Friend, Group, Member, Role


@dataclass(frozen=True, slots=True)
class Event:
    """The base of all events."""


@dataclass(frozen=True, slots=True)
class MessageReceived(Event):
    """A message (or a notice that is shown as a line) came in live."""

    message: Message


@dataclass(frozen=True, slots=True)
class MessageRecalled(Event):
    """A message was taken back. *conversation* is None where the platform does not say which one (the store resolves it).

    *operator* is who did it, *author* whose message it was (empty when not told); *time* in ms.
    """

    conversation: ConversationId | None
    native: str
    operator: str
    author: str
    time: int


@dataclass(frozen=True, slots=True)
class MemberUpdated(Event):
    """Something about one member changed; None means that the event does not speak of it."""

    conversation: ConversationId
    user: str
    role: Role | None = None
    card: str | None = None
    nickname: str | None = None
    title: str | None = None
    muted_until: int | None = None


@dataclass(frozen=True, slots=True)
class MemberLeft(Event):
    """*user* is no longer in the group."""

    conversation: ConversationId
    user: str


@dataclass(frozen=True, slots=True)
class GroupUpdated(Event):
    """The group's own data changed; None means that the event does not speak of it."""

    conversation: ConversationId
    name: str | None = None
    is_muted_all: bool | None = None


@dataclass(frozen=True, slots=True)
class ConversationEnded(Event):
    """The account is no longer in this group (left, kicked, disbanded); its history stays."""

    conversation: ConversationId


@dataclass(frozen=True, slots=True)
class OnlineChanged(Event):
    """Whether the account itself is online on the platform, though our connection lives; *words* are the platform's."""

    is_online: bool
    words: str = ""


@dataclass(frozen=True, slots=True)
class ClockTold(Event):
    """The platform said what time it is (ms): the difference dates our own messages when it dates none of them."""

    time: int


@dataclass(frozen=True, slots=True)
class Malformed(Event):
    """A frame that could not be understood: counted and logged by *kind*, never fatal."""

    kind: str


@dataclass(frozen=True, slots=True)
class FriendsListed(Event):
    """The whole list of friends was fetched."""

    friends: tuple[Friend, ...]


@dataclass(frozen=True, slots=True)
class GroupsListed(Event):
    """The whole list of groups was fetched."""

    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class MembersListed(Event):
    """The whole list of a group's members was fetched."""

    conversation: ConversationId
    members: tuple[Member, ...]
