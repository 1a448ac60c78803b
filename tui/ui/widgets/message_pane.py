"""The conversation pane: draws the lines of a conversation that are on the screen, and takes mouse, selection and cursor."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import tzinfo

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.geometry import Region
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip

from tui.chat import segments as seg
from tui.chat.ids import LocalId
from tui.locale import t
from tui.store.changes import Change
from tui.store.rows import MessageRow
from tui.ui.chat_theme import ChatTheme
from tui.ui.describe import day_of
from tui.ui.message_body import links_of, make_body
from tui.ui.message_lines import Block, Look
from tui.ui.message_paint import Painter
from tui.ui.message_people import MessagePeople
from tui.ui.message_view import MessageView
from tui.ui.row_source import RowSource
from tui.ui.widgets import message_pane_events as pane_events
from tui.ui.widgets.pane_marks import Marks, selected_text

ROOMY_HEIGHT = 26
"""Lines from which on there is a blank one above each group of messages."""

MAX_NEW = 999
"""Messages counted below the screen; more are "999+"."""

WHEEL_LINES = 3


class MessagePane(ScrollView, can_focus=True, inherit_bindings=False):
    """One conversation of the store, line by line; what it costs does not depend on how long the conversation is.

    It reads through *reader*, synchronously, in small pages. *zone* None is the computer's time zone; *clock* gives ms since the
    epoch; *key_of* gives the key of a command of :mod:`tui.ui.keys` as a person reads it. What is shorter than the screen stands
    at its bottom, with *is_top_down* at its top. The pane binds no keys.
    """

    DEFAULT_CSS = """
    MessagePane {
        height: 1fr;
        overflow: hidden hidden;
    }
    """

    NeedOlder = pane_events.NeedOlder
    Selected = pane_events.Selected
    Shown = pane_events.Shown
    Activated = pane_events.Activated
    LinkClicked = pane_events.LinkClicked
    CommandClicked = pane_events.CommandClicked

    def __init__(
        self,
        reader: RowSource,
        theme: ChatTheme,
        *,
        zone: tzinfo | None = None,
        clock: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
        key_of: Callable[[str], str] = lambda command: "",
        is_top_down: bool = False,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self._reader = reader
        self._theme = theme
        self._zone = zone
        self._clock = clock
        self._key_of = key_of
        self._is_top_down = is_top_down
        self._view: MessageView | None = None
        self._people: MessagePeople | None = None
        self._painter = Painter(theme)
        self._marks = Marks()
        self._asked_gaps: set[int] = set()
        self._shown: tuple[int, LocalId, LocalId, bool] | None = None
        self._new_below = 0
        self._thumb = range(0)

    # What it shows --------------------------------------------------------------------------------------------------------

    @property
    def conversation(self) -> int | None:
        """The store's id of the conversation that is open."""
        return self._view.window.conversation if self._view else None

    @property
    def cursor(self) -> LocalId | None:
        """The message that the cursor is on."""
        return self._view.cursor if self._view else None

    @property
    def cursor_row(self) -> MessageRow | None:
        """The row that the cursor is on, as it stands in the store now; None without a cursor."""
        return self._reader.message(self.cursor) if self.cursor is not None else None

    @property
    def marked(self) -> tuple[LocalId, ...]:
        """The marked messages, in the order in which they were marked."""
        return self._marks.ids

    @property
    def is_at_bottom(self) -> bool:
        """Whether the end of the conversation is on the screen."""
        return self._view is None or self._view.is_at_bottom

    @property
    def is_following(self) -> bool:
        """Whether the screen moves along when somebody speaks."""
        return self._view is not None and self._view.is_following

    @property
    def new_below(self) -> int:
        """How many unread messages lie below the screen, at most ``MAX_NEW`` + 1."""
        return self._new_below

    def open(self, conversation: int, at: LocalId | None = None) -> None:
        """Show *conversation* at the message *at*, else at its first unread message, else at its end."""
        row = self._reader.conversation(conversation)
        if row is None:
            self.close()
            return
        self._people = MessagePeople(self._reader, row)
        look = self._look(self._people)
        view = self._view = MessageView(self._reader, conversation, look, self.size.height, is_top_down=self._is_top_down)
        self._marks.clear()
        self._asked_gaps.clear()
        self._shown = None
        unread = self._reader.first_unread(conversation)
        view.unread_from = unread.id if unread else None
        view.show_newest()
        wanted = self._reader.message(at) if at is not None else None
        if wanted is not None and wanted.conversation == conversation:
            view.show(wanted, view.height // 3)
        elif unread is not None:
            view.show(unread, 2)
        self._changed()

    def close(self) -> None:
        """Show no conversation."""
        self._view = self._people = None
        self._new_below = 0
        self.refresh()

    def apply(self, change: Change) -> None:
        """Take what changed in the store; to be called at most once a frame, with what came meanwhile put together."""
        view = self._view
        if view is None or self._people is None or change.conversation != view.window.conversation:
            return
        self._renew_day(view)
        view.follow_replacements(change)
        self._marks.follow(change)
        if change.members:
            self._people.forget()
            view.forget_blocks()
        if change.gaps:
            self._asked_gaps.clear()
            view.read_ends()
        view.is_held = self.has_focus and view.cursor is not None
        if change.inserted or change.moved or change.removed or change.replaced or change.gaps:
            view.reload()
        elif view.window.reread(change.updated):
            view.arrange()
        elif not change.members:
            self._count_new(view)
            return
        had_new = self._new_below > 0
        self._changed()
        if change.live and self._new_below and not had_new and view.unread_from is None:
            self._begin_unread(view)

    def set_gap_loading(self, gap: int, is_loading: bool) -> None:
        """Say, above the messages that follow *gap*, whether what is missing is being fetched."""
        if self._view is not None and is_loading != (gap in self._view.loading_gaps):
            self._view.loading_gaps.symmetric_difference_update((gap,))
            self._view.arrange()
            self._changed()

    def set_theme(self, theme: ChatTheme) -> None:
        """Draw in the styles of *theme*."""
        self._theme = theme
        self._painter = Painter(theme)
        self.redraw()

    def redraw(self) -> None:
        """Draw everything anew: size, theme, language or day are not what they were."""
        if self._view is not None and self._people is not None:
            self._view.change_look(self._look(self._people), self.size.height)
            self._changed()
        else:
            self.refresh()

    # Moving ---------------------------------------------------------------------------------------------------------------

    def move(self, rows: int) -> None:
        """Move the cursor by *rows* messages; without a cursor, put it on the last message on the screen."""
        self._act(lambda view: view.move(rows))

    def page(self, pages: int) -> None:
        """Scroll by *pages* screens, up when negative; pages of the store are read as they are needed, without end."""
        self._scroll_by(pages, lambda view: view.page(pages))

    def scroll_lines(self, lines: int) -> None:
        """Scroll by *lines*, up when negative; the cursor stays on its message."""
        self._scroll_by(lines, lambda view: view.scroll(lines))

    def home(self) -> None:
        """Go up to the nearest gap, else to the oldest message in the store."""
        self._act(lambda view: view.show_top())

    def end(self) -> None:
        """Go to the newest message, and follow what comes."""

        def act(view: MessageView) -> None:
            view.show_newest()
            if view.cursor is not None and view.window.rows:
                view.cursor = view.window.rows[-1].id

        self._act(act)

    def go_to(self, id: LocalId) -> bool:
        """Show the message *id* with the cursor on it; return False when it is not in this conversation."""
        view, row = self._view, self._reader.message(id)
        if view is None or row is None or row.conversation != view.window.conversation:
            return False

        def act(view: MessageView) -> None:
            view.show(row, view.height // 3)
            view.cursor = id

        self._act(act)
        return True

    def select(self, id: LocalId | None) -> None:
        """Put the cursor on the message *id*, which is on the screen, or take it away."""

        def act(view: MessageView) -> None:
            view.cursor = id

        self._act(act)

    def activate(self, by: str = "key") -> None:
        """Say that somebody wants to do something with the message that the cursor is on."""
        if self.cursor is not None:
            self.post_message(self.Activated(self.cursor, by))

    # Messages -------------------------------------------------------------------------------------------------------------

    def reveal(self, id: LocalId) -> None:
        """Show the words of a recalled message, or all lines of a long one; again: hide them."""
        if self._view is not None:
            self._view.revealed.symmetric_difference_update((id,))
            self._view.arrange()
            self._changed()

    def toggle_mark(self, id: LocalId) -> None:
        """Mark the message *id* for an action on many, or take its mark away."""
        self._marks.toggle(id)
        self.refresh()

    def clear_marks(self) -> None:
        """Take all marks away."""
        self._marks.clear()
        self.refresh()

    def copy_text(self, id: LocalId) -> str:
        """Return the words of the message *id*, else what stands for its contents; "" for a recalled one not revealed."""
        row = self._reader.message(id)
        if row is None or self._people is None or self.is_concealed(row):
            return ""
        words = seg.plain_text(row.segments)
        return words if words.strip() else make_body(row.segments, self._people.own_id, self._people.name_of).text

    def links(self, id: LocalId) -> list[str]:
        """Return the links in the message *id* and behind its pictures, cards and files; none of a recalled one not revealed."""
        row = self._reader.message(id)
        return [] if row is None or self.is_concealed(row) else links_of(row.segments)

    def is_concealed(self, row: MessageRow) -> bool:
        """Return whether the words of *row* were taken back, and nobody has asked to see them."""
        return row.is_recalled and (self._view is None or row.id not in self._view.revealed)

    # Drawing --------------------------------------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """Return line *y* of the screen."""
        width, view = self.size.width, self._view
        painter = self._painter
        if view is None or not view.visible:
            words = (t("pane.nothing_open"),) if view is None else (t("pane.empty"), t("pane.empty_hint"))
            return painter.hint(words, y - (self.size.height - len(words)) // 2, width)
        found = view.line(y)
        has_badge = y == view.height - 1 and self._new_below > 0
        if found and not has_badge and self._is_plain(view, found[0]):
            return painter.plain(found[1].lines[found[2]], y in self._thumb, width)
        segments = self._painted(view, *found) if found else [Segment(" " * (width - 1), painter.blank)]
        if has_badge:
            segments = painter.with_badge(segments, self._new_words(), width - 1)
        segments.append(painter.scrollbar(y, self._thumb))
        return Strip(segments, width)

    def _is_plain(self, view: MessageView, row: MessageRow) -> bool:
        """Return whether nothing lies on top of *row*."""
        return row.id != view.cursor and row.id not in self._marks and self.text_selection is None

    def _painted(self, view: MessageView, row: MessageRow, block: Block, number: int) -> list[Segment]:
        line = block.lines[number]
        segments = list(line.segments)
        selection = self.text_selection
        if selection is not None and line.text is not None:
            ordinal = view.window.ordinal(row.id)
            span = selection.get_span(ordinal) if ordinal is not None else None
            if span is not None:
                segments = self._painter.select(line, block.text, span)
        if number < block.top:
            return segments
        is_cursor, is_mark = row.id == view.cursor, row.id in self._marks and number == block.top
        if is_cursor or is_mark:
            segments = self._painter.point(segments, is_cursor=is_cursor, is_mark=is_mark)
        return segments

    def _new_words(self) -> str:
        count = f"{MAX_NEW}+" if self._new_below > MAX_NEW else str(self._new_below)
        return f" ↓ {t('pane.new_below', n=count)} "

    # What happens to it ---------------------------------------------------------------------------------------------------

    def on_resize(self) -> None:
        """Draw in the new size; what was at the top stays there."""
        self.redraw()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll up."""
        self._wheel(event, -WHEEL_LINES)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll down."""
        self._wheel(event, WHEEL_LINES)

    def on_click(self, event: events.Click) -> None:
        """Select a message, or do what the clicked piece is for."""
        # Textual's own answer would select all the text on a double click.
        event.prevent_default()
        view = self._view
        if view is None or not view.visible or (self.text_selection is not None and event.chain == 1):
            return
        if event.x >= self.size.width - 1:
            self._jump(view, event.y)
        elif event.y == view.height - 1 and self._new_below and event.x >= self.size.width - 1 - cell_len(self._new_words()):
            self.end()
        elif found := view.line(event.y):
            self._click(event, *found)

    def _click(self, event: events.Click, row: MessageRow, block: Block, number: int) -> None:
        part = block.lines[number].part_at(event.x)
        if number >= block.top:
            self.select(row.id)
        if event.button == 3:
            self.activate("right_click")
        elif part is None:
            if event.chain == 2 and number >= block.top:
                self.activate("double_click")
        elif part.verb == "link":
            self.post_message(self.LinkClicked(part.value))
        elif part.verb == "reveal":
            self.reveal(row.id)
        elif part.verb == "gap":
            self._ask(int(part.value))
        else:
            self.post_message(self.CommandClicked(part.verb, row.id))

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return the selected text of the rows that are held, one message a line."""
        view = self._view
        if view is None or not view.visible:
            return None
        return selected_text(view, selection), "\n"

    # Inside ---------------------------------------------------------------------------------------------------------------

    def _look(self, people: MessagePeople) -> Look:
        return Look(
            theme=self._theme,
            width=max(self.size.width - 1, 12),
            own_id=people.own_id,
            today=day_of(self._clock(), self._zone),
            zone=self._zone,
            is_roomy=self.size.height >= ROOMY_HEIGHT,
            name_of=people.name_of,
            role_of=people.role_of,
            key_of=self._key_of,
        )

    def _act(self, act: Callable[[MessageView], object]) -> None:
        """Do something that may move the cursor or the screen, and repaint what that changed."""
        view = self._view
        if view is None:
            return
        cursor, visible, span = view.cursor, view.visible, view.span_of(view.cursor)
        act(view)
        view.is_held = self.has_focus and view.cursor is not None
        if view.cursor != cursor and view.cursor is not None:
            self.post_message(self.Selected(view.cursor))
        if view.visible != visible:
            self._changed()
            return
        for lines in (span, view.span_of(view.cursor)):
            if lines and view.cursor != cursor:
                self.refresh(Region(0, lines.start, self.size.width, len(lines)))

    def _scroll_by(self, amount: int, act: Callable[[MessageView], bool]) -> None:
        view = self._view
        if view is None or not view.visible:
            return
        was_whole = True

        def scroll(view: MessageView) -> None:
            nonlocal was_whole
            was_whole = act(view)

        self._act(scroll)
        gap = view.window.row(view.visible[0][0]).gap
        if amount < 0 and not was_whole and gap is not None and gap.id not in view.loading_gaps:
            # Somebody who goes on at the top asks again, also for what was refused.
            self._ask(gap.id)

    def _wheel(self, event: events.MouseEvent, lines: int) -> None:
        event.stop()
        event.prevent_default()
        self.scroll_lines(lines)

    def _jump(self, view: MessageView, y: int) -> None:
        """Go to about where line *y* of the scrollbar stands for."""
        if y >= view.height - 1:
            self.end()
        elif y <= 0:
            self.home()
        else:
            self._act(lambda view: view.show_fraction(y / view.height))

    def _ask(self, gap: int) -> None:
        if self._view is not None and gap not in self._view.loading_gaps:
            self._asked_gaps.add(gap)
            self.post_message(self.NeedOlder(self._view.window.conversation, gap))

    def _changed(self) -> None:
        """Repaint the screen, and tell what it shows now."""
        view = self._view
        if view is None:
            return
        self._thumb = view.thumb()
        self._count_new(view)
        self.refresh()
        for gap in view.gaps_in_sight():
            if gap not in self._asked_gaps:
                self._ask(gap)
        if view.visible and self.size.height:
            top, bottom = view.window.row(view.visible[0][0]), view.window.row(view.visible[-1][0])
            shown = self.Shown(view.window.conversation, top.id, bottom.id, view.is_at_bottom)
            key = (shown.conversation, shown.top, shown.bottom, shown.at_bottom)
            if key != self._shown:
                self._shown = key
                self.post_message(shown)

    def _count_new(self, view: MessageView) -> None:
        count = 0
        if view.visible and not view.is_at_bottom:
            bottom = view.window.row(view.visible[-1][0])
            count = self._reader.count_unread(view.window.conversation, bottom.position, MAX_NEW + 1)
        if count != self._new_below:
            self._new_below = count
            self.refresh(Region(0, view.height - 1, self.size.width, 1))

    def _begin_unread(self, view: MessageView) -> None:
        """Draw the line of what is new above the first message that came while somebody read further up."""
        first = self._reader.first_unread(view.window.conversation)
        if first is not None and view.visible and first.position > view.window.row(view.visible[-1][0]).position:
            view.unread_from = first.id
            view.arrange()

    def _renew_day(self, view: MessageView) -> None:
        if self._people is not None and day_of(self._clock(), self._zone) != view.look.today:
            view.change_look(self._look(self._people), self.size.height)
