"""The things of the simulated world: users, friendships, groups, members, messages, requests; hardly any behaviour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, IntEnum
from typing import Any, Literal, NamedTuple

Segment = dict[str, Any]
"""`{"type": str, "data": dict}` as OneBot 11 names them, with two differences that keep the world free of a dialect's
ids: `reply` holds the world's own message number in `data["to"]`, `forward` holds `data["nodes"]`, a list of `Node`."""

Sex = Literal["male", "female", "unknown"]


class Chat(NamedTuple):
    """Where messages stand: a group (`first` is its number) or two people (`first` < `second`)."""

    kind: Literal["group", "private"]
    first: str
    second: str = ""

    def peer_of(self, viewer: str) -> str:
        """The number by which `viewer` knows this chat: the group, or the other person."""
        if self.kind == "group":
            return self.first
        return self.second if viewer == self.first else self.first

    def includes(self, user_id: str) -> bool:
        """Whether a private chat is one of `user_id`'s; membership of groups is the world's knowledge."""
        return self.kind == "private" and user_id in (self.first, self.second)


def group_chat(group_id: str) -> Chat:
    """The chat of a group."""
    return Chat("group", group_id)


def private_chat(one: str, other: str) -> Chat:
    """The chat of two people, the same in whichever order they are named."""
    return Chat("private", min(one, other), max(one, other))


class Role(IntEnum):
    """A member's rank in a group; a greater one may act on a smaller one."""

    MEMBER = 1
    ADMIN = 2
    OWNER = 3


class OnlineStatus(NamedTuple):
    """How a person shows as present, in QQ's numbers; `kind` 10 is online, 40 invisible; `detail` e.g. listening to music."""

    kind: int = 10
    detail: int = 0
    battery: int = 0


ONLINE = OnlineStatus()


@dataclass(slots=True)
class User:
    """A person, or the account that a client is logged into. `avatar` is a key of `World.media`."""

    id: str
    nickname: str
    sex: Sex = "unknown"
    age: int = 0
    level: int = 16
    signature: str = ""
    is_robot: bool = False
    avatar: str = ""
    status: OnlineStatus = ONLINE


@dataclass(slots=True)
class Friendship:
    """How an account keeps a friend: under which remark and in which category (see `World.categories`)."""

    user_id: str
    remark: str = ""
    category: int = 0


@dataclass(slots=True)
class Member:
    """A user inside a group. Times are Unix seconds; `muted_until` in the past or 0 means not muted."""

    user_id: str
    role: Role = Role.MEMBER
    card: str = ""
    title: str = ""
    level: int = 1
    joined: int = 0
    last_spoke: int = 0
    muted_until: int = 0


@dataclass(slots=True)
class EssenceMark:
    """A message that a group keeps as its essence."""

    message: Message
    operator: str
    time: int


@dataclass(slots=True, eq=False)
class Notice:
    """An announcement that stands in a group. `picture` is a key of `World.media`."""

    id: str
    sender: str
    text: str
    time: int
    picture: str = ""
    is_pinned: bool = False
    is_confirmed: bool = True
    """Whether readers are asked to confirm that they have read it."""


@dataclass(slots=True)
class Group:
    """A group with its members by number, in the order of joining. `portrait` is a key of `World.media`."""

    id: str
    name: str
    members: dict[str, Member] = field(default_factory=dict)
    remark: str = ""
    max_members: int = 500
    is_whole_muted: bool = False
    essence: list[EssenceMark] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    portrait: str = ""
    allows_invites: bool = True
    signed: set[tuple[str, int]] = field(default_factory=set)
    """Who has signed in on which day (days since 1970)."""

    def with_role(self, role: Role) -> list[Member]:
        """Its members of exactly this rank."""
        return [member for member in self.members.values() if member.role is role]


@dataclass(slots=True)
class Node:
    """One message inside a merged forward."""

    user_id: str
    nickname: str
    time: int
    segments: list[Segment]


@dataclass(slots=True, eq=False)
class Message:
    """A message. `uid` is unique in the world (19 digits), `seq` counts within its chat, `time` is Unix seconds."""

    uid: int
    chat: Chat
    seq: int
    sender: str
    time: int
    segments: list[Segment]
    temp_group: str = ""
    recalled_by: str = ""
    reactions: dict[str, set[str]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Its words: the texts of its text segments, joined."""
        return "".join(str(part["data"].get("text", "")) for part in self.segments if part["type"] == "text")

    def mentions(self, user_id: str) -> bool:
        """Whether it names `user_id` or everybody."""
        return any(part["type"] == "at" and part["data"].get("qq") in (user_id, "all") for part in self.segments)


@dataclass(slots=True)
class Request:
    """Somebody wants to become a friend (`kind` friend), to join a group (add) or has us invited (invite)."""

    flag: str
    kind: Literal["friend", "add", "invite"]
    user_id: str
    addressee: str
    comment: str
    time: int
    group_id: str = ""
    is_filtered: bool = False
    """Whether QQ put it aside as doubtful, where nobody is told of it."""
    verdict: Literal["", "approved", "refused"] = ""
    answered_by: str = ""
    reason: str = ""


@dataclass(slots=True, eq=False)
class SharedFile:
    """A file that was sent into a chat. `content` is a key of `World.media`, "" for files of a past that has no bytes."""

    id: str
    message: Message
    name: str
    size: int
    content: str = ""
    folder: str = ""
    downloads: int = 0


@dataclass(slots=True)
class Folder:
    """A folder of a group's files. QQ's folders hold no folders."""

    id: str
    name: str
    creator: str
    time: int


@dataclass(frozen=True, slots=True)
class Like:
    """Somebody liked somebody's profile, so many times at once."""

    sender: str
    receiver: str
    times: int
    time: int


class Reason(Enum):
    """Why the world refuses an act."""

    NO_SUCH_USER = "no such user"
    NO_SUCH_GROUP = "no such group"
    NO_SUCH_REQUEST = "no such request"
    NOT_A_MEMBER = "not a member"
    NOT_A_FRIEND = "not a friend"
    MUTED = "muted"
    WHOLE_MUTED = "everybody is muted"
    RANK_TOO_LOW = "rank too low"
    TARGET_IS_OWNER = "target is the owner"
    TOO_LATE = "the recall window has passed"
    ALREADY_RECALLED = "already recalled"
    TOO_MANY = "daily limit reached"
    NO_SUCH_FILE = "no such file"
    NO_SUCH_FOLDER = "no such folder"
    NO_SUCH_NOTICE = "no such notice"
    NAME_TAKEN = "name taken"
    NO_PICTURE = "not a picture"
    NO_SUCH_STATUS = "no such status"
    GONE = "the message was recalled"


class Refused(Exception):
    """The world's rules forbid an act; `reason` says which rule."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


def segment(kind: str, data: Mapping[str, Any] | None = None) -> Segment:
    """A segment of this kind."""
    return {"type": kind, "data": dict(data or {})}
