"""Says why each of those who may be meant was found: by which of their names, and how."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from tui.chat.names import How, Match, Named, NameIndex
from tui.intents.values import Person, Target

_WORD, _CHINESE = re.compile(r"[0-9A-Za-z]+"), re.compile(r"[^\x00-\x7f]+")
_LONGEST, _MOST = 12, 120
"""Characters of a name that are looked for, and how many ways to cut one out of what was typed."""


def why_found(text: str, targets: Sequence[Target]) -> dict[str, Match[Target]]:
    """Return by id how a piece of *text* names each of *targets*: the longest piece that names all of them."""
    index: NameIndex[Target] = NameIndex(Named(target, target.id, _names(target)) for target in targets)
    best: dict[str, Match[Target]] = {}
    for number, piece in enumerate(_pieces(text)):
        if number >= _MOST:
            break
        found = {match.item.id: match for match in index.search(piece, len(targets), may_guess=False) if _tells(match, piece)}
        if len(found) > len(best):
            best = found
        if len(best) == len(targets):
            break
    return best


def _tells(match: Match[Target], piece: str) -> bool:
    return match.how is not How.NUMBER_PART and (len(piece) > 1 or match.how <= How.SUBSTRING)


def _pieces(text: str) -> Iterator[str]:
    words = _WORD.findall(text)
    pieces = {*words, *(" ".join(pair) for pair in pairwise(words))}
    for run in _CHINESE.findall(text):
        for start in range(len(run)):
            pieces.update(run[start:end] for end in range(start + 1, min(len(run), start + _LONGEST) + 1))
    yield from sorted(pieces, key=lambda piece: (-len(piece), text.find(piece)))


def _names(target: Target) -> tuple[str, ...]:
    names = (target.remark, target.card, target.nickname) if isinstance(target, Person) else (target.remark, target.nickname)
    return tuple(dict.fromkeys(name for name in names if name))
