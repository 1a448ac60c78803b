"""One line to type a filter into, whose up and down move through the list below it."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from tui.ui.widgets.line_input import LineInput
from tui.ui.widgets.row_list import RowList


class FilterInput(LineInput):
    """A LineInput that passes the keys of a list on, and says when it is left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "pass_on(-1, False)", show=False),
        Binding("down", "pass_on(1, False)", show=False),
        Binding("pageup", "pass_on(-1, True)", show=False),
        Binding("pagedown", "pass_on(1, True)", show=False),
        Binding("ctrl+u", "delete_left_all", show=False),
    ]
    DEFAULT_CSS = """
    FilterInput, FilterInput:focus {
        border: none;
        height: 1;
        padding: 0 1;
        background: $panel;
        color: $foreground;
    }
    FilterInput:ansi { text-style: underline; }
    """

    class Passed(Message):
        """A key of the list was pressed: up or down, by rows or, with *is_page*, by pages."""

        def __init__(self, steps: int, is_page: bool) -> None:
            super().__init__()
            self.steps = steps
            self.is_page = is_page

        def move(self, row_list: RowList[Any]) -> None:
            """Do in *row_list* what the key asks for."""
            if self.is_page:
                row_list.action_page(self.steps)
            else:
                row_list.move(self.steps)

    def __init__(self, placeholder: str, id: str | None = None) -> None:
        # A blinking cursor repaints twice a second for nothing, and disturbs input methods.
        super().__init__(placeholder=placeholder, id=id, select_on_focus=False)
        self.cursor_blink = False

    def action_pass_on(self, steps: int, is_page: bool) -> None:
        """Tell the owner of the list."""
        self.post_message(self.Passed(steps, is_page))
