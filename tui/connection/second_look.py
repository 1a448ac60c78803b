"""What came of an act that no event need tell of: what follows from it, or what to ask, so that the store shows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tui.chat.actions import Action, Kick, Mute
from tui.chat.board_actions import UploadFile
from tui.chat.events import (
    ConversationEnded,
    Event,
    FriendRemoved,
    FriendRenamed,
    GroupUpdated,
    MemberLeft,
    MemberUpdated,
    OwnNameChanged,
    ReactionChanged,
)
from tui.chat.group_actions import LeaveGroup, MuteAll, RenameGroup
from tui.chat.ids import ConversationId
from tui.chat.member_actions import SetAdmin, SetCard, SetTitle
from tui.chat.people import Group, Member
from tui.chat.people_actions import DeleteFriend, SetOwnProfile, SetRemark, Speak
from tui.chat.reactions import React
from tui.platforms.base import AskGroups, AskMember, AskMembers, Query
from tui.platforms.group_queries import AskGroup

UNTOLD = (UploadFile, Speak)
"""What puts a message of ours into a conversation that need not come as an event, and that we know too little of to write it."""


def question_after(action: Action, *, is_told: bool) -> Query[Any] | None:
    """Return what to ask to see whether *action* came true; None where its event tells for sure.

    *is_told*: the platform tells of what happens by itself.
    """
    match action:
        case SetAdmin() | SetCard() | SetTitle():
            return AskMember(action.conversation, action.user)
        case RenameGroup(conversation=where):
            return AskGroup(where)
        case LeaveGroup():
            return AskGroups()
        case Mute(conversation=where, user=user) if not is_told:
            return AskMember(where, user)
        case Kick(conversation=where) if not is_told:
            return AskMembers(where)
        case MuteAll(conversation=where) if not is_told:
            return AskGroup(where)
    return None


def events_of(action: Action, answer: object) -> Sequence[Event]:
    """Return the *answer* to the question after *action* as the events that would have told it."""
    match action, answer:
        case (SetAdmin() | SetCard() | SetTitle() | Mute()) as done, Member() as member:
            return (_as_told(done.conversation, member),)
        case (RenameGroup() | MuteAll()) as done, Group(name=name, is_muted_all=is_muted_all):
            return (GroupUpdated(done.conversation, name=name, is_muted_all=is_muted_all),)
        case LeaveGroup(conversation=where), [*groups] if not _is_among(where.peer, groups):
            return (ConversationEnded(where),)
        case Kick(conversation=where, user=user), [_, *_] as members if not _is_among(user, members):
            return (MemberLeft(where, user),)
    return ()


def _as_told(where: ConversationId, member: Member) -> MemberUpdated:
    return MemberUpdated(
        where,
        member.id,
        role=member.role,
        card=member.card,
        nickname=member.nickname or None,
        title=member.title,
        muted_until=member.muted_until,
    )


def _is_among(id: str, listed: Sequence[object]) -> bool:
    return any(isinstance(one, (Group, Member)) and one.id == id for one in listed)


def follows_from(action: Action) -> Event | None:
    """Return what is true once *action* is done, where no event of the platform will say it."""
    match action:
        case SetRemark(user=user, remark=remark):
            return FriendRenamed(user, remark)
        case DeleteFriend(user=user):
            return FriendRemoved(user)
        case SetOwnProfile(nickname=nickname):
            return OwnNameChanged(nickname)
        case React(conversation=where, message=message, emoji=emoji, is_added=is_added):
            # Not every implementation reports our own; told twice it counts once.
            return ReactionChanged(where, message.native, where.account.own_id, emoji, is_added)
    return None
