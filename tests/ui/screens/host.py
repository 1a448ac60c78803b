"""An otherwise empty app that shows one screen and keeps what it was dismissed with."""

from __future__ import annotations

from typing import Generic, TypeVar

from textual.app import App
from textual.screen import Screen

T = TypeVar("T")


class Host(App[None], Generic[T]):
    """Shows *screen*; *results* are what it was dismissed with."""

    def __init__(self, screen: Screen[T]) -> None:
        super().__init__()
        self.results: list[T | None] = []
        self._shown = screen

    def on_mount(self) -> None:
        """Show the screen."""
        self.push_screen(self._shown, self.results.append)
