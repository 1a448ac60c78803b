"""The console's line: completed with tab, its history on the arrows, and the list of what can follow above it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.strip import Strip
from textual.widgets import Input

from tui.locale import t
from tui.platforms.console import ConsoleAction
from tui.ui.console_line import Completion, Option, complete
from tui.ui.strips import Piece, line
from tui.ui.widgets.filter_input import FilterInput
from tui.ui.widgets.row_list import RowList

MOST_ROWS = 6
_NOTHING = Completion(0, 0, ())


class ConsoleField(FilterInput):
    """The field itself; tab is for its owner."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete(1)", show=False),
        Binding("shift+tab", "complete(-1)", show=False),
    ]

    class Completing(Message):
        """Tab was pressed (*steps* -1: backwards)."""

        def __init__(self, steps: int) -> None:
            super().__init__()
            self.steps = steps

    def action_complete(self, steps: int) -> None:
        """Tell the owner."""
        self.post_message(self.Completing(steps))


class Console(Vertical):
    """The line and the list above it. *lines* are the lines before this one, the latest last."""

    DEFAULT_CSS = """
    Console { height: auto; display: none; background: $panel; }
    Console.-open { display: block; }
    Console RowList { height: auto; max-height: 6; display: none; background: $panel; scrollbar-size-vertical: 0; }
    Console RowList.-shown { display: block; }
    """

    class Entered(Message):
        """*text* is to be called."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, lines: Callable[[], Sequence[str]]) -> None:
        super().__init__()
        self.field = ConsoleField(t("inspector.console_hint"), id="console")
        self._options: RowList[Option] = RowList(self._draw, lambda option: option.text, is_led=True)
        self._lines = lines
        self._actions: Sequence[ConsoleAction] = ()
        self._completion = _NOTHING
        self._has_moved = False
        self._back = 0
        self._kept = ""
        self._recalled = ""

    def compose(self) -> ComposeResult:
        """Yield the list and the field."""
        yield self._options
        yield self.field

    @property
    def options(self) -> Sequence[Option]:
        """What is offered."""
        return self._completion.options

    def set_actions(self, actions: Sequence[ConsoleAction]) -> None:
        """Complete from *actions* from now on."""
        self._actions = actions
        self._offer()

    def open(self, text: str | None = None) -> None:
        """Show the line, with *text* in it where there is one, and go there."""
        self.add_class("-open")
        if text is not None:
            self.field.value = text
        self.field.focus()
        self.field.cursor_position = len(self.field.value)
        self._offer()

    def close(self) -> bool:
        """Hide the list of options if it is there, else the line; return whether there was anything to hide."""
        if not self.has_class("-open"):
            return False
        if self._options.has_class("-shown") and self.field.value:
            self._show(_NOTHING)
            return True
        self.remove_class("-open")
        return True

    def on_input_changed(self, event: Input.Changed) -> None:
        """Offer what can follow."""
        event.stop()
        if self.field.value != self._recalled:
            self._back = 0
        self._offer()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the option that was moved to, else the line."""
        event.stop()
        if self._has_moved and self._options.cursor_row is not None:
            self._take(self._options.cursor_row)
        elif self.field.value.strip():
            self.post_message(self.Entered(self.field.value.strip()))

    def entered(self) -> None:
        """The line was taken: begin a new one."""
        self._back = 0
        self._recalled = ""
        self.field.value = ""
        self._show(_NOTHING)

    def on_console_field_completing(self, event: ConsoleField.Completing) -> None:
        """Write what all options agree on, else take the marked one; backwards, mark the one before."""
        event.stop()
        if event.steps < 0:
            self._move(-1)
            return
        if not self.options:
            self._offer(is_asked=True)
        option = self._options.cursor_row
        if option is None:
            self.app.bell()
            return
        typed = self.field.value[self._completion.start : self.field.cursor_position]
        common = self._completion.common(typed)
        if len(self.options) > 1 and not self._has_moved and len(common) > len(typed):
            self._write(common)
        else:
            self._take(option)

    def on_filter_input_passed(self, event: FilterInput.Passed) -> None:
        """Move in the list while one types; else, with nothing typed or a line taken back, in the history. Pages are others'."""
        if event.is_page:
            return
        event.stop()
        is_in_history = self._back > 0 or not self.field.value
        if is_in_history:
            self._recall(-event.steps)
        elif self.options:
            self._move(event.steps)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """An option was clicked."""
        event.stop()
        self._take(event.row)

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        """The mark of the options concerns nobody else."""
        event.stop()

    def _recall(self, steps: int) -> None:
        lines = self._lines()
        if self._back == 0:
            self._kept = self.field.value
        self._back = max(0, min(len(lines), self._back + steps))
        self._recalled = lines[-self._back] if self._back else self._kept
        self.field.value = self._recalled
        self.field.cursor_position = len(self._recalled)

    def _move(self, steps: int) -> None:
        self._has_moved = True
        self._options.move(steps)

    def _take(self, option: Option) -> None:
        self._write(option.text)

    def _write(self, text: str) -> None:
        value, made = self.field.value, self._completion
        rest = value[made.end :]
        if text.endswith(" ") and rest.startswith(" "):
            text = text[:-1]
        self.field.value = value[: made.start] + text + rest
        self.field.cursor_position = made.start + len(text)
        self.field.focus()
        self._offer()

    def _offer(self, is_asked: bool = False) -> None:
        """Show what can follow; with nothing typed only when tab asks, since the arrows are for the history then."""
        is_quiet = self._back > 0 or not (self.field.value or is_asked)
        self._show(_NOTHING if is_quiet else complete(self.field.value, self.field.cursor_position, self._actions))

    def _show(self, completion: Completion) -> None:
        self._completion = completion
        self._has_moved = False
        self._options.set_rows(completion.options)
        self._options.action_first()
        self._options.set_class(bool(completion.options), "-shown")

    def _draw(self, option: Option, width: int, is_cursor: bool, is_focused: bool) -> list[Strip]:
        chat = self._options.chat
        left = [
            Piece(f" {chat.icon('folded') if is_cursor else ' '} "),
            Piece(option.name, chat.text if option.is_able else chat.dim),
            Piece(f"  {option.note}", chat.dim),
        ]
        return [line(left, width, [] if option.is_able else [Piece(f"{t('inspector.not_here')} ", chat.warning)])]
