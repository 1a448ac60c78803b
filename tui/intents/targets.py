"""Reads what is done to somebody or somewhere: the verb in any place, the rest of the words must be who and how long."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, NamedTuple

from tui.chat.durations import NUMBER, number_of
from tui.intents.lexicon import INTENTS, Intent
from tui.intents.naming import EXACT, Found
from tui.intents.registry import on_natural_language
from tui.intents.session import ONESELF, PRONOUNS, IntentSession, Timed, Words, ways_of
from tui.intents.strangers import stranger
from tui.intents.values import IntentCommand, Person, Room, Several, Target

VERB, SLOTS, PHRASE = 50.0, 15.0, 95.0
_LITTLE_HARM = 3
_BARE_NUMBER = 5.0
_SEARCHES = 3
"""So many different names are searched at most; looking one up costs nothing."""

MEMBERS_ONLY = frozenset(("mute", "unmute", "kick", "admin", "unadmin", "card", "title"))

_BEFORE = re.compile(
    r"(?:把|将|给|对|让|请|叫|和|跟|掉|一下|下|个|@|用户|群成员|成员|群友|网友|那个|这个|这位|那位|的|了|叫做|名叫|\s|\"|:|(?:to|the|user|member|with|on|for|at|of"
    r"|friend|group)(?=\s)|(?:qq号?|群)\s*(?=[0-9]{5})|群聊?(?=\s))"
)
_AFTER = re.compile(
    r"(?:的|同学|这个人|那个人|这人|这个家伙|这家伙|那家伙|这货|群友|这位|一会儿?|片刻|一下|下|吧|给|都|\s|\"|,|，|'s|(?<=\s)(?:for|in|from|here|to|please"
    r"|now|out))$"
)


class Reading(NamedTuple):
    """One way to take the words: who (as typed), how long, and what else the form holds; *is_clear* that it can be no other."""

    who: str
    seconds: int | None
    span: tuple[int, int]
    is_bare: bool
    is_told: bool
    extra: dict[str, Any]
    is_clear: bool


def variants(who: str) -> list[str]:
    """Return *who* as it is, then less and less of what stands around a name; what is a pronoun is left at once."""
    found = [who.strip()]
    for _ in range(6):
        last = found[-1]
        trimmed = _BEFORE.sub("", last, count=1) if _BEFORE.match(last) else _AFTER.sub("", last)
        if trimmed == last:
            break
        found.append(trimmed.strip())
    return found


def read(session: IntentSession, intent: Intent) -> IntentCommand | None:
    """Return what the words mean as *intent*, None when they do not mean it."""
    readings = list(_readings(session, intent))
    return choose(session, intent, readings) if readings else None


def _readings(session: IntentSession, intent: Intent) -> Iterator[Reading]:
    seen: set[tuple[str, int | None, bool]] = set()
    for words in session.words:
        piece, block = session.piece(words), None
        if intent.name == "kick":
            piece, block = session.without_block(piece)
        for timed in session.timed(piece) if intent.takes_time else (Timed(piece),):
            # Politeness may also stand before the time: 禁言一下吧，半小时.
            for rest in ways_of(timed.rest) if timed.rest != piece or block is not None else (Words(0, len(piece)),):
                text, is_done = timed.rest[rest.start : rest.end], words.is_done or rest.is_done or timed.is_done
                if (text, timed.seconds, is_done) not in seen:
                    seen.add((text, timed.seconds, is_done))
                    yield from _match(intent, timed._replace(rest=text), block, is_done=is_done)


def _match(intent: Intent, timed: Timed, block: bool | None, *, is_done: bool) -> Iterator[Reading]:
    for pattern in intent.forms:
        match = pattern.fullmatch(timed.rest)
        if match is None:
            continue
        groups = match.groupdict()
        # 张三禁言了, 禁言了十分钟, 踢了李四了 tell what was done; 把张三禁言了 asks for it.
        is_named_first = bool((groups.get("bare") or "").strip())
        is_told = is_done and (timed.seconds is not None or "了" in timed.rest)
        is_told = is_told or (is_done and not intent.needs and intent.harm > _LITTLE_HARM)
        is_told = is_told or (is_named_first and bool(groups.get("done") or is_done))
        extra: dict[str, Any] = {} if block is None else {"block": block}
        if any(groups.get(name) for name in ("disband", "disband2", "disband3")):
            extra["disband"] = True
        times = groups.get("times") or groups.get("times2")
        if times and re.fullmatch(NUMBER, times) and (count := number_of(times)):
            extra["times"] = int(count)
        who = (groups.get("who") or "").strip()
        is_clear = (not is_named_first or timed.seconds is not None) and _is_clear(intent, timed.rest, who)
        yield Reading(who, timed.seconds, timed.span, timed.is_bare, is_told, extra, is_clear)


def _is_clear(intent: Intent, said: str, who: str) -> bool:
    """Return whether what stands around *who* says alone that *intent* is meant: 去, 进 and 找 are in many a sentence."""
    return bool(intent.needs) and (intent.name != "open" or len(said) - len(who) > 1)


def choose(session: IntentSession, intent: Intent, readings: list[Reading]) -> IntentCommand | None:
    """Return the best of *readings*: names that somebody has, else nobody named, else the surest name that is meant."""
    members_only = intent.name in MEMBERS_ONLY
    names = session.context.names
    exact: list[tuple[str, Reading, Found]] = []
    nobody: list[Reading] = []
    unknown: list[Reading] = []
    others: dict[str, Reading] = {}
    for reading in readings:
        ways = variants(reading.who)
        if reading.is_told:  # unless the 了 is the name's
            ways = [way for way in ways if "了" in way and reading.who.endswith(way)]
            ways = [way for way in ways if names.called(way, members_only=members_only)]
            if not ways:
                continue
        looked = [(way, found) for way in ways if way and (found := names.called(way, members_only=members_only))]
        if looked:
            exact.append((looked[0][0], reading, looked[0][1]))
        elif ways[-1] == "" or any(way in PRONOUNS or way in ONESELF for way in ways):
            nobody.append(reading)
        else:
            unknown.append(reading)
            for way in ways:
                if way:
                    others.setdefault(way, reading)
    if exact:
        return _named(session, intent, exact)
    if nobody:
        return _unnamed(session, intent, nobody)
    best: tuple[Found, Reading] | None = None
    for way in sorted(others, key=len)[:_SEARCHES]:
        found = names.search(way, members_only=members_only)
        if found and (best is None or found.score >= best[0].score):
            best = (found, others[way])
    return _command(session, intent, best[1], best[0]) if best else _of_nobody(session, intent, unknown)


def _of_nobody(session: IntentSession, intent: Intent, readings: list[Reading]) -> IntentCommand | None:
    """Nobody has the name: of all ways to take the words, the one with the longest time and the least beside the name."""
    clear = [reading for reading in readings if reading.is_clear]
    if not clear:
        return None
    reading = max(clear, key=lambda one: (*_timed(one), -len(variants(one.who)[-1])))
    return stranger(session, intent.name, variants(reading.who)[-1])


def _timed(reading: Reading) -> tuple[bool, int]:
    """Return how sure the time is: that there is one with its unit, and how long its words are."""
    return reading.seconds is not None and not reading.is_bare, reading.span[1] - reading.span[0]


def _named(session: IntentSession, intent: Intent, exact: list[tuple[str, Reading, Found]]) -> IntentCommand | None:
    """The longest name wins; another one that leaves another time over (张 三十分钟, 张三 十分钟) is as good: ask."""
    who, reading, found = max(
        exact, key=lambda one: (len(one[0]), one[1].seconds is not None and not one[1].is_bare, one[1].span[1] - one[1].span[0])
    )
    rivals: list[Target] = [
        target
        for name, other_reading, other in exact
        if name != who
        and reading.seconds
        and other_reading.seconds
        and not other_reading.is_bare
        and other_reading.span != reading.span
        for target in other.targets
        if len(name) < len(who) and who.startswith(name) and other_reading.span[0] < reading.span[0]
    ]
    if rivals:
        found = Found(tuple(dict.fromkeys((*found.targets, *rivals))), found.score)
    return _command(session, intent, reading, found)


def _unnamed(session: IntentSession, intent: Intent, readings: list[Reading]) -> IntentCommand | None:
    """Nobody is named: a pronoun may point at somebody; else the slot is left open."""
    reading = max(readings, key=_timed)
    for way in variants(reading.who):
        if way in PRONOUNS or way in ONESELF:
            target = session.pointed(way)
            if target is not None:
                return _command(session, intent, reading, Found((target,), EXACT))
            if way in ONESELF:
                return None
    if reading.is_bare:
        return None
    is_phrase = not intent.needs or (reading.seconds is None and not reading.extra)
    return IntentCommand(PHRASE if is_phrase else VERB + SLOTS, intent.name, _args(intent, reading))


def _command(session: IntentSession, intent: Intent, reading: Reading, found: Found) -> IntentCommand | None:
    targets: Iterable[Target] = found.targets
    if "user" in intent.needs:
        targets = [target for target in targets if isinstance(target, Person)]
    chosen = tuple(targets)
    if not chosen:
        return None
    args = {**target_args(chosen), **_args(intent, reading)}
    is_complete = not intent.takes_time or reading.seconds is not None
    confidence = VERB + found.score + (SLOTS if is_complete else 0) - (_BARE_NUMBER if reading.is_bare else 0)
    if found.is_near:
        args["near"] = True
    return IntentCommand(confidence, intent.name, args)


def target_args(meant: tuple[Target, ...]) -> dict[str, Any]:
    """Return the argument that says who is *meant*: a user, a group, or that it is one of several."""
    if len(meant) > 1:
        return {"user": Several(meant)}
    return {"group" if isinstance(meant[0], Room) else "user": meant[0].id}


def _args(intent: Intent, reading: Reading) -> dict[str, Any]:
    args = {"block": False, **reading.extra} if intent.name == "kick" else dict(reading.extra)
    if intent.takes_time and reading.seconds is not None:
        args["seconds"] = reading.seconds
    return args


for _intent in INTENTS:
    on_natural_language(partial(read, intent=_intent))
