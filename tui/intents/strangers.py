"""Knows when all is clear but that nobody is called so: that is said then, and not that nothing was understood."""

from __future__ import annotations

import re

from tui.intents.lexicon import ALL, HERE, OBJECT, PLACE
from tui.intents.naming import NO_NAMES
from tui.intents.session import ONESELF, PRONOUNS, IntentSession
from tui.intents.values import IntentCommand

WEAK = 10.0
"""Never enough to be chosen: it is only told of."""

STRANGER = "stranger"
"""The argument that holds the name which nobody has, as it was typed."""

_NO_NAME = re.compile(
    rf"(?:{ALL}|{HERE}?{PLACE}|{OBJECT}|[这那]?[人谁]).*|[你您不没别很太也有在就该要想].*|.*[了吗呢么谁哪啥被把将是?!,。:].*"
    rf"|.*(?:什么|怎么|的话|的人|分钟|小时|{ALL})|.*[两几负]"
)
_NO_NAMES = NO_NAMES | {"he", "she", "they", "nobody", "anybody", "when", "if", "with"}
_LONGEST_CHINESE, _LONGEST, _MOST_WORDS, _SHORTEST_NUMBER = 10, 24, 3, 5


def may_be_called(name: str) -> bool:
    """Return whether somebody may be called *name* (folded): it has the look of a name and is no word for anything else."""
    if name.isdecimal():
        return len(name) >= _SHORTEST_NUMBER
    if name in PRONOUNS or name in ONESELF or _NO_NAME.fullmatch(name) or not any(char.isalnum() for char in name):
        return False
    words = name.split()
    longest = _LONGEST if name.isascii() else _LONGEST_CHINESE
    return 1 < len(name) <= longest and len(words) <= _MOST_WORDS and not any(word in _NO_NAMES for word in words)


def stranger(session: IntentSession, intent: str, name: str) -> IntentCommand | None:
    """Return that *intent* is meant for *name* (folded), for whom was looked in vain; None where that is no name."""
    name = name.strip()
    if not may_be_called(name):
        return None
    at = session.msg_text.find(name)
    typed = session.text[at : at + len(name)] if at >= 0 else name
    return IntentCommand(WEAK, intent, {STRANGER: typed})
