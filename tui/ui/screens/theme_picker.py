"""Chooses a theme: each is shown live while the cursor is on it; a broken one says what is wrong with it."""

from __future__ import annotations

from textual import on
from textual.strip import Strip
from textual.widget import Widget

from tui.locale import t
from tui.ui.screens.dialog import Dialog
from tui.ui.strips import Piece, line
from tui.ui.theme import ThemeError, ThemeLibrary
from tui.ui.widgets.prose import Prose
from tui.ui.widgets.row_list import RowList


class ThemePicker(Dialog[str]):
    """Offers the themes of *library*; the answer is the id of one, None (and the old look) when it is left."""

    DEFAULT_CSS = """
    ThemePicker { background: transparent; align: right top; }
    ThemePicker .box { width: 44; }
    ThemePicker .words { color: $warning; margin-top: 1; display: none; }
    ThemePicker .words.-shown { display: block; }
    """

    def __init__(self, library: ThemeLibrary, current: str) -> None:
        super().__init__(t("theme.picker_title"), t("theme.picker_hint"))
        self._library = library
        self._current = current
        self._words: dict[str, str] = {}
        self._list: RowList[str] = RowList(self._draw, lambda id: id)
        self._said = Prose(classes="words")

    def body(self) -> list[Widget]:
        """Return the themes, and the place for what is wrong with one."""
        return [self._list, self._said]

    def on_mount(self) -> None:
        """Start on the theme in use."""
        self._list.set_rows(self._library.ids())
        self._list.move_to(self._current)
        self._list.focus()

    @on(RowList.Highlighted)
    def _on_highlighted(self, event: RowList.Highlighted) -> None:
        if event.row is None:
            return
        words = self._show(event.row)
        self._said.update(words)
        self._said.set_class(bool(words), "-shown")

    @on(RowList.Chosen)
    def _on_chosen(self, event: RowList.Chosen) -> None:
        if self._words.get(event.row):
            self.app.bell()
        else:
            self.dismiss(event.row)

    def action_leave(self) -> None:
        """Put the old look back."""
        self._library.use(self.app, self._current)
        self.dismiss(None)

    def _show(self, id: str) -> str:
        """Show *id* and return what is to be said of it."""
        try:
            self._library.load(id)
        except ThemeError as error:
            self._words[id] = str(error)
            return self._words[id]
        return "\n".join(self._library.use(self.app, id))

    def _draw(self, id: str, width: int, is_cursor: bool, is_focused: bool) -> list[Strip]:
        chat = self._list.chat
        marks = [t("theme.current")] if id == self._current else []
        if self._library.is_own(id):
            marks.append(t("theme.own"))
        mark = Piece(f"{chat.icon('folded') if is_cursor else ' '} ")
        style = chat.dim if self._words.get(id) else chat.text
        return [line([mark, Piece(id, style)], width, [Piece(f"{' · '.join(marks)} ", chat.dim)] if marks else [])]
