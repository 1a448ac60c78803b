"""Long running text to scroll through, wrapped once for each width and drawn by lines; with labels beside it where wanted."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from rich.cells import cell_len
from rich.style import Style
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.ui.chat_theme import ChatTheme
from tui.ui.strips import Piece, blank, line
from tui.ui.theme import chat_theme
from tui.ui.wrap import expand_tabs, fit, wrap


class Paragraph(Struct, frozen=True):
    """Some text (it may have line ends). *style* and *label_style* are parts of the ChatTheme; *label* stands to its left.

    One that *is_wide* begins at the left edge, below the labels of others.
    """

    text: str
    style: str = "text"
    label: str = ""
    label_style: str = "dim"
    is_wide: bool = False


class TextLines(ScrollView, can_focus=True):
    """Paragraphs of any length. All labels have one width, that of the widest, at most a third of what there is."""

    DEFAULT_CSS = """
    TextLines {
        background: $surface;
        color: $foreground;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
    }
    """

    def __init__(self, paragraphs: Sequence[Paragraph] = (), *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._paragraphs = tuple(paragraphs)
        self._lines: list[tuple[Paragraph, str, str]] = []
        self._label_width = 0
        self._width = -1

    def set_paragraphs(self, paragraphs: Sequence[Paragraph], *, from_top: bool = False) -> None:
        """Show *paragraphs* and no others. Where one has scrolled to stays, unless they are of something else (*from_top*)."""
        self._paragraphs = tuple(paragraphs)
        self._width = -1
        self._lay_out()
        self.refresh(layout=True)
        if from_top:
            self.scroll_to(y=0, animate=False)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The number of lines at *width* cells."""
        self._lay_out(width)
        return len(self._lines)

    def on_resize(self) -> None:
        """Wrap anew where the width is another."""
        self._lay_out()

    def watch_show_vertical_scrollbar(self) -> None:
        """Wrap anew where the scrollbar takes a column, or gives it back: no resize tells of that."""
        self.call_after_refresh(self._lay_out)

    def render_line(self, y: int) -> Strip:
        """Return one line of what is seen."""
        width = self.scrollable_content_region.width
        index = y + self.scroll_offset.y
        if index >= len(self._lines):
            return blank(width).apply_style(self.rich_style)
        paragraph, label, text = self._lines[index]
        chat = chat_theme(self.app)
        pieces = [Piece(text, _style(chat, paragraph.style))]
        if self._label_width and not paragraph.is_wide:
            padding = " " * (self._label_width - cell_len(label))
            pieces.insert(0, Piece(label + padding, _style(chat, paragraph.label_style)))
        return line(pieces, width).apply_style(self.rich_style)

    def _lay_out(self, width: int = 0) -> None:
        width = width or self.scrollable_content_region.width
        if width <= 0 or width == self._width:
            return
        self._width = width
        widest = max((cell_len(paragraph.label) for paragraph in self._paragraphs), default=0)
        self._label_width = min(widest + 2, width // 3) if widest else 0
        self._lines = []
        for paragraph in self._paragraphs:
            label = fit(paragraph.label, self._label_width - 1)
            text = expand_tabs(paragraph.text)
            room = width if paragraph.is_wide else max(1, width - self._label_width)
            for start, end in wrap(text, room):
                self._lines.append((paragraph, label, text[start:end]))
                label = ""
        self.virtual_size = Size(0, len(self._lines))
        self.refresh()


def _style(chat: ChatTheme, name: str) -> Style:
    style: Style = getattr(chat, name)
    return style
