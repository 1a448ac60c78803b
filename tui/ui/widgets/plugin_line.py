"""Above the composer: what a plugin suggests to say here, or that a plugin would run what is being typed."""

from __future__ import annotations

from msgspec import Struct
from rich.cells import cell_len
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from tui.ui.chat_theme import ChatTheme
from tui.ui.strips import Piece, blank, line
from tui.ui.theme import chat_theme


class PluginWords(Struct, frozen=True):
    """What is to be told: a *head*, the *keys* that answer it, and one line of what is suggested ("" for none)."""

    head: str
    keys: str
    text: str = ""


class PluginLine(Widget):
    """Shows :class:`PluginWords`, or nothing at all. It never takes the focus."""

    DEFAULT_CSS = """
    PluginLine { display: none; height: auto; background: $panel; color: $foreground; }
    PluginLine.-shown { display: block; }
    """
    can_focus = False

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._words: PluginWords | None = None

    @property
    def words(self) -> PluginWords | None:
        """What is shown."""
        return self._words

    def show(self, words: PluginWords | None) -> None:
        """Show *words*; None hides the line."""
        if words == self._words:
            return
        self._words = words
        self.set_class(words is not None, "-shown")
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of lines: the keys stand below where they find no room beside the head."""
        return len(self._lines(width))

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        width = self.size.width
        lines = self._lines(width)
        if y >= len(lines):
            return blank(width).apply_style(self.rich_style)
        left, right = lines[y]
        return line(left, width, right).apply_style(self.rich_style)

    def _lines(self, width: int) -> list[tuple[list[Piece], list[Piece]]]:
        words = self._words
        if words is None:
            return []
        chat: ChatTheme = chat_theme(self.app)
        head = Piece(f" {words.head}", chat.title)
        keys = Piece(f"{words.keys} ", chat.dim)
        made: list[tuple[list[Piece], list[Piece]]] = []
        if cell_len(head.text) + cell_len(keys.text) + 2 <= width:
            made.append(([head], [keys]))
        else:
            made += [([head], []), ([Piece(" "), keys], [])]
        if words.text:
            made.insert(1, ([Piece(f"  {words.text}", chat.text)], []))
        return made
