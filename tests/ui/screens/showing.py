"""An app that shows one screen and keeps its answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen

from tui.ui.theme import ThemeLibrary

NO_ANSWER = object()


class Host(App[None]):
    """Shows what *make* returns; *answer* is NO_ANSWER as long as it is open."""

    def __init__(self, make: Callable[[], Screen[Any]], theme: str = "qiao-dark") -> None:
        super().__init__()
        self.answer: Any = NO_ANSWER
        self._make = make
        self._theme = theme
        self.bells = 0

    def on_mount(self) -> None:
        ThemeLibrary().use(self, self._theme)
        self.push_screen(self._make(), self._keep)

    def _keep(self, answer: Any) -> None:
        self.answer = answer

    def bell(self) -> None:
        self.bells += 1

    def text(self) -> str:
        """What stands on the screen, line by line."""
        return "\n".join("".join(segment.text for segment in strip) for strip in self.screen._compositor.render_strips())


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press *keys* and let what they ask for happen."""
    await pilot.pause()
    await pilot.press(*keys)
    await pilot.pause()
