"""Takes free text apart: who stands at its head or in a slot, where the words begin that are to be said, and those words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from tui.intents.naming import EXACT, Found
from tui.intents.session import ONESELF, PRONOUNS, IntentSession
from tui.intents.strangers import stranger
from tui.intents.targets import variants
from tui.intents.values import IntentCommand

GAP = " \t:：,，=\"'"
TAILS = re.compile(r"(?:\s*(?:吧|谢谢你?|好了|一下|可以吗|,? ?please|,? ?thanks|[。!！]))+$")
_LONGEST_NAME = 40


class Split(NamedTuple):
    """Who stands at the head of some words, and where the free text begins."""

    found: Found | None
    start: int


def who(session: IntentSession, who: str, *, members_only: bool = False) -> Found | None:
    """Return who is meant by *who*: by name, by a pronoun, else by what is like a name."""
    names = session.context.names
    ways = [way for way in variants(who) if way]
    for way in ways:
        if found := names.called(way, members_only=members_only):
            return found
    for way in ways:
        if way in PRONOUNS or way in ONESELF:
            target = session.pointed(way)
            return Found((target,), EXACT) if target else None
    return names.search(ways[-1], members_only=members_only) if ways else None


def of_nobody(session: IntentSession, intent: str, who: str) -> IntentCommand | None:
    """Return that *intent* is meant for *who*, whom nobody knows; None where that has not the look of a name."""
    return stranger(session, intent, variants(who)[-1])


def head(session: IntentSession, start: int) -> str:
    """Return what is set apart as a name at *start*, "" when nothing is."""
    name, gap, _ = session.msg_text[start:].strip().partition(" ")
    return re.split("[:：,，]", name)[0] if gap or re.search("[:：,，]", name) else ""


def heads(session: IntentSession, start: int, *, members_only: bool = False) -> Iterator[Split]:
    """Yield who may stand at *start*: the longest name that somebody has, then what is set apart from the rest."""
    text, names = session.msg_text, session.context.names
    while start < len(text) and text[start] in "@ :给把":
        start += 1
    stop = min(len(text), start + _LONGEST_NAME)
    for end in range(stop, start, -1):
        is_cut = (
            end < len(text)
            and text[end].isascii()
            and text[end].isalnum()
            and text[end - 1].isascii()
            and text[end - 1].isalnum()
        )
        name = text[start:end].rstrip(GAP)
        if not is_cut and name and end - start <= len(name) + 1:
            if found := names.called(name, members_only=members_only):
                yield Split(found, end)
            elif name in ONESELF and (target := session.pointed(name)):
                yield Split(Found((target,), EXACT), end)
    gaps = [at for at in range(start + 1, stop) if text[at] in " :：,，" or (text[at - 1].isascii() and not text[at].isascii())][
        :2
    ]
    for gap in (*gaps, *([len(text)] if not gaps else [])):
        name = variants(text[start:gap])[-1] if gap > start else ""
        if name and (found := names.search(name, members_only=members_only)):
            yield Split(found, gap)


def value(session: IntentSession, start: int, *, is_said: bool = False) -> str:
    """Return the free text from *start* on, as it was typed, less what stands around it; what is said keeps all its words."""
    text = session.text[start:].strip().lstrip(":：,，=").strip()
    if not is_said:
        text = TAILS.sub("", text)
        for opening, closing in ("“”", "「」", "《》", '""', "''"):
            if len(text) > 2 and text[0] == opening and text[-1] == closing:
                text = text[1:-1]
    return text
