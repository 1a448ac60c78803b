"""Shows words that a platform gave, to read, scroll and copy: a translation, what stands on a picture, who liked us."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from tui.locale import t
from tui.ui.screens.dialog import Dialog
from tui.ui.widgets.text_lines import Paragraph, TextLines


class Words(Dialog[None]):
    """Shows *paragraphs*; *text* is what ``y`` gives to *copy*."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("y", "copy_text", show=False), Binding("q", "leave", show=False)]
    DEFAULT_CSS = """
    Words TextLines { height: auto; max-height: 16; }
    """

    def __init__(self, title: str, paragraphs: Sequence[Paragraph], text: str, copy: Callable[[str], None]) -> None:
        super().__init__(title, t("people.words_hint"))
        self._lines = TextLines(paragraphs)
        self._text = text
        self._copy = copy

    def body(self) -> list[Widget]:
        """Return the text to scroll through."""
        return [self._lines]

    def on_mount(self) -> None:
        """Let the keys scroll it."""
        self._lines.focus()

    def action_copy_text(self) -> None:
        """Copy the words."""
        self._copy(self._text)
