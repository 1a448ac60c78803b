"""The menu of actions: each with its key, those that can not be done now shown with the reason."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from textual import events, on
from textual.strip import Strip
from textual.widget import Widget

from tui.locale import t
from tui.ui.key_names import BadKeyName, canonical, label
from tui.ui.screens.dialog import Dialog
from tui.ui.strips import Piece, line
from tui.ui.widgets.prose import Prose
from tui.ui.widgets.row_list import RowList


class MenuEntry(Struct, frozen=True):
    """One action: the command's *name* is what the menu returns. A *reason* in words means that it can not be done now."""

    name: str
    label: str
    keys: tuple[str, ...] = ()
    reason: str = ""


class ActionMenu(Dialog[str]):
    """Offers *entries*; the answer is the name of one of them, None when it is left."""

    DEFAULT_CSS = """
    ActionMenu .reason { color: $warning; margin-top: 1; display: none; }
    ActionMenu .reason.-shown { display: block; }
    ActionMenu.-low RowList { max-height: 12; }
    """
    # Where the screen is low the entries scroll, so that the title, which says whom it is about, stays in sight.
    VERTICAL_BREAKPOINTS = [(0, "-low"), (24, "-high")]  # noqa: RUF012  # Textual's own declaration

    def __init__(self, title: str, entries: Sequence[MenuEntry]) -> None:
        super().__init__(title, t("screens.menu_hint"))
        self._entries = tuple(entries)
        self._places = {entry.name: place for place, entry in enumerate(self._entries, 1)}
        self._list: RowList[MenuEntry] = RowList(self._draw, lambda entry: entry.name)
        self._reason = Prose(classes="reason")

    def body(self) -> list[Widget]:
        """Return the entries, and the place for a reason."""
        return [self._list, self._reason]

    def on_mount(self) -> None:
        """Show the entries, the cursor on the first that can be done."""
        self._list.set_rows(self._entries)
        able = next((entry for entry in self._entries if not entry.reason), None)
        if able is not None:
            self._list.move_to(able.name)
        self._list.focus()

    @on(RowList.Highlighted)
    def _on_highlighted(self, event: RowList.Highlighted) -> None:
        self._show_reason(event.row)

    @on(RowList.Chosen)
    def _on_chosen(self, event: RowList.Chosen) -> None:
        self._take(event.row)

    def on_key(self, event: events.Key) -> None:
        """Take the entry of a digit or of an action's own key."""
        try:
            key = canonical(event.key)
        except BadKeyName:
            return
        entry = next((entry for entry in self._entries if key in entry.keys), None)
        if entry is None and key.isdecimal() and 0 < int(key) <= len(self._entries):
            entry = self._entries[int(key) - 1]
        if entry is not None:
            event.stop()
            self._list.move_to(entry.name)
            self._take(entry)

    def _take(self, entry: MenuEntry) -> None:
        if entry.reason:
            self._show_reason(entry)
            self.app.bell()
        else:
            self.dismiss(entry.name)

    def _show_reason(self, entry: MenuEntry | None) -> None:
        reason = entry.reason if entry else ""
        self._reason.set_class(bool(reason), "-shown")
        self._reason.update(t("screens.not_available", reason=reason) if reason else "")

    def _draw(self, entry: MenuEntry, width: int, is_cursor: bool, is_focused: bool) -> list[Strip]:
        chat = self._list.chat
        place = self._places[entry.name]
        left = [
            Piece(f"{chat.icon('folded') if is_cursor else ' '} "),
            Piece(f"{place if place < 10 else ' '} ", chat.dim),
            Piece(entry.label, chat.dim if entry.reason else chat.text),
        ]
        if entry.reason:
            left.append(Piece(f" — {entry.reason}", chat.dim))
        right = [Piece(f"{label(entry.keys[0])} ", chat.dim if entry.reason else chat.key)] if entry.keys else []
        return [line(left, width, right)]
