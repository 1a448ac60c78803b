"""The log of plugins as it grows: what they printed, what they did, and the tracebacks of what they got wrong."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from textual.widget import Widget

from tui.locale import t
from tui.plugins.values import LogLine
from tui.ui.command_table import Place
from tui.ui.describe import short_moment
from tui.ui.screens.sheet import Sheet
from tui.ui.widgets.text_lines import Paragraph, TextLines

if TYPE_CHECKING:
    from tui.ui.screens.main import Main

MOST_LINES = 300
"""The newest entries, which are shown and copied."""

MOST_TEXT = 4000
"""Code points of one entry: of a longer one the end is shown, where a traceback says what went wrong."""

MOST_IN_ALL = 40_000
"""Code points that are shown: a plugin that floods its log is followed without the screen falling behind."""


class PluginLog(Sheet):
    """The log of the plugin *name*, "" for that of all; while one is at its end, it follows."""

    PLACE = Place.PLUGIN_LOG
    HAS_MORE = True

    def __init__(self, main: Main, name: str) -> None:
        super().__init__(main, t("plugins.ui.log_title", plugin=name) if name else t("plugins.ui.log_title_all"))
        self._plugin = name
        self._only_errors = False
        self._shown: list[LogLine] | None = None
        self._lines = TextLines()

    def body(self) -> list[Widget]:
        """Return the lines."""
        self._lines.styles.height = "1fr"
        return [self._lines]

    def on_mount(self) -> None:
        """Show what there is, from its end, and follow it."""
        self._show()
        self._lines.focus()
        self.call_after_refresh(self._lines.scroll_end, animate=False)
        self.main.plugins.listeners.add(self._show)

    def on_unmount(self) -> None:
        """Listen no longer."""
        self.main.plugins.listeners.discard(self._show)

    def is_shown(self, name: str) -> bool:
        """Return whether there is one plugin to be reloaded."""
        return name != "logs.reload" or bool(self._plugin)

    def command_copy(self) -> None:
        """Copy what is shown."""
        self.main.copy("\n".join(f"{self._when(line)} {line.plugin}: {_end_of(line.text)}" for line in _newest(self._found())))

    def command_errors(self) -> None:
        """Show mistakes alone, or everything again."""
        self._only_errors = not self._only_errors
        self._show()

    def command_reload(self) -> None:
        """Start the plugin anew."""
        plugins = self.main.plugins.plugins
        if plugins is None or not self._plugin:
            return

        async def work() -> None:
            await asyncio.wrap_future(plugins.reload(self._plugin))
            self.main.say(t("plugins.ui.reloaded"))

        self.main.start(work(), t("plugins.ui.reloading"))

    def _found(self) -> list[LogLine]:
        plugins = self.main.plugins.plugins
        found = plugins.log(self._plugin) if plugins is not None else []
        return [line for line in found if line.is_error or not self._only_errors]

    def _show(self) -> None:
        found = self._found()
        if found == self._shown:
            return
        is_at_end = self._lines.scroll_offset.y >= self._lines.max_scroll_y
        self._shown = found
        newest = _newest(found)
        older = len(found) - len(newest)
        made = [Paragraph(t("plugins.ui.log_older", count=older), "dim", is_wide=True)] if older else []
        for line in newest:
            label = self._when(line) if self._plugin else f"{self._when(line)} {line.plugin}"
            made.append(Paragraph(_end_of(line.text), "failed" if line.is_error else "text", label=label))
        self._lines.set_paragraphs(made or [Paragraph(t("plugins.ui.log_empty"), "dim")])
        if is_at_end:
            self.call_after_refresh(self._lines.scroll_end, animate=False)

    def _when(self, line: LogLine) -> str:
        return short_moment(line.time, time.time_ns() // 1_000_000, self.services.zone)


def _newest(lines: list[LogLine]) -> list[LogLine]:
    """Return those of *lines* that are shown."""
    room, first = MOST_IN_ALL, len(lines)
    while first > 0 and len(lines) - first < MOST_LINES and room > 0:
        first -= 1
        room -= min(len(lines[first].text), MOST_TEXT)
    return lines[first:]


def _end_of(text: str) -> str:
    return text if len(text) <= MOST_TEXT else f"…{text[-MOST_TEXT:]}"
