"""Goes to a person or group by whatever one remembers of the name; a ``>`` first turns it into the command palette."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct
from rich.style import Style
from textual import on
from textual.strip import Strip
from textual.widget import Widget

from tui.chat.names import Match, Named, NameIndex
from tui.locale import t
from tui.store.rows import ConversationRow
from tui.ui.command_table import Command
from tui.ui.key_names import label
from tui.ui.keys import KeyTable
from tui.ui.screens.dialog import Dialog
from tui.ui.sidebar_model import named
from tui.ui.strips import Piece, line
from tui.ui.widgets.filter_input import FilterInput
from tui.ui.widgets.hints import Hints
from tui.ui.widgets.prose import Prose
from tui.ui.widgets.row_list import RowList

MAX_SHOWN = 200
"""More than anybody looks through; one types another letter instead."""

COMMAND_MARKS = (">", "＞", "》")
"""What turns the switcher into the palette, also from a Chinese input method."""


class Chosen(Struct, frozen=True):
    """What was chosen: a *conversation* (store id) or, when that is None, the *command* of this name."""

    conversation: int | None = None
    command: str = ""


class Switcher(Dialog[Chosen]):
    """Offers *conversations*, the latest first, and the commands of *table*; the answer is Chosen, None when it is left.

    Without a *table* it only chooses a conversation, for what its *title* says. *accounts* (store id -> label) are told apart
    when there are several. *why_not* says in words why a command can not be done now, "" when it can. *text* is typed beforehand
    (``>``: the palette). *also* are more commands.
    """

    DEFAULT_CSS = """
    Switcher { align: center top; }
    Switcher .box { width: 72; height: 20; max-height: 90%; margin-top: 1; }
    Switcher RowList { height: 1fr; max-height: 100%; }
    Switcher .words { color: $warning; display: none; }
    Switcher .words.-shown { display: block; }
    """

    def __init__(
        self,
        conversations: Iterable[ConversationRow],
        table: KeyTable | None,
        *,
        title: str = "",
        accounts: Mapping[int, str] | None = None,
        why_not: Callable[[str], str] = lambda name: "",
        text: str = "",
        also: Sequence[Command] = (),
    ) -> None:
        super().__init__(title)
        rows = sorted(conversations, key=lambda row: (-row.last_time, row.id))
        self._rows = {row.id: row for row in rows}
        self._accounts = accounts if accounts is not None and len(accounts) > 1 else {}
        self._people = NameIndex(named(row) for row in rows)
        self._commands = NameIndex(
            Named(command, "", (command.help, command.name))
            for command in ((*table.commands, *also) if table else ())
            if command.is_offered
        )
        self._has_palette = table is not None
        self._why_not = why_not
        self._field = FilterInput(t("switcher.field" if table else "switcher.picker_field"))
        self._field.value = text
        self._list: RowList[Match[int] | Match[Command]] = RowList(self._draw, _key, empty=t("switcher.nothing"), is_led=True)
        self._said = Prose(classes="words")
        self._keys = Hints(classes="hint")

    def body(self) -> list[Widget]:
        """Return the line to type into and what it finds."""
        return [self._field, self._list, self._said, self._keys]

    def on_mount(self) -> None:
        """Show the latest conversations, and prepare the search meanwhile."""
        self._field.focus()
        self._field.cursor_position = len(self._field.value)
        self._show()
        self.run_worker(self._people.warm, thread=True, exit_on_error=False)

    @on(FilterInput.Changed)
    def _on_changed(self, event: FilterInput.Changed) -> None:
        self._show()

    @on(FilterInput.Passed)
    def _on_passed(self, event: FilterInput.Passed) -> None:
        event.move(self._list)

    @on(RowList.Highlighted)
    def _on_highlighted(self, event: RowList.Highlighted) -> None:
        self._say("")

    @on(RowList.Chosen)
    def _on_chosen(self, event: RowList.Chosen) -> None:
        self._take(event.row)

    @on(FilterInput.Submitted)
    def _on_submitted(self, event: FilterInput.Submitted) -> None:
        self._take(self._list.cursor_row)

    def _show(self) -> None:
        text = self._field.value
        is_palette = self._has_palette and text.startswith(COMMAND_MARKS)
        hint = "palette_hint" if is_palette else "hint" if self._has_palette else "picker_hint"
        self._keys.update(t(f"switcher.{hint}"))
        if is_palette:
            self._list.set_rows(self._commands.search(text[1:], MAX_SHOWN))
        else:
            self._list.set_rows(self._people.search(text, MAX_SHOWN))
        self._list.action_first()

    def _take(self, match: Match[int] | Match[Command] | None) -> None:
        if match is None:
            self.app.bell()
        elif isinstance(match.item, Command):
            reason = self._why_not(match.item.name)
            if reason:
                self._say(t("screens.not_available", reason=reason))
                self.app.bell()
            else:
                self.dismiss(Chosen(command=match.item.name))
        else:
            self.dismiss(Chosen(conversation=match.item))

    def _say(self, words: str) -> None:
        self._said.update(words)
        self._said.set_class(bool(words), "-shown")

    def _draw(self, match: Match[int] | Match[Command], width: int, is_cursor: bool, is_focused: bool) -> list[Strip]:
        mark = Piece(f"{self._list.chat.icon('folded') if is_cursor else ' '} ")
        if isinstance(match.item, Command):
            return [self._command_line(mark, match.item, match, width)]
        return [self._conversation_line(mark, self._rows[match.item], match, width)]

    def _conversation_line(self, mark: Piece, row: ConversationRow, match: Match[int], width: int) -> Strip:
        chat = self._list.chat
        left = [mark, *found(row.title, match, chat.text, chat.match)]
        if match.name not in (row.title, row.conversation.peer):
            left += [Piece("  "), *found(match.name, match, chat.dim, chat.match)]
        right = []
        if row.unread and not row.is_quiet:
            right += [Piece(f" {row.unread if row.unread < 100 else '99+'} ", chat.badge), Piece(" ")]
        if row.account in self._accounts:
            right.append(Piece(f"{self._accounts[row.account]} ", chat.dim))
        right.append(Piece(f"{t(f'switcher.{row.kind.value}')} ", chat.dim))
        right += [*found(row.conversation.peer, match, chat.dim, chat.match), Piece(" ")]
        return line(left, width, right)

    def _command_line(self, mark: Piece, command: Command, match: Match[Command], width: int) -> Strip:
        chat = self._list.chat
        reason = self._why_not(command.name)
        left = [mark, *found(command.help, match, chat.dim if reason else chat.text, chat.match)]
        if reason:
            left.append(Piece(f" — {reason}", chat.dim))
        elif match.name == command.name:
            left += [Piece("  "), *found(command.name, match, chat.dim, chat.match)]
        right = [Piece(f"{label(command.keys[0])} ", chat.dim if reason else chat.key)] if command.keys else []
        return line(left, width, right)


def found(text: str, match: Match[Any], style: Style, match_style: Style) -> list[Piece]:
    """Return *text*, with the letters that *match* found in it marked, if it is the name that was found."""
    if match.name != text or match.end <= match.start:
        return [Piece(text, style)]
    start, end = match.start, match.end
    return [Piece(text[:start], style), Piece(text[start:end], style + match_style), Piece(text[end:], style)]


def _key(match: Match[int] | Match[Command]) -> int | str:
    return match.item.name if isinstance(match.item, Command) else match.item
