"""What may be offered: roles, time and the platform decide, and unknown is neither yes nor no."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tui.chat.actions import ActionKind
from tui.chat.capabilities import QUESTIONS, Answer, Offers, Subject, can
from tui.chat.ids import ConversationKind
from tui.chat.messages import SendState
from tui.chat.people import Role

ALL = Offers(frozenset(ActionKind), recall_seconds=120)
NOW = 10_000_000
GROUP = Subject(ConversationKind.GROUP, ALL, own_role=Role.ADMIN, target_role=Role.MEMBER, message_time=NOW - 1000)
FRIEND = replace(GROUP, conversation=ConversationKind.FRIEND, own_role=Role.UNKNOWN, target_role=Role.UNKNOWN)


@pytest.mark.parametrize("action", [ActionKind.MUTE, ActionKind.KICK])
@pytest.mark.parametrize(
    ("own", "target", "answer"),
    [
        (Role.OWNER, Role.ADMIN, Answer.YES),
        (Role.OWNER, Role.MEMBER, Answer.YES),
        (Role.ADMIN, Role.MEMBER, Answer.YES),
        (Role.ADMIN, Role.ADMIN, Answer.NO),
        (Role.ADMIN, Role.OWNER, Answer.NO),
        (Role.MEMBER, Role.MEMBER, Answer.NO),
        (Role.UNKNOWN, Role.MEMBER, Answer.UNKNOWN),
        (Role.ADMIN, Role.UNKNOWN, Answer.UNKNOWN),
    ],
)
def test_moderation_needs_the_higher_rank(action: ActionKind, own: Role, target: Role, answer: Answer) -> None:
    assert can(action, replace(GROUP, own_role=own, target_role=target), NOW).answer is answer


@pytest.mark.parametrize("action", [ActionKind.MUTE, ActionKind.KICK])
def test_nobody_moderates_themselves_or_a_private_chat(action: ActionKind) -> None:
    assert can(action, replace(GROUP, is_own=True), NOW).reason == "yourself"
    assert can(action, FRIEND, NOW).reason == "only_groups"


def test_an_own_message_can_be_recalled_for_two_minutes_by_a_member_and_always_by_an_admin() -> None:
    own = replace(GROUP, is_own=True, own_role=Role.MEMBER)
    assert can(ActionKind.RECALL, own, NOW).answer is Answer.YES
    assert can(ActionKind.RECALL, own, NOW + 200_000).reason == "recall_too_late"
    assert can(ActionKind.RECALL, replace(own, own_role=Role.ADMIN), NOW + 200_000).answer is Answer.YES


def test_what_others_said_is_recalled_by_rank_only() -> None:
    assert can(ActionKind.RECALL, GROUP, NOW).answer is Answer.YES
    assert can(ActionKind.RECALL, replace(GROUP, own_role=Role.MEMBER), NOW).reason == "need_admin"
    assert can(ActionKind.RECALL, FRIEND, NOW).reason == "not_yours"


def test_what_is_not_sent_recalled_or_no_message_is_neither_recalled_nor_quoted() -> None:
    for action in (ActionKind.RECALL, ActionKind.QUOTE):
        assert can(action, replace(GROUP, message_state=SendState.FAILED), NOW).reason == "not_sent_yet"
        assert can(action, replace(GROUP, has_native=False), NOW).reason == "not_sent_yet"
        assert can(action, replace(GROUP, is_recalled=True), NOW).reason == "already_recalled"
        assert can(action, replace(GROUP, is_notice=True), NOW).reason == "notice"


def test_a_read_only_account_offers_nothing_but_questions() -> None:
    for action in ActionKind:
        verdict = can(action, replace(GROUP, is_read_only=True), NOW)
        assert verdict.is_no is (action not in QUESTIONS)


def test_what_the_implementation_lacks_is_not_offered() -> None:
    assert can(ActionKind.POKE, replace(GROUP, offers=ALL.without(ActionKind.POKE)), NOW).reason == "not_offered"


def test_before_the_connection_only_a_certain_no_is_one() -> None:
    assert can(ActionKind.QUOTE, replace(GROUP, offers=None), NOW).answer is Answer.UNKNOWN
    assert can(ActionKind.KICK, replace(GROUP, offers=None, own_role=Role.MEMBER), NOW).reason == "need_admin"


def test_everybody_is_mentioned_by_admins_only() -> None:
    assert can(ActionKind.MENTION_ALL, GROUP, NOW).answer is Answer.YES
    assert can(ActionKind.MENTION_ALL, replace(GROUP, own_role=Role.MEMBER), NOW).reason == "need_admin"
    assert can(ActionKind.MENTION, FRIEND, NOW).reason == "only_groups"


@pytest.mark.parametrize(
    ("action", "subject", "reason"),
    [
        (ActionKind.ADMIN, replace(GROUP, own_role=Role.OWNER), ""),
        (ActionKind.ADMIN, GROUP, "need_owner"),
        (ActionKind.ADMIN, replace(GROUP, own_role=Role.OWNER, is_own=True, target_role=Role.OWNER), "is_owner"),
        (ActionKind.ADMIN, replace(GROUP, own_role=Role.UNKNOWN), ""),
        (ActionKind.TITLE, replace(GROUP, own_role=Role.OWNER, is_own=True), ""),
        (ActionKind.TITLE, GROUP, "need_owner"),
        (ActionKind.CARD, replace(GROUP, own_role=Role.MEMBER, is_own=True), ""),
        (ActionKind.CARD, replace(GROUP, own_role=Role.MEMBER), "need_admin"),
        (ActionKind.CARD, GROUP, ""),
        (ActionKind.CARD, replace(GROUP, target_role=Role.OWNER), "target_outranks"),
        (ActionKind.CARD, replace(FRIEND, is_own=True), "only_groups"),
        (ActionKind.RENAME, replace(GROUP, own_role=Role.MEMBER), "need_admin"),
        (ActionKind.PORTRAIT, GROUP, ""),
        (ActionKind.IGNORED_REQUESTS, replace(GROUP, own_role=Role.MEMBER), "need_admin"),
        (ActionKind.LEAVE, replace(GROUP, own_role=Role.MEMBER), ""),
        (ActionKind.LEAVE, FRIEND, "only_groups"),
        (ActionKind.SIGN_IN, replace(GROUP, own_role=Role.MEMBER), ""),
    ],
)
def test_what_is_done_to_members_and_groups_needs_its_rank(action: ActionKind, subject: Subject, reason: str) -> None:
    assert can(action, subject, NOW).reason == reason


@pytest.mark.parametrize("action", [ActionKind.REACT, ActionKind.REACTORS])
def test_reactions_are_for_messages_of_groups_that_are_there(action: ActionKind) -> None:
    assert can(action, replace(GROUP, own_role=Role.MEMBER, is_own=True), NOW).answer is Answer.YES
    assert can(action, FRIEND, NOW).reason == "only_groups"
    assert can(action, replace(GROUP, is_notice=True), NOW).reason == "notice"
    assert can(action, replace(GROUP, is_recalled=True), NOW).reason == "already_recalled"
    assert can(action, replace(GROUP, offers=ALL.without(action)), NOW).reason == "not_offered"


def test_what_a_group_keeps_is_looked_at_by_all_and_changed_by_its_managers() -> None:
    plain = replace(GROUP, own_role=Role.MEMBER)
    for action in (ActionKind.NOTICES, ActionKind.ESSENCES, ActionKind.FILES, ActionKind.HONOURS, ActionKind.UPLOAD_FILE):
        assert can(action, plain, NOW).answer is Answer.YES
    for action in (ActionKind.PUBLISH_NOTICE, ActionKind.DELETE_NOTICE, ActionKind.ESSENCE, ActionKind.CREATE_FOLDER):
        assert can(action, plain, NOW).reason == "need_admin"
        assert can(action, GROUP, NOW).answer is Answer.YES
        assert can(action, FRIEND, NOW).reason == "only_groups"


def test_a_file_is_deleted_by_who_uploaded_it_and_by_managers() -> None:
    plain = replace(GROUP, own_role=Role.MEMBER)
    assert can(ActionKind.DELETE_FILE, plain, NOW).reason == "need_admin"
    assert can(ActionKind.DELETE_FILE, replace(plain, is_own=True), NOW).answer is Answer.YES
    assert can(ActionKind.DELETE_FILE, GROUP, NOW).answer is Answer.YES


def test_a_file_goes_to_a_friend_and_not_to_a_stranger() -> None:
    assert can(ActionKind.UPLOAD_FILE, FRIEND, NOW).answer is Answer.YES
    stranger = replace(FRIEND, conversation=ConversationKind.STRANGER)
    assert can(ActionKind.UPLOAD_FILE, stranger, NOW).reason == "only_groups_and_friends"


def test_only_a_message_that_stands_there_becomes_essence() -> None:
    assert can(ActionKind.ESSENCE, replace(GROUP, is_recalled=True), NOW).reason == "already_recalled"
    assert can(ActionKind.ESSENCE, replace(GROUP, is_notice=True), NOW).reason == "notice"
