"""Says in words how far the saving of a file is, where it lies, or why it was not saved."""

from __future__ import annotations

from pathlib import Path

from tui.chat.text import clean_name, one_line
from tui.locale import t
from tui.ui.describe import human_size
from tui.ui.wrap import fit

NAME_CELLS = 30


def short(name: str) -> str:
    """Return *name* as the status line shows it."""
    return fit(clean_name(name), NAME_CELLS)


def progress(name: str, count: int, total: int) -> str:
    """Return how far it is: *count* bytes of *total* (0: nobody knows)."""
    if total:
        return t("download.part", name=name, percent=count * 100 // total, size=human_size(total))
    return t("download.so_far", name=name, size=human_size(count)) if count else t("download.saving", name=name)


def saved(path: Path) -> str:
    """Return where it lies now."""
    home = Path.home()
    shown = f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)
    return t("download.saved", path=one_line(shown, 1000))


def failed(name: str, reason: str, words: str) -> str:
    """Return why *name* was not saved."""
    why = t(f"download.{reason}", words=one_line(words, 200))
    return t("download.failed", name=name, why=why)
