"""Which frames the inspector shows: words of a filter line, kinds, directions, slowness, and heartbeats only when asked."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from msgspec import Struct

from tui.platforms.frames import Direction, Frame, FrameKind

MAX_SEARCHED = 64 * 1024
"""Characters of a frame that are searched for words."""

_WORD = re.compile(r'-?"([^"]*)"?|\S+')
_SLOW = re.compile(r">(\d{1,7})(?:ms)?")
_KINDS = {
    "call": FrameKind.CALL,
    "answer": FrameKind.ANSWER,
    "event": FrameKind.EVENT,
    "beat": FrameKind.BEAT,
    "note": FrameKind.NOTE,
    "broken": FrameKind.BROKEN,
}
_DIRECTIONS = {"in": Direction.IN, "out": Direction.OUT}


Forms = tuple[bytes, ...]


class WireFilter(Struct, frozen=True):
    """What a frame must be to be shown; without anything set, all but beats are. Of each word any form will do."""

    words: tuple[Forms, ...] = ()
    excluded: tuple[Forms, ...] = ()
    kinds: frozenset[FrameKind] = frozenset()
    direction: Direction | None = None
    slower_than: float | None = None
    only_failed: bool = False
    with_beats: bool = False
    account: str = ""

    def shows(self, account: str, frame: Frame, partner: Frame | None) -> bool:
        """Return whether *frame* is shown. Words and failures count for a call and its answer (*partner*) together."""
        if frame.kind is FrameKind.BEAT and not self.with_beats and FrameKind.BEAT not in self.kinds:
            return False
        if self.account and account != self.account:
            return False
        if self.kinds and frame.kind not in self.kinds:
            return False
        if self.direction is not None and (frame.direction is not self.direction or frame.kind is FrameKind.NOTE):
            return False
        pair = (frame,) if partner is None else (frame, partner)
        if self.only_failed and not any(one.is_failed for one in pair):
            return False
        if self.slower_than is not None and not any((one.latency or 0) > self.slower_than for one in pair):
            return False
        if not self.words and not self.excluded:
            return True
        texts = [_searched(f"{one.label}\n{one.text[:MAX_SEARCHED]}") for one in pair]
        return all(_is_in(word, texts) for word in self.words) and not any(_is_in(word, texts) for word in self.excluded)


def parse(text: str, *, only_failed: bool, with_beats: bool, direction: Direction | None, account: str) -> WireFilter:
    """Return the filter that *text* and the switches beside it stand for.

    ``in out call answer event beat note broken failed >200`` are told from words to look for; one in quotes, or behind ``-``
    (must not be there), is always a word.
    """
    words: list[Forms] = []
    excluded: list[Forms] = []
    kinds: set[FrameKind] = set()
    slower_than: float | None = None
    for found in _WORD.finditer(text):
        word = found[0].lower()
        is_quoted = found[1] is not None
        slow = _SLOW.fullmatch(word)
        if is_quoted or (word.startswith("-") and len(word) > 1):
            bare = found[1] if is_quoted else word[1:]
            if bare:
                (excluded if word.startswith("-") else words).append(_forms(bare))
        elif word in _DIRECTIONS:
            direction = _DIRECTIONS[word]
        elif word in _KINDS:
            kinds.add(_KINDS[word])
        elif word == "failed":
            only_failed = True
        elif slow:
            slower_than = float(slow[1])
        else:
            words.append(_forms(word))
    return WireFilter(tuple(words), tuple(excluded), frozenset(kinds), direction, slower_than, only_failed, with_beats, account)


def _forms(word: str) -> Forms:
    """Return how *word* may stand in JSON: as it is, or with its Chinese escaped."""
    return tuple(dict.fromkeys((_searched(word), _searched(json.dumps(word)[1:-1]))))


def _searched(text: str) -> bytes:
    """Return *text* for searching, Latin letters small: a tenth of the time that ``str.lower`` takes for Chinese."""
    return text.encode("utf-8", "surrogatepass").lower()


def _is_in(forms: Forms, texts: Sequence[bytes]) -> bool:
    return any(form in text for form in forms for text in texts)
