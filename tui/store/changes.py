"""What a transaction changed, so that the screen re-reads just that."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct, field


class Change(Struct):
    """What changed in one conversation (its store id): rows that came, changed, moved or went, and what lists show of it.

    A *moved* row has another position; *replaced* maps a row that went to the one that took its place.
    """

    conversation: int
    inserted: set[int] = field(default_factory=set)
    updated: set[int] = field(default_factory=set)
    moved: set[int] = field(default_factory=set)
    removed: set[int] = field(default_factory=set)
    replaced: dict[int, int] = field(default_factory=dict)
    gaps: bool = False
    members: bool = False
    outbox: bool = False
    live: set[int] = field(default_factory=set)
    """Of *inserted*, those that others just said and that are unread: what may ring the bell."""
    heard: set[int] = field(default_factory=set)
    """Of *inserted*, those that others said just now and that an event told of: no page of history, nothing that was missed."""
    mentions_us: bool = False
    """Whether one of *live* mentions us."""
    typing: bool | None = None
    """Whether the other side began to type or stopped; None: nothing was told of it. It is no row, and over after a while."""

    def merge(self, other: Change) -> None:
        """Add *other*, which came later."""
        self.inserted |= other.inserted
        self.updated |= other.updated
        self.moved |= other.moved
        self.removed |= other.removed
        self.replaced.update(other.replaced)
        self.live |= other.live
        self.heard |= other.heard
        self.mentions_us |= other.mentions_us
        self.gaps |= other.gaps
        self.members |= other.members
        self.outbox |= other.outbox
        self.typing = self.typing if other.typing is None else other.typing


class Changes(Struct):
    """All that one commit (or several, coalesced) changed; *lists*: accounts or whole lists of contacts and groups.

    *requests*: somebody asked for something or was answered; *asked*: one of them is new and waits for us.
    """

    by_conversation: dict[int, Change] = field(default_factory=dict)
    lists: bool = False
    requests: bool = False
    asked: bool = False

    def of(self, conversation: int) -> Change:
        """Return the change of *conversation*, made now if it is the first."""
        change = self.by_conversation.get(conversation)
        if change is None:
            change = self.by_conversation[conversation] = Change(conversation)
        return change

    def merge(self, other: Changes) -> None:
        """Add *other*, which came later."""
        self.lists |= other.lists
        self.requests |= other.requests
        self.asked |= other.asked
        for conversation, change in other.by_conversation.items():
            known = self.by_conversation.get(conversation)
            if known is None:
                self.by_conversation[conversation] = change
            else:
                known.merge(change)

    def touch(self, conversations: Iterable[int]) -> None:
        """Note that what lists show of *conversations* changed."""
        for conversation in conversations:
            self.of(conversation)

    def __bool__(self) -> bool:
        return self.lists or self.requests or bool(self.by_conversation)
