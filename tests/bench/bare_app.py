"""The yardstick: what a Textual app costs that does nothing, an Input below a list of messages drawn by the Line API.

``python -m tests.bench.bare_app COUNT``. Keys: up, pageup, f6 (other messages), f5 (begin or end to add messages, 500 a second,
each painted as it comes).
"""

from __future__ import annotations

import asyncio
import sys
import time

from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import Input

from tests.bench.talk import FEED_RATE, words_of

_CURSOR = Style(reverse=True)


class Lines(ScrollView):
    """*count* messages, one a line, the newest at the bottom."""

    DEFAULT_CSS = "Lines { height: 1fr; }"

    def __init__(self, count: int) -> None:
        super().__init__()
        self.count = count
        self.conversation = 0
        self.cursor = count - 1

    def on_mount(self) -> None:
        """Begin at the end."""
        self.virtual_size = Size(0, self.count)
        self.scroll_end(animate=False, immediate=True)

    def on_resize(self) -> None:
        """Stay at the end."""
        self.scroll_end(animate=False, immediate=True)

    def append(self) -> None:
        """One more message came."""
        self.count += 1
        self.virtual_size = Size(0, self.count)
        self.scroll_end(animate=False)
        self.refresh()

    def move(self, steps: int) -> None:
        """Move the cursor."""
        self.cursor = max(0, min(self.count - 1, self.cursor + steps))
        top, bottom = self.scroll_offset.y, self.scroll_offset.y + self.size.height - 1
        if self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False)
        elif self.cursor > bottom:
            self.scroll_to(y=self.cursor - self.size.height + 1, animate=False)
        self.refresh()

    def show_next(self) -> None:
        """Show other messages."""
        self.conversation += 1
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Return one line."""
        number = y + self.scroll_offset.y
        width = self.size.width
        style = self.rich_style + _CURSOR if number == self.cursor else self.rich_style
        text = words_of(self.conversation, number) if number < self.count else ""
        return Strip([Segment(text, style)]).adjust_cell_length(width, style)


class BareApp(App[None]):
    """The list and the Input."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS = [  # noqa: RUF012  # Textual's own declaration
        Binding("up", "move(-1)", priority=True),
        Binding("pageup", "page", priority=True),
        Binding("f6", "switch", priority=True),
        Binding("f5", "feed", priority=True),
    ]

    def __init__(self, count: int) -> None:
        super().__init__()
        self.lines = Lines(count)
        self.feeder: asyncio.Task[None] | None = None

    def compose(self) -> ComposeResult:
        """Yield the two."""
        yield self.lines
        yield Input()

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(Input).focus()

    def action_move(self, steps: int) -> None:
        """Move the list's cursor."""
        self.lines.move(steps)

    def action_page(self) -> None:
        """Scroll up by a page."""
        self.lines.scroll_page_up(animate=False)

    def action_switch(self) -> None:
        """Show other messages."""
        self.lines.show_next()

    def action_feed(self) -> None:
        """Begin, or end, to add messages."""
        if self.feeder is None:
            self.feeder = asyncio.create_task(self._feed())
        else:
            self.feeder.cancel()
            self.feeder = None

    async def _feed(self) -> None:
        begin, fed = time.monotonic(), 0
        while True:
            await asyncio.sleep(1 / FEED_RATE)
            while fed < (time.monotonic() - begin) * FEED_RATE:
                self.lines.append()
                fed += 1


def main() -> None:
    """Entry point."""
    BareApp(int(sys.argv[1])).run()


if __name__ == "__main__":
    main()
