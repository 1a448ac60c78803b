"""The wire inspector: every frame in and out, live, masked; and a console to call any action from."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import ClassVar, TypeVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from tui.chat.masking import MASK, mask_part
from tui.connection.status import AccountStatus
from tui.locale import t
from tui.platforms.base import Query
from tui.platforms.console import AskActions, AskCall, AskShellLine, CallAction, CallAnswer
from tui.platforms.frames import Direction, FrameKind
from tui.ui import console_line, wire_filter, wire_paint
from tui.ui.command_table import Place
from tui.ui.inspector_memory import InspectorMemory
from tui.ui.screens.main import Main
from tui.ui.screens.sheet import Sheet
from tui.ui.widgets.console_input import Console
from tui.ui.widgets.filter_input import FilterInput
from tui.ui.widgets.inspector_head import HeadState, InspectorHead
from tui.ui.widgets.row_list import RowList
from tui.ui.widgets.text_lines import Paragraph, TextLines
from tui.ui.wire_model import Key, WireModel, WireRow

T = TypeVar("T")

LOOK_EVERY = 0.1
TYPING = 0.25
"""Seconds after a key in which another is expected, and this long between two looks then: keys go first."""

FILTER_AFTER = 0.15
"""Seconds after the last letter of a filter until all frames are searched for it."""

LARGE = 32 * 1024
"""Characters of a frame from which on it is masked and spelled out beside the drawing."""

_SHOWN = frozenset(
    f"wire.{name}" for name in ("details", "filter", "pause", "console", "again", "copy", "failed", "direction", "beats")
)
_DIRECTIONS = (None, Direction.IN, Direction.OUT)


class Inspector(Sheet):
    """What crosses the wire. The frames are kept by the connection; this looks at them ten times a second while it is open."""

    PLACE: ClassVar[Place] = Place.INSPECTOR
    TOGGLE: ClassVar[str] = "wire.open"
    HAS_MORE: ClassVar[bool] = True
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "back", show=False)]
    HORIZONTAL_BREAKPOINTS = [(0, "-stacked"), (110, "-beside")]  # noqa: RUF012  # Textual's own declaration
    DEFAULT_CSS = """
    Inspector {
        .sheet-title { display: none; }
        #wire { height: 1fr; layout: vertical; }
        #wire RowList { height: 1fr; }
        #details { display: none; height: 60%; padding: 0 1; border-top: solid $panel; }
        &.-details #details { display: block; }
        &.-beside #wire { layout: horizontal; }
        &.-beside #wire RowList { width: 1fr; height: 100%; }
        &.-beside #details { width: 50%; height: 100%; border-top: none; border-left: vkey $panel; }
        #filter { display: none; }
        &.-filter #filter { display: block; }
    }
    """

    def __init__(self, main: Main) -> None:
        super().__init__(main, t("inspector.title"))
        if main.inspector is None:
            main.inspector = InspectorMemory()
        self.memory = main.inspector
        self.model = WireModel(self.services.connection.frames)
        self.is_paused = False
        self.head = InspectorHead()
        self.list: RowList[WireRow] = RowList(
            self._draw, lambda row: row.key, empty=t("inspector.empty"), enter_chooses=False, id="frames"
        )
        self.pane = TextLines(id="details")
        self.filter = FilterInput(t("inspector.filter_hint"), id="filter")
        self.console = Console(lambda: self.memory.lines)
        self._pinned: Key | None = None
        self._drawn: WireRow | None = None
        self._revealed: set[Key] = set()
        self._asked: set[str] = set()
        self._spoken_to = ""
        self._looked_at = 0.0
        self._filtering = self.set_timer(FILTER_AFTER, self._apply_filter, pause=True)

    def body(self) -> list[Widget]:
        """Return the line over the frames, the frames and their details, filter and console."""
        return [self.head, self.filter, Container(self.list, self.pane, id="wire"), self.console]

    def on_mount(self) -> None:
        """Look at what there is, and go on looking."""
        self.filter.value = self.memory.words
        self.set_class(bool(self.memory.words), "-filter")
        self._apply_filter()
        self._look(is_first=True)
        self.list.focus()
        self.set_interval(LOOK_EVERY, self._tick)
        self._ask_actions()

    def is_shown(self, name: str) -> bool:
        """Show the keys that one needs at once: two lines hold no more, and help has them all."""
        return name in _SHOWN or (name == "wire.account" and len(self.model.accounts) > 1)

    def show_statuses(self, status: AccountStatus) -> None:
        """Ask for the actions once there is somebody to ask."""
        super().show_statuses(status)
        self._ask_actions()

    # What is shown --------------------------------------------------------------------------------------------------------

    @property
    def row(self) -> WireRow | None:
        """The frame that is meant: the one spelled out, else the one under the cursor."""
        if self.has_class("-details") and self._pinned is not None:
            return self._drawn
        return self.list.cursor_row

    def _tick(self) -> None:
        is_typing = self.main.reading.seconds_since_key < TYPING
        if not is_typing or time.monotonic() - self._looked_at >= TYPING:
            self._look()

    def _look(self, is_first: bool = False) -> None:
        self._looked_at = time.monotonic()
        if (not self.is_paused and self.model.look()) or is_first:
            self._show_rows()
            self._show_details(is_other=False)
        self._show_head()

    def _show_rows(self) -> None:
        rows = self.model.rows()
        newest = self.list.rows[-1].key if self.list.rows else None
        is_following = not self.has_class("-details") and self.list.cursor_key == newest
        self.list.set_rows(rows, hold=not is_following)
        if is_following:
            self.list.action_last()
        self.list.set_empty(t("inspector.none_match" if self.model.count else "inspector.empty"))

    def _show_head(self) -> None:
        memory = self.memory
        switches = [t("inspector.filter_failed")] if memory.only_failed else []
        if memory.direction is not None:
            switches.append(t(f"inspector.filter_{memory.direction.value}"))
        if memory.with_beats:
            switches.append(t("inspector.filter_beats"))
        if memory.words and not self.has_class("-filter"):
            switches.append(memory.words)
        account = ""
        if len(self.model.accounts) > 1:
            account = memory.account or t("inspector.all_accounts")
            if self.console.has_class("-open") and not memory.account:
                account = t("inspector.spoken_to", accounts=account, account=self._spoken_to)
        new = self.model.new if self.is_paused else None
        self.head.show(HeadState(account, tuple(switches), len(self.list.rows), self.model.count, new))

    def _apply_filter(self) -> None:
        self._filtering.pause()
        memory = self.memory
        memory.words = self.filter.value
        wanted = wire_filter.parse(
            memory.words,
            only_failed=memory.only_failed,
            with_beats=memory.with_beats,
            direction=memory.direction,
            account=memory.account,
        )
        self.model.set_filter(wanted)
        self._show_rows()
        self._show_head()

    def _draw(self, row: WireRow, width: int, is_cursor: bool, is_focused: bool) -> list[Strip]:
        with_account = len(self.model.accounts) > 1 and not self.memory.account
        return [wire_paint.paint(row, width, self.list.chat, self.services.zone, with_account, is_cursor)]

    # Details --------------------------------------------------------------------------------------------------------------

    def _show_details(self, *, is_other: bool = True) -> None:
        if not self.has_class("-details") or self._pinned is None:
            return
        row = self.model.row(self._pinned)
        if row is None or (row is self._drawn and not is_other):
            return  # what is spelled out stays, though the ring has let go of it
        self._drawn = row
        zone, is_revealed = self.services.zone, row.key in self._revealed
        if sum(len(frame.text) for frame in (row.frame, row.partner) if frame is not None) < LARGE:
            self.pane.set_paragraphs(wire_paint.details(row, zone, is_revealed), from_top=is_other)
            return
        self.pane.set_paragraphs([Paragraph(t("inspector.reading"), "dim")], from_top=True)

        async def work() -> None:
            paragraphs = await asyncio.to_thread(wire_paint.details, row, zone, is_revealed)
            if self._drawn is row and self.is_mounted:
                self.pane.set_paragraphs(paragraphs)

        self.main.start(work(), t("inspector.title"))

    def _pin(self, row: WireRow) -> None:
        self.add_class("-details")
        self._pinned = row.key
        self._drawn = None
        self._show_details()

    @on(RowList.Highlighted, "#frames")
    def _on_highlighted(self, event: RowList.Highlighted) -> None:
        if self.has_class("-details") and event.row is not None and self.list.has_focus:
            self._pin(event.row)

    @on(RowList.Chosen, "#frames")
    def _on_clicked(self, event: RowList.Chosen) -> None:
        self._pin(event.row)

    @on(RowList.MenuAsked, "#frames")
    def _on_menu_asked(self, event: RowList.MenuAsked) -> None:
        self._pin(event.row)

    def command_details(self) -> None:
        """Spell the frame out; once more, go into it to scroll, and back."""
        row = self.list.cursor_row
        if row is None:
            self._say("inspector.no_row", is_good=False)
        elif not self.has_class("-details"):
            self._pin(row)
        elif self.pane.has_focus:
            self.list.focus()
        else:
            self.pane.focus()

    def command_reveal(self) -> None:
        """Show the secrets of an answer that one's own console asked for, or mask them again."""
        row = self.row
        if row is None:
            self._say("inspector.no_row", is_good=False)
        elif not row.frame.is_by_hand:
            self._say("inspector.not_own", is_good=False)
        elif row.key in self._revealed:
            self._revealed.discard(row.key)
            self._pin(row)
        elif all(wire_paint.text_of(one) == one.text for one in (row.frame, row.partner) if one is not None):
            self._say("inspector.nothing_secret")
        else:
            self._revealed.add(row.key)
            self._pin(row)
            self._say("inspector.revealed", is_good=False)

    # Commands -------------------------------------------------------------------------------------------------------------

    def command_filter(self) -> None:
        """Type what is to be shown."""
        self.add_class("-filter")
        self.filter.focus()

    def command_pause(self) -> None:
        """Let the list stand still, or go on."""
        self.is_paused = not self.is_paused
        self._look()

    def command_failed(self) -> None:
        """Show only what failed, or all."""
        self.memory.only_failed = not self.memory.only_failed
        self._apply_filter()

    def command_beats(self) -> None:
        """Show heartbeats, or hide them."""
        self.memory.with_beats = not self.memory.with_beats
        self._apply_filter()

    def command_direction(self) -> None:
        """Show what comes in, what goes out, or both."""
        self.memory.direction = _DIRECTIONS[(_DIRECTIONS.index(self.memory.direction) + 1) % len(_DIRECTIONS)]
        self._apply_filter()

    def command_account(self) -> None:
        """Show the next account's frames, or all."""
        choices = ("", *self.model.accounts)
        if len(choices) < 3:
            self._say("inspector.one_account")
            return
        self.memory.account = choices[(choices.index(self.memory.account) + 1) % len(choices)]
        self.list.redraw()
        self._apply_filter()
        self._ask_actions()

    def command_partner(self) -> None:
        """Go from a call to its answer, and back."""
        row = self.row
        if row is None or row.partner is None:
            self._say("inspector.no_partner", is_good=False)
            return
        key = (row.account, row.partner_number)
        other = self.model.row(key)
        if other is None or not self.list.move_to(key):
            self._say("inspector.partner_hidden" if other else "inspector.no_partner", is_good=False)
        elif self.has_class("-details"):
            self._pin(other)

    def command_clear(self) -> None:
        """Let go of all frames."""
        self.model.clear()
        self._close_details()
        self._show_rows()
        self._show_head()
        self._say("inspector.cleared")

    def command_copy(self) -> None:
        """Copy the frame's JSON, masked, unless it was revealed."""
        row = self.row
        if row is None:
            self._say("inspector.no_row", is_good=False)
            return
        frame, is_revealed = row.frame, row.key in self._revealed
        self._copy_later(lambda: wire_paint.text_of(frame, is_revealed))

    def command_copy_line(self) -> None:
        """Copy a line for a shell that makes the same call."""
        self._with_call(AskShellLine, "inspector.act.line", self.main.copy)

    def command_again(self) -> None:
        """Put the call into the console, to be changed and sent again."""

        row = self.row

        def put(call: CallAction) -> None:
            line = console_line.write(call.action, call.params)
            self._spoken_to = row.account if row is not None else ""
            self.console.open(line)
            if MASK in line:
                self._say("inspector.has_secrets", is_good=False)

        self._with_call(AskCall, "inspector.act.again", put)

    def command_console(self) -> None:
        """Go to the console's line."""
        if not (self.console.has_class("-open") and self.console.field.value):
            self._speak_to_chosen()
        self.console.open()

    def action_back(self) -> None:
        """Leave what was entered last: the console, the filter, the details; then the inspector."""
        if self.console.has_focus_within and self.console.close():
            if not self.console.has_class("-open"):
                self.list.focus()
        elif self.filter.has_focus:
            self.filter.value = ""
            self.remove_class("-filter")
            self._apply_filter()
            self.list.focus()
        elif self.has_class("-details"):
            self._close_details()
        elif self.console.has_class("-open"):
            self.console.remove_class("-open")
        elif self.filter.value:
            self.filter.value = ""
            self.remove_class("-filter")
            self._apply_filter()
        else:
            self.action_leave()

    def _close_details(self) -> None:
        self.remove_class("-details")
        self._pinned = self._drawn = None
        self.list.focus()

    @on(Input.Changed, "#filter")
    def _on_filter_changed(self) -> None:
        self._filtering.reset()
        self._filtering.resume()

    @on(Input.Submitted, "#filter")
    def _on_filter_submitted(self) -> None:
        self._apply_filter()
        self.set_class(bool(self.filter.value), "-filter")
        self.list.focus()

    @on(FilterInput.Passed)
    def _on_passed(self, event: FilterInput.Passed) -> None:
        if self.console.has_focus_within and self.has_class("-details"):
            self.pane.scroll_relative(y=event.steps * max(1, self.pane.size.height - 1), animate=False)
        else:
            event.move(self.list)

    def on_key(self, event: events.Key) -> None:
        """While the details have the focus, their arrows scroll; left and right go on to the next frame."""
        if self.pane.has_focus and event.key in ("left", "right"):
            event.stop()
            self.list.move(-1 if event.key == "left" else 1)
            if self.list.cursor_row is not None:
                self._pin(self.list.cursor_row)

    # The console ----------------------------------------------------------------------------------------------------------

    @on(Console.Entered)
    def _on_entered(self, event: Console.Entered) -> None:
        try:
            line = console_line.parse(event.text)
        except console_line.LineError as error:
            self._say_words(t(f"inspector.line.{error.reason}", at=error.at + 1), is_good=False)
            return
        status = self._status_to_ask()
        if status is None or status.account is None:
            self._say("inspector.no_account", is_good=False)
            return
        self.memory.add_line(event.text)
        self.console.entered()

        def answered(answer: CallAnswer) -> None:
            words = t("inspector.refused", action=line.action, words=mask_part(answer.words)) if answer.is_failed else ""
            self._say_words(words or t("inspector.called", action=line.action), is_good=not answer.is_failed)
            self._show_call(status.label, answer)

        self._say("inspector.calling")
        query = CallAction(line.action, line.params, line.is_raw)
        self.main.ask(status.account, query, t("inspector.act.call", action=line.action), answered)

    def _show_call(self, account: str, answer: CallAnswer) -> None:
        """Spell out what was called for, whatever the filter hides; a call of several shows its last."""
        if not self.is_mounted or not answer.calls:
            return
        if self.is_paused:
            self.command_pause()
        self.model.look()
        row = self.model.row_of_call(account, answer.calls[-1])
        if row is not None:
            self._show_rows()
            self._pin(self.model.row((account, row.partner_number)) or row)  # the answer: that is what is copied
            self.list.move_to(self.row.key if self.row is not None else row.key)

    def _status_to_ask(self) -> AccountStatus | None:
        """Return the account that the console speaks to: the chosen one, else the one that it was opened for."""
        statuses = {status.label: status for status in self.services.connection.statuses}
        return statuses.get(self.memory.account or self._spoken_to) or next(iter(statuses.values()), None)

    def _speak_to_chosen(self) -> None:
        """Speak to the account under the cursor if it is there, else to one that is: until the line is done, frames may come."""
        row = self.list.cursor_row
        there = [
            status.label
            for status in self.services.connection.statuses
            if status.account is not None and self.services.connection.is_online(status.account)
        ]
        under_cursor = row.account if row is not None else ""
        self._spoken_to = under_cursor if under_cursor in there or not there else there[0]
        self._ask_actions()

    def _ask_actions(self) -> None:
        status = self._status_to_ask()
        if status is None or status.account is None or status.label in self._asked:
            return
        if not self.services.connection.is_online(status.account):
            return
        self._asked = {status.label}
        what = t("inspector.act.actions")
        self.main.ask(status.account, AskActions(), what, self.console.set_actions, lambda words: self._asked.clear())

    def _with_call(self, query: Callable[[str], Query[T]], what: str, then: Callable[[T], None]) -> None:
        """Ask the platform about the call that is meant, as it may be seen, and hand the answer to *then*."""
        row = self.row
        if row is not None and row.frame.kind is not FrameKind.CALL and row.partner is not None:
            row = self.model.row((row.account, row.partner_number)) or row
        if row is None or row.frame.kind is not FrameKind.CALL:
            self._say("inspector.only_calls", is_good=False)
            return
        status = next((one for one in self.services.connection.statuses if one.label == row.account), None)
        if status is None or status.account is None:
            self._say("inspector.no_account", is_good=False)
            return
        self.main.ask(status.account, query(wire_paint.text_of(row.frame)), t(what), then)

    def _copy_later(self, make: Callable[[], str]) -> None:
        async def work() -> None:
            self.main.copy(await asyncio.to_thread(make))

        self.main.start(work(), t("main.act.copy"))

    def _say(self, key: str, is_good: bool = True) -> None:
        self._say_words(t(key), is_good)

    def _say_words(self, words: str, is_good: bool = True) -> None:
        self.main.say(words, is_good)
