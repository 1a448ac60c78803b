"""What somebody picked out in the conversation pane: marked messages, and text selected with the mouse."""

from __future__ import annotations

from textual.selection import Selection

from tui.chat.ids import LocalId
from tui.store.changes import Change
from tui.ui.message_view import MessageView


class Marks:
    """The messages marked for an action on many, in the order in which they were marked."""

    def __init__(self) -> None:
        self._ids: dict[LocalId, None] = {}

    def __contains__(self, id: object) -> bool:
        return id in self._ids

    @property
    def ids(self) -> tuple[LocalId, ...]:
        """The marked messages."""
        return tuple(self._ids)

    def toggle(self, id: LocalId) -> None:
        """Mark *id*, or take its mark away."""
        if id in self._ids:
            del self._ids[id]
        else:
            self._ids[id] = None

    def clear(self) -> None:
        """Take all marks away."""
        self._ids.clear()

    def follow(self, change: Change) -> None:
        """Follow rows that others took the place of, and let go of those that went."""
        for old, new in change.replaced.items():
            if LocalId(old) in self._ids:
                self._ids[LocalId(new)] = self._ids.pop(LocalId(old))
        for gone in change.removed:
            self._ids.pop(LocalId(gone), None)


def selected_text(view: MessageView, selection: Selection) -> str:
    """Return the selected text of the rows that are held, one message a line."""
    start, end = selection
    first = view.visible[0][0] if start is None else max(start.y, view.window.first)
    last = view.visible[-1][0] if end is None else min(end.y, view.window.last)
    parts = []
    for ordinal in range(first, last + 1):
        text, span = view.block(ordinal).text, selection.get_span(ordinal)
        if span is not None:
            parts.append(text[max(span[0], 0) : None if span[1] < 0 else span[1]])
    return "\n".join(parts)
