"""Some lines of text inside a dialogue, with the composer's keys for moving and editing."""

from __future__ import annotations

from textual import events

from tui.ui.command_table import Place
from tui.ui.keys import KeyTable
from tui.ui.widgets.readline_area import ReadlineArea, typed


class TextBox(ReadlineArea):
    """Takes what is typed; enter makes a new line. What it does not know bubbles up to the dialogue."""

    DEFAULT_CSS = """
    TextBox { min-height: 4; max-height: 12; background: $panel; }
    """

    def __init__(self, keys: KeyTable, text: str = "") -> None:
        super().__init__()
        self._commands = keys.acts(Place.COMPOSER)
        if text:
            self.load_text(text)
            self.move_cursor(self.document.end)

    async def _on_key(self, event: events.Key) -> None:
        event.prevent_default()
        if event.key in ("enter", "ctrl+j"):
            self.type_text("\n")
        elif text := typed(event.key, event.character):
            self.type_text(text)
        elif not self.run(self._commands.get(event.key, "")):
            return
        event.stop()

    async def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        self.insert_text(event.text)
