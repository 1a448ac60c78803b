"""The things of Bilibili's simulated world: people, conversations, messages, fan groups, notices. Times are microseconds."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Literal

USER, GROUP = 1, 2
"""`session_type` of a conversation, and `receiver_type` of its messages."""

NORMAL, RECALLED, REMOVED, EXPIRED = 0, 1, 2, 50
"""`msg_status`."""


class Kind(IntEnum):
    """`msg_type`, as far as the simulator makes them itself."""

    TEXT = 1
    PICTURE = 2
    RECALL = 5
    EMOTE = 6
    SHARE = 7
    MINI_APP = 9
    NOTICE = 10
    VIDEO = 11
    ARTICLE = 12
    PICTURE_CARD = 13
    SHARE_OTHER = 14
    PUSH = 16
    TIP = 18
    AI = 19
    NAMELESS = 51
    JOINED = 301
    LEFT = 302
    FROZEN = 303
    DISSOLVED = 304
    OPENED = 305
    WELCOME = 306


class Source(IntEnum):
    """`msg_source`: from where a message was sent."""

    PHONE = 2
    PUSHED = 6
    WEB = 7
    AUTO_REPLY = 8
    GROUP_TIP = 13
    SYSTEM = 16
    MUTUAL = 17
    TIP = 18
    AI = 19


@dataclass(slots=True)
class Person:
    """Somebody, or the account itself. A system's talker has a `system_type` and writes only."""

    uid: int
    name: str
    sign: str = ""
    level: int = 5
    is_followed: bool = False
    """By the account."""
    follows: bool = False
    """The account."""
    is_blocked: bool = False
    is_private: bool = False
    """Takes no messages."""
    system_type: int = 0

    @property
    def face(self) -> str:
        """The key of their picture in `BiliWorld.media`."""
        return f"face/{self.uid}.png"


@dataclass(slots=True)
class FanGroup:
    """A fan group, which the account only reads."""

    id: int
    name: str
    kind: int = 0
    members: list[int] = field(default_factory=list)
    is_dissolved: bool = False
    has_left: bool = False


@dataclass(slots=True, eq=False)
class Letter:
    """A message. `content` is JSON in all but the broken ones, with `bfs://` where pictures of this world stand."""

    talk: Talk
    sender: int
    kind: int
    content: str
    seqno: int
    key: int
    stamp: int
    at_uids: list[int] | None = None
    status: int = NORMAL
    source: int = Source.WEB
    notify_code: str = ""
    face_version: int = 1
    is_system_recall: bool = False


@dataclass(slots=True, eq=False)
class Talk:
    """A conversation of the account: with a person, or of a group. `letters` are its messages, oldest first."""

    kind: int
    id: int
    letters: list[Letter] = field(default_factory=list)
    ack_seqno: int = 0
    ack_ts: int = 0
    top_ts: int = 0
    changed: int = 0
    """`session_ts`."""
    is_dnd: bool = False
    is_listed: bool = True
    is_intercepted: bool = False
    push_setting: int = 0

    @property
    def max_seqno(self) -> int:
        """That of the newest message, 0 without one."""
        return self.letters[-1].seqno if self.letters else 0

    def find(self, key: int) -> Letter | None:
        """The message of this key."""
        return next((letter for letter in reversed(self.letters) if letter.key == key), None)


NewsKind = Literal["like", "reply", "at"]


@dataclass(slots=True, eq=False)
class News:
    """Somebody liked, answered or mentioned the account below one of its works."""

    id: int
    kind: NewsKind
    users: list[int]
    work: dict[str, Any]
    time: int
    """Seconds."""
    words: str = ""
    answered: str = ""
    """The words of the account that were liked or answered."""


@dataclass(slots=True, eq=False)
class SystemNotice:
    """A notice of the service; `cursor` is nanoseconds."""

    id: int
    cursor: int
    title: str
    text: str
    time: int


@dataclass(slots=True)
class Limits:
    """How much one may send: `burst` messages in `span` seconds, `daily` in a day, nothing without a phone."""

    burst: int = 20
    span: float = 10.0
    daily: int = 1000
    has_phone: bool = True
