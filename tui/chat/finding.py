"""Words that are looked for in what was said: what of a message counts, how words are compared, and where they stand."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache

from msgspec import Struct

from tui.chat import segments as seg
from tui.chat.text import clean_text

MAX_QUERY = 200
"""Characters of what is looked for; of more than these, the rest is left out."""

MAX_WORDS = 8

_BEFORE, _AFTER = 60, 240
"""Characters shown before and after the first word that was found."""

_BLOCK = 256


def fold(text: str) -> str:
    """Return *text* as it is compared: large letters are as small ones, full-width and other forms as the plain ones."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


class Query(Struct, frozen=True):
    """The *words*, folded, that must all occur; none: nothing is looked for."""

    words: tuple[str, ...] = ()

    @classmethod
    def of(cls, text: str) -> Query:
        """Return what a person means who wrote *text*: its words stand between blanks."""
        words = fold(clean_text(text[:MAX_QUERY])).split()
        return cls(tuple(dict.fromkeys(words))[:MAX_WORDS])

    def __bool__(self) -> bool:
        return bool(self.words)

    def is_in(self, text: str) -> bool:
        """Return whether all words occur in *text*."""
        folded = fold(text)
        return bool(self.words) and all(word in folded for word in self.words)

    def spans(self, text: str) -> tuple[tuple[int, int], ...]:
        """Return where the words stand in *text*, in code points and in order; places that touch are one."""
        folded, starts = _folded_with_starts(text)
        found = sorted((at, at + len(word)) for word in self.words for at in _places(folded, word))
        merged: list[tuple[int, int]] = []
        for start, end in found:
            place = starts[start], starts[end - 1] + _unit_length(text, starts[end - 1])
            if merged and place[0] <= merged[-1][1]:
                merged[-1] = merged[-1][0], max(merged[-1][1], place[1])
            else:
                merged.append(place)
        return tuple(merged)


class Excerpt(Struct, frozen=True):
    """A piece of a message on one line around what was found, and where that stands in it; *is_cut*: more stands before it."""

    text: str
    spans: tuple[tuple[int, int], ...]
    is_cut: bool = False


def readable(segments: Iterable[seg.Segment]) -> str:
    """Return all words of *segments* that a reader sees or that name what they hold; a quote is another message's."""
    parts: list[str] = []
    was_inline = False
    for segment in segments:
        is_inline = isinstance(segment, (seg.Text, seg.Mention, seg.MentionAll))
        words = seg.plain_text((segment,)) if is_inline else "\n".join(_words(segment))
        if words:
            parts += [words] if is_inline and was_inline else ["\n", words]
        was_inline = is_inline
    return "".join(parts).strip()


def excerpt(query: Query, text: str) -> Excerpt:
    """Return the part of *text* around the first of the words of *query*."""
    near = _block_of_first(query, text)
    start = max(0, near - 2 * _BEFORE)
    line = " ".join(text[start : near + _BLOCK + _AFTER].split())
    first = min((start for start, _ in query.spans(line)), default=0)
    cut = max(0, first - _BEFORE)
    while cut and melts(line[cut]):
        cut -= 1
    shown = line[cut : first + _AFTER]
    return Excerpt(shown, query.spans(shown), start + cut > 0)


def _block_of_first(query: Query, text: str) -> int:
    """Return where the block of *text* begins in which the first word stands: what is long is not looked at by characters."""
    starts, ends = [0], [0]
    pieces: list[str] = []
    while starts[-1] < len(text):
        end = starts[-1] + _BLOCK
        while end < len(text) and melts(text[end]):
            end += 1
        pieces.append(fold(text[starts[-1] : end]))
        starts.append(end)
        ends.append(ends[-1] + len(pieces[-1]))
    folded = "".join(pieces)
    first = min((at for word in query.words if (at := folded.find(word)) >= 0), default=0)
    return starts[bisect_right(ends, first) - 1]


def _words(segment: seg.Segment) -> Iterator[str]:
    match segment:
        case seg.Face() | seg.Sticker() | seg.File() | seg.Gift():
            yield segment.name
        case seg.Image():
            yield segment.summary
        case seg.Card():
            yield segment.line
        case seg.Music():
            yield segment.title
        case seg.Location():
            yield from (segment.title, segment.address)
        case seg.Share():
            yield from (segment.title, segment.text, segment.url)
        case seg.Contact():
            yield segment.id
        case seg.Keyboard():
            yield from segment.labels
        case seg.Forward():
            yield from (segment.title, *segment.lines)
            for message in segment.messages:
                yield message.name or message.sender
                yield readable(message.segments)


def _places(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + len(word))


def _folded_with_starts(text: str) -> tuple[str, list[int]]:
    """Return *text* folded, and for each of its characters where the piece begins from which it was made."""
    folded: list[str] = []
    starts: list[int] = []
    at = 0
    while at < len(text):
        length = _unit_length(text, at)
        piece = _fold_unit(text[at : at + length])
        folded.append(piece)
        starts += [at] * len(piece)
        at += length
    return "".join(folded), starts


def _unit_length(text: str, at: int) -> int:
    """Return how many code points from *at* on are folded together: a character and what may melt into it."""
    end = at + 1
    while end < len(text) and melts(text[end]):
        end += 1
    return end - at


@lru_cache(4096)
def _fold_unit(unit: str) -> str:
    return fold(unit)


@lru_cache(4096)
def melts(char: str) -> bool:
    """Return whether *char* may become one with the character before it: marks, vowels and finals of Hangul."""
    first = unicodedata.normalize("NFKD", char)[0]
    return unicodedata.category(first).startswith("M") or "\u1160" <= first <= "\u11ff"
