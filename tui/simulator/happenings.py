"""What can happen in the world, as values handed to its observers; each server turns them into its protocol's events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tui.simulator.model import Chat, Message, Request, SharedFile


@dataclass(frozen=True, slots=True)
class Posted:
    """A message was said."""

    message: Message


@dataclass(frozen=True, slots=True)
class Recalled:
    """A message was taken back by its author or by somebody of higher rank."""

    message: Message
    operator: str


@dataclass(frozen=True, slots=True)
class Poked:
    """Somebody poked somebody, in a group or between the two."""

    chat: Chat
    sender: str
    target: str


@dataclass(frozen=True, slots=True)
class Muted:
    """A member was muted for `seconds`, or may speak again (0)."""

    group_id: str
    user_id: str
    operator: str
    seconds: int


@dataclass(frozen=True, slots=True)
class WholeMuted:
    """A group was silenced for all its plain members, or opened again."""

    group_id: str
    operator: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class Joined:
    """A user is now in a group."""

    group_id: str
    user_id: str
    operator: str
    way: Literal["approve", "invite"]


@dataclass(frozen=True, slots=True)
class Left:
    """A user is no more in a group. `operator` is "" when nobody made them go; `witnesses` had been members just before."""

    group_id: str
    user_id: str
    operator: str
    way: Literal["leave", "kick", "disband"]
    witnesses: frozenset[str]


@dataclass(frozen=True, slots=True)
class AdminChanged:
    """A member became an administrator, or no longer is one."""

    group_id: str
    user_id: str
    is_admin: bool


@dataclass(frozen=True, slots=True)
class CardChanged:
    """A member's name in a group changed."""

    group_id: str
    user_id: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class TitleGiven:
    """A member got a special title ("" takes it away)."""

    group_id: str
    user_id: str
    title: str


@dataclass(frozen=True, slots=True)
class GroupRenamed:
    """A group has a new name."""

    group_id: str
    operator: str
    name: str


@dataclass(frozen=True, slots=True)
class InvitesAllowed:
    """The members of a group may invite others now, or may no longer."""

    group_id: str
    operator: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class EssenceChanged:
    """A message was put among a group's essence, or taken out."""

    message: Message
    operator: str
    is_added: bool


@dataclass(frozen=True, slots=True)
class Reacted:
    """An emoji was put under a group message, or taken off; `count` is how many stand there now."""

    message: Message
    user_id: str
    emoji_id: str
    is_added: bool
    count: int


@dataclass(frozen=True, slots=True)
class Befriended:
    """Two people are friends now."""

    user_id: str
    other: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A request wants an answer."""

    request: Request


@dataclass(frozen=True, slots=True)
class Typing:
    """Somebody is typing in a private chat, or stopped."""

    sender: str
    receiver: str
    is_typing: bool


@dataclass(frozen=True, slots=True)
class Liked:
    """Somebody liked somebody's profile."""

    sender: str
    receiver: str
    times: int


@dataclass(frozen=True, slots=True)
class FileShared:
    """A file was sent into a group and stands among its files."""

    file: SharedFile


Happening = (
    Posted
    | Recalled
    | Poked
    | Muted
    | WholeMuted
    | Joined
    | Left
    | AdminChanged
    | CardChanged
    | TitleGiven
    | GroupRenamed
    | InvitesAllowed
    | EssenceChanged
    | Reacted
    | Befriended
    | Asked
    | Typing
    | Liked
    | FileShared
)
