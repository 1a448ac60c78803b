"""Tells by their stored JSON which messages may hold the words that are looked for, in bulk; none that does is left out.

Most messages are ruled out without being decoded. A word may be stored in other letters than it is looked for in (large,
full-width), and each of these is looked for. Where a letter may be part of another one (ligatures, accents that stand apart), or
the word may go on in the next segment, nothing is ruled out but by reading.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from tui.chat.finding import Query, fold, melts

FOLDING = ((0, 0x3400), (0xA640, 0xAC00), (0xF900, 0x12000), (0x16000, 0x17000), (0x1BC00, 0x20000), (0x2F800, 0x2FA20))
"""The ranges that hold all characters which fold to something else or melt into another; a test holds this against Unicode."""

_SLICE = 50_000
"""Characters that are looked at without a pause in which another thread may run."""

_MOST_LETTERS = 6
"""Letters of a word that are looked for: few texts that begin alike are no hits, and patterns of many forms take long to make."""

_JOINED = re.compile(r'\{"t":"(?:mention_all"|(?<=\},\{"t":")(?:text|mention))')
"""Where a word may go on in the next segment, or consist of what is not stored in so many words.

It begins with plain letters: these are searched for fast.
"""


class Prefilter:
    """What :class:`Search` asks of lines of the form ``<id> <segments as JSON>``."""

    def __init__(self, query: Query) -> None:
        # What stands before the name in a mention is not stored; the rest of the word is.
        pieces = [piece for word in query.words for piece in word.split("@")]
        wanted = max(pieces, key=len, default="")[:_MOST_LETTERS]
        forms = _forms()
        letters = [_letter(char, forms.alone[char]) for char in wanted]
        self._letters = [re.compile(letter) for letter in letters]
        # What is the name of a field is no word of anybody: within a text, a quotation mark is escaped.
        self._word = re.compile("".join(letters) + '(?![a-z_]*":)')
        self._undecided = re.compile(_one_of(forms.melting.union(*(forms.part[char] for char in wanted))))

    def candidates(self, lines: str) -> Iterator[str]:
        """Yield those of *lines*, which are parted by line feeds, that may hold the words."""
        if lines and not self._letters:
            yield from lines.split("\n")
            return
        at = 0
        while at < len(lines):
            end = lines.find("\n", min(at + _SLICE, len(lines)))
            end = len(lines) if end < 0 else end
            yield from self._of_slice(lines, at, end)
            at = end + 1

    def _of_slice(self, lines: str, at: int, end: int) -> Iterator[str]:
        seen: set[int] = set()
        for pattern in (self._word, self._undecided, _JOINED):
            place = at
            while match := pattern.search(lines, place, end):
                start = lines.rfind("\n", at, match.start()) + 1 or at
                place = lines.find("\n", match.end(), end)
                place = end if place < 0 else place
                line = lines[start:place]
                if start not in seen and (pattern is not _JOINED or self._may_be_joined(line)):
                    seen.add(start)
                    yield line

    def _may_be_joined(self, line: str) -> bool:
        return '"t":"mention_all"' in line or all(letter.search(line) for letter in self._letters)


def _letter(char: str, forms: set[str]) -> str:
    """Return a pattern of what is stored where *char* is read, of which there are other *forms*."""
    escape = r"\\?" if char in '"\\' else ""
    return escape + _one_of({char} | forms)


def _one_of(chars: set[str]) -> str:
    """Return a set of *chars*; those beyond the first plane as a range, for each of them by itself would be compared."""
    near = "".join(sorted(char for char in chars if char <= "\uffff"))
    far = [char for char in chars if char > "\uffff"]
    if len(near) == 1 and not far:
        return re.escape(near)
    return f"[{re.escape(near)}{f'{min(far)}-{max(far)}' if far else ''}]"


class _Forms(NamedTuple):
    """For a folded character those that are read as it *alone*, and those of which it is a *part*.

    *melting* are those that may change what stands before them.
    """

    alone: dict[str, set[str]]
    part: dict[str, set[str]]
    melting: set[str]


@cache
def _forms() -> _Forms:
    forms = _Forms(defaultdict(set), defaultdict(set), set())
    for char in (chr(code) for start, end in FOLDING for code in range(start, end)):
        folded = fold(char)
        if len(folded) == 1:
            forms.alone[folded].add(char)
        else:
            for part in folded:
                forms.part[part].add(char)
        if melts(char):
            forms.melting.add(char)
    return forms
