"""People as a messenger sees them: friends in categories, members of groups with their roles, and groups."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Role(StrEnum):
    """What a member may do in a group; UNKNOWN until the platform has said it."""

    OWNER = "owner"
    ADMIN = "admin"
    MEMBER = "member"
    UNKNOWN = "unknown"

    @property
    def rank(self) -> int:
        """3 for the owner, 2 for admins, 1 for members, 0 while unknown."""
        return {"owner": 3, "admin": 2, "member": 1}.get(self.value, 0)


class Friend(Struct, frozen=True):
    """A friend; *category* is the list the account's owner filed them under."""

    id: str
    nickname: str
    remark: str = ""
    category: str = ""
    category_order: int = 0

    @property
    def name(self) -> str:
        """What to call them: remark, else nickname, else number."""
        return self.remark or self.nickname or self.id


class Group(Struct, frozen=True):
    """A group the account is in; *member_count* is 0 where unknown, *is_muted_all* None where unknown."""

    id: str
    name: str
    remark: str = ""
    member_count: int = 0
    is_muted_all: bool | None = None


class Member(Struct, frozen=True):
    """A member of a group; times in milliseconds since the epoch, 0 for never.

    *muted_until* in the past means not muted, None that the platform does not tell it along with the rest.
    """

    id: str
    nickname: str
    card: str = ""
    role: Role = Role.UNKNOWN
    title: str = ""
    muted_until: int | None = 0
    joined_at: int = 0
    last_spoke_at: int = 0

    @property
    def name(self) -> str:
        """What the group sees: card, else nickname, else number."""
        return self.card or self.nickname or self.id


class Profile(Struct, frozen=True):
    """What anybody may know of a person; empty and 0 where it is not told. *registered_at* in ms."""

    id: str
    nickname: str = ""
    remark: str = ""
    sex: str = ""
    age: int = 0
    level: int = 0
    signature: str = ""
    qid: str = ""
    registered_at: int = 0
    login_days: int = 0
    is_vip: bool = False


class PersonState(Struct, frozen=True):
    """How a person shows themselves: *name* of an online state ("" for one without), and QQ's own two numbers."""

    name: str
    status: int
    ext_status: int = 0


class Liker(Struct, frozen=True):
    """Somebody who liked a profile; *time* in ms, 0 where it is not told."""

    id: str
    nickname: str
    times: int
    time: int = 0


class Likes(Struct, frozen=True):
    """How often a profile was liked, and by whom."""

    total: int
    today: int
    people: tuple[Liker, ...] = ()


class SpeakingVoice(Struct, frozen=True):
    """A voice that can read to a group; *sample* is a link to hear it by."""

    id: str
    name: str
    kind: str = ""
    sample: str = ""
