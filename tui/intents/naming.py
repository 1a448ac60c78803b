"""Who is meant: numbers, names, parts, pinyin, initials, near misses; people of the open group first, never a guess."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tui.chat.names import How, Match, Named, NameIndex
from tui.chat.pinyin import readings
from tui.intents.folding import plain
from tui.intents.values import Person, Room, Target

EXACT, PART, PINYIN, PINYIN_PART, INITIALS, NEAR = 35.0, 29.0, 28.0, 22.0, 20.0, 16.0
"""What a name adds to the confidence, by how it was found."""

_AS_GOOD = 5.0
"""Within so many points two people are meant alike."""

_LONG_WORD = 9
"""Letters from which on a name may have two slips rather than one."""

_MANY = 40
"""How many matches are looked at for those that are meant alike."""

_NO_NAMES = (
    "it me him her them us you this that up off out back all one the ball ass on in at to of is be do go so no my a an and not"
    " someone anyone everyone everybody people here there now again time down over"
)
_LONGEST, _MOST_WORDS = 30, 4
"""What is longer is a sentence, and only somebody's name when somebody is called just so."""

_REMEMBERED = 500
"""So many answers are kept: several processors ask for the same, and so does each key that is typed."""

NO_NAMES = frozenset(_NO_NAMES.split())
"""Words that mean nobody unless somebody is called just so."""


class Found(NamedTuple):
    """Who is meant (several when they are meant alike), how sure it is, and whether it is but a likeness."""

    targets: tuple[Target, ...]
    score: float

    @property
    def is_near(self) -> bool:
        """Whether it was misspelled, or only sounds so."""
        return self.score <= NEAR


class _Group:
    """People or rooms that are looked through together."""

    def __init__(self, targets: Iterable[Target]) -> None:
        self.targets: Sequence[Target] = tuple(targets)
        self.exact: dict[str, list[Target]] = {}
        named = []
        for target in self.targets:
            names = dict.fromkeys(plain(name).strip() for name in _names_of(target) if name.strip())
            for name in (target.id, *names):
                known = self.exact.setdefault(name, [])
                if target not in known:
                    known.append(target)
            named.append(Named(target, target.id, tuple(names)))
        self.index = NameIndex(named)
        self._sounds: _Sounds | None = None

    def nearly(self, text: str) -> list[Target]:
        """Return who is spelled as *text* (letters only) but for a slip: a letter more, less, another, or two swapped."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        slips = 1 if len(text) < _LONG_WORD else 2
        found = process.extract(text, self.sounds.spelled, scorer=OSA.distance, score_cutoff=slips, limit=_MANY)
        least = min((distance for _, distance, _ in found), default=0)
        return _distinct(self.sounds.owners[at] for _, distance, at in found if distance == least)

    def sounding(self, sound: str) -> list[Target]:
        """Return whose name is read as *sound*."""
        return _distinct(self.sounds.by_sound.get(sound, ()))

    @property
    def sounds(self) -> _Sounds:
        """How all names are read, made when it is first needed."""
        if self._sounds is None:
            self._sounds = _Sounds(self.index.entries)
        return self._sounds

    def warm(self) -> None:
        """Prepare everything now."""
        self.index.warm()
        self.sounds  # noqa: B018


class _Sounds:
    """How names are read, by their usual readings: for slips of a finger or of an input method."""

    def __init__(self, entries: Iterable[Named[Target]]) -> None:
        self.spelled: list[str] = []
        self.owners: list[Target] = []
        self.by_sound: dict[str, list[Target]] = {}
        for entry in entries:
            for name in entry.names:
                sound = _sound(name)
                self.spelled.append(sound)
                self.owners.append(entry.item)
                self.by_sound.setdefault(sound, []).append(entry.item)


def _sound(name: str) -> str:
    return "".join((readings(char) or (char,))[0] for char in name if char.isalnum())


class Names:
    """Everybody who can be named from here, made once and used until the lists change; the first look makes what is compared."""

    def __init__(self, members: Iterable[Person] = (), contacts: Iterable[Person] = (), rooms: Iterable[Room] = ()) -> None:
        """Take the *members* of the open group, friends as *contacts*, and the groups as *rooms*."""
        self._members = _Group(members)
        ids = {target.id for target in self._members.targets}
        self._others = _Group([*(person for person in contacts if person.id not in ids), *rooms])
        self._searched: dict[tuple[str, bool], Found | None] = {}

    def warm(self) -> None:
        """Prepare everything now (pinyin's table, too); meant for a thread."""
        self._members.warm()
        self._others.warm()

    def by_id(self, number: str) -> Target | None:
        """Return who has this *number*."""
        for group in (self._members, self._others):
            for target in group.exact.get(number, ()):
                if target.id == number:
                    return target
        return None

    def called(self, text: str, *, members_only: bool = False) -> Found | None:
        """Return who is called just *text* (folded), or has it for a number: looked up, not searched."""
        found: list[Target] = []
        for group in self._groups(members_only):
            found += group.exact.get(text, ())
            if group is self._members and found:
                break
        by_number = [target for target in found if target.id == text]
        return Found(tuple(by_number or _distinct(found)), EXACT) if found else None

    def search(self, text: str, *, members_only: bool = False) -> Found | None:
        """Return who is meant by *text* (folded), None when nobody is."""
        if not _may_be_name(text):
            return None
        asked = (text, members_only)
        if asked not in self._searched:
            if len(self._searched) > _REMEMBERED:
                self._searched.clear()
            self._searched[asked] = self._search(text, members_only=members_only)
        return self._searched[asked]

    def _search(self, text: str, *, members_only: bool) -> Found | None:
        best: Found | None = None
        for group in self._groups(members_only):
            found = _search(group, text)
            # People of the open group come first; somebody outside must be clearly better.
            if found and (best is None or found.score > best.score + _AS_GOOD):
                best = found
        if best is None:
            for group in self._groups(members_only):
                if near := _near(group, text):
                    return Found(tuple(near), NEAR)
        return best

    def _groups(self, members_only: bool) -> tuple[_Group, ...]:
        return (self._members,) if members_only else (self._members, self._others)


def _names_of(target: Target) -> tuple[str, ...]:
    return (target.remark, target.card, target.nickname) if isinstance(target, Person) else (target.remark, target.nickname)


def _may_be_name(text: str) -> bool:
    if text in NO_NAMES or "?" in text or not any(char.isalnum() for char in text):
        return False
    if text.isdecimal():
        return False  # a number is known or it is not
    return 1 < len(text) <= _LONGEST and text.count(" ") < _MOST_WORDS


def _search(group: _Group, text: str) -> Found | None:
    scored = [(score, match.item) for match in group.index.search(text, _MANY, may_guess=False) if (score := _score(match, text))]
    if not scored:
        return None
    best = max(score for score, _ in scored)
    return Found(tuple(_distinct(item for score, item in scored if score >= best - _AS_GOOD)), best)


def _score(match: Match[Target], text: str) -> float:
    is_whole = match.start == 0 and match.end == len(match.name)
    match match.how:
        case How.EXACT | How.NUMBER:
            return EXACT
        case How.PREFIX:
            return PART
        case How.SUBSTRING:
            # "it" is in many a name; a part of a name that nobody begins with must say something.
            return PART if not text.isascii() or len(text) > 2 else 0
        case How.PINYIN:
            return PINYIN if is_whole else PINYIN_PART if len(text) > 2 else 0
        case How.INITIALS:
            return INITIALS if len(text) > 1 and (is_whole or _begins(match.name, text)) else 0
    return 0


def _begins(name: str, letters: str) -> bool:
    """Return whether each character of *name* may begin with its one of *letters* (oyzh: 欧阳震华, where zh alone is 震)."""
    spoken = [char for char in name if char.isalnum()]
    return len(spoken) == len(letters) and all(
        any(reading.startswith(letter) for reading in readings(char) or (char.casefold(),))
        for char, letter in zip(spoken, letters, strict=True)
    )


def _near(group: _Group, text: str) -> list[Target]:
    letters = "".join(char for char in text if char.isalnum())
    if letters.isascii():
        return group.nearly(letters) if len(letters) > 3 and not letters.isdecimal() else []
    # Other characters, the same sound: an input method's slip.
    if len(letters) < 2:
        return []
    return group.sounding(_sound(letters))


def _distinct(targets: Iterable[Target]) -> list[Target]:
    return list({(target.is_group, target.id): target for target in targets}.values())
