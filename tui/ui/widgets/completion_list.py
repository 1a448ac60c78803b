"""The small list over the composer in which who is meant by ``@...``, or which face by ``:...``, is chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Offset, Size
from textual.strip import Strip
from textual.widget import Widget

from tui.chat.names import Match
from tui.ui.completion import Choice
from tui.ui.wrap import fit

MAX_WIDTH = 48
_MARK = "› "
_NO_MARK = "  "


class CompletionList(Widget):
    """Shows what it is told to; the composer moves and takes, a click calls *on_choose* with the row."""

    DEFAULT_CSS = """
    CompletionList {
        display: none;
        overlay: screen;
        constrain: inside;
        width: auto;
        height: auto;
        background: $panel;
        color: $foreground;
        & .completion--marked { background: $primary 30%; text-style: bold; }
        & .completion--note { color: $text-muted; }
        & .completion--hit { text-style: underline; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"completion--marked", "completion--note", "completion--hit"}
    can_focus = False

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.on_choose: Callable[[int], None] = lambda row: None
        self._matches: Sequence[Match[Choice]] = ()
        self._cursor = 0

    def show(self, matches: Sequence[Match[Choice]], cursor: int, at: Offset) -> None:
        """Show *matches* with the row *cursor* marked, above the cell *at* of the screen."""
        has_changed = list(matches) != list(self._matches)
        self._matches = matches
        self._cursor = cursor
        place = Offset(at.x, max(0, at.y - len(matches)))
        if has_changed or self.absolute_offset != place or not self.display:
            self.absolute_offset = place
            self.display = True
            self.refresh(layout=True)
        else:
            self.refresh()

    def hide(self) -> None:
        """Show nothing."""
        self._matches = ()
        self.display = False

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Return what the widest row needs."""
        widest = max((cell_len(match.item.name) + cell_len(match.item.note) + 5 for match in self._matches), default=0)
        return min(widest, MAX_WIDTH, viewport.width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of rows."""
        return len(self._matches)

    def render_line(self, y: int) -> Strip:
        """Draw the row *y*."""
        width = self.size.width
        base = self.rich_style
        if y >= len(self._matches):
            return Strip.blank(width, base)
        match = self._matches[y]
        is_marked = y == self._cursor
        if is_marked:
            base += self.get_component_rich_style("completion--marked")
        hit = self.get_component_rich_style("completion--hit", partial=True)
        note = Style(color=self.get_component_rich_style("completion--note").color, bold=False)
        name = fit(match.item.name, width - 2)
        start, end = (match.start, match.end) if match.name == match.item.name else (0, 0)
        segments = [
            Segment(_MARK if is_marked else _NO_MARK, base),
            Segment(name[:start], base),
            Segment(name[start:end], base + hit),
            Segment(name[end:], base),
        ]
        room = width - 5 - cell_len(name)
        if room > 3:
            shown = fit(match.item.note, room)
            gap = width - 3 - cell_len(name) - cell_len(shown)
            segments += [Segment(" " * gap, base), Segment(shown, base + note)]
        return Strip(segments).adjust_cell_length(width, base)

    def on_click(self, event: events.Click) -> None:
        """Choose the row under the mouse."""
        event.stop()
        if 0 <= event.y < len(self._matches):
            self.on_choose(event.y)
