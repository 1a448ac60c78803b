"""Finds people and groups by what one remembers of them: number, any name, a part of one, pinyin, initials, or nearly so."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import IntEnum
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from msgspec import Struct

from tui.chat.pinyin import readings

T = TypeVar("T")

MAX_QUERY = 40
"""Code points of a query that are looked at."""

_MAX_INITIALS = 8
"""Letters of a query that may be beginnings of syllables only: a bound for what a name made of many readings can cost."""

_NEAR = 72
"""How like (of 100) a part of a name must be to be offered as a guess."""

_GUESSES = 8
"""How many guesses there are at most, where nothing was found for sure."""


class How(IntEnum):
    """Why a name was found, the surest first; matches are ranked by it."""

    NUMBER = 0
    EXACT = 1
    PREFIX = 2
    SUBSTRING = 3
    PINYIN = 4
    INITIALS = 5
    NUMBER_PART = 6
    GUESS = 7
    ALL = 8


class Named(Struct, Generic[T], frozen=True):
    """Something with a *number* and *names*, the most telling name first: remark, card, nickname."""

    item: T
    number: str
    names: tuple[str, ...]


class Match(Struct, Generic[T], frozen=True):
    """A found *item*: by which *name* (its number, when it was found by that), why, and where in the name (code points)."""

    item: T
    name: str
    how: How
    start: int = 0
    end: int = 0


class _Haystack:
    """Many short texts in one, a line each, so that one scan in C looks through all of them."""

    def __init__(self, texts: Iterable[tuple[str, int, int]]) -> None:
        """Take (text without line ends, index of the entry, place of the name in it)."""
        rows = [row for row in texts if row[0]]
        self.lines = [text for text, _, _ in rows]
        self.owners = [(index, place) for _, index, place in rows]
        self.text = "\n".join(self.lines) + "\n"
        self._starts = [0]
        for line in self.lines:
            self._starts.append(self._starts[-1] + len(line) + 1)

    def find(self, pattern: re.Pattern[str]) -> Iterator[tuple[int, int, int]]:
        """Yield (line, start in it, end in it) of the first match of *pattern* in each line that has one."""
        starts = self._starts
        at = 0
        while match := pattern.search(self.text, at):
            line = bisect_right(starts, match.start()) - 1
            yield line, match.start() - starts[line], match.end() - starts[line]
            at = starts[line + 1]


class NameIndex(Generic[T]):
    """A searchable list, in the order in which equals are to be shown (recents first).

    It is cheap to build (10 ms for 5,000 people); what is compared is prepared by the first search that needs it.
    """

    def __init__(self, entries: Iterable[Named[T]]) -> None:
        self.entries: Sequence[Named[T]] = tuple(entries)
        self._made: dict[str, _Haystack] = {}

    def __len__(self) -> int:
        return len(self.entries)

    # Made once each, without a lock: what a thread is still preparing is rather made twice than waited for.

    @property
    def _names(self) -> _Haystack:
        return self._made.get("names") or self._keep("names", fold)

    @property
    def _sounds(self) -> _Haystack:
        return self._made.get("sounds") or self._keep("sounds", lambda name: _spell(fold(name)))

    @property
    def _numbers(self) -> _Haystack:
        if "numbers" not in self._made:
            self._made["numbers"] = _Haystack((entry.number, at, 0) for at, entry in enumerate(self.entries))
        return self._made["numbers"]

    def _keep(self, kind: str, form: Callable[[str], str]) -> _Haystack:
        made = _Haystack(
            (form(name), at, place) for at, entry in enumerate(self.entries) for place, name in enumerate(entry.names)
        )
        self._made[kind] = made
        return made

    def warm(self) -> None:
        """Prepare everything now, the table of readings too; meant for a thread."""
        self._names, self._sounds, self._numbers  # noqa: B018

    def search(self, query: str, limit: int = 50, *, may_guess: bool = True) -> list[Match[T]]:
        """Return at most *limit* matches of *query*, the best first; for an empty query all, in their own order.

        Without *may_guess* nothing is found rather than what is only like it.
        """
        folded = fold(query[:MAX_QUERY]).strip()
        if not folded or "\n" in folded:
            return [Match(entry.item, entry.names[0] if entry.names else entry.number, How.ALL) for entry in self.entries[:limit]]
        best: dict[int, _Ranked] = {}
        for ranked in self._candidates(folded, may_guess):
            known = best.get(ranked.entry)
            if known is None or ranked < known:
                best[ranked.entry] = ranked
        return [self._match(ranked) for ranked in sorted(best.values())[:limit]]

    def _candidates(self, query: str, may_guess: bool) -> Iterator[_Ranked]:
        is_empty = True
        for ranked in self._by_letters(query):
            is_empty = False
            yield ranked
        sound = "".join(query.split())
        if sound.isascii() and sound.isalnum() and not sound.isdecimal():
            for how in (How.PINYIN, How.INITIALS) if 1 < len(sound) <= _MAX_INITIALS else (How.PINYIN,):
                for ranked in self._by_sound(sound, how, how):
                    is_empty = False
                    yield ranked
        if is_empty and may_guess:
            yield from self._guesses(query)

    def _by_letters(self, query: str) -> Iterator[_Ranked]:
        pattern = re.compile(re.escape(query))
        names = self._names
        for line, start, end in names.find(pattern):
            index, place = names.owners[line]
            how = How.SUBSTRING if start else How.EXACT if end == len(names.lines[line]) else How.PREFIX
            yield _Ranked(how, place if how is How.EXACT else start, place, index, start, end)
        if query.isdecimal():
            numbers = self._numbers
            for line, start, end in numbers.find(pattern):
                index, _ = numbers.owners[line]
                is_whole = end - start == len(numbers.lines[line])
                yield _Ranked(How.NUMBER if is_whole else How.NUMBER_PART, start, -1, index, start, end)

    def _by_sound(self, sound: str, how: How, as_how: How) -> Iterator[_Ranked]:
        sounds = self._sounds
        for line, start, end in sounds.find(_reading_pattern(sound, how is How.INITIALS)):
            index, place = sounds.owners[line]
            # Each character of the name begins with a semicolon in its spelling.
            first = sounds.lines[line].count(";", 0, start) - 1
            last = sounds.lines[line].count(";", 0, end)
            yield _Ranked(as_how, first, place, index, first, last)

    def _guesses(self, query: str) -> Iterator[_Ranked]:
        """Yield what sounds like the Chinese of *query* (other characters, one sound), else what is spelled nearly so."""
        found = False
        if len(query) > 1 and any(map(readings, query)):
            for sound in _readings_of(query):
                for ranked in self._by_sound(sound, How.PINYIN, How.GUESS):
                    found = True
                    yield ranked
        if found or len(query) < 3:
            return
        from rapidfuzz import fuzz, process

        spelled = query.isascii()
        lines = [_first_reading(line) for line in self._sounds.lines] if spelled else self._names.lines
        choices = [line if len(line) + 1 >= len(query) else None for line in lines]
        for _, score, line in process.extract(query, choices, scorer=fuzz.partial_ratio, score_cutoff=_NEAR, limit=_GUESSES):
            index, place = (self._sounds if spelled else self._names).owners[line]
            yield _Ranked(How.GUESS, 100 - int(score), place, index, 0, 0)

    def _match(self, ranked: _Ranked) -> Match[T]:
        entry = self.entries[ranked.entry]
        if ranked.place < 0:
            return Match(entry.item, entry.number, ranked.how, ranked.start, ranked.end)
        name = entry.names[ranked.place]
        if len(name) != len(fold(name)):  # folding has moved the letters: there is nothing sure to underline
            return Match(entry.item, name, ranked.how)
        return Match(entry.item, name, ranked.how, ranked.start, ranked.end)


class _Ranked(NamedTuple):
    """A match by what ranks it: why, how far into the name (or how unlike), which name; ties stay in the order of entries."""

    how: How
    distance: int
    place: int
    entry: int
    start: int
    end: int


@lru_cache(maxsize=32_768)
def fold(text: str) -> str:
    """Return *text* as it is compared: without case and line ends, full-width and other compatibility forms as the plain ones."""
    folded = text.casefold() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()
    return folded.replace("\n", " ")


@lru_cache(maxsize=32_768)
def _spell(folded: str) -> str:
    """Return how a name is read: for each character a semicolon, then each of its readings after a comma; "" when in no way.

    ``曾x`` is ``;,ceng,zeng;,x;``. What is not read (blanks, marks) has its semicolon only. Of the readings with one first letter
    the two most usual are kept: a name written to have thousands of ways through it shall cost nothing.
    """
    ways = [_usual(readings(char)) or ((char,) if char.isalnum() else ()) for char in folded]
    if not any(ways):
        return ""
    return "".join(";" + "".join("," + way for way in found) for found in ways) + ";"


@lru_cache(maxsize=8192)
def _usual(ways: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(way for at, way in enumerate(ways) if sum(other[0] == way[0] for other in ways[:at]) < 2)


@lru_cache(maxsize=256)
def _reading_pattern(sound: str, may_begin: bool) -> re.Pattern[str]:
    """Return what finds *sound* in spellings: whole syllables, the last perhaps unfinished (``zengxi``).

    With *may_begin* every syllable may be begun only (``zxx``, ``zengxx``). Characters that are not read are passed over.
    """
    # From one character's reading to the next one's: over the rest of this character, and over those without a reading.
    step = "[^;\n]*;+(?:[^;\n]*)," if may_begin else "(?=[,;])[^;\n]*;+(?:[^;\n]*),"
    return re.compile("," + f"(?:|{step})".join(map(re.escape, sound)))


def _readings_of(text: str) -> list[str]:
    """Return at most four ways in which *text* may be read aloud, as letters."""
    ways = [""]
    for char in text:
        ways = [way + syllable for way in ways for syllable in readings(char) or (char if char.isalnum() else "",)][:4]
    return ways


@lru_cache(maxsize=32_768)
def _first_reading(spelled: str) -> str:
    return "".join(character.split(",", 2)[1] for character in spelled.split(";") if character)
