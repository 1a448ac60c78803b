"""Asks for several files of this machine: one after the other, or dropped on the terminal together."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from tui.chat.text import one_line
from tui.locale import t
from tui.ui import paths
from tui.ui.screens.ask_file import FileDialog
from tui.ui.widgets.prose import Prose

NAME_SHOWN = 40


class AskFiles(FileDialog[tuple[Path, ...]]):
    """Asks for files; the answer are their absolute paths, None when it was left."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+t", "add", show=False, priority=True)]
    DEFAULT_CSS = """
    AskFiles .chosen { color: $primary; margin-top: 1; display: none; }
    AskFiles .chosen.-shown { display: block; }
    """

    def __init__(self, title: str, lines: tuple[str, ...] = ()) -> None:
        super().__init__(title, lines)
        self._hint = t("boards.files_hint")
        self._chosen: list[Path] = []
        self._shown = Prose(classes="chosen")
        self._goes_on = False

    def body(self) -> list[Widget]:
        """Return what a question for one file has, and what is chosen already."""
        return [*super().body(), self._shown]

    def action_add(self) -> None:
        """Choose the file, and go on to the next one."""
        self._goes_on = True
        super().action_take()

    def action_take(self) -> None:
        """Go into a folder, or choose the file and be done; with files chosen, a folder's name alone means that these are all."""
        self._goes_on = False
        if self._chosen and not self._has_moved and self._field.value.strip() in ("", "~/", self._folder()):
            self.dismiss(tuple(self._chosen))
        else:
            super().action_take()

    def taken(self, text: str) -> None:
        """Add the files that *text* names; they are there."""
        self.run_worker(self._add(text), exclusive=True, group="take")

    async def _take(self, text: str) -> None:
        await self._add(text)

    async def _add(self, text: str) -> None:
        found, wrong = await asyncio.to_thread(paths.files_of, text)
        if not found:
            self._say(t("group.file_missing", path=one_line(wrong or text, 200)))
            self.app.bell()
            return
        self._chosen += [path for path in found if path not in self._chosen]
        if not self._goes_on:
            self.dismiss(tuple(self._chosen))
            return
        names = " · ".join(one_line(path.name, NAME_SHOWN) for path in self._chosen)
        self._shown.update(t("boards.chosen", count=len(self._chosen), names=names))
        self._shown.add_class("-shown")
        self._write(self._folder())

    def _folder(self) -> str:
        """Return what was written, up to the last slash."""
        head = os.path.dirname(self._field.value)
        return f"{head}/" if head and head != "/" else head
