"""A text in full, with what is known of it above: to be read, scrolled and copied."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from tui.locale import t
from tui.ui.screens.dialog import Dialog
from tui.ui.widgets.text_lines import Paragraph, TextLines


class FullText(Dialog[None]):
    """Shows *facts* (label and value), and below them *text*, which *copy* is given when it is to be copied."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy_text", show=False),
        Binding("q,enter,i,o", "leave", show=False),
    ]
    DEFAULT_CSS = """
    FullText .box { width: 90%; }
    FullText TextLines { height: auto; max-height: 80vh; }
    """

    def __init__(self, title: str, facts: Sequence[tuple[str, str]], text: str, copy: Callable[[str], None]) -> None:
        super().__init__(title, t("screens.full_text_hint"))
        self._facts = tuple(facts)
        self._text = text
        self._copy = copy

    def body(self) -> list[Widget]:
        """Return the text to scroll through."""
        paragraphs = [Paragraph(value, label=label) for label, value in self._facts if value]
        if self._text:
            paragraphs += [Paragraph(""), Paragraph(self._text, is_wide=True)]
        return [TextLines(paragraphs)]

    def action_copy_text(self) -> None:
        """Copy what it says."""
        self._copy(self._text or "\n".join(f"{label}: {value}" for label, value in self._facts if value))
