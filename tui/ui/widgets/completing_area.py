"""A text area that completes: whom ``@`` mentions, which emoji ``:`` means, which command a first ``/`` begins."""

from __future__ import annotations

from collections.abc import Callable

from textual.geometry import Offset

from tui.chat.names import NameIndex
from tui.ui.completion import (
    Choice,
    CommandChoice,
    Completion,
    EmojiChoice,
    asked_for,
    asked_for_command,
    asked_for_emoji,
)
from tui.ui.widgets.completion_list import CompletionList
from tui.ui.widgets.mention_area import MentionArea

Provider = Callable[[], "NameIndex[Choice]"]
"""Says who can be mentioned, which emoji or commands there are; asked once each time a list opens: it shall keep long ones."""


class CompletingArea(MentionArea):
    """Shows in *completion_list* (mounted by the screen) what may be meant by what stands before the caret."""

    def __init__(self, completion_list: CompletionList | None, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._completion = Completion()
        self._list = completion_list
        self._people: Provider | None = None
        self._emoji: Provider | None = None
        self._known_commands: Provider | None = None
        self._index: NameIndex[Choice] | None = None
        self._dismissed: tuple[int, int] | None = None
        if completion_list is not None:
            completion_list.on_choose = self._choose_row

    @property
    def has_moved_in_list(self) -> bool:
        """Whether somebody went to a row of the list, and so wants it."""
        return self._completion.has_moved

    def set_choices(self, people: Provider | None, emoji: Provider | None = None, commands: Provider | None = None) -> None:
        """Complete ``@`` from *people*, ``:`` from *emoji*, a first ``/`` from *commands*; None: there is none of it here."""
        self._people = people
        self._emoji = emoji
        self._known_commands = commands
        self.close_list()

    def take_choice(self) -> bool:
        """Put what is chosen in the place of what was written; return False when there is nothing to choose."""
        choice, at = self._completion.chosen, self._asked_at()
        if choice is None or at is None:
            return False
        here = self.cursor_location
        self.close_list()
        if isinstance(choice, EmojiChoice):
            self.put_emoji(choice.emoji, at, here)
        elif isinstance(choice, CommandChoice):
            self._replace_via_keyboard(f"{choice.name} ", at, here)
        else:
            self.put_mention(choice, at, here)
        return True

    def dismiss_list(self) -> bool:
        """Put the list away until something else is asked for; return False when there is none."""
        if not self._completion.is_open:
            return False
        self._dismissed = self._asked_at()
        self.close_list()
        return True

    def _asked_at(self) -> tuple[int, int] | None:
        """Return where the ``@``, ``:`` or ``/`` stands after which something is being asked for, None when nothing is."""
        if not self.selection.is_empty:
            return None
        row, column = self.cursor_location
        before = self.document[row][max(0, column - 40) : column]
        asked = asked_for(before) if self._people is not None else None
        if asked is None and self._emoji is not None:
            asked = asked_for_emoji(before)
        if asked is None and self._known_commands is not None and row == 0 and column < 40:
            asked = asked_for_command(before)
        if asked is None:
            return None
        start = column - len(asked) - 1
        offset = self.offset_of((row, start))
        is_made = any(span.start <= offset < span.end for span in self.spans)
        return None if is_made else (row, start)

    def follow_completion(self, *, may_open: bool) -> None:
        """Open, narrow or close the list by what stands before the caret now."""
        at = self._asked_at()
        if at is None or at == self._dismissed or not (may_open or self._completion.is_open):
            if at is None:
                self._dismissed = None
            self.close_list()
            return
        if not may_open:
            self._show_list(at)
            return
        self._dismissed = None
        row, column = self.cursor_location
        mark = self.document[row][at[1]]
        provider = {"@": self._people, ":": self._emoji}.get(mark, self._known_commands)
        if self._index is None and provider is not None:
            self._index = provider()
            # The letters come a moment later; who never asks for anything never pays for the table of readings.
            self.run_worker(self._index.warm, thread=True, exit_on_error=False)
        if self._index is not None:
            # A colon in a sentence is no question, and no command is like another: nothing is guessed after them.
            self._completion.look_up(self.document[row][at[1] + 1 : column], self._index, only_sure=mark != "@")
        self._show_list(at)

    def _show_list(self, at: tuple[int, int]) -> None:
        if not self._completion.is_open:
            self.close_list()
        elif self._list is not None:
            # Over the whole composer, so that what is written stays in sight.
            x = self.content_region.x + self.wrapped_document.location_to_offset(at).x
            self._list.show(self._completion.matches, self._completion.cursor, Offset(x, self.region.y))

    def move_in_list(self, step: int) -> bool:
        """Go to another row of the list; return False when there is no list."""
        if not self._completion.is_open:
            return False
        self._completion.move(step)
        if (at := self._asked_at()) is not None:
            self._show_list(at)
        return True

    def _choose_row(self, row: int) -> None:
        if row < len(self._completion.matches):
            self._completion.cursor = row
            self.take_choice()
            self.focus()

    def close_list(self) -> None:
        """Put the list away."""
        self._index = None
        if self._completion.is_open:
            self._completion.close()
        if self._list is not None and self._list.display:
            self._list.hide()
