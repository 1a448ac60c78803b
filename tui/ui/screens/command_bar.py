"""The command bar: one line at the bottom that shows, as one types, what will be done; Enter does it, Escape leaves."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widgets import TextArea

from tui.chat.text import one_line
from tui.locale import t
from tui.ui.command_table import Place
from tui.ui.strips import Piece, line
from tui.ui.widgets.bar_field import BarField, BarPrompt
from tui.ui.widgets.hints import Hints
from tui.ui.widgets.plan_lines import PlanLines
from tui.ui.widgets.row_list import RowList

# What understands is imported by the thread that learns names: the first key would wait a tenth of a second for it.
if TYPE_CHECKING:
    from tui.intents import Context, Understanding
    from tui.store.rows import ConversationRow
    from tui.ui.bar_memory import Known
    from tui.ui.bar_plan import Plan
    from tui.ui.bar_words import Choice
    from tui.ui.screens.main import Main

log = logging.getLogger(__name__)

MOST_MESSAGES = 9
PROMPT = "› "


class CommandBar(ModalScreen["Plan | None"]):
    """Answers with the plan that is to be carried out, None when it is left.

    Three layers, each left by Escape: a list to choose from, a question for something that is missing, the words themselves.
    """

    DEFAULT_CSS = """
    CommandBar {
        align: center bottom;
        background: $background 0%;

        .bar {
            width: 100%; height: auto; max-height: 100%; margin-bottom: 1; padding: 0 1;
            background: $surface; border: round $primary; border-title-color: $primary;
        }
        RowList { height: auto; max-height: 8; display: none; scrollbar-size-vertical: 1; }
        RowList.-shown { display: block; }
        .line { height: auto; }
        .prompt { width: auto; color: $primary; text-style: bold; }
        Hints { color: $text-muted; }
        &.-low .call, &.-low Hints { display: none; }
        &.-low Prose { max-height: 1; }
        &.-low .does { max-height: 2; }
        &.-low RowList { max-height: 3; }
    }
    """
    VERTICAL_BREAKPOINTS = [(0, "-low"), (14, "-high")]  # noqa: RUF012  # Textual's own declaration

    def __init__(self, main: Main) -> None:
        super().__init__()
        self._main = main
        self._keys = main.services.keys
        self._field = BarField(self._keys, self._take_key)
        # Nothing is marked before somebody goes into the list.
        self._list: RowList[Choice] = RowList(
            self._draw, lambda choice: choice.place, is_selectable=lambda _: self._is_choosing, is_led=True
        )
        self._lines = PlanLines(self._main.services.zone)
        self._prompt = BarPrompt(PROMPT, classes="prompt")
        self._hints = Hints(most=1)
        self._here: Context | None = None
        self._plan: Plan | None = None
        self._choices: list[Choice] = []
        self._is_choosing = False
        self._is_entered = False
        self._is_learning = False
        self._thought = ""
        self._is_thinking = False
        self._back = 0
        self._slot = ""
        self._asking: Plan | None = None
        self._said = ""

    # How it looks ---------------------------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Yield what is shown, the line last: it stays where it is whatever stands above it."""
        with Vertical(classes="bar") as box:
            yield self._lines
            yield self._list
            with Horizontal(classes="line"):
                yield self._prompt
                yield self._field
            yield self._hints
        where = self._main.current
        title = t("bar.title") if where is None else t("bar.title_of", where=one_line(where.title, 40))
        box.border_title = Content(title)

    def on_mount(self) -> None:
        """Put the caret into the line, and get to know who can be named meanwhile."""
        self._field.set_hint(t("bar.hint"))
        self._field.focus()
        self._show_hints()
        self._learn()

    def _learn(self) -> None:
        memory = self._main.bar
        conversation = self._main.pane.conversation
        if memory.known is not None and not memory.is_stale and memory.known.conversation == conversation:
            self._begin(memory.known)
            return
        if memory.known is not None and memory.known.conversation == conversation:
            self._begin(memory.known)  # good enough until the newer one is there
        memory.is_stale = False
        self._is_learning = True
        rows = list(self._main.sidebar.rows.values())
        self.run_worker(partial(self._learn_apart, conversation, rows, memory.known), thread=True, exit_on_error=False)

    def _learn_apart(self, conversation: int | None, rows: list[ConversationRow], known: Known | None) -> None:
        """Called on a thread of its own."""
        from tui.ui import bar_words  # noqa: F401
        from tui.ui.bar_context import learn

        try:
            reader = self._main.services.store.reader()
            try:
                self._main.bar.known = learn(reader, conversation, rows, known)
            finally:
                reader.close()
        except Exception as error:
            log.exception("who can be named could not be read")
            self.call_later(self._not_learnt, error)
        else:
            self.call_later(self._learnt)

    def _learnt(self) -> None:
        self._is_learning = False
        if self._main.bar.known is not None:
            self._begin(self._main.bar.known)

    def _not_learnt(self, error: Exception) -> None:
        self._main.say(t("bar.no_names", why=one_line(str(error)) or type(error).__name__), is_good=False)
        self.dismiss(None)

    def _begin(self, known: Known) -> None:
        if self._here is None or self._here.names is not known.names:
            from tui.ui.bar_context import where_one_is

            if self._here is None:
                self._here = where_one_is(self._main, known.names)
            else:
                self._here = replace(self._here, names=known.names)
            self._think(is_anew=True)
        if self._is_entered and not self._is_learning:
            self._is_entered = False
            self._enter()

    # Thinking -------------------------------------------------------------------------------------------------------------

    @on(TextArea.Changed)
    def _on_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self._is_entered = False
        if self._back and self._field.text != self._main.bar.lines[-self._back]:
            self._back = 0
        if not self._is_thinking:
            self._is_thinking = True
            self.call_later(self._think)  # behind the letters that are there already

    def _think(self, is_anew: bool = False) -> None:
        """Understand what stands in the line, unless that was done."""
        from tui.ui.bar_context import now_at

        self._is_thinking = False
        text = self._field.text.strip()
        if self._here is None or (text == self._thought and not is_anew):
            return
        self._thought = text
        self._is_choosing = False
        if self._main.bar.is_stale and not self._is_learning:
            self._learn()
        self._here = replace(self._here, now=now_at(self._main.services.zone))
        if self._slot:
            self._think_of_slot(text)
        elif text:
            from tui.intents import understand

            self._show(understand(text, self._here))
        else:
            self._show(None)

    def _think_of_slot(self, text: str) -> None:
        from tui.intents.slots import fill

        assert self._asking is not None and self._here is not None
        command = self._asking.understanding.command
        assert command is not None
        filled = fill(command, self._slot, text, self._here) if text else None
        if filled is None:
            self._show(self._asking.understanding, words=self._why_no_answer(text) if text else "")
        else:
            self._show(replace(filled, text=text))

    def _why_no_answer(self, text: str) -> str:
        from tui.intents.telling import nobody

        if self._slot != "user" or self._asking is None:
            return t("bar.not_understood")
        return t("bar.wrong", why=nobody(text, self._asking.name))

    # Showing --------------------------------------------------------------------------------------------------------------

    def _show(self, understanding: Understanding | None, *, words: str = "") -> None:
        """Show what *understanding* comes to, and what there is to choose from."""
        from tui.ui.bar_plan import make_plan
        from tui.ui.bar_words import choices_of

        if understanding is None or self._here is None:
            self._plan = None
            self._lines.show(None)
            self._set_choices([])
            return
        self._plan = make_plan(self._main, understanding, self._here)
        self._lines.show(self._plan, words)
        self._set_choices(choices_of(understanding, self._here))

    def _set_choices(self, choices: list[Choice]) -> None:
        self._choices = choices
        self._list.set_rows(choices)
        self._list.set_class(bool(choices), "-shown")
        self._show_hints()

    def _show_hints(self) -> None:
        key = "choosing" if self._is_choosing else "asking" if self._slot else "choices" if self._choices else "typing"
        self._hints.update(t(f"bar.hint_{key}"))

    def _draw(self, choice: Choice, width: int, is_cursor: bool, is_focused: bool) -> list[Strip]:
        chat = self._list.chat
        left = [
            Piece(f"{chat.icon('folded') if is_cursor else ' '} "),
            Piece(f"{choice.place if choice.place < 10 else ' '} ", chat.key),
            Piece(one_line(choice.label), chat.text),
        ]
        notes = [note for note in choice.notes if note]
        left += [Piece(f"  {one_line(note)}", chat.dim) for note in notes[:-1]]
        right = [Piece(f"{one_line(notes[-1], 40)} ", chat.dim)] if notes else []
        return [line(left, width, right)]

    # Keys -----------------------------------------------------------------------------------------------------------------

    def _take_key(self, key: str, text: str) -> bool:
        """Do what *key* means here; return False when it is for the line."""
        act = {"enter": self._enter, "escape": self._leave, "tab": self._complete, "up": self._up, "down": self._down}.get(key)
        if act is not None:
            act()
            return True
        command = self._keys.command_at(Place.ANYWHERE, key)
        if command is not None and command.name == "bar.open" and not text:
            self._close()
            return True
        if not self._is_choosing:
            return False
        if text.isdecimal() and text.isascii():
            self._take_place(int(text))
            return True
        self._choose(False)
        return False

    def _leave(self) -> None:
        """Leave one layer: the list, the question, the bar."""
        if self._is_choosing:
            self._choose(False)
        elif self._slot:
            self._end_asking()
        else:
            self._close()

    def _close(self) -> None:
        unfinished = self._said if self._slot else self._field.text
        self._main.bar.note(unfinished, is_private=True)
        self.dismiss(None)

    def _up(self) -> None:
        if self._is_choosing and self._list.cursor_key != 1:
            self._list.move(-1)
        elif self._is_choosing:
            self._choose(False)
        else:
            self._recall(1)

    def _down(self) -> None:
        if self._is_choosing:
            self._list.move(1)
        elif self._choices and not self._back:
            self._choose(True)
        else:
            self._recall(-1)

    def _recall(self, steps: int) -> None:
        """Go back and forth through what was typed before."""
        lines = self._main.bar.lines
        if self._slot or not lines:
            return
        if self._back == 0:
            self._said = self._field.text
        self._back = max(0, min(len(lines), self._back + steps))
        self._field.put(lines[-self._back] if self._back else self._said)

    def _choose(self, is_choosing: bool) -> None:
        """Go into the list, or back to the line."""
        self._is_choosing = is_choosing
        self._list.set_rows(self._choices)
        self._list.redraw()
        if is_choosing:
            self._list.action_first()
        self._show_hints()

    def _complete(self) -> None:
        """Complete the name of a command as far as it is one, else offer all that begin so."""
        from tui.ui.bar_words import named_so

        typed = self._field.text.strip()
        common, choices = named_so(typed) if typed and not self._slot and self._here is not None else ("", [])
        if not choices:
            self.app.bell()
        elif len(common) > len(typed) or len(choices) == 1:
            self._field.put(common)
        else:
            self._set_choices(choices)
            self._choose(True)

    # Doing ----------------------------------------------------------------------------------------------------------------

    def _enter(self) -> None:
        """Do what is shown: choose, ask for what is missing, or let it be done."""
        if self._is_choosing:
            if self._list.cursor_row is not None:
                self._take(self._list.cursor_row)
            return
        if self._here is not None:
            self._think()
        if self._here is None or (self._is_learning and not self._has_command):
            self._is_entered = True  # typed ahead: it is done once it can be understood
            return
        plan = self._plan
        if self._slot and self._gives_up():
            self._end_asking()
        elif plan is None or (self._slot and self._asking and plan.understanding is self._asking.understanding):
            self.app.bell()
        else:
            self._advance(plan)

    @property
    def _has_command(self) -> bool:
        return self._plan is not None and self._plan.understanding.command is not None

    def _gives_up(self) -> bool:
        from tui.intents.slots import GIVING_UP

        return self._slot != "text" and self._thought in GIVING_UP

    def _advance(self, plan: Plan) -> None:
        """Go on towards doing *plan*."""
        understanding = plan.understanding
        if understanding.command is None:
            if self._choices:
                self._choose(True)
            else:
                self.app.bell()
        elif plan.refusal:
            self.app.bell()
        elif plan.is_complete:
            self._finish(plan)
        elif self._choices:
            self._choose(True)
        elif understanding.asks[0] == "message":
            self._ask_for_message(plan)
        else:
            self._ask_for(understanding.asks[0], plan)

    def _ask_for(self, slot: str, plan: Plan) -> None:
        if not self._slot:
            self._said = self._field.text
        self._slot, self._asking = slot, plan
        self._prompt.update(t(f"bar.ask.{slot}"))
        self._field.set_hint(t(f"bar.ask_hint.{slot}"))
        self._field.put("")
        self._thought = ""
        self._show(plan.understanding)

    def _end_asking(self) -> None:
        self._slot, self._asking = "", None
        self._prompt.update(PROMPT)
        self._field.set_hint(t("bar.hint"))
        self._field.put(self._said)
        self._think(is_anew=True)

    def _ask_for_message(self, plan: Plan) -> None:
        from tui.ui.bar_context import newest
        from tui.ui.bar_words import messages_as_choices

        rows = newest(self._main, plan.where)[:MOST_MESSAGES] if plan.where is not None else []
        if not rows:
            self.app.bell()
            return
        self._set_choices(messages_as_choices(rows, self._main.services.zone))
        self._choose(True)

    @on(RowList.Chosen)
    def _on_chosen(self, event: RowList.Chosen) -> None:
        self._take(event.row)

    def _take_place(self, place: int) -> None:
        choice = next((choice for choice in self._choices if choice.place == place), None)
        if choice is None:
            self.app.bell()
        else:
            self._take(choice)

    def _take(self, choice: Choice) -> None:
        """Take what was chosen: whom or what was meant is done, a mere suggestion is shown first."""
        from tui.intents import consider

        if self._here is None:
            return
        self._is_choosing = False
        if choice.suggestion:
            self._suggest(choice.suggestion)
            return
        if choice.message is not None:
            understanding = self._pointed(choice)
        else:
            assert choice.command is not None
            understanding = consider(choice.command, self._here, self._said if self._slot else self._thought)
        if understanding is not None:
            self._show(understanding)
            if self._plan is not None:
                self._advance(self._plan)

    def _pointed(self, choice: Choice) -> Understanding | None:
        from tui.ui.bar_context import message_at, pointing_at

        row = self._main.services.reader.message(choice.message) if choice.message is not None else None
        plan = self._plan
        if row is None or plan is None or plan.understanding.command is None or self._here is None:
            return None
        understanding, self._here = pointing_at(message_at(row), plan.understanding.command, self._here, self._thought)
        return understanding

    def _suggest(self, name: str) -> None:
        """Show what was suggested; it takes another Enter to do it."""
        from tui.intents import IntentCommand, consider

        assert self._here is not None
        if "." in name:
            self._field.put(name)
            self._think()
        else:
            self._show(consider(IntentCommand(100.0, name, {}), self._here, self._thought))

    def _finish(self, plan: Plan) -> None:
        typed = self._said if self._slot else self._field.text
        self._main.bar.note(typed, is_private="text" in plan.args)
        self.dismiss(plan)
