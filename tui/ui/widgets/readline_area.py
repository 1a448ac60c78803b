"""A text area with readline's meanings, whole graphemes as steps, Chinese line breaks, and no key bindings of its own."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.document._document import Document, Location, Selection
from textual.document._document_navigator import DocumentNavigator
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widgets import TextArea

from tui.chat.text import clean_text
from tui.ui.kill_ring import KillRing
from tui.ui.theme import chat_theme
from tui.ui.wrapped_text import WrappedText, snap, step_left, step_right

MAX_PASTE = 1_000_000
"""Code points taken from one paste."""

# A word is a run of letters and digits of one kind: Chinese and Latin side by side are two.
_CHINESE = "\u2e80-\u2fff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af\U00020000-\U0003ffff"
# Compiled at the first use: it takes milliseconds, for which the first frame would wait.
_WORD = f"[{_CHINESE}]+|(?:(?![{_CHINESE}])\\w)+"
# Characters that str.isprintable() does not count, and input methods type: wide blanks, joiners, the letters of flags.
_TYPED_TOO = re.compile("[\u00a0\u2002-\u200a\u200c\u200d\u202f\u3000\U000e0020-\U000e007f]")


@cache
def _words() -> re.Pattern[str]:
    return re.compile(_WORD)


def typed(key: str, character: str | None) -> str:
    """Return the text that a key event types, "" when *key* is control or has a modifier."""
    if character is None or key.startswith(("alt+", "ctrl+", "super+", "hyper+", "meta+")):
        return ""
    return character if character.isprintable() or _TYPED_TOO.fullmatch(character) is not None else ""


class ReadlineArea(TextArea, inherit_bindings=False):
    """An editor whose commands are methods: :meth:`run` does what a command of the table (without its place) names."""

    DEFAULT_CSS = """
    ReadlineArea {
        height: auto;
        max-height: 8;
        padding: 0 1;
        border: none;
        scrollbar-size: 0 0;
        &:focus { border: none; }
    }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes, highlight_cursor_line=False)
        # A tab is one cell wide: it stays a tab when it is sent, and rows need no columns of their own.
        self.set_reactive(TextArea.indent_width, 1)
        self.set_reactive(TextArea.match_cursor_bracket, False)
        # A blinking caret would repaint under an input method's own drawing.
        self.set_reactive(TextArea.cursor_blink, False)
        self._kills = KillRing()
        self._yanked: tuple[Location, Location] | None = None
        self._set_document("", None)

    def replace_text(self, text: str) -> None:
        """Put *text* in the place of all that is written, as one step that can be undone."""
        self.history.checkpoint()
        self.replace(clean_text(text, MAX_PASTE), (0, 0), self.document.end, maintain_selection_offset=False)

    def insert_text(self, text: str) -> None:
        """Type *text* at the caret: what was typed elsewhere, or pasted."""
        self.type_text(clean_text(text, MAX_PASTE))

    # What Textual asks of a text area

    def _set_document(self, text: str, language: str | None) -> None:
        self.document = Document(text)
        self.wrapped_document: WrappedText = WrappedText(self.document, tab_width=1)
        self.navigator = DocumentNavigator(self.wrapped_document)
        self._build_highlight_map()
        self.move_cursor((0, 0))
        self._rewrap_and_refresh_virtual_size()

    def _refresh_size(self) -> None:
        super()._refresh_size()
        if self.is_mounted:
            # An edit scrolls to the caret before Textual knows of the row it has added.
            self.scroll_cursor_visible()

    def _recompute_cursor_offset(self) -> None:
        # An undo that takes lines away looks for the caret before it has left them, and again when it has.
        if self.cursor_location[0] < self.document.line_count:
            super()._recompute_cursor_offset()  # type: ignore[no-untyped-call]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of rows, at least one for the caret."""
        return max(1, self.wrapped_document.height)

    def find_matching_bracket(self, bracket: str, search_from: Location) -> Location | None:
        """Return None: prose has no matching brackets, and looking for them costs the whole text."""
        return None

    def get_cursor_left_location(self) -> Location:
        """Return where the grapheme before the caret starts."""
        row, column = self.cursor_location
        return (row, step_left(self.document[row], column)) if column else self.navigator.get_location_left((row, column))

    def get_cursor_right_location(self) -> Location:
        """Return where the grapheme after the caret ends."""
        row, column = self.cursor_location
        line = self.document[row]
        return (row, step_right(line, column)) if column < len(line) else self.navigator.get_location_right((row, column))

    def get_cursor_up_location(self) -> Location:
        """Return the place above the caret."""
        return self._snapped(super().get_cursor_up_location())

    def get_cursor_down_location(self) -> Location:
        """Return the place below the caret."""
        return self._snapped(super().get_cursor_down_location())

    def get_target_document_location(self, event: events.MouseEvent) -> Location:
        """Return the place under the mouse."""
        return self._snapped(super().get_target_document_location(event))

    def get_cursor_word_left_location(self) -> Location:
        """Return where the word before the caret starts."""
        row, column = self.cursor_location
        if column == 0:
            return self.navigator.get_location_left((row, column))
        starts = [match.start() for match in _words().finditer(self.document[row], 0, column)]
        return row, starts[-1] if starts else 0

    def get_cursor_word_right_location(self) -> Location:
        """Return where the word after the caret ends."""
        row, column = self.cursor_location
        line = self.document[row]
        if column == len(line):
            return self.navigator.get_location_right((row, column))
        found = _words().search(line, column)
        return row, found.end() if found else len(line)

    def _snapped(self, location: Location) -> Location:
        row, column = location
        return row, snap(self.document[row], column)

    def _watch_has_focus(self, focus: bool) -> None:
        super()._watch_has_focus(focus)
        self._place_terminal_cursor()

    def _place_terminal_cursor(self) -> None:
        if self.has_focus and self.is_attached and self.app.focused is self:
            self.app.cursor_position = self.cursor_screen_offset

    # Drawing

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw the rows of *crop*; the terminal's own cursor follows when the widget has been moved."""
        self._place_terminal_cursor()
        return super(TextArea, self).render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Draw the row *y* of the widget."""
        width = self.size.width
        base = self.rich_style
        if self.document.line_count == 1 and not self.document[0]:
            return self._hint_row(y, width, base)
        found = self.wrapped_document.row(y + self.scroll_offset.y)
        if found is None:
            return Strip.blank(width, base)
        line, first, last = found
        text = self.document[line]
        cuts = {first, last}
        for start, end, _ in (parts := self._styled_parts(line, first, last, base)):
            cuts.update((max(start, first), min(end, last)))
        edges = sorted(cuts)
        segments: list[Segment] = []
        for start, end in pairwise(edges):
            style = base
            for left, right, part in parts:
                if left <= start and end <= right:
                    style += part
            segments.append(Segment(text[start:end].replace("\t", " "), style))
        caret_row, caret = self.cursor_location
        if self.has_focus and caret_row == line and caret == last == len(text):
            segments.append(Segment(" ", base + self._caret_style))
        return Strip(segments).adjust_cell_length(width, base)

    def _hint_row(self, y: int, width: int, base: Style) -> Strip:
        hint = self.placeholder.plain if hasattr(self.placeholder, "plain") else self.placeholder
        row = Strip([Segment(hint if y == 0 else "", base + chat_theme(self.app).dim)])
        row = row.adjust_cell_length(width, base)
        if self.has_focus and y == 0:
            caret = Strip([Segment(" ", base + self._caret_style)])
            row = Strip.join([caret, row.crop(0, width - 1)])
        return row

    @property
    def _caret_style(self) -> Style:
        return Style(reverse=True)

    def _styled_parts(self, line: int, first: int, last: int, base: Style) -> list[tuple[int, int, Style]]:
        """Return (start, end, style) of what stands out in a row: parts of the text, the selection, the caret on top."""
        parts = self.parts_of(line)
        top, bottom = sorted(self.selection)
        if top != bottom and top[0] <= line <= bottom[0]:
            start = top[1] if line == top[0] else 0
            end = bottom[1] if line == bottom[0] else len(self.document[line])
            parts.append((start, end, self.get_component_rich_style("text-area--selection", partial=True)))
        caret_row, caret = self.cursor_location
        if self.has_focus and caret_row == line and first <= caret < last:
            parts.append((caret, step_right(self.document[line], caret), self._caret_style))
        return [(max(start, first), min(end, last), style) for start, end, style in parts if start < last and end > first]

    def parts_of(self, line: int) -> list[tuple[int, int, Style]]:
        """Return (start, end, style) of the parts of a line that are more than words; none here."""
        return []

    # Editing

    def run(self, name: str) -> bool:
        """Do the command *name* (``kill_word``, ``select_left`` ...); return False when there is no such command here."""
        select = name.startswith("select_")
        plain = name.removeprefix("select_")
        if plain in _MOVES:
            getattr(self, f"action_cursor_{plain}")(select)
        elif name in _EDITS:
            getattr(self, f"_do_{name}")()
        else:
            return False
        if not name.startswith("kill_"):
            self._kills.rest()
        if not name.startswith("yank"):
            self._yanked = None
        return True

    def type_text(self, text: str) -> None:
        """Put *text* in the place of the selection, as a key does."""
        self._kills.rest()
        self._yanked = None
        self._replace_via_keyboard(text, *self.selection)

    def action_cursor_line_start(self, select: bool = False) -> None:
        """Move to the start of the line, not of its row."""
        self.move_cursor((self.cursor_location[0], 0), select=select)

    def action_cursor_line_end(self, select: bool = False) -> None:
        """Move to the end of the line, not of its row."""
        row, _ = self.cursor_location
        self.move_cursor((row, len(self.document[row])), select=select)

    def action_cursor_text_start(self, select: bool = False) -> None:
        """Move to the start of the text."""
        self.move_cursor((0, 0), select=select)

    def action_cursor_text_end(self, select: bool = False) -> None:
        """Move to the end of the text."""
        self.move_cursor(self.document.end, select=select)

    def _do_delete_left(self) -> None:
        self.action_delete_left()

    def _do_delete_right(self) -> None:
        self.action_delete_right()

    def _do_undo(self) -> None:
        self.undo()

    def _do_redo(self) -> None:
        self.redo()

    def _do_kill_to_start(self) -> None:
        row, column = self.cursor_location
        self._kill((row, 0) if column else self.get_cursor_left_location(), True)

    def _do_kill_to_end(self) -> None:
        row, column = self.cursor_location
        end = len(self.document[row])
        self._kill((row, end) if column < end else self.get_cursor_right_location(), False)

    def _do_kill_word(self) -> None:
        self._kill(self.get_cursor_word_left_location(), True)

    def _do_kill_next_word(self) -> None:
        self._kill(self.get_cursor_word_right_location(), False)

    def _kill(self, to: Location, is_backward: bool) -> None:
        start, end = self.selection if not self.selection.is_empty else Selection(self.cursor_location, to)
        if text := self.get_text_range(start, end):
            self._replace_via_keyboard("", start, end)
            self._kills.kill(text, is_backward)

    def _do_yank(self) -> None:
        self._put_yanked(self._kills.current(), *self.selection)

    def _do_yank_previous(self) -> None:
        if self._yanked is not None:
            self._put_yanked(self._kills.previous(), *self._yanked)

    def _put_yanked(self, text: str, start: Location, end: Location) -> None:
        if text:
            top = min(start, end)
            self._replace_via_keyboard(text, start, end)
            self._yanked = (top, self.cursor_location)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written."""
        return self.document.line_count == 1 and not self.document[0]


_MOVES = frozenset(("left", "right", "up", "down", "word_left", "word_right", "line_start", "line_end", "text_start", "text_end"))
_KILLS = ("kill_to_start", "kill_to_end", "kill_word", "kill_next_word")
_EDITS = frozenset((*_KILLS, "delete_left", "delete_right", "undo", "redo", "yank", "yank_previous"))
