"""Asks for a file of this machine: a path, completed with tab as in a shell; where it may be, an address instead."""

from __future__ import annotations

import asyncio
from typing import ClassVar, TypeVar

from textual import on
from textual.binding import Binding, BindingType
from textual.strip import Strip
from textual.widget import Widget

from tui.chat.text import one_line
from tui.locale import t
from tui.ui import paths
from tui.ui.paths import Found
from tui.ui.screens.dialog import Dialog
from tui.ui.strips import Piece, line
from tui.ui.widgets.filter_input import FilterInput
from tui.ui.widgets.prose import Prose
from tui.ui.widgets.row_list import RowList

T = TypeVar("T")


def is_address(text: str) -> bool:
    """Return whether *text* is an address on the web rather than a path."""
    return text.lower().startswith(("http://", "https://"))


class FileDialog(Dialog[T]):
    """Asks for a path below *title* and *lines*; what is done with one that was taken says :meth:`taken`.

    Folders are read beside the interface: on a slow disk the list comes later, and nothing waits for it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", show=False, priority=True),
        Binding("enter", "take", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    FileDialog RowList { margin-top: 1; max-height: 10; }
    FileDialog Prose.fact { margin-bottom: 1; }
    FileDialog .wrong { color: $error; margin-top: 1; display: none; }
    FileDialog .wrong.-shown { display: block; }
    """

    def __init__(self, title: str, lines: tuple[str, ...] = (), *, allows_address: bool = False, text: str = "~/") -> None:
        super().__init__(title, t("group.file_hint"))
        self._lines = lines
        self._allows_address = allows_address
        self._field = FilterInput("")
        self._field.value = text
        self._list: RowList[Found] = RowList(self._draw, lambda row: row.text, empty=t("group.file_nothing"), is_led=True)
        self._wrong = Prose(classes="wrong")
        self._has_moved = False

    def body(self) -> list[Widget]:
        """Return the facts, the field, what it may become, and the place for what is wrong."""
        return [*([Prose("\n".join(self._lines), classes="fact")] if self._lines else []), self._field, self._list, self._wrong]

    def on_mount(self) -> None:
        """Put the caret behind what stands there already."""
        self._field.focus()
        self._field.cursor_position = len(self._field.value)
        self._look()

    def action_complete(self) -> None:
        """Take the row that was moved to; else grow the path as far as it is clear, and then go through the rows."""
        row = self._list.cursor_row
        if row is None:
            self.app.bell()
            return
        grown = row.text if self._has_moved or len(self._list.rows) == 1 else paths.common(self._field.value, [*self._list.rows])
        if grown != self._field.value:
            self._write(grown)
        else:
            self._list.move(1)
            self._has_moved = True

    def action_take(self) -> None:
        """Go into a folder, or answer with the file, if there is one."""
        row = self._list.cursor_row
        if self._has_moved and row is not None:
            if row.is_folder:
                self._write(row.text)
            else:
                self.taken(row.text)
            return
        text = self._field.value.strip()
        if not text:
            self._say(t("group.file_empty"))
        elif self._allows_address and is_address(text):
            self.taken(text)
        else:
            self.run_worker(self._take(text), exclusive=True, group="take")

    def taken(self, text: str) -> None:
        """A file (or an address) was taken."""
        raise NotImplementedError

    async def _take(self, text: str) -> None:
        if await asyncio.to_thread(paths.is_file, text):
            self.taken(text)
        else:
            self._say(t("group.file_missing", path=one_line(text, 200)))
            self.app.bell()

    @on(FilterInput.Changed)
    def _on_changed(self) -> None:
        self._has_moved = False
        self._say("")
        self._look()

    @on(FilterInput.Passed)
    def _on_passed(self, event: FilterInput.Passed) -> None:
        self._has_moved = True
        event.move(self._list)

    @on(RowList.Chosen)
    def _on_chosen(self, event: RowList.Chosen) -> None:
        self._has_moved = True
        self.action_take()

    def _write(self, text: str) -> None:
        self._field.value = text
        self._field.cursor_position = len(text)

    def _look(self) -> None:
        text = self._field.value
        if self._allows_address and is_address(text):
            self._list.set_rows([])
            return

        async def work() -> None:
            found = await asyncio.to_thread(paths.look, text)
            if text == self._field.value:
                self._list.set_rows(found)
                self._list.action_first()

        self.run_worker(work(), exclusive=True, group="look")

    def _say(self, wrong: str) -> None:
        self._wrong.set_class(bool(wrong), "-shown")
        self._wrong.update(wrong)

    def _draw(self, row: Found, width: int, is_cursor: bool, is_focused: bool) -> list[Strip]:
        chat = self._list.chat
        mark = Piece(f"{chat.icon('folded') if is_cursor and self._has_moved else ' '} ")
        return [line([mark, Piece(one_line(row.name, 200) + ("/" if row.is_folder else ""), chat.text)], width)]


class AskFile(FileDialog[str]):
    """Asks for a file; the answer is its absolute path (or an address), None when it was left."""

    def taken(self, text: str) -> None:
        """Answer with it."""
        self.dismiss(text if self._allows_address and is_address(text) else str(paths.absolute(text)))
