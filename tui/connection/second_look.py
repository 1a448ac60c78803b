"""Asks again how things stand after an act that no event need tell of, so that the store shows what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tui.chat.actions import Action
from tui.chat.events import ConversationEnded, Event, GroupUpdated, MemberUpdated
from tui.chat.group_actions import LeaveGroup, RenameGroup
from tui.chat.ids import ConversationId
from tui.chat.member_actions import SetAdmin, SetCard, SetTitle
from tui.chat.people import Group, Member
from tui.platforms.base import AskGroups, AskMember, Query
from tui.platforms.group_queries import AskGroup


def question_after(action: Action) -> Query[Any] | None:
    """Return what to ask to see whether *action* came true; None where its event tells for sure."""
    match action:
        case SetAdmin(conversation=where, user=user) | SetCard(conversation=where, user=user):
            return AskMember(where, user)
        case SetTitle(conversation=where, user=user):
            return AskMember(where, user)
        case RenameGroup(conversation=where):
            return AskGroup(where)
        case LeaveGroup():
            return AskGroups()
    return None


def events_of(action: Action, answer: object) -> Sequence[Event]:
    """Return the *answer* to the question after *action* as the events that would have told it."""
    match action, answer:
        case ((SetAdmin(conversation=where) | SetCard(conversation=where) | SetTitle(conversation=where)), Member() as member):
            return (
                MemberUpdated(
                    where,
                    member.id,
                    role=member.role,
                    card=member.card,
                    nickname=member.nickname or None,
                    title=member.title,
                    muted_until=member.muted_until,
                ),
            )
        case RenameGroup(conversation=where), Group(name=name, is_muted_all=is_muted_all):
            return (GroupUpdated(where, name=name, is_muted_all=is_muted_all),)
        case LeaveGroup(conversation=where), [*groups] if not any(_is(where, group) for group in groups):
            return (ConversationEnded(where),)
    return ()


def _is(where: ConversationId, group: object) -> bool:
    return isinstance(group, Group) and group.id == where.peer
