"""What a platform reports, in the product's own words; the inbox writes each of them into the store."""

from __future__ import annotations

from msgspec import Struct

from tui.chat.emoji import Emoji
from tui.chat.ids import ConversationId, ConversationKind
from tui.chat.messages import Message
from tui.chat.people import Friend, Group, Member, Role
from tui.chat.requests import ListedRequest, Request


class Event(Struct, frozen=True):
    """The base of all events."""


class MessageReceived(Event, frozen=True):
    """A message (or a notice that is shown as a line) came in live."""

    message: Message


class MessageRecalled(Event, frozen=True):
    """A message was taken back. *conversation* is None where the platform does not say which one (the store resolves it).

    *operator* is who did it, *author* whose message it was (empty when not told); *time* in ms. *among*: it stands in one of the
    conversations of this kind, and ids count within each, so that only a message of *author* is meant, and of several that have
    the id the one that was said at *sent* (ms, 0: not told).
    """

    conversation: ConversationId | None
    native: str
    operator: str
    author: str
    time: int
    among: ConversationKind | None = None
    sent: int = 0


class ReactionChanged(Event, frozen=True):
    """*user* reacted to a message with *emoji*, or took that back. *total*: how many have it now, 0 where not told."""

    conversation: ConversationId
    native: str
    user: str
    emoji: Emoji
    is_added: bool
    total: int = 0


class MemberUpdated(Event, frozen=True):
    """Something about one member changed; None means that the event does not speak of it."""

    conversation: ConversationId
    user: str
    role: Role | None = None
    card: str | None = None
    nickname: str | None = None
    title: str | None = None
    muted_until: int | None = None


class MemberLeft(Event, frozen=True):
    """*user* is no longer in the group."""

    conversation: ConversationId
    user: str


class GroupUpdated(Event, frozen=True):
    """The group's own data changed; None means that the event does not speak of it."""

    conversation: ConversationId
    name: str | None = None
    is_muted_all: bool | None = None


class ConversationTold(Event, frozen=True):
    """How a conversation stands on the platform itself; None means that it does not say. *is_silent*: it is not to ring.

    *is_listed*: it stands in the platform's own list.
    """

    conversation: ConversationId
    name: str | None = None
    is_pinned: bool | None = None
    is_silent: bool | None = None
    is_listed: bool | None = None


class ReadElsewhere(Event, frozen=True):
    """All of a conversation up to *sequence* was read, here or on another device: the platform's own mark says so."""

    conversation: ConversationId
    sequence: int


class ConversationEnded(Event, frozen=True):
    """The account is no longer in this group (left, kicked, disbanded); its history stays."""

    conversation: ConversationId


class OnlineChanged(Event, frozen=True):
    """Whether the account itself is online on the platform, though our connection lives; *words* are the platform's."""

    is_online: bool
    words: str = ""


class ClockTold(Event, frozen=True):
    """The platform said what time it is (ms): the difference dates our own messages when it dates none of them."""

    time: int


class Malformed(Event, frozen=True):
    """A frame that could not be understood: counted and logged by *kind*, never fatal."""

    kind: str


class FriendsListed(Event, frozen=True):
    """The whole list of friends was fetched."""

    friends: tuple[Friend, ...]


class GroupsListed(Event, frozen=True):
    """The whole list of groups was fetched."""

    groups: tuple[Group, ...]


class MembersListed(Event, frozen=True):
    """The whole list of a group's members was fetched."""

    conversation: ConversationId
    members: tuple[Member, ...]


class MutedListed(Event, frozen=True):
    """The whole list of a group's muted members was fetched: who is not in it may speak."""

    conversation: ConversationId
    members: tuple[Member, ...]


class RequestCame(Event, frozen=True):
    """Somebody asks for something."""

    request: Request


class RequestsListed(Event, frozen=True):
    """The platform's list of requests was fetched; it may hold only some of them."""

    requests: tuple[ListedRequest, ...]


class FriendAdded(Event, frozen=True):
    """*user* is our friend now."""

    user: str


class FriendRemoved(Event, frozen=True):
    """*user* is no longer our friend."""

    user: str


class FriendRenamed(Event, frozen=True):
    """We call a friend something else now."""

    user: str
    remark: str


class GroupJoined(Event, frozen=True):
    """*user* is in the group now, let in by *operator* ("" where it is not told); it may be ourselves."""

    conversation: ConversationId
    user: str
    operator: str = ""


class Typing(Event, frozen=True):
    """The other side is typing, or stopped: true for some seconds only, and never stored."""

    conversation: ConversationId
    is_typing: bool


class EventsMissed(Event, frozen=True):
    """Something may have happened after the events before this one, and before those that follow, that nobody told."""


class OwnNameChanged(Event, frozen=True):
    """The account is called *nickname* now."""

    nickname: str
