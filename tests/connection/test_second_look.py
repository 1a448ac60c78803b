"""What no event need tell is asked again, and written down: a yes alone is not believed."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.connection.harness import GROUP, ME, Client, running
from tui.chat.actions import Action, Done, Kick, Mute, NoAnswer, Outcome
from tui.chat.events import ConversationEnded, MemberLeft
from tui.chat.group_actions import LeaveGroup, MuteAll, RenameGroup
from tui.chat.ids import ConversationId, ConversationKind
from tui.chat.member_actions import SetAdmin, SetCard, SetTitle
from tui.chat.people import Group, Member, Role
from tui.connection import link, second_look

OWNED = ConversationId(ME, ConversationKind.GROUP, "30001")
PLAIN = ConversationId(ME, ConversationKind.GROUP, "30003")


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link, "LOOK_AGAIN_AFTER", (0.05, 0.1))


async def do(client: Client, action: Action) -> Outcome:
    """Do *action* as the interface does."""
    return await asyncio.wrap_future(client.connection.perform((await client.row(OWNED)).account, action))


async def test_a_card_is_done_when_the_member_bears_it(tmp_path: Path) -> None:
    async with running(tmp_path) as (_, client):
        assert await do(client, SetCard(OWNED, "20001", "新")) == Done()
        member = client.reader.member((await client.row(OWNED)).id, "20001")
        assert member is not None and (member.card, member.role) == ("新", Role.MEMBER)


@pytest.mark.parametrize(
    "action", [SetCard(PLAIN, "20001", "新"), SetAdmin(GROUP, "20001", True), SetTitle(GROUP, "20001", "神")]
)
async def test_what_was_refused_in_silence_is_not_proven_and_the_truth_is_written(tmp_path: Path, action: Action) -> None:
    async with running(tmp_path) as (server, client):
        assert await do(client, action) == NoAnswer("unproven")
        assert len([call for call in server.calls if call.action == "get_group_member_info"]) == 2
        member = client.reader.member((await client.row(action.conversation)).id, "20001")  # type: ignore[attr-defined]
        assert member is not None and (member.card, member.role, member.title) == ("贤哥", Role.MEMBER, "")


async def test_where_the_event_is_there_nothing_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link, "LOOK_AGAIN_AFTER", (20.0,))
    async with running(tmp_path) as (server, client):
        assert await do(client, SetAdmin(OWNED, "20001", True)) == Done()
        assert await do(client, RenameGroup(OWNED, "夜读")) == Done()
        assert await do(client, LeaveGroup(PLAIN)) == Done()
        assert not any(call.action in ("get_group_member_info", "get_group_info") for call in server.calls)
        assert ((await client.row(OWNED)).name, (await client.row(PLAIN)).is_listed) == ("夜读", False)


async def test_an_answer_that_fails_proves_nothing(tmp_path: Path) -> None:
    async with running(tmp_path) as (server, client):
        server.faults.fail("get_group_member_info", "系统繁忙")
        assert await do(client, SetCard(OWNED, "20001", "新")) == NoAnswer("unproven")


async def test_who_is_muted_is_listed_anew(tmp_path: Path) -> None:
    async with running(tmp_path) as (server, client):
        row = await client.row(OWNED)
        await server.mute("30001", "20002", 600)
        await client.until(lambda: (member := client.reader.member(row.id, "20002")) and member.muted_until)
        server.world.member("30001", "20002").muted_until = 0  # nobody told of it
        server.world.member("30001", "20003").muted_until = server.world.now() + 60
        await asyncio.wrap_future(client.connection.list_muted(row))
        muted = {user: client.reader.member(row.id, user) for user in ("20002", "20003")}
        assert {user: bool(member and member.muted_until) for user, member in muted.items()} == {"20002": False, "20003": True}


def test_having_left_is_seen_in_the_list_of_groups() -> None:
    left = LeaveGroup(PLAIN)
    assert second_look.events_of(left, (Group("30001", "爱情公寓"),)) == (ConversationEnded(PLAIN),)
    assert second_look.events_of(left, (Group("30003", "羽毛球"),)) == ()
    assert second_look.events_of(left, Member("1", "x")) == ()


def test_who_was_kicked_is_missing_from_a_list_that_came() -> None:
    kick = Kick(OWNED, "20001")
    assert second_look.events_of(kick, (Member("20002", "b"),)) == (MemberLeft(OWNED, "20001"),)
    assert second_look.events_of(kick, (Member("20001", "a"),)) == ()
    assert second_look.events_of(kick, ()) == (), "an empty list is no list"


@pytest.mark.parametrize("action", [Kick(OWNED, "20001"), Mute(OWNED, "20001", 60), MuteAll(OWNED, True)])
def test_moderation_is_asked_about_only_where_nothing_is_told(action: Action) -> None:
    assert second_look.question_after(action, is_told=True) is None
    assert second_look.question_after(action, is_told=False) is not None
