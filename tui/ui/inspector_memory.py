"""What the inspector remembers from one time it is opened to the next; in memory only."""

from __future__ import annotations

from msgspec import Struct, field

from tui.platforms.frames import Direction

MAX_LINES = 200


class InspectorMemory(Struct):
    """The switches as they were left, and the *lines* of the console, the latest last."""

    words: str = ""
    only_failed: bool = False
    with_beats: bool = False
    direction: Direction | None = None
    account: str = ""
    lines: list[str] = field(default_factory=list)

    def add_line(self, line: str) -> None:
        """Remember *line* as the latest."""
        if line in self.lines:
            self.lines.remove(line)
        self.lines.append(line)
        del self.lines[:-MAX_LINES]
