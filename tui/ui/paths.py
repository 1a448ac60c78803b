"""Completes the path of a file that somebody types, as a shell does."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from msgspec import Struct

MANY = 200
"""More names than anybody looks through; one types another letter instead."""

_LOOKED_AT = 20_000


class Found(Struct, frozen=True):
    """A file or folder: *text* is what would stand in the field, *name* its own."""

    text: str
    name: str
    is_folder: bool


def look(text: str) -> list[Found]:
    """Return what *text* may become, folders first; [] where nothing can be read. Waits for the disk."""
    head, stem = os.path.split(text)
    if text == "~":
        return [Found("~/", "~", True)]
    found: list[Found] = []
    try:
        with os.scandir(_expanded(head) if head else Path.home() if text.startswith("~") else Path.cwd()) as entries:
            for count, entry in enumerate(entries):
                if count >= _LOOKED_AT:
                    break
                if not entry.name.casefold().startswith(stem.casefold()) or (entry.name.startswith(".") and not stem):
                    continue
                is_folder = _is_folder(entry)
                full = os.path.join(head, entry.name) if head else entry.name
                found.append(Found(full + ("/" if is_folder else ""), entry.name, is_folder))
    except (OSError, ValueError, RuntimeError):  # the last: nobody here is called so
        return []
    return sorted(found, key=lambda row: (not row.is_folder, row.name.casefold()))[:MANY]


def common(text: str, found: list[Found]) -> str:
    """Return *text* grown as far as all of *found* agree."""
    if not found:
        return text
    # What all begin with is what the first and the last in order begin with.
    first, last = min(row.text for row in found), max(row.text for row in found)
    same = next((place for place, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), len(first))
    return first[:same] if same > len(text) else text


def is_file(text: str) -> bool:
    """Return whether there is a file at *text*. Waits for the disk."""
    try:
        return _expanded(text).is_file()
    except (OSError, ValueError, RuntimeError):
        return False


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def files_of(text: str) -> tuple[list[Path], str]:
    """Return the files that *text* names, by one path or several quoted ones, and what of it is no file, "" when all are.

    Several is what a terminal writes when files are dropped on it. Waits for the disk.
    """
    if is_file(text):
        return [absolute(text)], ""
    try:
        words = shlex.split(text, posix=os.name != "nt")
    except ValueError:
        return [], text
    wrong = next((word for word in words if not is_file(word)), "")
    return ([], wrong) if wrong else ([absolute(word) for word in words], "")


def size_of(path: Path) -> int:
    """Return the size of a file in bytes, 0 where it can not be told. Waits for the disk."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def absolute(text: str) -> Path:
    """Return where the file *text*, which is one, lies."""
    return Path(os.path.abspath(_expanded(text)))


def _expanded(text: str) -> Path:
    """Return *text* with the home folder in it. A whole path behind ``~/``, where a field begins so, is meant by itself.

    Raises RuntimeError where there is no such home.
    """
    return Path(text.removeprefix("~/") if text.startswith(("~//", "~/~")) else text).expanduser()
