"""What the search remembers from one time it is used to the next; in memory only."""

from __future__ import annotations

import asyncio

from msgspec import Struct, field

from tui.chat.ids import LocalId


class SearchMemory(Struct):
    """The words of the screen, its switch, and the *hit* gone to last; *here* is what ``n`` and ``N`` look for.

    *turn* lets one look within a conversation end before the next one begins: that goes on from where it came to.
    """

    words: str = ""
    is_only_here: bool = False
    hit: LocalId | None = None
    here: str = ""
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
