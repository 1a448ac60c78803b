"""Where no recent conversations are told, each is asked for its end: what is in front first, whenever it came there."""

from __future__ import annotations

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
