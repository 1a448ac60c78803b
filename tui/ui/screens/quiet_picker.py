"""Asks, of many groups, which ones matter; the others become quiet."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import ClassVar

from msgspec import Struct
from textual import events, on
from textual.binding import Binding, BindingType
from textual.strip import Strip
from textual.widget import Widget

from tui.chat.names import NameIndex
from tui.locale import t
from tui.store.rows import ConversationRow
from tui.ui.screens.dialog import Dialog
from tui.ui.sidebar_model import named
from tui.ui.strips import Piece, line
from tui.ui.widgets.filter_input import FilterInput
from tui.ui.widgets.prose import Prose
from tui.ui.widgets.row_list import RowList


class _Tick(Struct, frozen=True):
    row: ConversationRow
    is_ticked: bool


class QuietPicker(Dialog[frozenset[int]]):
    """Lets tick those of *groups* that matter, *ticked* ones beforehand; the answer is their ids, None for "ask me later".

    Where nobody has asked for it, it gives way to somebody who begins to type: *on_typed* gets the letter.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tick", show=False),
        Binding("enter", "done", show=False),
        Binding("a", "tick_all", show=False),
        Binding("slash", "filter", show=False),
    ]
    DEFAULT_CSS = """
    QuietPicker .box { height: 90%; }
    QuietPicker RowList { height: 1fr; max-height: 100%; margin-top: 1; }
    QuietPicker .count { color: $primary; }
    """

    def __init__(
        self, groups: Iterable[ConversationRow], ticked: Collection[int] = (), on_typed: Callable[[str], None] | None = None
    ) -> None:
        super().__init__(t("screens.quiet_title"), t("screens.quiet_hint"))
        self._on_typed = on_typed
        self._rows = sorted(groups, key=lambda row: (not row.is_pinned, -row.last_time, row.title))
        self._ticks = {row.id: _Tick(row, row.id in ticked) for row in self._rows}
        self._index = NameIndex(named(row) for row in self._rows)
        self._list: RowList[_Tick] = RowList(self._draw, lambda tick: tick.row.id, enter_chooses=False)
        self._count = Prose(classes="count")

    def body(self) -> list[Widget]:
        """Return the note, the groups, and how many are ticked."""
        return [Prose(t("screens.quiet_note")), self._list, self._count]

    def on_mount(self) -> None:
        """Show all groups."""
        self._list.set_empty(t("sidebar.no_match"))
        self._show()
        self._list.focus()

    def on_key(self, event: events.Key) -> None:
        """Give way to a letter that means nothing here."""
        is_ours = event.key in ("space", "a", "slash") or not self._list.has_focus
        if self._on_typed is not None and event.is_printable and event.character is not None and not is_ours:
            event.stop()
            self.dismiss(None)
            self._on_typed(event.character)

    def action_done(self) -> None:
        """That is all: from the list and from the filter."""
        self.dismiss(frozenset(id for id, tick in self._ticks.items() if tick.is_ticked))

    def action_tick(self) -> None:
        """Tick the group under the cursor, or take its tick away."""
        if self._list.cursor_row is not None:
            self._toggle(self._list.cursor_row)
            self._list.move(1)

    def action_tick_all(self) -> None:
        """Tick all groups that are shown, or none of them when all are."""
        shown = list(self._list.rows)
        is_ticked = not all(tick.is_ticked for tick in shown)
        for tick in shown:
            self._ticks[tick.row.id] = _Tick(tick.row, is_ticked)
        self._show()

    def action_filter(self) -> None:
        """Open the line for the filter."""
        fields = self.query(FilterInput)
        if fields:
            fields.first().focus()
        else:
            field = FilterInput(t("sidebar.filter"))
            self.mount(field, before=self._list)
            field.focus()

    def action_leave(self) -> None:
        """Leave the filter first, then the question."""
        fields = self.query(FilterInput)
        if fields:
            fields.first().remove()
            self._list.focus()
            self._show()
        else:
            self.dismiss(None)

    @on(FilterInput.Changed)
    def _on_changed(self, event: FilterInput.Changed) -> None:
        self._show(event.value.strip())

    @on(FilterInput.Submitted)
    def _on_submitted(self) -> None:
        self.action_done()

    @on(FilterInput.Passed)
    def _on_passed(self, event: FilterInput.Passed) -> None:
        event.move(self._list)

    @on(RowList.Chosen)
    def _on_chosen(self, event: RowList.Chosen) -> None:
        self._toggle(event.row)

    def _toggle(self, tick: _Tick) -> None:
        self._ticks[tick.row.id] = _Tick(tick.row, not tick.is_ticked)
        self._show()

    def _show(self, text: str | None = None) -> None:
        if text is None:
            fields = self.query(FilterInput)
            text = fields.first().value.strip() if fields else ""
        ids = [match.item for match in self._index.search(text, len(self._rows))] if text else [row.id for row in self._rows]
        self._list.set_rows([self._ticks[id] for id in ids])
        ticked = sum(tick.is_ticked for tick in self._ticks.values())
        self._count.update(t("screens.quiet_count", ticked=ticked, all=len(self._rows)))

    def _draw(self, tick: _Tick, width: int, is_cursor: bool, is_focused: bool) -> list[Strip]:
        chat = self._list.chat
        box = Piece("[x] " if tick.is_ticked else "[ ] ", chat.key if tick.is_ticked else chat.dim)
        row = tick.row
        right = [Piece(f"{t('sidebar.members', count=row.member_count)} ", chat.dim)] if row.member_count else []
        return [line([Piece(" "), box, Piece(row.title, chat.text)], width, right)]
