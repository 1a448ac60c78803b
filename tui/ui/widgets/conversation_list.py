"""The sidebar: conversations by time, contacts by category, groups; with a filter, folds and an order that holds still."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime, tzinfo

from rich.cells import cell_len
from rich.style import Style
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.chat.names import NameIndex
from tui.locale import t
from tui.store.rows import ConversationRow
from tui.ui.chat_theme import ChatTheme
from tui.ui.sidebar_model import Entry, Header, HeaderKind, Item, SidebarModel, View, named
from tui.ui.strips import Piece, line
from tui.ui.theme import chat_theme
from tui.ui.widgets.conversation_lines import LineContext, draw_entry
from tui.ui.widgets.filter_input import FilterInput
from tui.ui.widgets.row_list import RowList

SETTLE_SECONDS = 0.1
"""Seconds between two arrangements of the list in a flood."""


class ConversationList(Vertical):
    """The sidebar. It shows what :meth:`replace` and :meth:`update` tell it and says what a person wants opened."""

    DEFAULT_CSS = """
    ConversationList { background: $surface; height: 1fr; }
    ConversationList > RowList { height: 1fr; }
    """

    class Opened(Message):
        """The user wants *conversation* (store id) on the screen."""

        def __init__(self, conversation: int) -> None:
            super().__init__()
            self.conversation = conversation

    class MenuAsked(Opened):
        """A right click asks what can be done with *conversation*."""

    def __init__(
        self,
        *,
        zone: tzinfo | None = None,
        clock: Callable[[], float] = time.time,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """Make an empty sidebar. *zone* None is the local one; *clock* returns seconds since the epoch."""
        super().__init__(id=id, classes=classes)
        self._zone = zone
        self._clock = clock
        self._index: NameIndex[int] | None = None
        self._model = SidebarModel()
        self._view = View.CONVERSATIONS
        self._filter = ""
        self._today = self._ordinal()
        self._is_stale = False
        self._shown_at = float("-inf")
        self._current_place: int | None = None
        self._list: RowList[Entry] = RowList(
            self._draw, lambda entry: entry.key, row_height=2, is_selectable=_is_selectable, enter_chooses=False
        )
        self._tabs = _Tabs(self)

    def compose(self) -> ComposeResult:
        """Yield the names of the views and the list."""
        yield self._tabs
        yield self._list

    @property
    def view(self) -> View:
        """The view that is shown."""
        return self._view

    @property
    def current(self) -> int | None:
        """The conversation that is on the screen."""
        return self._model.current

    @property
    def highlighted(self) -> ConversationRow | None:
        """The conversation under the cursor."""
        entry = self._list.cursor_row
        # As it is known now, which may be a moment ahead of how it is drawn.
        return self._model.rows.get(entry.row.id) if isinstance(entry, Item) else None

    @property
    def rows(self) -> Mapping[int, ConversationRow]:
        """All conversations that are known, by id."""
        return self._model.rows

    def on_mount(self) -> None:
        """Tell times as of the day it is, and how long somebody has waited, also when nothing else happens."""
        self.set_interval(60, self._look_at_the_clock)

    def set_accounts(self, labels: Mapping[int, str]) -> None:
        """Set what the accounts (store id -> label) are called; several are shown apart."""
        self._model.set_accounts(labels)
        self.show()

    def replace(self, rows: Iterable[ConversationRow]) -> None:
        """Show *rows* and no others."""
        self._model.replace(rows)
        self.show()

    def update(self, rows: Iterable[ConversationRow]) -> None:
        """Show *rows* instead of those of the same ids; new ones join the list.

        What comes within a tenth of a second after the list has changed only makes it *stale*: another update, also with no rows,
        shows it then. A list that changes its order more often can not be read anyway.
        """
        self._is_stale |= self._model.update(rows)
        if self._is_stale and time.monotonic() - self._shown_at >= SETTLE_SECONDS:
            self._shown_at = time.monotonic()
            self.show()

    @property
    def is_stale(self) -> bool:
        """Whether there is more to show than is shown."""
        return self._is_stale

    def set_current(self, conversation: int | None) -> None:
        """Mark *conversation* as the one that is on the screen and, unless a person is in the list, put the cursor on it."""
        self._model.current = conversation
        self.show()
        if conversation is not None and not self._list.has_focus:
            self._list.move_to(conversation)

    def set_suggested(self, conversations: frozenset[int]) -> None:
        """Mark those in which a plugin suggests something."""
        if conversations != self._model.suggested:
            self._model.suggested = conversations
            self.show()

    def set_view(self, view: View) -> None:
        """Show *view*."""
        if view is self._view:
            return
        self._view = view
        self._model.release()
        self._list.redraw()  # the same rows look otherwise in another view
        self.show(row_height=view.row_height)
        self._list.scroll_to(y=0, animate=False)
        if self._model.current is None or not self._list.move_to(self._model.current):
            self._list.action_first()
        if self._list.has_focus:
            self._model.hold()
        self._tabs.refresh()

    def next_view(self) -> None:
        """Show the view after this one."""
        views = list(View)
        self.set_view(views[(views.index(self._view) + 1) % len(views)])

    def focus_list(self) -> None:
        """Give the list the focus."""
        self._list.focus()

    def open_highlighted(self) -> None:
        """Open the conversation under the cursor, or fold the header that stands there."""
        self._choose(self._list.cursor_row)

    def open_nth(self, number: int) -> None:
        """Open the *number*-th conversation of the list, counted from 1."""
        found = [entry for entry in self._list.rows if isinstance(entry, Item)]
        if 0 < number <= len(found):
            self._choose(found[number - 1])

    def neighbour(self, steps: int) -> int | None:
        """Return the conversation *steps* below the current one (negative: above), None at the ends."""
        return self._model.neighbour(steps, View.WAITING if self._view is View.WAITING else View.CONVERSATIONS)

    def start_filter(self) -> None:
        """Open the line for the filter, or go back into it."""
        found = self.query(FilterInput)
        if found:
            found.first().focus()
            return
        self._index = NameIndex(named(row) for row in self._model.rows.values())
        self.run_worker(self._index.warm, thread=True, exit_on_error=False)
        field = FilterInput(t("sidebar.filter"))
        self.mount(field, before=self._list)
        field.focus()

    def end_filter(self) -> bool:
        """Show all again; return whether there was a filter."""
        fields = self.query(FilterInput)
        if not fields:
            return False
        has_focus = fields.first().has_focus
        fields.first().remove()
        self._filter = ""
        self._index = None
        self.show()
        if has_focus:
            self._list.focus()
        return True

    def show(self, row_height: int | None = None) -> None:
        """Arrange the list anew; cheap when little has changed."""
        self._is_stale = False
        today = self._ordinal()
        if today != self._today:
            self._today = today
            self._list.redraw()
        entries = self._model.entries(self._view, self._found() if self._filter else None)
        self._list.set_empty(t("sidebar.no_match") if self._filter else t(f"sidebar.no_{self._view.value}"))
        self._list.set_rows(entries, row_height=row_height, hold=self._model.is_held and not self._filter)
        place = next((n for n, entry in enumerate(entries) if isinstance(entry, Item) and entry.is_current), None)
        if place is not None and place != self._current_place and not self._list.has_focus:
            # It moved, as after sending: then it is not lost from sight. Who scrolls by the wheel is left alone otherwise.
            self._list.move_to(entries[place].key)
        self._current_place = place
        self._tabs.show_counts(self._new_above(entries), sum(1 for row in self._model.rows.values() if row.waits_since))

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Hold the order while a person is in the list."""
        if event.widget is self._list and not self._model.is_held:
            self._model.hold()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Put everything where it belongs once the person has left."""
        if event.widget is self._list:
            self._model.release()
            self.show()
            if self._model.current is not None:
                self._list.move_to(self._model.current)

    @on(RowList.Chosen)
    def _on_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self._choose(event.row)

    @on(RowList.MenuAsked)
    def _on_menu_asked(self, event: RowList.MenuAsked) -> None:
        event.stop()
        if isinstance(event.row, Item):
            self.post_message(self.MenuAsked(event.row.row.id))

    @on(FilterInput.Passed)
    def _on_passed(self, event: FilterInput.Passed) -> None:
        event.stop()
        event.move(self._list)

    @on(FilterInput.Changed)
    def _on_filter_changed(self, event: FilterInput.Changed) -> None:
        event.stop()
        self._filter = event.value.strip()
        self.show()

    @on(FilterInput.Submitted)
    def _on_filter_submitted(self, event: FilterInput.Submitted) -> None:
        event.stop()
        self.open_highlighted()
        self.end_filter()

    def _found(self) -> Collection[int]:
        return {match.item for match in self._index.search(self._filter, len(self._index))} if self._index else ()

    def _choose(self, entry: Entry | None) -> None:
        if isinstance(entry, Item):
            self.post_message(self.Opened(entry.row.id))
        elif isinstance(entry, Header):
            self._model.toggle(entry.key)
            self.show()

    def _draw(self, entry: Entry, width: int, is_cursor: bool, is_focused: bool) -> list[Strip]:
        now = int(self._clock() * 1000)
        return draw_entry(
            entry, self._view, width, LineContext(self._list.chat, self._today, self._zone, now, self._model.labels)
        )

    def _new_above(self, entries: list[Entry]) -> int:
        """Return how many conversations with news stand above what is seen, while the order is held."""
        if not self._model.is_held or self._view is View.WAITING:
            return 0
        first = self._list.scroll_offset.y // self._list.row_height
        return sum(1 for entry in entries[:first] if isinstance(entry, Item) and entry.is_moved)

    def _look_at_the_clock(self) -> None:
        if self._view is View.WAITING:
            self._list.redraw()
        if self._ordinal() != self._today:
            self.show()

    def _ordinal(self) -> int:
        return datetime.fromtimestamp(self._clock(), self._zone).toordinal()


class _Tabs(Widget):
    """The names of the views, on one line; a click shows one."""

    DEFAULT_CSS = """
    _Tabs { height: 1; background: $surface; color: $foreground; }
    """

    def __init__(self, sidebar: ConversationList) -> None:
        super().__init__()
        self._sidebar = sidebar
        self._new_above = 0
        self._waiting = 0

    def show_counts(self, new_above: int, waiting: int) -> None:
        """Tell how much is *new_above* what is seen, and how many are *waiting* for an answer."""
        if (new_above, waiting) != (self._new_above, self._waiting):
            self._new_above, self._waiting = new_above, waiting
            self.refresh()

    def render_line(self, y: int) -> Strip:
        chat = chat_theme(self.app)
        pieces = []
        for view, before, name in self._places():
            pieces += [Piece(" " * before), Piece(name, self._style(view, chat))]
            if view is View.WAITING:
                pieces.append(Piece(self._count(), chat.warning))
        new = [Piece(f"{t('sidebar.new_above', count=self._new_above)} ", chat.warning)] if self._new_above else []
        return line(pieces, self.size.width, new).apply_style(self.rich_style)

    def on_click(self, event: events.Click) -> None:
        at = 0
        for view, before, name in self._places():
            at += before
            if at <= event.x < at + cell_len(name):
                self._sidebar.set_view(view)
            at += cell_len(name)

    def _count(self) -> str:
        return f" {self._waiting if self._waiting < 100 else '99+'}" if self._waiting else ""

    def _places(self) -> list[tuple[View, int, str]]:
        """Return each view with the blanks before its name, fewer where there is little room."""
        names = [_view_name(view) for view in View]
        needed = sum(map(cell_len, names)) + len(self._count())
        gap = 2 if needed + 1 + 2 * (len(names) - 1) <= self.size.width else 1
        lead = 1 if needed + 1 + gap * (len(names) - 1) <= self.size.width else 0
        return [(view, gap if at else lead, name) for at, (view, name) in enumerate(zip(View, names, strict=True))]

    def _style(self, view: View, chat: ChatTheme) -> Style:
        return chat.title + Style(underline=True) if view is self._sidebar.view else chat.dim


def _is_selectable(entry: Entry) -> bool:
    return isinstance(entry, Item) or entry.kind is not HeaderKind.ACCOUNT


def _view_name(view: View) -> str:
    return t(f"sidebar.{view.value}")
