"""Asks for how long somebody shall be muted: some usual times, or any other, typed; shows until when that is."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import tzinfo

from textual import on
from textual.strip import Strip
from textual.widget import Widget

from tui.chat.durations import DurationError, parse_duration
from tui.locale import t
from tui.ui.describe import clock as clock_label
from tui.ui.describe import day_label, day_of, human_duration
from tui.ui.screens.dialog import Dialog
from tui.ui.strips import Piece, line
from tui.ui.widgets.filter_input import FilterInput
from tui.ui.widgets.prose import Prose
from tui.ui.widgets.row_list import RowList

PRESETS = (600, 3600, 12 * 3600, 86_400, 7 * 86_400, 30 * 86_400, 0)
"""Seconds; 0 lifts."""


class AskDuration(Dialog[int]):
    """Asks *title*; the answer is a number of seconds, 0 to lift the mute, None when it is left.

    *note* says what is known already (where, muted until when). *zone* None is the local one; *now* returns
    seconds since the epoch.
    """

    DEFAULT_CSS = """
    AskDuration .outcome { margin-top: 1; color: $success; }
    AskDuration .outcome.-wrong { color: $error; }
    AskDuration .note { color: $text-muted; margin-bottom: 1; }
    """

    def __init__(self, title: str, note: str = "", *, zone: tzinfo | None = None, now: Callable[[], float] = time.time) -> None:
        super().__init__(title, t("question.mute_hint"))
        self._note = note
        self._zone = zone
        self._now = now
        self._field = FilterInput(t("question.mute_field"))
        self._list: RowList[int] = RowList(self._draw, lambda seconds: seconds, is_led=True)
        self._outcome = Prose(classes="outcome")

    def body(self) -> list[Widget]:
        """Return the line to type into, the usual times, and what would come of it."""
        note = [Prose(self._note, classes="note")] if self._note else []
        return [*note, self._field, self._list, self._outcome]

    def on_mount(self) -> None:
        """Start with the shortest of the usual times."""
        self._list.set_rows(PRESETS)
        self._field.focus()
        self._show_outcome()

    @on(FilterInput.Passed)
    def _on_passed(self, event: FilterInput.Passed) -> None:
        # Moving to one of the usual times means that one, not what was half typed.
        self._field.value = ""
        event.move(self._list)

    @on(FilterInput.Changed)
    def _on_changed(self, event: FilterInput.Changed) -> None:
        self._show_outcome()

    @on(RowList.Highlighted)
    def _on_highlighted(self, event: RowList.Highlighted) -> None:
        self._show_outcome()

    @on(RowList.Chosen)
    def _on_chosen(self, event: RowList.Chosen) -> None:
        self.dismiss(event.row)

    @on(FilterInput.Submitted)
    def _on_submitted(self, event: FilterInput.Submitted) -> None:
        seconds = self._seconds()
        if isinstance(seconds, int):
            self.dismiss(seconds)
        else:
            self.app.bell()

    def _seconds(self) -> int | DurationError:
        if not self._field.value.strip():
            return self._list.cursor_row or 0
        try:
            return parse_duration(self._field.value)
        except DurationError as error:
            return error

    def _show_outcome(self) -> None:
        seconds = self._seconds()
        self._outcome.set_class(isinstance(seconds, DurationError), "-wrong")
        self._outcome.update(error_words(seconds) if isinstance(seconds, DurationError) else self._words(seconds))

    def _words(self, seconds: int) -> str:
        if seconds == 0:
            return t("question.mute_lift")
        until = until_label(int((self._now() + seconds) * 1000), int(self._now() * 1000), self._zone)
        return t("question.mute_until", long=human_duration(seconds), until=until)

    def _draw(self, seconds: int, width: int, is_cursor: bool, is_focused: bool) -> list[Strip]:
        chat = self._list.chat
        mark = Piece(f"{chat.icon('folded') if is_cursor else ' '} ")
        return [line([mark, Piece(human_duration(seconds) if seconds else t("question.mute_lift"), chat.text)], width)]


def until_label(until: int, now: int, zone: tzinfo | None = None) -> str:
    """Return when *until* (ms) is, as seen from *now*: 14:03 today, else with its day."""
    day, today = day_of(until, zone), day_of(now, zone)
    shown = clock_label(until, zone)
    return shown if day == today else f"{day_label(day, today)} {shown}"


def error_words(error: DurationError) -> str:
    """Return what is wrong with a typed duration."""
    values = dict(error.values)
    if "longest" in values:
        values["longest"] = human_duration(int(str(values["longest"])))
    return t(f"question.duration.{error.reason}", **values)
