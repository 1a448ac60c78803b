"""The people of the simulated Bilibili, alive: they write now and then, answer, like, and take back what they said."""

from __future__ import annotations

from tui.simulator import demo_lines as lines
from tui.simulator.bilibili import contents as make
from tui.simulator.bilibili.model import USER, Kind, Letter, Person, Source
from tui.simulator.bilibili.world import SECOND, BiliWorld
from tui.simulator.living import Living

THINKING = (2.0, 5.0)
SLIP_STAYS = (8.0, 20.0)
SLIPS = ("发错人了……", "手滑", "这条当我没说")


class Life(Living):
    """Everybody but the account."""

    chatter = (15.0, 45.0)

    def __init__(self, world: BiliWorld, *, seed: int = 7, speed: float = 1.0, is_quiet: bool = False) -> None:
        super().__init__(seed=seed, speed=speed, is_quiet=is_quiet)
        self._world = world
        self._unobserve = world.observe(self._happened)

    def _friends(self) -> list[Person]:
        """Those who follow the account and have talked to it."""
        talks = self._world.talks
        return [it for it in self._world.people.values() if it.follows and not it.is_blocked and (USER, it.uid) in talks]

    def _say(self, person: Person, words: str) -> Letter:
        talk = self._world.talk(USER, person.uid)
        return self._world.post(talk, person.uid, Kind.TEXT, make.text(words), source=Source.PHONE)

    # -- of their own accord

    async def _greet(self) -> None:
        if friends := self._friends():
            self._say(friends[0], self._chance.choice(lines.OPENERS))

    async def _do_something(self) -> None:
        friends = self._friends()
        if not friends:
            return
        person, luck = self._chance.choice(friends), self._chance.random()
        if luck < 0.5:
            self._say(person, self._chance.choice(lines.OPENERS))
        elif luck < 0.6:
            await self._slip(person)
        elif luck < 0.7:
            self._publish(person)
        else:
            self._notice(person, luck)

    async def _slip(self, person: Person) -> None:
        """Somebody says something by mistake and takes it back."""
        letter = self._say(person, self._chance.choice(lines.SMALL_TALK)[0])
        await self._pause(SLIP_STAYS)
        self._world.recall(letter)
        self._say(person, self._chance.choice(SLIPS))

    def _publish(self, person: Person) -> None:
        number = self._chance.randrange(1000, 9000)
        content = make.video(number, f"BV1xx41{number:05d}", f"{person.name}的新视频", self._world.now() // SECOND)
        self._world.post(self._world.talk(USER, person.uid), person.uid, Kind.VIDEO, content, source=Source.PUSHED)

    def _notice(self, person: Person, luck: float) -> None:
        work = self._world.work(400, "从零开始的终端聊天")
        if luck < 0.85:
            self._world.happens("like", [person.uid], work)
        elif luck < 0.95:
            self._world.happens("reply", [person.uid], work, words="学到了，谢谢", answered="下期想看什么？")
        else:
            self._world.notify("投稿数据周报", "本周你的稿件新增播放 1024 次。")

    # -- in answer to the account

    def _happened(self, letter: Letter) -> None:
        is_ours = letter.sender == self._world.own.uid and letter.kind != Kind.RECALL
        person = self._world.people.get(letter.talk.id)
        if is_ours and letter.talk.kind == USER and person is not None and person.follows:
            self._begin(self._answer(person))

    async def _answer(self, person: Person) -> None:
        await self._pause(THINKING)
        self._say(person, self._chance.choice(lines.REPLIES))
