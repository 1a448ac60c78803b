"""The line of the command bar: the composer's keys for moving and editing; what else a key means is asked of its owner first."""

from __future__ import annotations

from collections.abc import Callable

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.geometry import Size

from tui.chat.text import one_line
from tui.ui.command_table import Place
from tui.ui.keys import KeyTable
from tui.ui.widgets.prose import Prose
from tui.ui.widgets.readline_area import ReadlineArea, typed

MAX_PASTE = 400


class BarField(ReadlineArea):
    """One line of text, wrapped where it is long. *take* is given each key and says whether it was for the owner."""

    DEFAULT_CSS = """
    BarField { width: 1fr; max-height: 3; padding: 0; background: $surface; }
    """

    def __init__(self, keys: KeyTable, take: Callable[[str, str], bool]) -> None:
        super().__init__()
        self._take = take
        self._commands = keys.acts(Place.COMPOSER)

    def set_hint(self, words: str) -> None:
        """Show *words* while nothing is written."""
        self.placeholder = Content(one_line(words))

    def put(self, text: str) -> None:
        """Let *text* stand here, the caret at its end."""
        self.load_text(text)
        self.move_cursor(self.document.end)

    async def _on_key(self, event: events.Key) -> None:
        event.prevent_default()
        text = typed(event.key, event.character)
        if self._take(event.key, text):
            event.stop()
        elif text:
            event.stop()
            self.type_text(text)
        elif self.run(self._commands.get(event.key, "")):
            event.stop()

    async def _on_paste(self, event: events.Paste) -> None:
        # A line end in what is pasted is no Enter: nothing is done that was not looked at.
        event.prevent_default()
        event.stop()
        self.insert_text(one_line(event.text, MAX_PASTE))


class BarPrompt(Prose):
    """What stands before the line: as wide as its words."""

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """The cells of the words."""
        return cell_len(self.text)
