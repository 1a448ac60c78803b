"""Reacting to a message with an emoji, and who did so."""

from __future__ import annotations

from msgspec import Struct

from tui.chat.actions import ActionKind, ConversationAction
from tui.chat.emoji import Emoji
from tui.chat.ids import MessageRef


class Reactor(Struct, frozen=True):
    """Somebody who reacted; *name* where the platform tells it."""

    id: str
    name: str = ""


class Reactors(Struct, frozen=True):
    """Who reacted with one emoji; of *count* people perhaps not all are told."""

    emoji: Emoji
    count: int
    people: tuple[Reactor, ...]

    @property
    def is_whole(self) -> bool:
        """Whether everybody is told."""
        return len(self.people) >= self.count


class React(ConversationAction, frozen=True):
    """React to a message with *emoji*, or take that back."""

    kind = ActionKind.REACT
    message: MessageRef
    emoji: Emoji
    is_added: bool = True
