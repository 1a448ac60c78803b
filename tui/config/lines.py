"""Finds the line on which a key of a TOML text stands, which tomllib does not tell."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

KeyPath = tuple[str | int, ...]
"""Keys and, inside an array of tables, positions from 0: ``("accounts", 1, "url")``."""

_PART = r"""(?:"(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9_-]+)"""
_KEY = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
_HEADER = re.compile(rf"[ \t]*(\[\[?)[ \t]*({_KEY})[ \t]*\]")
_ASSIGNMENT = re.compile(rf"[ \t]*({_KEY})[ \t]*=")
# What matters inside a value: strings (their brackets do not count), comments, brackets, ends of lines.
_TOKEN = re.compile(
    r'"""(?:[^\\]|\\.)*?"""|' r"'''.*?'''|" r'"(?:[^"\\\n]|\\.)*"|' r"'[^'\n]*'|" r"#[^\n]*|[\[\]{}\n]",
    re.DOTALL,
)


class Lines:
    """The lines of all keys of a text that is valid TOML; keys inside inline tables count as their parent's."""

    def __init__(self, text: str) -> None:
        self._found: dict[KeyPath, int] = {}
        for path, line in _walk(text.replace("\r\n", "\n")):
            for length in range(1, len(path) + 1):
                self._found.setdefault(path[:length], line)

    def of(self, path: KeyPath) -> int:
        """Return the line (from 1) of *path*, or of what is nearest above it; 0 when nothing of it is there."""
        for length in range(len(path), 0, -1):
            if path[:length] in self._found:
                return self._found[path[:length]]
        return 0


def _walk(text: str) -> Iterator[tuple[KeyPath, int]]:
    table: KeyPath = ()
    counts: dict[KeyPath, int] = {}
    position, line = 0, 1
    while position < len(text):
        header, assignment = _HEADER.match(text, position), _ASSIGNMENT.match(text, position)
        if header:
            table = _enter(_parts(header[2]), header[1] == "[[", counts)
            yield table, line
        elif assignment:
            yield (*table, *_parts(assignment[1])), line
        match = header or assignment
        end = _end_of_value(text, match.end() if match else position)
        line += text.count("\n", position, end)
        position = end


def _enter(parts: list[str], is_array: bool, counts: dict[KeyPath, int]) -> KeyPath:
    path: KeyPath = ()
    for number, part in enumerate(parts, 1):
        path = (*path, part)
        if is_array and number == len(parts):
            counts[path] = counts.get(path, 0) + 1
        if path in counts:
            path = (*path, counts[path] - 1)
    return path


def _end_of_value(text: str, position: int) -> int:
    """Return where the line after the value that begins at *position* begins."""
    depth = 0
    for token in _TOKEN.finditer(text, position):
        what = token[0]
        if what == "\n" and depth <= 0:
            return token.end()
        depth += (what in "[{") - (what in "]}")
    return len(text)


def _parts(key: str) -> list[str]:
    return [str(tomllib.loads(f"key={part}")["key"]) if part[0] in "\"'" else part for part in re.findall(_PART, key)]
