"""One line to type into, which takes what is pasted as text: without line ends, and without what would confuse the terminal."""

from __future__ import annotations

from textual import events
from textual.widgets import Input

from tui.chat.text import clean_text

MAX_PASTE = 4096
"""Characters taken from one paste: a path may be as long."""


class LineInput(Input):
    """An Input into which all lines of a paste go, one behind the other, by their readable characters."""

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()  # Textual takes the first line only, and that as it is
        event.stop()
        lines = clean_text(event.text[:MAX_PASTE]).replace("\t", " ").split("\n")
        self.replace(" ".join(line for line in lines if line), *self.selection)
