"""Message ids: positive, the same in every process, and forgotten."""

from tui.simulator.model import group_chat, private_chat
from tui.simulator.onebot11.ids import CAPACITY, IdTable, short_id, uid_of
from tui.simulator.segments import text
from tui.simulator.world import World


def test_ids_are_positive_31_bit_numbers_and_repeat(world: World) -> None:
    messages = [world.remember(group_chat("30001"), "20001", [text("x")], 1) for _ in range(100)]
    numbers = [short_id(message, "10001") for message in messages]
    assert all(0 <= number < 2**31 for number in numbers)
    assert len(set(numbers)) == 100
    assert numbers == [IdTable("10001").register(message) for message in messages]


def test_the_two_sides_of_a_private_chat_have_ids_of_their_own(world: World) -> None:
    message = world.remember(private_chat("10001", "20001"), "20001", [text("x")], 1)
    assert short_id(message, "10001") != short_id(message, "20001")


def test_only_what_was_shown_is_known_and_not_forever(world: World) -> None:
    table = IdTable("10001")
    messages = [world.remember(group_chat("30001"), "20001", [text("x")], 1) for _ in range(CAPACITY + 1)]
    assert table.find(short_id(messages[0], "10001")) is None
    for message in messages:
        table.register(message)
    assert table.find(short_id(messages[0], "10001")) is None
    assert table.find(str(short_id(messages[-1], "10001"))) is messages[-1]
    assert table.find("x") is None
    table.forget()
    assert table.find(short_id(messages[-1], "10001")) is None


def test_what_is_shown_again_stays_known(world: World) -> None:
    table = IdTable("10001")
    first, *rest = [world.remember(group_chat("30001"), "20001", [text("x")], 1) for _ in range(CAPACITY + 1)]
    for message in [first, *rest[:-1], first, rest[-1]]:
        number = table.register(message)
    assert table.find(number) is rest[-1]
    assert table.find(short_id(first, "10001")) is first
    assert table.find(short_id(rest[0], "10001")) is None


def test_an_anchor_must_stand_in_its_chat(world: World) -> None:
    table = IdTable("10001")
    number = table.register(world.remember(group_chat("30001"), "20001", [text("x")], 1))
    assert table.in_chat(number, group_chat("30001"))
    assert table.in_chat(number, group_chat("30002")) is None


def test_internal_names_look_like_qqs() -> None:
    assert len(uid_of("20001")) == 24
