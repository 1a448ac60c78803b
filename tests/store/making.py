"""Makes messages for the store's tests, and does to a store what the connection does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tui.chat.events import Event, MessageReceived
from tui.chat.ids import AccountId, ConversationId, ConversationKind
from tui.chat.messages import Message, Sender
from tui.chat.segments import Segment, Text, plain_text
from tui.store import conversations
from tui.store.apply import Applier
from tui.store.reader import Reader
from tui.store.rows import ConversationRow, MessageRow
from tui.store.store import Store

ME = AccountId("onebot11", "10001")
GROUP = ConversationId(ME, ConversationKind.GROUP, "30001")
FRIEND = ConversationId(ME, ConversationKind.FRIEND, "20001")
T0 = 1_750_000_000_000


def message(
    native: str | int,
    *,
    text: str = "",
    sender: str = "20001",
    at: int = 0,
    where: ConversationId = GROUP,
    sequence: int | None = None,
    segments: Sequence[Segment] = (),
    **more: bool,
) -> Message:
    """Return a message said *at* seconds after T0."""
    return Message(
        where, str(native), Sender(sender, f"n{sender}"), T0 + at * 1000, tuple(segments) or (Text(text or f"m{native}"),),
        sequence=sequence, is_own=sender == ME.own_id, raw=f'{{"id":"{native}"}}', **more,
    )  # fmt: skip


def is_same_text(ours: Sequence[Segment], theirs: Sequence[Segment]) -> bool:
    """Compare as simply as can be."""
    return plain_text(ours) == plain_text(theirs)


@dataclass
class Bench:
    """A store with one connected account."""

    store: Store
    account: int
    reader: Reader = field(init=False)

    def __post_init__(self) -> None:
        self.reader = self.store.reader()
        self.applier = Applier(self.account, ME, is_same_text, lambda: T0)

    def apply(self, *events: Event | Message) -> None:
        """Apply events (a bare message is one that came live)."""
        batch = [MessageReceived(event) if isinstance(event, Message) else event for event in events]
        self.store.submit(lambda tx: self.applier(tx, batch)).result()

    def synced(self) -> None:
        """End the first sync."""
        self.store.submit(lambda tx: conversations.end_first_sync(tx, self.account)).result()

    def reconnect(self, online_at: int = 0) -> None:
        """Begin a new connection; *online_at*: seconds after T0 when we were last connected."""

        def job(tx: conversations.Transaction) -> None:
            conversations.note_online(tx, self.account, T0 + online_at * 1000)
            conversations.begin_connection(tx, ME, "main", "我")

        self.store.submit(job).result()

    def row(self, where: ConversationId = GROUP) -> ConversationRow:
        """Return the conversation's row."""
        found = self.reader.find_conversation(where)
        assert found is not None
        return found

    def rows(self, where: ConversationId = GROUP) -> list[MessageRow]:
        """Return all messages of a conversation."""
        return self.reader.page(self.row(where).id, limit=10_000)

    def natives(self, where: ConversationId = GROUP) -> list[str | None]:
        """Return the platform ids of all messages, in order."""
        return [row.native for row in self.rows(where)]
