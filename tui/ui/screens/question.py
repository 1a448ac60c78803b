"""Asks yes or no before something is done; where it destroys something, no is marked first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from msgspec import Struct
from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.locale import t
from tui.store.rows import ConversationRow
from tui.ui.command_table import Place
from tui.ui.keys import KeyTable, bind
from tui.ui.screens.dialog import Dialog
from tui.ui.strips import Piece, line
from tui.ui.theme import chat_theme
from tui.ui.widgets.prose import Prose


class Wording(Struct, frozen=True):
    """A question: what is asked, the facts below it, what yes is called, and whether yes destroys something.

    *tick* is what may be done along with it, ticked by space, or beforehand (*is_ticked*); "" when there is nothing of the kind.
    """

    title: str
    lines: tuple[str, ...]
    yes: str
    destroys: bool = True
    tick: str = ""
    is_ticked: bool = False


class Question(Dialog[bool]):
    """Asks *wording*; the answer is True or False, also when it is left by escape. :attr:`is_ticked` goes with a yes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,up,shift+tab", "mark(0)", show=False, priority=True),
        Binding("right,down,tab", "mark(1)", show=False, priority=True),
        Binding("space", "tick", show=False, priority=True),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
    ]
    DEFAULT_CSS = """
    Question .facts { height: auto; max-height: 8; scrollbar-size-vertical: 1; }
    Question .tick { margin-top: 1; }
    """

    def __init__(self, wording: Wording, table: KeyTable) -> None:
        labels = {name: table.label_for(f"question.{name}") for name in ("yes", "no")}
        super().__init__(wording.title, t("question.hint_tick" if wording.tick else "question.hint", **labels))
        self._wording = wording
        self.is_ticked = wording.is_ticked
        self._tick = Prose(classes="tick")
        self._buttons = Buttons((wording.yes, t("question.no")), marked=1 if wording.destroys else 0)
        bind(self, table.bindings(Place.QUESTION))

    def body(self) -> list[Widget]:
        """Return the facts, what may be ticked, and the two buttons."""
        facts = VerticalScroll(*(Prose(text) for text in self._wording.lines), classes="facts", can_focus=False)
        self._show_tick()
        return [facts, *([self._tick] if self._wording.tick else []), self._buttons]

    def action_command(self, name: str) -> None:
        """Do what a key of the table asks for."""
        if name == "question.choose":
            self.dismiss(self._buttons.marked == 0)
        else:
            self.dismiss(name == "question.yes")

    def action_tick(self) -> None:
        """Tick what may be done along with it, or take the tick away."""
        self.is_ticked = bool(self._wording.tick) and not self.is_ticked
        self._show_tick()

    def action_page(self, pages: int) -> None:
        """Scroll through many facts."""
        facts = self.query_one(VerticalScroll)
        facts.scroll_relative(y=pages * max(1, facts.size.height - 1), animate=False)

    def action_mark(self, button: int) -> None:
        """Mark the yes (0) or the no (1)."""
        self._buttons.mark(button)

    def action_leave(self) -> None:
        """Leaving is a no."""
        self.dismiss(False)

    def _show_tick(self) -> None:
        self._tick.update(f"[{'x' if self.is_ticked else ' '}] {self._wording.tick}")

    def on_buttons_pressed(self, event: Buttons.Pressed) -> None:
        """A button was clicked."""
        self.dismiss(event.index == 0)


class Buttons(Widget):
    """Buttons in one line, one of them marked, by more than a colour."""

    DEFAULT_CSS = """
    Buttons { height: 1; margin-top: 1; }
    """

    class Pressed(Message):
        """The button *index* was clicked."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(self, labels: Sequence[str], marked: int) -> None:
        super().__init__()
        self._labels = tuple(labels)
        self._marked = marked

    @property
    def marked(self) -> int:
        """The index of the marked button."""
        return self._marked

    def mark(self, index: int) -> None:
        """Mark the button *index*."""
        self._marked = index
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Return the line of buttons."""
        chat = chat_theme(self.app)
        pieces = []
        for index in range(len(self._labels)):
            style = chat.badge if index == self._marked else chat.dim
            pieces += [Piece(self._face(index), style), Piece("  ")]
        return line(pieces, self.size.width).apply_style(self.rich_style)

    def on_click(self, event: events.Click) -> None:
        """Press what was clicked."""
        left = 0
        for index in range(len(self._labels)):
            right = left + cell_len(self._face(index))
            if left <= event.x < right:
                self.post_message(self.Pressed(index))
            left = right + 2

    def _face(self, index: int) -> str:
        return f"[ {self._labels[index]} ]" if index == self._marked else f"  {self._labels[index]}  "


def where(name: str, number: str) -> str:
    """Return the line that says where it will happen."""
    return t("question.where", where=name, number=number)


def place_of(row: ConversationRow) -> str:
    """Return the line that says that it will happen in the conversation *row*."""
    return where(row.title, row.conversation.peer)


def recall_own(preview: str, place: str) -> Wording:
    """Ask whether to take back our own message; *place* is what :func:`place_of` returns."""
    return Wording(t("question.recall_own"), (preview, place), t("question.recall_yes"))


def recall_other(who: str, number: str, preview: str, place: str) -> Wording:
    """Ask whether to take back what somebody else said, twice as clearly."""
    title = t("question.recall_other", who=who, number=number)
    return Wording(title, (preview, place, t("question.recall_other_note")), t("question.recall_yes"))


def kick(who: str, number: str, place: str, *, is_blocked: bool = False) -> Wording:
    """Ask whether to remove somebody from a group, and whether they shall not come back."""
    title = t("question.kick", who=who, number=number)
    tick = t("question.kick_block")
    return Wording(title, (place, t("question.kick_note")), t("question.kick_yes"), tick=tick, is_ticked=is_blocked)


def kick_many(count: int, roster: str, place: str) -> Wording:
    """Ask whether to remove several from a group; *roster* names them all."""
    title = t("question.kick_many", count=count)
    lines = (place, roster, t("question.kick_note"))
    return Wording(title, lines, t("question.kick_yes"), tick=t("question.kick_block"))


def resend(preview: str, place: str) -> Wording:
    """Ask whether to send a message again that may have arrived."""
    return Wording(t("question.resend"), (preview, place, t("question.resend_note")), t("question.resend_yes"))


def discard(preview: str, place: str) -> Wording:
    """Ask whether to forget a message that was never sent."""
    return Wording(t("question.discard"), (preview, place), t("question.discard_yes"))
