"""Bilibili as one more road for the journeys that know nothing but people, words and their fate."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar, Final

from msgspec import Struct

from tests.journeys.bilibili import SOON, settings_of
from tests.journeys.roads import ROADS, Road, by_road
from tui.chat.actions import ActionKind
from tui.chat.ids import ConversationId
from tui.platforms.base import Platform
from tui.platforms.bilibili.means import KINDS
from tui.platforms.bilibili.pace import Pace
from tui.platforms.bilibili.platform import Bilibili
from tui.platforms.bilibili.settings import Settings
from tui.simulator.bilibili import contents
from tui.simulator.bilibili.desk import Ask, Reply, Route
from tui.simulator.bilibili.model import RECALLED, USER, Kind, Letter, Person
from tui.simulator.bilibili.server import BilibiliServer
from tui.simulator.bilibili.trouble import EXECUTED, SILENT, Troubles
from tui.simulator.bilibili.world import BiliWorld
from tui.simulator.world import World

PRIVACY = 25003
"""The code by which a message is refused here."""


class Heard(Struct, frozen=True):
    """What was said, as the service knows it."""

    text: str
    recalled_by: str


class Faults:
    """What befalls a call, by the names that the simulated QQ has for it."""

    def __init__(self, troubles: Troubles) -> None:
        self._troubles = troubles

    def fail(self, action: str, words: str, times: int) -> None:
        """Refuse it: the service has words of its own."""
        self._troubles.befall(action, PRIVACY, times)

    def silence(self, action: str, times: int) -> None:
        """Do nothing, and do not answer."""
        self._troubles.befall(action, SILENT, times)

    def execute_only(self, action: str, times: int) -> None:
        """Do it, and do not answer."""
        self._troubles.befall(action, EXECUTED, times)


class Inbox(BilibiliServer):
    """The simulated Bilibili, driven as the simulated QQ is. To take a message back is a call of its own name here."""

    def __init__(self, world: BiliWorld) -> None:
        super().__init__(world)
        self.faults = Faults(self.troubles)
        self.troubles.signed.add("recall")

    async def say_private(self, user: str, text: str, *, by: str = "") -> Letter:
        """Let *user* say *text*, or whoever it was *by*."""
        talk = self.world.talk(USER, int(user))
        return self.world.post(talk, int(by or user), Kind.TEXT, contents.text(text))

    async def recall(self, letter: Letter) -> None:
        """Let its author take *letter* back."""
        self.world.recall(letter)

    async def perform(self, route: Route, ask: Ask) -> Reply | None:
        """Answer a call."""
        if ask.form.get("msg[msg_type]") == str(int(Kind.RECALL)):
            route = dataclasses.replace(route, name="recall")
        return await super().perform(route, ask)


class BilibiliRoad(Road):
    """Bilibili's private messages: the two friends, and no group that one could write to."""

    name = "bilibili"
    protocol = "bilibili"
    wire: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "send": ("send_msg", "send_msg"),
        "recall": ("recall",),
        "poke": (),
        "mute": (),
        "kick": (),
        "read": ("update_ack",),
        "members": (),
        "history": ("fetch_session_msgs",),
    }
    keeps_groups = False
    lacks = frozenset(ActionKind) - KINDS
    refusal = "对方的隐私设置不收你的消息"
    _settings: Settings

    @asynccontextmanager
    async def serve(self, world: World, *, report_self: bool = False, is_let_in: bool = True) -> AsyncIterator[Any]:
        """Run a Bilibili; *world* is QQ's, and what was said on other devices it tells in any case."""
        made = BiliWorld(Person(10001, "敲敲"))
        for number, name in ((20002, "胡一菲"), (20001, "曾小贤")):
            made.add(Person(number, name, is_followed=True, follows=True))
            made.talk(USER, number)
        with TemporaryDirectory() as folder:
            async with Inbox(made) as server:
                self._settings = settings_of(server, Path(folder))
                yield server

    def platform(self) -> Platform:
        """Return what asks Bilibili, often."""
        return Bilibili(self._settings, pace=Pace(SOON, SOON, SOON * 8), notices_every=SOON)

    @property
    def talk(self) -> ConversationId:
        """A friend: nobody can write to groups."""
        return self.friend

    def heard(self, server: Any, where: ConversationId) -> Sequence[Any]:
        """Return what was said."""
        letters = server.world.talk(USER, int(where.peer)).letters
        return [
            Heard(json.loads(letter.content)["content"], str(letter.sender) if letter.status == RECALLED else "")
            for letter in letters
            if letter.kind != Kind.RECALL
        ]


on_every_road: Final = by_road(*ROADS, BilibiliRoad)
"""The journey is gone on every road to QQ, and at Bilibili."""
