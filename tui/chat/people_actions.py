"""What is done to people and to the account itself: remarks, likes, friendships, profile, online state, voices."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from tui.chat.actions import Action, ActionKind, ConversationAction

LIKES_A_DAY = 10
MOST_LIKES_A_DAY = 20
"""How often one may like one person a day: everybody, and those who pay QQ."""

MAX_AVATAR = 5 * 1024 * 1024
"""Bytes of a picture that is sent as our avatar."""


class OnlineState(StrEnum):
    """The online states that have a name."""

    ONLINE = "online"
    Q_ME = "q_me"
    AWAY = "away"
    BUSY = "busy"
    DO_NOT_DISTURB = "do_not_disturb"
    INVISIBLE = "invisible"


class StateNumbers(NamedTuple):
    """An online state as QQ itself writes it."""

    status: int
    ext_status: int = 0
    battery_status: int = 0


class SetRemark(Action, frozen=True):
    """Call a friend *remark* from now on; "" takes the remark away."""

    kind = ActionKind.REMARK
    user: str
    remark: str


class DeleteFriend(Action, frozen=True):
    """End the friendship with *user*."""

    kind = ActionKind.DELETE_FRIEND
    user: str


class Like(Action, frozen=True):
    """Like somebody's profile *times* times."""

    kind = ActionKind.LIKE
    user: str
    times: int


class ShowTyping(ConversationAction, frozen=True):
    """Show a friend that we are typing, or stopped."""

    kind = ActionKind.TYPING
    is_typing: bool


class SetOnlineState(Action, frozen=True):
    """Show ourselves in this state."""

    kind = ActionKind.ONLINE_STATUS
    state: OnlineState | StateNumbers


class SetOwnProfile(Action, frozen=True):
    """Set our *nickname*, *signature* (None leaves it) and *sex* (``male``, ``female``; "" leaves it): QQ takes them at once."""

    kind = ActionKind.OWN_PROFILE
    nickname: str
    signature: str | None
    sex: str = ""


class SetSex(SetOwnProfile, frozen=True):
    """Say of which sex we are; not every platform that takes a name takes that."""

    kind = ActionKind.SEX


class SetSignature(Action, frozen=True):
    """Set the line below our name."""

    kind = ActionKind.SIGNATURE
    text: str


class SetAvatar(Action, frozen=True):
    """Show ourselves with another picture, given by its bytes."""

    kind = ActionKind.AVATAR
    picture: bytes


class Collect(Action, frozen=True):
    """Put *text* into our collection, listed as *brief*."""

    kind = ActionKind.COLLECT
    text: str
    brief: str


class Speak(ConversationAction, frozen=True):
    """Let the voice *character* read *text* to a group."""

    kind = ActionKind.SPEAK
    character: str
    text: str
