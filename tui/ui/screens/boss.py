"""The boss key's screen: a build that goes on and on; only the same key comes back."""

from __future__ import annotations

import random
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

_FILES = (
    "src/core/arena.c", "src/core/hash.c", "src/core/string.c", "src/io/epoll.c", "src/io/buffer.c", "src/io/tls.c",
    "src/parser/lexer.c", "src/parser/grammar.c", "src/db/btree.c", "src/db/pager.c", "src/db/wal.c", "src/net/http.c",
    "src/net/resolver.c", "src/util/log.c", "src/util/args.c", "tests/test_btree.c", "tests/test_lexer.c", "tests/test_wal.c",
)  # fmt: skip
_LINE_SECONDS = 0.7


class Boss(Screen[None]):
    """Looks like work. No key but the boss key means anything here."""

    BINDINGS: ClassVar[list[BindingType]] = []
    DEFAULT_CSS = "Boss { background: black; }"

    def compose(self) -> ComposeResult:
        """Yield the build."""
        yield _Build()


class _Build(Widget):
    DEFAULT_CSS = "_Build { width: 1fr; height: 1fr; background: black; color: white; }"

    def __init__(self) -> None:
        super().__init__()
        self._chance = random.Random()
        self._lines: list[str] = ["$ make -j2 all"]

    def on_mount(self) -> None:
        for _ in range(24):
            self._work()
        self.set_interval(_LINE_SECONDS, self._work)

    def _work(self) -> None:
        file = self._chance.choice(_FILES)
        done = (len(self._lines) * 3) % 97 + 1
        self._lines.append(f"[{done:3d}%] Building C object {file.replace('.c', '.c.o')}")
        if self._chance.random() < 0.08:
            self._lines.append(f"{file}:{self._chance.randrange(20, 900)}:9: warning: unused variable 'rc' [-Wunused-variable]")
        del self._lines[:-200]
        self.refresh()

    def render_line(self, y: int) -> Strip:
        shown = self._lines[-self.size.height :]
        style = Style(color="white", bgcolor="black")
        text = shown[y] if y < len(shown) else ""
        return Strip([Segment(text[: self.size.width].ljust(self.size.width), style)], self.size.width)
