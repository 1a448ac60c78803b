"""Understands how long: ``10m``, ``1h30m``, ``两个半小时``, ``一刻钟``, ``half an hour``; whole, or within a sentence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from tui.chat.actions import MAX_MUTE_SECONDS

_HOUR = 3600
_UNITS = {
    1: ("s", "sec", "secs", "second", "seconds", "秒", "秒钟", "秒鐘"),
    60: ("m", "min", "mins", "minute", "minutes", "分", "分钟", "分鐘"),
    900: ("刻", "刻钟", "刻鐘"),
    _HOUR: ("h", "hr", "hrs", "hour", "hours", "时", "小时", "小時", "钟头", "鐘頭", "钟"),
    86_400: ("d", "day", "days", "天", "日"),
    604_800: ("w", "week", "weeks", "周", "週", "星期", "礼拜", "禮拜"),
    2_592_000: ("month", "months", "月"),
}
_SECONDS = {name: seconds for seconds, names in _UNITS.items() for name in names}
_NEEDS_MEASURE = frozenset(("钟", "月"))
"""Units that are only meant after 个: 三月 is March."""

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2, "俩": 2}
_POWERS = {"十": 10, "百": 100, "千": 1000}
_ONES = (
    "zero one two three four five six seven eight nine"
    " ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
)
_WORDS = {word: value for value, word in enumerate(_ONES.split())} | {"a": 1, "an": 1, "couple of": 2, "a couple of": 2}
_TENS = {
    word: 10 * (at + 2) for at, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"])
}

_ARTICLES = frozenset(("a", "an"))
_LIFTS = frozenset(("0", "off", "none", "lift", "unmute", "解除", "取消", "零"))
_FOREVER = frozenset(("forever", "max", "永久", "最长", "最久"))


def _any_of(words: object) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))  # type: ignore[call-overload]


_ENGLISH = rf"(?:{_any_of(_TENS)})(?:[ -](?:{_any_of(_ONES.split()[1:10])}))?|{_any_of(_WORDS)}"
NUMBER = rf"(?:[0-9]+(?:\.[0-9]+)?|[零〇一二两兩俩三四五六七八九十百千]+|(?:{_ENGLISH})(?![a-z]))"
"""A number as people write it, in text that was folded; :func:`number_of` reads it."""

_UNIT = rf"(?P<unit>(?:{_any_of(_SECONDS)})(?![a-z]))"
_MEASURE = "(?P<measure>[个個])?"
# 10分钟, 一个半小时, 2天半, two and a half hours, an hour and a half; 半小时, 半个月, half an hour; a quarter of an hour
_PART = re.compile(
    rf"(?:(?P<number>{NUMBER})\s*{_MEASURE}(?P<and_half>半|\s+and\s+a\s+half)?[\s-]*|(?P<half>半|(?:a\s+)?half(?:\s+an?)?)\s*"
    rf"(?P<half_measure>[个個])?\s*){_UNIT}(?P<half_more>半|\s+and\s+a\s+half(?![a-z]))?"
)
_QUARTERS = re.compile(rf"(?P<number>{NUMBER})?\s*quarters?\s+(?:of\s+)?(?:an?\s+)?hour(?![a-z])")
_JOINT = re.compile(r"\s*(?:又|零|and(?![a-z])|,|，)?\s*")
_SHORT_TAIL = re.compile(r"[0-9]{1,2}(?![0-9a-z.:])")
"""The minutes of ``1h30`` and ``1小时30``."""


class DurationError(ValueError):
    """This is no duration, or too long a one. *reason* is a key (``duration.<reason>``), *values* fill its text."""

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.values = values


class DurationSpan(NamedTuple):
    """A duration that stands in a text: where, and how many seconds it is."""

    start: int
    end: int
    seconds: float


def parse_duration(text: str) -> int:
    """Return the seconds that *text* means; a bare number is minutes, 0 and 解除 lift. Never more than QQ mutes.

    Raises DurationError: empty, not_understood, too_long.
    """
    words = " ".join(unicodedata.normalize("NFKC", text[:60]).casefold().split())
    if not words:
        raise DurationError("empty")
    if words in _LIFTS:
        return 0
    if words in _FOREVER:
        return MAX_MUTE_SECONDS
    if re.fullmatch(NUMBER, words) and words not in _ARTICLES:
        minutes = number_of(words)
        seconds = None if minutes is None else minutes * 60
    else:
        span = _longest(words, 0)
        seconds = span.seconds if span and span.end == len(words) else None
    if seconds is None:
        raise DurationError("not_understood", text=text)
    if seconds > MAX_MUTE_SECONDS:
        raise DurationError("too_long", longest=MAX_MUTE_SECONDS)
    return round(seconds)


def durations_in(folded: str) -> Iterator[DurationSpan]:
    """Yield what may be a duration in *folded* text, from each place where one can begin, as far as it goes.

    Readings overlap: 张三十分钟 has 三十分钟 and 十分钟; who knows the names chooses.
    """
    for at in range(len(folded)):
        before = folded[at - 1] if at else " "
        is_inside = (
            before.isascii() and (before.isalnum() or before == ".") and not (before.isalpha() and not folded[at].isascii())
        )
        if is_inside and not (before.isalpha() and folded[at].isdecimal()):
            continue  # within a number or a word
        span = _longest(folded, at)
        # bob10分钟 has a time, the m of a1m is one word with what stands before it.
        if span and (not is_inside or not folded[span.end - 1].isascii()):
            yield span


def _longest(text: str, start: int) -> DurationSpan | None:
    """Return the sum of parts that begins at *start*; units go down: 1h30m is clear, 30m1h more likely a slip of the finger."""
    total = 0.0
    smallest = 0
    at = end = start
    while part := _part(text, at):
        part_end, seconds, unit = part
        if smallest and unit >= smallest:
            break
        total, smallest, end = total + seconds, unit, part_end
        joint = _JOINT.match(text, end)
        at = joint.end() if joint else end
        if unit == _HOUR and not _part(text, at) and (tail := _SHORT_TAIL.match(text, end)):
            return DurationSpan(start, tail.end(), total + int(tail[0]) * 60)
    return DurationSpan(start, end, total) if smallest else None


def _part(text: str, at: int) -> tuple[int, float, int] | None:
    """Return (end, seconds, seconds of the unit) of the part that stands at *at*."""
    if match := _QUARTERS.match(text, at):
        quarters = number_of(match["number"]) if match["number"] else 1.0
        return None if quarters is None else (match.end(), quarters * 900, 900)
    match = _PART.match(text, at)
    if match is None:
        return None
    has_measure = bool(match["measure"] or match["half_measure"])
    if match["unit"] in _NEEDS_MEASURE and not has_measure:
        return None
    count = number_of(match["number"]) if match["number"] else 0.5
    if count is None:
        return None
    unit = _SECONDS[match["unit"]]
    count += 0.5 * (bool(match["and_half"]) + bool(match["half_more"]))
    return match.end(), count * unit, unit


def number_of(words: str) -> float | None:
    """Return what a folded *words* of :data:`NUMBER`'s form counts, None when its characters make no number (十十, 三三)."""
    words = words.strip()
    if words[0].isdecimal():
        return float(words)
    if words in _WORDS:
        return float(_WORDS[words])
    tens, _, ones = words.replace("-", " ").partition(" ")
    if tens in _TENS:
        return float(_TENS[tens] + _WORDS.get(ones, 0))
    return _chinese(words)


def _chinese(words: str) -> float | None:
    total = 0
    digit: int | None = None
    below = 10_000
    for char in words:
        power = _POWERS.get(char)
        if power is None:
            if digit:
                return None
            digit = _DIGITS.get(char)
            if digit is None:
                return None
            continue
        if power >= below or (digit == 0 and total == 0):
            return None
        total += (1 if digit is None or digit == 0 else digit) * power
        below, digit = power, None
    return float(total + (digit or 0))
