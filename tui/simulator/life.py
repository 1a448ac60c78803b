"""The people of the demo, alive: they answer, mention you, recall, poke, react, and now and then just talk."""

from __future__ import annotations

from collections.abc import Collection

from tui.simulator import demo_lines as lines
from tui.simulator import happenings as told
from tui.simulator import segments as make
from tui.simulator.living import GREETING, Living
from tui.simulator.model import Chat, Message, Refused, Segment, group_chat, private_chat
from tui.simulator.world import World

THINKING = (1.2, 3.5)
TYPING = (0.8, 2.0)
SLIP_STAYS = (3.0, 6.0)
GROUP_ANSWERS = 0.6
CHATTERERS = 12
RECENT_WORDS = 40


class Life(Living):
    """Everybody but `self_id` and `played`, who are moved by somebody else."""

    chatter = (12.0, 40.0)

    def __init__(
        self,
        world: World,
        self_id: str,
        *,
        seed: int = 7,
        speed: float = 1.0,
        is_quiet: bool = False,
        played: Collection[str] = (),
    ) -> None:
        super().__init__(seed=seed, speed=speed, is_quiet=is_quiet)
        self._world = world
        self._self_id = self_id
        self._played = frozenset(played)
        self._unobserve = world.observe(self._happened)

    def _say(self, chat: Chat, user_id: str, parts: list[Segment]) -> Message | None:
        """What somebody wanted to say, unless they are muted or gone by now."""
        try:
            return self._world.post(chat, user_id, parts)
        except Refused:
            return None

    # -- of their own accord

    def _groups(self) -> list[str]:
        """The groups of the account where people talk: those where most was said."""
        groups = self._world.groups_of(self._self_id)
        talk = sorted(groups, key=lambda group: -len(self._world.conversation(group_chat(group.id)).messages))
        return [group.id for group in talk[:3]]

    def _somebody(self, group_id: str) -> str:
        """One of those who spoke lately in a group, else any of its first members."""
        group = self._world.group(group_id)
        said = self._world.conversation(group_chat(group_id)).messages[-RECENT_WORDS:]
        lately = {message.sender: None for message in said if message.sender in group.members}
        others = [user_id for user_id in [*lately, *list(group.members)[:CHATTERERS]] if self._is_puppet(user_id)]
        return self._chance.choice(others[:CHATTERERS])

    def _is_puppet(self, user_id: str) -> bool:
        return user_id != self._self_id and user_id not in self._played

    def _friends(self) -> list[str]:
        return [user_id for user_id in self._world.friends[self._self_id] if self._is_puppet(user_id)]

    async def _greet(self) -> None:
        friends, groups = self._friends(), self._groups()
        if friends:
            chat = private_chat(self._self_id, friends[0])
            self._say(chat, friends[0], [make.text(self._chance.choice(lines.OPENERS))])
        await self._pause(GREETING)  # so that both have come within five seconds
        if groups:
            self._mention(groups[0])

    def _mention(self, group_id: str) -> None:
        parts = [make.at(self._self_id), make.text(f" {self._chance.choice(lines.MENTIONS)}")]
        self._say(group_chat(group_id), self._somebody(group_id), parts)

    async def _do_something(self) -> None:
        luck, groups = self._chance.random(), self._groups()
        if luck < 0.25 or not groups:
            await self._friend_writes()
        elif luck < 0.35:
            self._mention(self._chance.choice(groups))
        elif luck < 0.45:
            await self._slip(self._chance.choice(groups))
        elif luck < 0.55:
            group_id = self._chance.choice(groups)
            self._world.poke(group_chat(group_id), self._somebody(group_id), self._self_id)
        else:
            await self._exchange(self._chance.choice(groups))

    async def _friend_writes(self) -> None:
        friends = self._friends()
        if friends:
            await self._answer_friend(self._chance.choice(friends), self._chance.choice(lines.OPENERS))

    async def _slip(self, group_id: str) -> None:
        """Somebody says something by mistake and takes it back."""
        author = self._somebody(group_id)
        message = self._say(group_chat(group_id), author, [make.text(self._chance.choice(lines.SMALL_TALK)[0])])
        await self._pause(SLIP_STAYS)
        if message is not None and not message.recalled_by:
            self._world.recall(message, author)
            self._say(group_chat(group_id), author, [make.text(self._chance.choice(lines.SLIPS))])

    async def _exchange(self, group_id: str) -> None:
        topics = (lines.HIKING, lines.TERMINAL, lines.CAMPUS)
        last: Message | None = None
        for words in self._chance.choice(self._chance.choice(topics)):
            quoted = [make.reply(last)] if last is not None and self._chance.random() < 0.15 else []
            last = self._say(group_chat(group_id), self._somebody(group_id), [*quoted, make.text(words)])
            await self._pause(THINKING)

    # -- in answer to the account

    def _happened(self, happening: told.Happening) -> None:
        if isinstance(happening, told.Posted) and happening.message.sender == self._self_id:
            message = happening.message
            peer = message.chat.peer_of(self._self_id)
            if message.chat.kind == "private":
                if self._is_puppet(peer):
                    self._begin(self._answer_friend(peer, self._chance.choice(lines.REPLIES)))
            elif self._chance.random() < GROUP_ANSWERS:
                self._begin(self._answer_in_group(message))
        elif isinstance(happening, told.Poked) and happening.sender == self._self_id and self._is_puppet(happening.target):
            self._begin(self._poke_back(happening))

    async def _answer_friend(self, user_id: str, words: str) -> None:
        await self._pause(THINKING)
        self._world.typing(user_id, self._self_id, True)
        await self._pause(TYPING)
        self._world.typing(user_id, self._self_id, False)
        self._say(private_chat(self._self_id, user_id), user_id, [make.text(words)])

    async def _answer_in_group(self, message: Message) -> None:
        await self._pause(THINKING)
        author = self._somebody(message.chat.first)
        luck = self._chance.random()
        if luck < 0.2:
            self._world.react(message, author, self._chance.choice(("76", "66", "128516")))
            return
        start = [make.reply(message)] if luck < 0.6 else []
        self._say(message.chat, author, [*start, make.text(self._chance.choice(lines.REPLIES))])

    async def _poke_back(self, poked: told.Poked) -> None:
        await self._pause(THINKING)
        try:
            self._world.poke(poked.chat, poked.target, self._self_id)
        except Refused:
            return
        self._say(poked.chat, poked.target, [make.text(self._chance.choice(lines.POKED))])
