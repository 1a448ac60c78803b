"""Completion of ``@name`` and ``:face`` while typing: what is asked for, what fits, what is marked; it knows no widget."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from msgspec import Struct

from tui.chat.emoji import Emoji
from tui.chat.names import How, Match, Named, NameIndex
from tui.locale import t
from tui.store.rows import MemberRow

MAX_ROWS = 8
"""How many people are offered at once."""

# An @ that begins a word (not the one of a mail address), and what is typed after it; names with blanks are found without them.
_ASKED = re.compile(r"(?:^|(?<=[^0-9A-Za-z_.+-]))@([^\s@]{0,32})$")


# A : that begins a word, and at least two letters after it: never in 12:30, http:// or a smiley.
_ASKED_EMOJI = re.compile(r"(?:^|(?<=[^0-9A-Za-z:/]))[:](?=[^\W\d_]{2})(\w{2,32})$")


# A / that begins the whole text, and the word after it.
_ASKED_COMMAND = re.compile(r"[/／]([^\s/／]{0,32})$")


class Person(Struct, frozen=True):
    """Somebody who can be mentioned by *name*; without a *user* it is everybody here. *note* is shown beside the name."""

    user: str
    name: str
    note: str = ""

    @property
    def mention(self) -> str:
        """What is put into the text."""
        return f"@{self.name}"


class EmojiChoice(Struct, frozen=True):
    """An emoji that can be put into the text; *note* is shown beside its name."""

    emoji: Emoji

    @property
    def name(self) -> str:
        """What it is called."""
        return self.emoji.name or self.emoji.sign

    @property
    def note(self) -> str:
        """The character, where it is one."""
        return self.emoji.sign


class CommandChoice(Struct, frozen=True):
    """A command of a plugin that can be typed: *name* like ``/weather``; *note* says whose it is."""

    name: str
    note: str = ""


Choice = Person | EmojiChoice | CommandChoice


@lru_cache(2)
def emoji_index(emoji: tuple[Emoji, ...]) -> NameIndex[Choice]:
    """Return *emoji* as an index, by name and number; kept, because it is the same for all conversations."""
    return NameIndex(Named[Choice](EmojiChoice(one), one.id, (one.name,)) for one in emoji if one.name)


def people_index(members: Iterable[MemberRow], can_mention_all: bool = False) -> NameIndex[Choice]:
    """Return *members*, in the order in which equals are to be offered, as an index; everybody last, where that is allowed.

    A member is found by remark, card, nickname and number, and mentioned by what the group sees.
    """
    entries: list[Named[Choice]] = []
    for member in members:
        names = tuple(dict.fromkeys(name for name in (member.remark, member.card, member.nickname) if name))
        others = [name for name in names if name != member.name]
        entries.append(Named(Person(member.user, member.name, " · ".join([*others, member.user])), member.user, names))
    if can_mention_all:
        everybody = Person("", t("composer.everybody"), t("composer.everybody_note"))
        entries.append(Named(everybody, "", (everybody.name, "全体成员", "all", "everyone")))
    return NameIndex(entries)


def asked_for(before: str) -> str | None:
    """Return what is asked for after an ``@`` at the end of *before* (the text up to the caret); None when nothing is."""
    found = _ASKED.search(before[-40:] if len(before) > 40 else before)
    return found[1] if found else None


def asked_for_emoji(before: str) -> str | None:
    """Return what is asked for after a ``:`` at the end of *before*; None when nothing is."""
    found = _ASKED_EMOJI.search(before[-40:])
    return found[1] if found else None


def asked_for_command(before: str) -> str | None:
    """Return what is asked for after a ``/``, where that is how the text (*before*: all of it up to the caret) begins."""
    found = _ASKED_COMMAND.match(before[:40])
    return found[1] if found and len(before) <= 40 else None


def command_index(commands: Iterable[tuple[CommandChoice, tuple[str, ...]]]) -> NameIndex[Choice]:
    """Return commands, each with all that it is called, as an index; they are found without their ``/``."""
    return NameIndex(Named[Choice](choice, "", tuple(name.lstrip("/") for name in names)) for choice, names in commands)


class Completion:
    """The list under way: its matches, the marked one, and whether a hand has moved to it (only then enter takes it)."""

    def __init__(self) -> None:
        self.matches: list[Match[Choice]] = []
        self.cursor = 0
        self.has_moved = False

    @property
    def is_open(self) -> bool:
        """Whether there is something to choose from."""
        return bool(self.matches)

    @property
    def chosen(self) -> Choice | None:
        """The marked one, None while closed."""
        return self.matches[self.cursor].item if self.matches else None

    def look_up(self, asked: str, index: NameIndex[Choice], *, only_sure: bool = False) -> None:
        """Offer what fits *asked*; the best is marked, but not moved to. With *only_sure* nothing is guessed."""
        found = index.search(asked, MAX_ROWS)
        self.matches = [match for match in found if match.how is not How.GUESS] if only_sure else found
        if len(found) == 1 and found[0].how is How.EXACT and isinstance(found[0].item, CommandChoice):
            self.matches = []  # it stands there already, and what is said of it is not to be covered
        self.cursor = 0
        self.has_moved = False

    def move(self, step: int) -> None:
        """Mark the next (1) or previous (-1) one, round and round."""
        if self.matches:
            self.cursor = (self.cursor + step) % len(self.matches)
            self.has_moved = True

    def close(self) -> None:
        """Offer nothing more."""
        self.matches = []
        self.cursor = 0
        self.has_moved = False
