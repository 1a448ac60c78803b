"""Understands how long: ``10m``, ``2h``, ``1d12h``, ``10分钟``, ``1小时30分``, ``半小时``, ``两天``; 0 lifts."""

from __future__ import annotations

import re
import unicodedata

from tui.chat.actions import MAX_MUTE_SECONDS

_UNITS = {
    1: ("s", "sec", "secs", "second", "seconds", "秒", "秒钟"),
    60: ("m", "min", "mins", "minute", "minutes", "分", "分钟"),
    900: ("刻", "刻钟"),
    3600: ("h", "hr", "hrs", "hour", "hours", "时", "小时", "钟头", "个小时", "个钟头", "个钟"),
    86_400: ("d", "day", "days", "天", "日"),
    604_800: ("w", "week", "weeks", "周", "星期", "礼拜", "个星期", "个礼拜"),
    2_592_000: ("month", "months", "月", "个月"),
}
_SECONDS = {name: seconds for seconds, names in _UNITS.items() for name in names}
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
_LIFTS = frozenset(("0", "off", "none", "lift", "unmute", "解除", "取消", "零"))
_FOREVER = frozenset(("forever", "max", "永久", "最长", "最久"))

_NUMBER = r"(?P<number>[0-9]+(?:\.[0-9]+)?|[零〇一二两俩三四五六七八九十]+)"
_HALF_UNIT = "(?P<half>半)?"
_UNIT = "(?P<unit>" + "|".join(sorted((re.escape(name) for name in _SECONDS), key=len, reverse=True)) + ")"
# 10分钟, 一个半小时, 2天半, 半小时, 半个月
_PART = re.compile(rf"(?:{_NUMBER}(?P<and_half>个半)?|{_HALF_UNIT}){_UNIT}(?P<half_more>半)?(?:又|零|and|,|，)?")
_SHORT_TAIL = re.compile("[0-9]{1,2}")
"""The minutes of ``1h30`` and ``1小时30``."""


class DurationError(ValueError):
    """This is no duration, or too long a one. *reason* is a key (``duration.<reason>``), *values* fill its text."""

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.values = values


def parse_duration(text: str) -> int:
    """Return the seconds that *text* means; a bare number is minutes, 0 and 解除 lift. Never more than QQ mutes.

    Raises DurationError: empty, not_understood, too_long.
    """
    words = "".join(unicodedata.normalize("NFKC", text[:60]).casefold().split())
    if not words:
        raise DurationError("empty")
    if words in _LIFTS:
        return 0
    if words in _FOREVER:
        return MAX_MUTE_SECONDS
    seconds = _bare_minutes(words) if re.fullmatch(_NUMBER, words) else _sum(words, text)
    if seconds > MAX_MUTE_SECONDS:
        raise DurationError("too_long", longest=MAX_MUTE_SECONDS)
    return round(seconds)


def _bare_minutes(words: str) -> float:
    return _value(words) * 60


def _sum(words: str, text: str) -> float:
    total = 0.0
    at = 0
    smallest = 0
    while at < len(words):
        match = _PART.match(words, at)
        if match is None:
            tail = _SHORT_TAIL.fullmatch(words, at)
            if tail is None or smallest != 3600:
                raise DurationError("not_understood", text=text)
            return total + int(tail[0]) * 60
        seconds = _SECONDS[match["unit"]]
        # Units go down: 1h30m is clear, 30m1h is more likely a slip of the finger.
        if (smallest and seconds >= smallest) or not (match["number"] or match["half"]):
            raise DurationError("not_understood", text=text)
        smallest = seconds
        count = _value(match["number"]) if match["number"] else 0.5
        count += 0.5 * (bool(match["and_half"]) + bool(match["half_more"]))
        total += count * seconds
        at = match.end()
    return total


def _value(number: str) -> float:
    if number[0].isascii():
        return float(number)
    if "十" not in number:
        return float("".join(str(_DIGITS[char]) for char in number))
    tens, _, ones = number.partition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        raise DurationError("not_understood", text=number)
    return 10 * (_DIGITS[tens] if tens else 1) + (_DIGITS[ones] if ones else 0)
