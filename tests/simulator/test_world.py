"""The world's rules: who may do what, when, and who is told."""

import pytest

from tui.simulator import happenings as told
from tui.simulator.model import Reason, Role, group_chat, private_chat
from tui.simulator.segments import text
from tui.simulator.world import RECALL_WINDOW, World

from .rules import Clock, reason_of


@pytest.fixture
def seen(world: World) -> list[told.Happening]:
    happenings: list[told.Happening] = []
    world.observe(happenings.append)
    return happenings


def test_a_post_is_numbered_stored_and_told(world: World, seen: list[told.Happening]) -> None:
    chat = group_chat("30001")
    first = world.post(chat, "20001", [text("一")])
    second = world.post(chat, "20002", [text("二")])
    assert (first.seq, second.seq) == (1, 2)
    assert first.uid != second.uid
    assert world.conversation(chat).messages == [first, second]
    assert seen == [told.Posted(first), told.Posted(second)]


def test_who_observes_no_more_is_told_no_more(world: World) -> None:
    happenings: list[told.Happening] = []
    world.observe(happenings.append)()
    world.post(group_chat("30001"), "20001", [text("一")])
    assert happenings == []


def test_a_muted_member_is_silent_until_the_mute_ends(world: World, clock: Clock) -> None:
    chat = group_chat("30001")
    world.mute("30001", "20001", 60, "10001")
    assert reason_of(lambda: world.post(chat, "20001", [text("x")])) is Reason.MUTED
    clock.time += 61
    assert world.post(chat, "20001", [text("x")]).text == "x"


def test_lifting_a_mute_lets_speak(world: World) -> None:
    world.mute("30001", "20001", 60, "10001")
    world.mute("30001", "20001", 0, "10001")
    assert world.post(group_chat("30001"), "20001", [text("x")]).sender == "20001"


def test_whole_mute_silences_plain_members_only(world: World) -> None:
    chat = group_chat("30001")
    world.mute_all("30001", "10001", True)
    assert reason_of(lambda: world.post(chat, "20001", [text("x")])) is Reason.WHOLE_MUTED
    assert world.post(chat, "20009", [text("I am an administrator")])
    assert world.post(chat, "10001", [text("I am the owner")])


@pytest.mark.parametrize(
    ("group_id", "operator", "target", "reason"),
    [
        ("30003", "10001", "20001", Reason.RANK_TOO_LOW),
        ("30002", "10001", "20009", Reason.TARGET_IS_OWNER),
        ("30001", "20009", "20009", Reason.RANK_TOO_LOW),
        ("30001", "10001", "29999", Reason.NOT_A_MEMBER),
        ("39999", "10001", "20001", Reason.NO_SUCH_GROUP),
    ],
)
def test_only_a_higher_rank_mutes_and_kicks(world: World, group_id: str, operator: str, target: str, reason: Reason) -> None:
    assert reason_of(lambda: world.mute(group_id, target, 60, operator)) is reason
    assert reason_of(lambda: world.kick(group_id, target, operator)) is reason


def test_own_messages_are_recalled_within_the_window(world: World, clock: Clock) -> None:
    chat = private_chat("10001", "20001")
    early, late = world.post(chat, "10001", [text("a")]), world.post(chat, "10001", [text("b")])
    clock.time += RECALL_WINDOW
    world.recall(early, "10001")
    clock.time += 1
    assert early.recalled_by == "10001"
    assert reason_of(lambda: world.recall(late, "10001")) is Reason.TOO_LATE
    assert reason_of(lambda: world.recall(early, "10001")) is Reason.ALREADY_RECALLED


def test_an_administrator_recalls_members_always_but_no_peer(world: World, clock: Clock) -> None:
    chat = group_chat("30002")
    member, owner = world.post(chat, "20001", [text("a")]), world.post(chat, "20009", [text("b")])
    clock.time += 86_400
    world.recall(member, "10001")
    assert reason_of(lambda: world.recall(owner, "10001")) is Reason.RANK_TOO_LOW


def test_a_friends_message_is_theirs_to_recall(world: World) -> None:
    message = world.post(private_chat("10001", "20001"), "20001", [text("a")])
    assert reason_of(lambda: world.recall(message, "10001")) is Reason.RANK_TOO_LOW


def test_a_stranger_is_written_to_only_through_a_common_group(world: World) -> None:
    chat = private_chat("10001", "20004")
    assert reason_of(lambda: world.post(chat, "20004", [text("x")])) is Reason.NOT_A_FRIEND
    assert world.post(chat, "20004", [text("x")], temp_group="30001").temp_group == "30001"


def test_unread_counts_others_after_the_mark(world: World) -> None:
    chat = private_chat("10001", "20001")
    world.post(chat, "20001", [text("a")])
    world.post(chat, "20001", [text("b")])
    assert world.unread("10001", chat) == 2
    world.mark_read("10001", chat)
    world.post(chat, "20001", [text("c")])
    assert world.unread("10001", chat) == 1
    world.post(chat, "10001", [text("d")])
    assert world.unread("10001", chat) == 0


def test_a_request_is_answered_once(world: World, seen: list[told.Happening]) -> None:
    request = world.ask("friend", "20004", "我是悠悠")
    world.answer(request.flag, "friend", True, "10001")
    assert world.is_friend("10001", "20004")
    assert world.is_friend("20004", "10001")
    assert [type(happening) for happening in seen] == [told.Asked, told.Befriended, told.Posted]
    assert reason_of(lambda: world.answer(request.flag, "friend", True, "10001")) is Reason.NO_SUCH_REQUEST


def test_requests_of_one_second_have_flags_of_their_own(world: World) -> None:
    flags = {world.ask("friend", user_id, "").flag for user_id in ("20004", "20009")}
    flags |= {world.ask("add", user_id, "", group_id="30001").flag for user_id in ("20004", "20009")}
    assert len(flags) == 4


def test_a_plain_member_lets_nobody_in(world: World) -> None:
    world.leave("30003", "20004")
    request = world.ask("add", "20004", "", group_id="30003")
    assert reason_of(lambda: world.answer(request.flag, "group", True, "10001")) is Reason.RANK_TOO_LOW


def test_the_owner_makes_administrators(world: World) -> None:
    world.set_admin("30001", "20001", "10001", True)
    assert world.member("30001", "20001").role is Role.ADMIN
    assert reason_of(lambda: world.set_admin("30002", "20001", "10001", True)) is Reason.RANK_TOO_LOW


def test_essence_is_told_once(world: World, seen: list[told.Happening]) -> None:
    message = world.post(group_chat("30001"), "20001", [text("a")])
    for is_added in (True, True, False):
        world.set_essence(message, "10001", is_added)
    assert [type(happening) for happening in seen] == [told.Posted, told.EssenceChanged, told.EssenceChanged]
    assert world.group("30001").essence == []


def test_likes_have_a_daily_limit(world: World, clock: Clock) -> None:
    world.like("10001", "20001", 10)
    assert reason_of(lambda: world.like("10001", "20001", 1)) is Reason.TOO_MANY
    clock.time += 86_400
    world.like("10001", "20001", 1)


def test_a_disbanded_group_is_gone(world: World, seen: list[told.Happening]) -> None:
    world.disband("30001", "10001")
    assert "30001" not in world.groups
    assert isinstance(seen[0], told.Left)
    assert "20001" in seen[0].witnesses
