"""A list of rows of one height: draws only what it shows, keeps its cursor on the same row whatever happens around it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.ui.chat_theme import ChatTheme
from tui.ui.strips import Piece, blank, lay_on, line
from tui.ui.theme import chat_theme

T = TypeVar("T")
RenderRow = Callable[[T, int, bool, bool], list[Strip]]
"""(row, width, is the cursor on it, has the list the focus) -> one strip for each line of the row; backgrounds are the list's."""

_MAX_CACHED = 512


class RowList(ScrollView, Generic[T], can_focus=True):
    """A list for thousands of rows. Each has a *key* by which it is known again when rows change or move.

    A row that looks the same must be the same object: what is drawn is kept as long as the row is.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "first", show=False),
        Binding("end", "last", show=False),
        Binding("enter", "choose", show=False),
    ]
    DEFAULT_CSS = """
    RowList {
        background: $surface;
        color: $foreground;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
    }
    """

    class Highlighted(Message):
        """The cursor came to *row* (None: there are no rows)."""

        def __init__(self, row_list: RowList[Any], row: Any) -> None:
            super().__init__()
            self.row_list = row_list
            self.row = row

        @property
        def control(self) -> RowList[Any]:
            """The list."""
            return self.row_list

    class Chosen(Highlighted):
        """*row* was chosen, by enter or a click."""

    class MenuAsked(Highlighted):
        """A right click asks what can be done with *row*."""

    def __init__(
        self,
        render_row: RenderRow[T],
        key: Callable[[T], Hashable],
        *,
        row_height: int = 1,
        is_selectable: Callable[[T], bool] = lambda row: True,
        empty: str = "",
        enter_chooses: bool = True,
        is_led: bool = False,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """Make a list without rows.

        *empty* is said while there are none. *enter_chooses* off leaves enter to the key table. *is_led*: a text field has the
        focus in its stead, and moves its cursor.
        """
        super().__init__(id=id, classes=classes)
        self._render_row = render_row
        self._key = key
        self._row_height = row_height
        self._is_selectable = is_selectable
        self._empty = empty
        self._enter_chooses = enter_chooses
        self._is_led = is_led
        self.can_focus = not is_led
        self._rows: list[T] = []
        self._index: dict[Hashable, int] = {}
        self._cursor = -1
        self._held_line: int | None = None
        self._drawn: dict[tuple[Hashable, bool, bool], tuple[T, list[Strip]]] = {}
        self._drawn_width = 0
        self._chat: ChatTheme | None = None
        self._base: Style | None = None

    @property
    def rows(self) -> Sequence[T]:
        """The rows that are shown, in order."""
        return self._rows

    @property
    def cursor_row(self) -> T | None:
        """The row under the cursor; None when there is none."""
        return self._rows[self._cursor] if 0 <= self._cursor < len(self._rows) else None

    @property
    def cursor_key(self) -> Hashable | None:
        """The key of the row under the cursor."""
        row = self.cursor_row
        return None if row is None else self._key(row)

    @property
    def row_height(self) -> int:
        """Lines a row."""
        return self._row_height

    @property
    def chat(self) -> ChatTheme:
        """The styles of the theme in use."""
        if self._chat is None:
            self._chat = chat_theme(self.app)
        return self._chat

    def set_rows(self, rows: Sequence[T], *, row_height: int | None = None, hold: bool = False) -> None:
        """Show *rows*. The cursor stays on its row; with *hold* that row also stays on its line of the screen."""
        if row_height is not None and row_height != self._row_height:
            self._row_height = row_height
            self.redraw()
        self._rearrange(list(rows), hold)

    def set_empty(self, text: str) -> None:
        """Say *text* while there are no rows."""
        self._empty = text
        if not self._rows:
            self.refresh()

    def move_to(self, key: Hashable) -> bool:
        """Put the cursor on the row *key* and show it, in the middle if it was out of sight; return whether there is one."""
        index = self._index.get(key)
        if index is None or not self._is_selectable(self._rows[index]):
            return False
        top, height = index * self._row_height, self.size.height
        if not 0 <= top - self.scroll_offset.y <= height - self._row_height:
            self.scroll_to(y=(index - height // self._row_height // 2) * self._row_height, animate=False)
        self._put_cursor(index)
        return True

    def move(self, steps: int) -> None:
        """Move the cursor by *steps* rows, over those that can not be selected, and stop at the ends."""
        index = self._cursor
        step = 1 if steps > 0 else -1
        for _ in range(abs(steps)):
            found = self._selectable_from(index + step, step)
            if found is None:
                break
            index = found
        if index == self._cursor:  # at the first row that can be selected: show what stands above it, too
            self.scroll_relative(y=steps * self._row_height, animate=False)
            return
        self._put_cursor(index)

    def redraw(self) -> None:
        """Draw everything anew, for when something that rows do not hold has changed (the day, the language)."""
        self._drawn.clear()
        self.refresh()

    def action_move(self, steps: int) -> None:
        """Move the cursor."""
        self.move(steps)

    def action_page(self, pages: int) -> None:
        """Move the cursor by what the list shows at once."""
        shown = max(1, self.size.height // self._row_height - 1)
        target = max(0, min(len(self._rows) - 1, self._cursor + pages * shown))
        found = self._selectable_from(target, pages)
        if found is None:
            found = self._selectable_from(target, -pages)
        if found is not None:
            self._put_cursor(found)

    def action_first(self) -> None:
        """Move the cursor to the first row."""
        found = self._selectable_from(0, 1)
        if found is not None:
            self._put_cursor(found)
            self.scroll_to(y=0, animate=False)

    def action_last(self) -> None:
        """Move the cursor to the last row."""
        found = self._selectable_from(len(self._rows) - 1, -1)
        if found is not None:
            self._put_cursor(found)

    def action_choose(self) -> None:
        """Choose the row under the cursor."""
        row = self.cursor_row
        if row is not None:
            self.post_message(self.Chosen(self, row))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave enter to others where this list shall not answer it."""
        return self._enter_chooses if action == "choose" else True

    def render_line(self, y: int) -> Strip:
        """Return one line of what is seen."""
        width = self.scrollable_content_region.width
        if not self._rows:
            if y == min(1, self.size.height - 1) and self._empty:
                return line([Piece(f" {self._empty}", self.chat.dim)], width).apply_style(self.rich_style)
            return blank(width).apply_style(self.rich_style)
        index, part = divmod(y + self.scroll_offset.y, self._row_height)
        if index >= len(self._rows):
            return blank(width).apply_style(self.rich_style)
        return self._draw(index, width)[part]

    def notify_style_update(self) -> None:
        """Forget what was drawn in the old styles."""
        super().notify_style_update()
        self._chat = self._base = None
        self._drawn.clear()

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self._show_cursor()

    def on_focus(self) -> None:
        """Draw the cursor as that of a list that has the focus."""
        self._refresh_row(self._cursor)

    def on_blur(self) -> None:
        """Draw the cursor as that of a list that has not."""
        self._refresh_row(self._cursor)

    def on_click(self, event: events.Click) -> None:
        """Choose the row that was clicked, or ask for its menu."""
        offset = event.get_content_offset(self)
        if offset is None or not self._rows:
            return
        index = (offset.y + self.scroll_offset.y) // self._row_height
        if index >= len(self._rows) or not self._is_selectable(self._rows[index]):
            return
        event.stop()
        self._put_cursor(index)
        kind = self.MenuAsked if event.button == 3 else self.Chosen
        self.post_message(kind(self, self._rows[index]))

    def _rearrange(self, rows: list[T], hold: bool) -> None:
        old_rows, old_cursor, old_key = self._rows, self._cursor, self.cursor_key
        self._rows = rows
        self._index = {self._key(row): index for index, row in enumerate(self._rows)}
        self._cursor = self._index.get(old_key, -1) if old_key is not None else -1
        if self._cursor < 0 or not self._is_selectable(self._rows[self._cursor]):
            self._cursor = self._nearest_selectable(old_cursor)
        size = Size(0, len(self._rows) * self._row_height)
        is_resized = size != self.virtual_size
        if is_resized:
            self.virtual_size = size
        if hold and old_cursor >= 0 and self._cursor >= 0:
            self._hold(old_cursor * self._row_height - self.scroll_offset.y)
        if is_resized or len(old_rows) != len(self._rows):
            self.refresh()
        else:
            self._refresh_changed(old_rows, old_cursor)
        if self.cursor_key != old_key:
            self.post_message(self.Highlighted(self, self.cursor_row))

    def _hold(self, line: int) -> None:
        """Keep the cursor on *line* of the screen, once there is room to scroll: rows may change again before."""
        if self._held_line is None:
            self._held_line = line
            self.call_after_refresh(self._scroll_to_held)

    def _scroll_to_held(self) -> None:
        line, self._held_line = self._held_line, None
        if line is not None and self._cursor >= 0:
            self.scroll_to(y=self._cursor * self._row_height - line, animate=False, immediate=True)

    def _refresh_changed(self, old_rows: list[T], old_cursor: int) -> None:
        first = self.scroll_offset.y // self._row_height
        last = min(len(self._rows), first + self.size.height // self._row_height + 2)
        for index in range(first, last):
            if self._rows[index] is not old_rows[index] or (index in (old_cursor, self._cursor) and old_cursor != self._cursor):
                self._refresh_row(index)

    def _nearest_selectable(self, index: int) -> int:
        """Return the selectable row at *index*, after or before it; -1 when there is none."""
        index = max(0, min(index, len(self._rows) - 1))
        after = self._selectable_from(index, 1)
        if after is not None:
            return after
        before = self._selectable_from(index, -1)
        return -1 if before is None else before

    def _selectable_from(self, index: int, step: int) -> int | None:
        while 0 <= index < len(self._rows):
            if self._is_selectable(self._rows[index]):
                return index
            index += step
        return None

    def _put_cursor(self, index: int) -> None:
        if index == self._cursor:
            self._show_cursor()
            return
        old, self._cursor = self._cursor, index
        self._refresh_row(old)
        self._refresh_row(index)
        self._show_cursor()
        self.post_message(self.Highlighted(self, self._rows[index]))

    def _show_cursor(self) -> None:
        height = self.size.height
        if self._cursor < 0 or height <= 0:
            return
        top = self._cursor * self._row_height
        if top < self.scroll_offset.y:
            self.scroll_to(y=top, animate=False)
        elif top + self._row_height > self.scroll_offset.y + height:
            self.scroll_to(y=top + self._row_height - height, animate=False)

    def _refresh_row(self, index: int) -> None:
        if 0 <= index < len(self._rows):
            self.refresh_lines(index * self._row_height, self._row_height)

    def _draw(self, index: int, width: int) -> list[Strip]:
        row = self._rows[index]
        is_cursor = index == self._cursor
        is_active = self.has_focus or self._is_led
        flags = (self._key(row), is_cursor, is_cursor and is_active)
        if width != self._drawn_width or len(self._drawn) > _MAX_CACHED:
            self._drawn.clear()
            self._drawn_width = width
        known = self._drawn.get(flags)
        if known is not None and known[0] is row:
            return known[1]
        strips = self._render_row(row, width, is_cursor, is_active)
        if self._base is None:
            self._base = self.rich_style  # computed anew from all ancestors at each look
        base = self._base
        if is_cursor:
            ground = self.chat.list_cursor if is_active else self.chat.list_cursor_blurred
            strips = [lay_on(strip, base, ground) for strip in strips]
        else:
            strips = [strip.apply_style(base) for strip in strips]
        self._drawn[flags] = (row, strips)
        return strips
