"""Tells by their stored JSON which messages may hold the words that are looked for, in bulk; none that does is left out.

Most messages are ruled out without being decoded. A word may be stored in other letters than it is looked for in (large,
full-width, ligatures, with its accents apart), escaped, or in parts of two segments that follow one another on the screen.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from tui.chat.finding import Query, fold

FOLDING = ((0, 0x3400), (0xA640, 0xAC00), (0xF900, 0x11A00), (0x16E00, 0x17000), (0x1BC00, 0x20000), (0x2F800, 0x2FA20))
"""The ranges that hold all characters which fold to something else; a test holds this against Unicode."""

_SLICE = 50_000
"""Characters that are looked at without a pause in which another thread may run."""

_GAP = ".{0,8}?"
"""Marks that the fold takes up or puts in another order; names and texts keep no more than eight of them on a character."""

_MOST_GAPS = 2
"""So many gaps are in a pattern, which is cut behind them: with many, a text of one letter would be tried in endless ways."""

_NEAR = 0x1000

_MOST_LETTERS = 6
"""The same of letters: few texts that begin alike are no hits, and patterns of many forms take long to make."""

_JOINED = re.compile(r'\},\{"t":"(?:text|mention)|"t":"mention_all"')
"""Where a word may go on in the next segment, or consist of what is not stored in so many words."""


class Prefilter:
    """What :class:`Search` asks of lines of the form ``<id> <segments as JSON>``."""

    def __init__(self, query: Query) -> None:
        # What stands before the name in a mention is not stored; the rest of the word is.
        pieces = [piece for word in query.words for piece in word.split("@")]
        wanted = max(pieces, key=len, default="")
        pattern = _pattern(wanted)
        self._word = re.compile(pattern) if pattern else None
        self._letters = [letter for letter in dict.fromkeys(map(_letter, wanted)) if letter]

    def candidates(self, lines: str) -> Iterator[str]:
        """Yield those of *lines*, which are parted by line feeds, that may hold the words."""
        if not lines:
            return
        if self._word is None:
            yield from lines.split("\n")
            return
        at = 0
        while at < len(lines):
            end = lines.find("\n", min(at + _SLICE, len(lines)))
            end = len(lines) if end < 0 else end
            yield from self._of_slice(self._word, lines, at, end)
            at = end + 1

    def _of_slice(self, word: re.Pattern[str], lines: str, at: int, end: int) -> Iterator[str]:
        seen: set[int] = set()
        for pattern in (word, _JOINED):
            place = at
            while match := pattern.search(lines, place, end):
                start = lines.rfind("\n", at, match.start()) + 1 or at
                place = lines.find("\n", match.end(), end)
                place = end if place < 0 else place
                line = lines[start:place]
                if start not in seen and (pattern is word or self._may_be_joined(line)):
                    seen.add(start)
                    yield line

    def _may_be_joined(self, line: str) -> bool:
        return '"t":"mention_all"' in line or all(re.search(letter, line) for letter in self._letters)


def _pattern(word: str) -> str:
    """Return a pattern that is found in the JSON of every text which holds *word*, or its beginning; "" where there is none."""
    parts: list[str] = []
    before = ""
    for char in word:
        if parts.count(_GAP) >= _MOST_GAPS or len(parts) >= _MOST_LETTERS:
            break
        letter = _letter(char)
        base = unicodedata.normalize("NFKD", char)[0]
        if not letter or (base == "ι" and parts):  # a mark below Greek letters folds to an iota
            parts.append(_GAP)
            continue
        together = "".join(_tables().melted.get(one, "") for one in {char, base})
        # One ligature may stand for this letter and for the one before it.
        shared = "".join(other for other in before if other in together)
        parts.append(f"(?:{letter}|(?<=[{re.escape(shared)}]))" if shared else letter)
        if base != char or base == "ι":
            parts.append(_GAP)
        before = together
    if all(part == _GAP for part in parts):
        return ""
    # What is the name of a field is no word of anybody: within a text, a quotation mark is escaped.
    return "".join([*parts, '(?![a-z_]*":)'])


@cache
def _letter(char: str) -> str:
    """Return a pattern of what is stored where *char* (folded) is read, "" for a mark, which may stand anywhere near."""
    parts = unicodedata.normalize("NFKD", char)
    base = parts[0]
    if unicodedata.combining(base) or unicodedata.category(base).startswith("M") or "\u1160" <= base <= "\u11ff":
        return ""
    tables = _tables()
    forms = {char, base} | {form for one in (char, base) for form in (*tables.alone.get(one, ""), *tables.melted.get(one, ""))}
    if "\uac00" <= char <= "\ud7a3":
        forms.add(chr(ord(char) - (ord(char) - 0xAC00) % 28))  # its final may stand behind it
    elif len(parts) > 1:
        forms.update(tables.marked.get(base, ""))
    if char in '"\\':
        return rf"\\?{_one_of(forms)}"
    return re.escape(char) if forms == {char} else _one_of(forms)


def _one_of(forms: set[str]) -> str:
    """Return a set of *forms*; those beyond the first plane as ranges, for each of them by itself would be compared."""
    near = "".join(sorted(form for form in forms if form <= "\uffff"))
    far = sorted(form for form in forms if form > "\uffff")
    ranges = ""
    while far:
        block = [form for form in far if ord(form) - ord(far[0]) < _NEAR]
        ranges += f"{block[0]}-{block[-1]}"
        far = far[len(block) :]
    return f"[{re.escape(near)}{ranges}]"


class _Tables(NamedTuple):
    """For a folded character the others that fold to it *alone*, those *melted* of it and more, and those with it *marked*."""

    alone: dict[str, str]
    melted: dict[str, str]
    marked: dict[str, str]


@cache
def _tables() -> _Tables:
    tables = _Tables(defaultdict(str), defaultdict(str), defaultdict(str))
    for start, end in FOLDING:
        for char in map(chr, range(start, end)):
            parts = unicodedata.normalize("NFKD", char)
            if len(parts) > 1:
                tables.marked[fold(parts[0])[:1]] += char
            folded = fold(char)
            if len(folded) > 1:
                for part in dict.fromkeys(folded):
                    tables.melted[part] += char
            elif folded != char:
                tables.alone[folded] += char
    return tables
