"""Our own running text on a screen, wrapped as Chinese and Latin readers expect it; never markup."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from tui.ui.wrap import wrap


class Prose(Widget):
    """Some paragraphs, as high as they need to be. Textual's own wrapping takes a run of Chinese for one long word."""

    DEFAULT_CSS = """
    Prose { width: 1fr; height: auto; }
    """

    def __init__(self, text: str | Content = "", *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._text = _plain(text)

    @property
    def text(self) -> str:
        """What is shown."""
        return self._text.plain

    def update(self, text: str | Content) -> None:
        """Show *text* instead."""
        self._text = _plain(text)
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The number of lines at *width* cells."""
        return len(wrap(self._text.plain, width)) if self._text.plain and width > 0 else 0

    def render(self) -> Content:
        """The lines at the width there is."""
        lines = wrap(self._text.plain, max(1, self.content_size.width))
        return Content("\n").join(self._text[start:end] for start, end in lines)


def _plain(text: str | Content) -> Content:
    return Content(text) if isinstance(text, str) else text
