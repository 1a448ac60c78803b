"""Shows who reacted to a message, emoji by emoji."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from tui.chat.emoji import Reaction
from tui.locale import t
from tui.ui.screens.dialog import Dialog
from tui.ui.widgets.text_lines import Paragraph, TextLines

if TYPE_CHECKING:
    from tui.chat.reactions import Reactors


class ReactorsBox(Dialog[None]):
    """Shows *reactions* as they are known, then who they are; *name_of* gives (user, name that came along) a name."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("w,q", "leave", show=False)]
    DEFAULT_CSS = """
    ReactorsBox TextLines { height: auto; min-height: 3; max-height: 16; }
    """

    def __init__(self, title: str, reactions: Sequence[Reaction], name_of: Callable[[str, str], str]) -> None:
        super().__init__(title, t("reactions.box_hint"))
        self._name_of = name_of
        counted = [
            Paragraph(t("reactions.asking"), "dim", _label(one.label or t("segment.face_nameless", id=one.emoji), one.count))
            for one in reactions
        ]
        self._lines = TextLines(counted or [Paragraph(t("reactions.asking"), "dim")])

    def body(self) -> list[Widget]:
        """Return the list to scroll through."""
        return [self._lines]

    def on_mount(self) -> None:
        """Let the arrows scroll."""
        self._lines.focus()

    def show(self, found: Sequence[Reactors]) -> None:
        """Show who it was."""
        paragraphs: list[Paragraph] = []
        for one in found:
            label = _label(one.emoji.label or t("segment.face_nameless", id=one.emoji.id), one.count)
            names = [self._name_of(person.id, person.name) for person in one.people]
            if not one.is_whole:
                names.append(t("reactions.more", n=one.count - len(one.people)))
            paragraphs += [Paragraph(name, label="" if at else label) for at, name in enumerate(names)]
        self._lines.set_paragraphs(paragraphs or [Paragraph(t("reactions.gone"), "dim")])

    def fail(self, words: str) -> None:
        """Say why nobody can be named."""
        self._lines.set_paragraphs([Paragraph(words, "warning", is_wide=True)])


def _label(label: str, count: int) -> str:
    return f"{label} {count}  "
