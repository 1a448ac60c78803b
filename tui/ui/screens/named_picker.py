"""What pickers of named things have in common: a line to type into, and below it what that finds by name, pinyin or number."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

from textual import on
from textual.strip import Strip
from textual.widget import Widget

from tui.chat.names import Match, Named, NameIndex
from tui.ui.screens.dialog import Dialog
from tui.ui.widgets.filter_input import FilterInput
from tui.ui.widgets.row_list import RowList

T = TypeVar("T")


class NamedPicker(Dialog[T]):
    """Offers *named* things; the answer is one of them, None when it is left. *key* tells them apart.

    *field* says what is typed into the line, *nothing* that this finds nothing.
    """

    row_height = 1

    def __init__(
        self, title: str, hint: str, named: Iterable[Named[T]], key: Callable[[T], Hashable], *, field: str, nothing: str
    ) -> None:
        super().__init__(title, hint)
        self._index = NameIndex(named)
        self._field = FilterInput(field)
        self._list: RowList[Match[T]] = RowList(
            self.draw, lambda match: key(match.item), row_height=self.row_height, empty=nothing, is_led=True
        )

    def draw(self, match: Match[T], width: int, is_cursor: bool, is_focused: bool) -> list[Strip]:
        """Return the lines of one of them."""
        raise NotImplementedError

    def body(self) -> list[Widget]:
        """Return the line to type into and what it finds."""
        return [self._field, self._list]

    def on_mount(self) -> None:
        """Show all of them, and prepare the search meanwhile."""
        if not self._field.is_attached:
            return  # there is nothing to choose from, and something else is shown
        self._field.focus()
        self._show()
        self.run_worker(self._index.warm, thread=True, exit_on_error=False)

    @on(FilterInput.Changed)
    def _on_changed(self) -> None:
        self._show()

    @on(FilterInput.Passed)
    def _on_passed(self, event: FilterInput.Passed) -> None:
        event.move(self._list)

    @on(FilterInput.Submitted)
    def _on_submitted(self) -> None:
        self._take(self._list.cursor_row)

    @on(RowList.Chosen)
    def _on_chosen(self, event: RowList.Chosen) -> None:
        self._take(event.row)

    def _show(self) -> None:
        self._list.set_rows(self._index.search(self._field.value.strip(), len(self._index.entries)))
        self._list.action_first()

    def _take(self, match: Match[T] | None) -> None:
        if match is None:
            self.app.bell()
        else:
            self.dismiss(match.item)
