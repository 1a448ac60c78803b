"""Whether a thing may be done here, from stored roles and what the platform offers, and why not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.ui.store_fixture import NOON, StoreFixture
from tui.chat.actions import ActionKind
from tui.chat.capabilities import YES, Answer, Offers, no
from tui.chat.messages import SendState
from tui.chat.people import Role
from tui.locale import set_language
from tui.store.reader import Reader
from tui.store.rows import ConversationRow, MessageRow
from tui.ui.subjects import Judge, why_not

GROUP_ID, FRIEND_ID = 1, 2
OWNER, ADMIN, MEMBER, STRANGER, ME = "20009", "20008", "20002", "20777", "10001"
ALL = Offers(frozenset(ActionKind), recall_seconds=120)


class Court:
    """A judge over a group and a friend, both with words said in them."""

    def __init__(self, folder: Path) -> None:
        self.offered: Offers | None = ALL
        self.is_closed = False
        self.store = StoreFixture(folder)
        self.store.conversation(GROUP_ID)
        self.store.conversation(FRIEND_ID, "friend", MEMBER, "曾小贤")
        for user, role in ((OWNER, "owner"), (ADMIN, "admin"), (MEMBER, "member")):
            self.store.member(user, role)
        self.reader: Reader = self.store.reader()
        connection: Any = self
        self.judge = Judge(self.reader, connection)
        self.judge._now = lambda: NOON + 3_600_000  # type: ignore[method-assign]

    def offers(self, account: int) -> Offers | None:
        return self.offered

    def is_read_only(self, account: int) -> bool:
        return self.is_closed

    def place(self, id: int = GROUP_ID) -> ConversationRow:
        found = self.reader.conversation(id)
        assert found is not None
        return found

    def said(self, sender: str, where: int = GROUP_ID, **columns: Any) -> MessageRow:
        columns.setdefault("time", NOON + 3_590_000)
        found = self.reader.message(self.store.add("话", sender, conversation=where, **columns))
        assert found is not None
        return found

    def of_message(self, action: ActionKind, sender: str, where: int = GROUP_ID, **columns: Any) -> Any:
        return self.judge.of_message(action, self.place(where), self.said(sender, where, **columns))

    def of_member(self, action: ActionKind, user: str, where: int = GROUP_ID) -> Any:
        return self.judge.of_member(action, self.place(where), user)


@pytest.fixture
def court(tmp_path: Path) -> Iterator[Court]:
    made = Court(tmp_path)
    yield made
    made.reader.close()
    made.store.db.close()


@pytest.mark.parametrize("action", [ActionKind.MUTE, ActionKind.KICK])
@pytest.mark.parametrize(
    ("own", "target", "verdict"),
    [
        ("owner", ADMIN, YES),
        ("owner", MEMBER, YES),
        ("admin", MEMBER, YES),
        ("admin", ADMIN, no("target_outranks")),
        ("admin", OWNER, no("target_outranks")),
        ("member", MEMBER, no("need_admin")),
        ("owner", ME, no("yourself")),
    ],
)
def test_stored_roles_decide_over_members_and_over_who_sent_a_message(
    court: Court, action: ActionKind, own: str, target: str, verdict: object
) -> None:
    court.store.member(ME, own)
    assert court.of_member(action, target) == verdict
    assert court.of_message(action, target) == verdict


def test_a_role_that_nobody_told_is_neither_a_yes_nor_a_no(court: Court) -> None:
    assert court.of_member(ActionKind.KICK, MEMBER).answer is Answer.UNKNOWN, "our own"
    court.store.member(ME, "admin")
    assert court.of_member(ActionKind.KICK, STRANGER).answer is Answer.UNKNOWN, "theirs"


def test_a_role_follows_what_the_store_is_told(court: Court) -> None:
    court.store.member(ME, "member")
    assert court.of_member(ActionKind.KICK, MEMBER) == no("need_admin")
    court.store.member(ME, "admin")
    assert court.of_member(ActionKind.KICK, MEMBER) == YES


def test_roles_are_those_of_this_group_and_none_outside_of_groups(court: Court) -> None:
    court.store.conversation(3, peer="30009")
    court.store.member(MEMBER, "owner", conversation=3)
    court.store.member(MEMBER, "owner", conversation=FRIEND_ID)
    assert court.judge.role(court.place(), MEMBER) is Role.MEMBER
    assert court.judge.role(court.place(3), MEMBER) is Role.OWNER
    assert court.judge.role(court.place(FRIEND_ID), MEMBER) is Role.UNKNOWN


@pytest.mark.parametrize("action", [ActionKind.MUTE, ActionKind.KICK, ActionKind.MENTION, ActionKind.MENTION_ALL])
def test_what_is_for_groups_is_not_had_with_a_friend(court: Court, action: ActionKind) -> None:
    assert court.of_message(action, MEMBER, FRIEND_ID) == no("only_groups")


def test_an_own_message_is_known_by_its_mark_or_by_its_sender(court: Court) -> None:
    court.store.member(ME, "member")
    assert court.of_message(ActionKind.RECALL, ME) == YES
    assert court.of_message(ActionKind.RECALL, ME, is_own=False) == YES
    assert court.of_message(ActionKind.RECALL, MEMBER) == no("need_admin")
    assert court.of_message(ActionKind.RECALL, MEMBER, FRIEND_ID) == no("not_yours")


def test_an_own_message_is_too_old_for_a_member_and_not_for_an_admin(court: Court) -> None:
    court.store.member(ME, "member")
    assert court.of_message(ActionKind.RECALL, ME, time=NOON) == no("recall_too_late")
    court.store.member(ME, "admin")
    assert court.of_message(ActionKind.RECALL, ME, time=NOON) == YES


@pytest.mark.parametrize("action", [ActionKind.RECALL, ActionKind.QUOTE])
@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({"is_notice": True}, "notice"),
        ({"recalled_at": NOON}, "already_recalled"),
        ({"state": SendState.FAILED}, "not_sent_yet"),
        ({"state": SendState.UNCONFIRMED}, "not_sent_yet"),
        ({"native": None}, "not_sent_yet"),
    ],
)
def test_what_became_of_a_message_decides(court: Court, action: ActionKind, columns: dict[str, Any], reason: str) -> None:
    court.store.member(ME, "owner")
    assert court.of_message(action, MEMBER) == YES
    assert court.of_message(action, MEMBER, **columns) == no(reason)


def test_a_system_line_has_nobody_to_do_anything_to(court: Court) -> None:
    court.store.member(ME, "owner")
    for action in (ActionKind.MUTE, ActionKind.KICK, ActionKind.POKE, ActionKind.MENTION):
        assert court.of_message(action, MEMBER, is_notice=True) == no("no_target")
        assert court.of_message(action, "") == no("no_target")
        assert court.of_member(action, "") == no("no_target")


def test_a_read_only_account_may_nothing(court: Court) -> None:
    court.store.member(ME, "owner")
    court.is_closed = True
    for action in (ActionKind.RECALL, ActionKind.MUTE, ActionKind.POKE, ActionKind.QUOTE):
        assert court.of_message(action, MEMBER) == no("read_only")
        assert court.of_member(action, MEMBER) == no("read_only")


def test_what_the_platform_does_not_offer_is_not_had(court: Court) -> None:
    court.store.member(ME, "owner")
    court.offered = ALL.without(ActionKind.POKE)
    assert court.of_message(ActionKind.POKE, MEMBER) == no("not_offered")
    assert court.of_member(ActionKind.POKE, MEMBER) == no("not_offered")
    assert court.of_member(ActionKind.KICK, MEMBER) == YES


def test_offline_only_a_certain_no_is_one(court: Court) -> None:
    court.offered = None
    court.store.member(ME, "admin")
    assert court.of_member(ActionKind.KICK, MEMBER).answer is Answer.UNKNOWN
    assert court.of_member(ActionKind.KICK, OWNER) == no("target_outranks")
    assert court.of_message(ActionKind.QUOTE, MEMBER).answer is Answer.UNKNOWN


def test_a_no_has_words_and_all_else_has_none(court: Court) -> None:
    set_language("en")
    court.store.member(ME, "admin")
    assert why_not(court.of_member(ActionKind.KICK, OWNER)) == "they are the owner or an admin; your role does not suffice"
    assert why_not(court.of_member(ActionKind.KICK, MEMBER)) == ""
    assert why_not(court.of_member(ActionKind.KICK, STRANGER)) == ""
