"""Asks for a line of text: a name, a card, a reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input

from tui.locale import t
from tui.ui.screens.dialog import Dialog
from tui.ui.widgets.line_input import LineInput
from tui.ui.widgets.prose import Prose


class AskText(Dialog[str]):
    """Asks for a line below *title* and *lines*; the answer is what was written, None when it was left.

    *check* returns in words what is wrong with a text, "" when nothing is; a wrong one is not taken.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "take", show=False, priority=True)]
    DEFAULT_CSS = """
    AskText Input { background: $panel; padding: 0 1; }
    AskText Input:ansi { text-style: underline; }
    AskText Prose.fact { margin-bottom: 1; }
    AskText .wrong { color: $error; margin-top: 1; display: none; }
    AskText .wrong.-shown { display: block; }
    """

    def __init__(
        self,
        title: str,
        lines: tuple[str, ...] = (),
        *,
        text: str = "",
        check: Callable[[str], str] = lambda text: "",
    ) -> None:
        super().__init__(title, t("screens.ask_text_hint"))
        self._lines = lines
        self._input = LineInput(text, select_on_focus=False, compact=True)
        self._input.cursor_blink = False  # it would repaint twice a second, and disturb input methods
        self._check = check
        self._wrong = Prose(classes="wrong")

    def body(self) -> list[Widget]:
        """Return the facts, the field, and the place for what is wrong."""
        return [*([Prose("\n".join(self._lines), classes="fact")] if self._lines else []), self._input, self._wrong]

    def on_mount(self) -> None:
        """Put the caret into the field."""
        self._input.focus()

    def action_take(self) -> None:
        """Answer, unless something is wrong with the text."""
        text = self._input.value.strip()
        wrong = self._check(text)
        if wrong:
            self._say(wrong)
            self.app.bell()
        else:
            self.dismiss(text)

    @on(Input.Changed)
    def _on_changed(self) -> None:
        self._say("")

    def _say(self, wrong: str) -> None:
        self._wrong.set_class(bool(wrong), "-shown")
        self._wrong.update(wrong)
