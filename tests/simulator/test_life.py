"""The people of the demo greet, answer and stay silent when they should."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest

from tui.simulator import happenings as told
from tui.simulator.life import Life
from tui.simulator.living import GREETING
from tui.simulator.model import Chat, group_chat, private_chat
from tui.simulator.segments import text
from tui.simulator.world import World, small_world

SELF = "10001"


class Watch:
    """What happens in a world, awaited."""

    def __init__(self, world: World) -> None:
        self.seen: list[told.Happening] = []
        self._news = asyncio.Event()
        world.observe(self._note)

    def _note(self, happening: told.Happening) -> None:
        self.seen.append(happening)
        self._news.set()

    async def until(self, condition: Callable[[told.Happening], bool]) -> told.Happening:
        async with asyncio.timeout(10):
            while True:
                for happening in self.seen:
                    if condition(happening):
                        return happening
                self._news.clear()
                await self._news.wait()


def said_by(chat: Chat, *, by_self: bool = False) -> Callable[[told.Happening], bool]:
    return lambda it: isinstance(it, told.Posted) and it.message.chat == chat and (it.message.sender == SELF) is by_self


@pytest.fixture
def world() -> World:
    return small_world()


@pytest.fixture
async def watch(world: World) -> Watch:
    return Watch(world)


@pytest.fixture
async def life(world: World) -> AsyncIterator[Life]:
    alive = Life(world, SELF, speed=1000)
    yield alive
    await alive.stop()


def test_the_greeting_comes_within_five_seconds() -> None:
    assert 2 * GREETING[1] < 5


async def test_a_client_is_greeted_and_mentioned(life: Life, watch: Watch) -> None:
    life.connected()
    await watch.until(said_by(private_chat(SELF, "20001")))
    await watch.until(lambda it: isinstance(it, told.Posted) and it.message.mentions(SELF))


async def test_clients_that_come_together_are_greeted_once_and_a_later_one_again(life: Life, watch: Watch) -> None:
    life.connected()
    begun = len(life._tasks)
    life.connected()
    assert len(life._tasks) == begun
    assert life._greeting is not None
    await life._greeting
    heard = len(watch.seen)
    life.connected()
    await life._greeting
    assert any(isinstance(it, told.Posted) and it.message.mentions(SELF) for it in watch.seen[heard:])


async def test_who_comes_after_the_friend_wrote_is_written_to_too(world: World, watch: Watch) -> None:
    alive = Life(world, SELF, speed=20)
    alive.connected()
    await watch.until(said_by(private_chat(SELF, "20001")))
    watch.seen.clear()
    alive.connected()
    await watch.until(said_by(private_chat(SELF, "20001")))
    await watch.until(lambda it: isinstance(it, told.Posted) and it.message.mentions(SELF))
    await alive.stop()


async def test_nobody_speaks_for_a_person(world: World, watch: Watch) -> None:
    alive = Life(world, SELF, speed=1000, played=("20001",))
    alive.connected()
    world.post(private_chat(SELF, "20001"), SELF, [text("在吗")])
    world.poke(private_chat(SELF, "20001"), SELF, "20001")
    await watch.until(said_by(private_chat(SELF, "20002")))
    await watch.until(lambda it: isinstance(it, told.Posted) and it.message.mentions(SELF))
    await alive.stop()
    assert not any(isinstance(it, told.Posted) and it.message.sender == "20001" for it in watch.seen)


async def test_a_friend_answers_after_typing(life: Life, world: World, watch: Watch) -> None:
    chat = private_chat(SELF, "20002")
    world.post(chat, SELF, [text("在吗")])
    await watch.until(said_by(chat))
    typing = [happening.is_typing for happening in watch.seen if isinstance(happening, told.Typing)]
    assert typing == [True, False]


async def test_somebody_in_a_group_answers_sooner_or_later(life: Life, world: World, watch: Watch) -> None:
    chat = group_chat("30001")
    for number in range(10):
        world.post(chat, SELF, [text(str(number))])
    await watch.until(said_by(chat))


async def test_who_is_poked_pokes_back(life: Life, world: World, watch: Watch) -> None:
    chat = group_chat("30001")
    world.poke(chat, SELF, "20001")
    await watch.until(lambda it: it == told.Poked(chat, "20001", SELF))


async def test_muted_people_do_not_answer(life: Life, world: World, watch: Watch) -> None:
    world.mute("30001", "20001", 60, SELF)
    world.poke(group_chat("30001"), SELF, "20001")
    await watch.until(lambda it: isinstance(it, told.Poked) and it.sender == "20001")
    await asyncio.gather(*life._tasks)
    assert not any(isinstance(it, told.Posted) for it in watch.seen)


async def test_quiet_people_do_not_begin(world: World) -> None:
    alive = Life(world, SELF, speed=1000, is_quiet=True)
    alive.connected()
    assert not alive._tasks
    await alive.stop()
