"""A text in full, what is known of a thing, or what a platform answered: to be read, scrolled and copied."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from tui.locale import t
from tui.ui.screens.dialog import Dialog
from tui.ui.widgets.text_lines import Paragraph, TextLines


class FullText(Dialog[None]):
    """Shows *paragraphs*; *copy* is given *text* when it is to be copied."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy_text", show=False),
        Binding("q,enter,i,o", "leave", show=False),
    ]
    DEFAULT_CSS = """
    FullText .box { width: 90%; }
    FullText TextLines { height: auto; max-height: 80vh; }
    """

    def __init__(self, title: str, paragraphs: Sequence[Paragraph], text: str, copy: Callable[[str], None]) -> None:
        super().__init__(title, t("screens.full_text_hint"))
        self._lines = TextLines(paragraphs)
        self._text = text
        self._copy = copy

    @classmethod
    def of_facts(cls, title: str, facts: Sequence[tuple[str, str]], text: str, copy: Callable[[str], None]) -> FullText:
        """Show *facts* (label and value; those without a value are left out), and *text* below them."""
        known = [(label, value) for label, value in facts if value]
        paragraphs = [Paragraph(value, label=label) for label, value in known]
        if text:
            paragraphs += [Paragraph(""), Paragraph(text, is_wide=True)]
        return cls(title, paragraphs, text or "\n".join(f"{label}: {value}" for label, value in known), copy)

    def body(self) -> list[Widget]:
        """Return the text to scroll through."""
        return [self._lines]

    def on_mount(self) -> None:
        """Let the keys scroll it."""
        self._lines.focus()

    def action_copy_text(self) -> None:
        """Copy what it says."""
        self._copy(self._text)
