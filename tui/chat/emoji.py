"""Small faces and emoji: what a composer offers, and what stands below messages that were reacted to."""

from __future__ import annotations

from msgspec import Struct


class Emoji(Struct, frozen=True):
    """An emoji by the platform's *id*; *sign* is the character, empty for a face of the platform's own; *name* finds it."""

    id: str
    name: str = ""
    sign: str = ""

    @property
    def label(self) -> str:
        """How it is shown: the character, else the name in brackets; "" where neither is known."""
        return self.sign or (f"[{self.name}]" if self.name else "")


class Tally(Struct, frozen=True):
    """How many people reacted with one emoji."""

    emoji: Emoji
    count: int


class Reaction(Struct, frozen=True):
    """One emoji below a message as it is shown: *label* as in Emoji, and whether one of *count* is ourselves."""

    emoji: str
    label: str
    count: int
    is_own: bool = False
