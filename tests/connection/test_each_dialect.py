"""Any day on any implementation: whatever is said, sent, missed and caught up with stands in the store once, and nothing else."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.connection.harness import FRIEND, GROUP, Client
from tui.chat.ids import ConversationId
from tui.chat.messages import SendState
from tui.chat.segments import plain_text
from tui.connection.status import LinkState
from tui.simulator.model import Chat, Message, group_chat, private_chat
from tui.simulator.onebot11.dialects import DIALECTS
from tui.simulator.onebot11.server import OneBotServer
from tui.simulator.world import small_world
from tui.store.rows import ConversationRow, Gap, GapState

STEPS = 25
ENDED = (SendState.SENT, SendState.UNCONFIRMED)
"""What was on its way when the network went is not sent again without a person."""
CHATS = {GROUP: group_chat("30002"), FRIEND: private_chat("10001", "20001")}


class Day:
    """A random day. *unheard* is what was said in a private chat while nobody listened."""

    def __init__(self, server: OneBotServer, client: Client, seed: int, *, has_phone: bool) -> None:
        self.server = server
        self.has_phone = has_phone
        self.client = client
        self.chance = random.Random(seed)
        self.count = 0
        self.unheard: set[str] = set()
        self.is_away = False
        server.world.clock = lambda: time.time() + self.count  # nobody says a hundred things a second

    def words(self) -> str:
        """Something that nobody has said yet."""
        self.count += 1
        return f"{self.count}"

    async def others_speak(self) -> None:
        """Some people write here and there; sometimes that is us, on the phone (which is told of only where that is set)."""
        for _ in range(self.chance.choice((1, 3, 30) if self.is_away else (1, 2))):
            words, is_own = self.words(), self.has_phone and self.chance.random() < 0.25
            if self.chance.random() < 0.6:
                await self.server.say_group("30002", "10001" if is_own else self.chance.choice(("20001", "20002")), words)
            else:
                await self.server.say_private("20001", words, by="10001" if is_own else "")
                self.unheard |= {words} if self.is_away else set()

    async def we_send(self) -> None:
        """We write something, and wait for it to go where it can."""
        id = await self.client.send(self.chance.choice((GROUP, FRIEND)), self.words())
        if not self.is_away:
            await self.client.until(lambda: self.client.reader.message(id).state is SendState.SENT)  # type: ignore[union-attr]

    async def somebody_recalls(self) -> None:
        """The last message of the group is taken back before our eyes."""
        said = [message for message in self.server.world.conversation(CHATS[GROUP]).messages if not message.recalled_by]
        if said and not self.is_away:
            last = said[-1]
            await self.client.until(lambda: last.text in kept(self.client, GROUP))
            await self.server.recall(last)
            await self.client.until(lambda: last.text not in kept(self.client, GROUP))

    async def the_network_goes(self) -> None:
        """Connections break."""
        if not self.is_away:
            self.is_away = True
            self.server.refuse()
            await self.server.drop()
            await self.client.until(lambda: self.client.statuses[-1].state is LinkState.WAITING)

    async def it_comes_back(self) -> None:
        """They are made again, sometimes to a new process."""
        if self.is_away:
            if self.chance.random() < 0.3:
                await self.server.restart()
            self.is_away = False
            self.server.reopen()
            self.client.connection.reconnect()
            await self.client.until(lambda: self.client.statuses[-1].state is LinkState.ONLINE)

    async def live(self) -> None:
        """Go through the day; at its end everybody is there and says something."""
        acts = (
            self.others_speak,
            self.others_speak,
            self.we_send,
            self.somebody_recalls,
            self.the_network_goes,
            self.it_comes_back,
        )
        for _ in range(STEPS):
            await self.chance.choice(acts)()
        await self.it_comes_back()
        for where in CHATS:
            await self.client.until(
                lambda where=where: all(row.state in ENDED for row in self.client.messages(where))  # type: ignore[misc]
            )
        await self.server.say_group("30002", "20001", self.words())
        await self.server.say_private("20001", self.words())

    def said(self, chat: Chat) -> list[Message]:
        """What can be known of a chat."""
        known = [message for message in self.server.world.conversation(chat).messages if not message.recalled_by]
        if chat.kind == "private" and self.server.dialect.name == "gocqhttp":
            return [message for message in known if message.text not in self.unheard]
        return known


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("report_self", [False, True])
@pytest.mark.parametrize("seed", range(3))
async def test_nothing_is_dropped_and_nothing_doubled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dialect: str, report_self: bool, seed: int
) -> None:
    async with OneBotServer(small_world(), report_self=report_self, heartbeat=5.0, dialect=dialect) as server:
        for module in ("link", "worker"):
            monkeypatch.setattr(f"tui.connection.{module}.now_ms", lambda: int(server.world.clock() * 1000))
        client = Client(tmp_path, server.url)
        try:
            await client.online()
            day = Day(server, client, seed, has_phone=report_self)
            await day.live()
            for where, chat in CHATS.items():
                expected = [message.text for message in day.said(chat)]
                heard = [message.text for message in day.said(chat) if message.sender != "10001"]
                row = await client.row(where)
                await client.until(lambda where=where, last=expected[-1]: last in kept(client, where))  # type: ignore[misc]
                await client.until(lambda row=row: not open_gaps(client, row, unasked=True))  # type: ignore[misc]
                while gaps := open_gaps(client, row, unasked=False):
                    await asyncio.wrap_future(client.connection.fill(row, gaps[0].id))
                if dialect == "gocqhttp" and not where.is_group:  # what was on the wire when it broke can not be asked for
                    assert not Counter(kept(client, where)) - Counter(expected)
                    continue
                assert Counter(kept(client, where)) == Counter(expected)
                assert [text for text in kept(client, where) if text in heard] == heard
                assert dialect == "gocqhttp" or not client.reader.gaps(row.id)
        finally:
            await client.close()


def open_gaps(client: Client, row: ConversationRow, *, unasked: bool) -> list[Gap]:
    """The gaps that can be filled: unasked those with an older edge, the beginning when somebody scrolls there."""
    return [gap for gap in client.reader.gaps(row.id) if gap.state is GapState.OPEN and (gap.lower is not None or not unasked)]


def kept(client: Client, where: ConversationId) -> list[str]:
    """The words of what stands there for certain and was not taken back."""
    rows = [row for row in client.messages(where) if not row.is_notice and not row.is_recalled and row.state is SendState.SENT]
    return [plain_text(row.segments) for row in rows]
