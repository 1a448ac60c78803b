"""What all questions and pickers have in common: a box in the middle, a title, and escape that leaves it."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widget import Widget

from tui.ui.widgets.hints import Hints
from tui.ui.widgets.prose import Prose

T = TypeVar("T")


class Dialog(ModalScreen[T | None]):
    """A modal box. Escape dismisses it with None; :meth:`body` gives what stands between *title* and *hint*."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]
    DEFAULT_CSS = """
    Dialog {
        align: center middle;

        .box {
            width: 64; max-width: 100%; height: auto; max-height: 100%; overflow-y: auto;
            background: $surface; border: round $primary; padding: 0 1;
        }
        .title { text-style: bold; color: $primary; margin-bottom: 1; }
        .hint { color: $text-muted; margin-top: 1; }
        RowList { height: auto; min-height: 2; max-height: 16; }
        FilterInput { margin-bottom: 1; }
    }
    """

    def __init__(self, title: str, hint: str = "") -> None:
        super().__init__()
        self._title = title
        self._hint = hint

    def body(self) -> list[Widget]:
        """Return the widgets of the box, below its title."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """Yield the box."""
        with Vertical(classes="box"):
            if self._title:
                yield Prose(self._title, classes="title")
            yield from self.body()
            if self._hint:
                yield Hints(self._hint, classes="hint")

    def action_leave(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)
