"""Pages of history by sequence numbers, as the implementations but NapCat ask QQ for them: a window of numbers, holes and all."""

from __future__ import annotations

from tui.simulator.model import Chat, Message
from tui.simulator.onebot11.shapes import Shapes


def window(shapes: Shapes, chat: Chat, first: int, last: int) -> list[Message]:
    """The messages of these sequence numbers that can still be read, oldest first."""
    return [m for m in shapes.world.conversation(chat).messages if first <= m.seq <= last and not m.recalled_by]


def newest(shapes: Shapes, chat: Chat) -> int:
    """The sequence number that was given last, 0 if none was."""
    return shapes.world.conversation(chat).next_seq - 1
