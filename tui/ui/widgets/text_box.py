"""Some lines of text inside a dialogue, with the composer's keys for moving and editing."""

from __future__ import annotations

from textual import events

from tui.chat.text import clean_text
from tui.ui.command_table import Place
from tui.ui.key_names import forms
from tui.ui.keys import KeyTable
from tui.ui.widgets.readline_area import ReadlineArea, is_typed

MAX_PASTE = 100_000


class TextBox(ReadlineArea):
    """Takes what is typed; enter makes a new line. What it does not know bubbles up to the dialogue."""

    DEFAULT_CSS = """
    TextBox { min-height: 4; max-height: 12; background: $panel; }
    """

    def __init__(self, keys: KeyTable, text: str = "") -> None:
        super().__init__()
        self._commands: dict[str, str] = {}
        for command in keys.commands:
            if command.place is Place.COMPOSER:
                for key in command.keys:
                    self._commands |= dict.fromkeys(forms(key), command.name.partition(".")[2])
        if text:
            self.load_text(text)
            self.move_cursor(self.document.end)

    def replace_text(self, text: str) -> None:
        """Put *text* in the place of all that is written, as one step that can be undone."""
        self.history.checkpoint()
        self.replace(clean_text(text, MAX_PASTE), (0, 0), self.document.end, maintain_selection_offset=False)

    async def _on_key(self, event: events.Key) -> None:
        event.prevent_default()
        if event.key in ("enter", "ctrl+j"):
            self.type_text("\n")
        elif is_typed(event.character) and not event.key.startswith(("alt+", "ctrl+", "super+", "hyper+", "meta+")):
            assert event.character is not None
            self.type_text(event.character)
        elif not self.run(self._commands.get(event.key, "")):
            return
        event.stop()

    async def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        self.type_text(clean_text(event.text, MAX_PASTE))
