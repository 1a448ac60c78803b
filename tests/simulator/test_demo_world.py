"""The demo's population is whole, plausible, and the same for a seed."""

from collections import Counter

from tui.simulator.demo_world import ADMIN_GROUP, BIG_GROUP, BIG_SIZE, OWN_GROUP, SECOND_ID, SELF_ID, demo_world
from tui.simulator.model import Role
from tui.simulator.world import World


def now() -> float:
    return 1_780_000_000.0


def test_the_population_shows_every_role_and_size() -> None:
    world = demo_world(clock=now)
    assert world.member(OWN_GROUP, SELF_ID).role is Role.OWNER
    assert world.member(ADMIN_GROUP, SELF_ID).role is Role.ADMIN
    assert len(world.group(BIG_GROUP).members) == BIG_SIZE
    assert len(world.groups_of(SELF_ID)) >= 28
    categories = {bond.category for bond in world.friends[SELF_ID].values()}
    assert categories == set(world.categories[SELF_ID])


def test_there_are_some_thousand_messages_of_all_kinds() -> None:
    world = demo_world(clock=now)
    assert 3_000 <= len(world.messages) <= 6_000
    kinds = Counter(part["type"] for message in world.messages.values() for part in message.segments)
    assert set(kinds) >= {"text", "image", "face", "reply", "at", "forward", "json", "file", "record", "video", "mface"}
    assert any(message.recalled_by for message in world.messages.values())


def test_every_conversation_runs_forward_and_ends_before_now() -> None:
    world = demo_world(clock=now)
    for talk in world.conversations.values():
        times = [message.time for message in talk.messages]
        assert times == sorted(times)
        assert times[-1] < now()
        assert [message.seq for message in talk.messages] == list(range(1, len(times) + 1))


def words_of(world: World) -> list[tuple[int, str, int, str]]:
    return [(message.uid, message.sender, message.time, message.text) for message in world.messages.values()]


def test_a_seed_makes_the_same_world_again() -> None:
    assert words_of(demo_world(clock=now)) == words_of(demo_world(clock=now))
    assert words_of(demo_world(clock=now)) != words_of(demo_world(seed=8, clock=now))


def test_nothing_is_unread_at_first() -> None:
    world = demo_world(clock=now)
    assert all(world.unread(SELF_ID, talk.chat) == 0 for talk in world.recent(SELF_ID))


def test_a_second_account_has_its_own_people_and_meets_the_first_in_one_group() -> None:
    world = demo_world(clock=now)
    first, second = ({group.id: group for group in world.groups_of(own)} for own in (SELF_ID, SECOND_ID))
    assert set(first) & set(second) == {ADMIN_GROUP}
    assert {group.members[SECOND_ID].role for group in second.values()} == set(Role)
    assert set(world.friends[SECOND_ID]) - set(world.friends[SELF_ID])
    assert any(talk.chat.kind == "private" for talk in world.recent(SECOND_ID))
    assert all(world.unread(SECOND_ID, talk.chat) == 0 for talk in world.recent(SECOND_ID))
