"""What is asked for of itself after a connect: the ends of conversations, the one in front first, and then what is missing."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from tests.store.making import ME, Bench, message
from tui.chat.ids import ConversationId, ConversationKind
from tui.connection.backfill import Backfill
from tui.platforms.base import AskError, Page, PageEnd
from tui.store import conversations
from tui.store.store import Store


def friend(number: int) -> ConversationId:
    return ConversationId(ME, ConversationKind.FRIEND, str(number))


class NoRecents:
    """A platform that tells no recent conversations, and notes which it was asked about; the third one is opened meanwhile."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.asked: list[str] = []
        self.front = 0

    async def ask(self, query: Any) -> Any:
        raise AskError("not_offered")

    def keeps_history(self, conversation: ConversationId) -> bool:
        return conversation.kind is ConversationKind.FRIEND

    async def history(self, conversation: ConversationId, **_: Any) -> Page:
        self.asked.append(conversation.peer)
        if len(self.asked) == 2:
            row = self.bench.reader.find_conversation(friend(1))
            assert row is not None
            self.front = row.id
        return Page((), PageEnd.REACHED)


async def test_what_comes_to_the_front_meanwhile_is_asked_for_next(tmp_path: Path) -> None:
    store = Store(tmp_path)
    account, _ = store.submit(lambda tx: conversations.begin_connection(tx, ME, "main", "我")).result()
    bench = Bench(store, account)
    bench.apply(*(message(1, where=friend(number), sender=str(number), at=number) for number in range(1, 6)))
    platform = NoRecents(bench)
    backfill = Backfill(
        bench.store,
        bench.reader,
        platform,  # type: ignore[arg-type]
        bench.account,
        front=lambda: platform.front,
        on_filling=lambda count: None,
        pause=0.0,
    )
    await backfill._find_gaps()
    assert platform.asked == ["5", "4", "1", "3", "2"]
    bench.reader.close()
    store.close()


class Long:
    """A platform with one long conversation. The first page is given when it *may_answer*;"""

    asks_every = 0.0

    def __init__(self, said: int) -> None:
        self.said = [message(number, where=friend(1), sender="1", at=number) for number in range(1, said + 1)]
        self.asked = asyncio.Event()
        self.may_answer = asyncio.Event()

    async def ask(self, query: Any) -> Any:
        return []

    async def history(self, conversation: ConversationId, *, before: Any, limit: int) -> Page:
        self.asked.set()
        await self.may_answer.wait()
        older = self.said[: int(before.native) - 1]
        return Page(tuple(older[-limit:]), PageEnd.REACHED if len(older) <= limit else PageEnd.MORE)


class NothingComes:
    """An inbox into which nothing comes."""

    def put(self, event: object) -> None:
        """Take a list; it is of no interest."""

    async def settled(self) -> None:
        """Nothing is waited for."""


async def test_what_a_reader_asked_for_first_is_unread_too_and_goes_on_by_itself(tmp_path: Path) -> None:
    store = Store(tmp_path)
    account, _ = store.submit(lambda tx: conversations.begin_connection(tx, ME, "main", "我")).result()
    bench = Bench(store, account)
    platform = Long(said=130)
    bench.apply(platform.said[0])
    bench.synced()
    bench.reconnect(online_at=1)
    bench.apply(platform.said[-1])
    over: asyncio.Queue[int] = asyncio.Queue()
    backfill = Backfill(
        store,
        bench.reader,
        platform,  # type: ignore[arg-type]
        account,
        front=lambda: 0,
        on_filling=over.put_nowait,
        pause=0.0,
    )
    gap = bench.reader.gaps(bench.row(friend(1)).id)[0]
    asking = asyncio.create_task(backfill.fill(gap.id))
    await platform.asked.wait()
    running = asyncio.create_task(backfill.run(NothingComes()))  # type: ignore[arg-type]
    assert await over.get() == 0, "it is being asked for already"
    platform.may_answer.set()
    assert await asking
    while bench.reader.gaps(bench.row(friend(1)).id)[0].lower is not None:
        await asyncio.wait_for(over.get(), 10)
    assert bench.natives(friend(1)) == [str(number) for number in range(1, 131)]
    assert bench.row(friend(1)).unread == 130
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    bench.reader.close()
    store.close()
