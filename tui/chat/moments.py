"""Understands until when: 到明天早上八点, 到下周一, ``until 22:30``, ``till tomorrow 8am``; by a clock that is handed in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import NamedTuple

from tui.chat.durations import NUMBER, number_of

_DAYS = {"今": 0, "明": 1, "后": 2, "後": 2, "大后": 3, "大後": 3}
_WEEKDAYS = {char: at for at, char in enumerate("一二三四五六日")} | {"天": 6} | {str(at + 1): at for at in range(7)}
_ENGLISH_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

_PERIODS = {
    **dict.fromkeys(("凌晨", "清晨", "早上", "早晨", "上午", "早", "am", "a.m.", "in the morning"), "morning"),
    **dict.fromkeys(("中午", "正午"), "noon"),
    **dict.fromkeys(("下午", "傍晚", "pm", "p.m.", "in the afternoon", "in the evening"), "later"),
    **dict.fromkeys(("晚上", "夜里", "夜裡", "晚", "夜", "at night"), "night"),
}
_CHINESE_PERIOD = "凌晨|清晨|早上|早晨|上午|中午|正午|下午|傍晚|晚上|夜里|夜裡"
_HOUR = r"(?:[0-9]{1,2}|[零〇一二两兩三四五六七八九十]{1,3})"

_CHINESE = re.compile(
    rf"(?:直到|持续到|一直到|到|至)\s*(?:(?P<day>今|明|大?[后後])(?:天|日)?|(?P<next>下*)(?:个|個)?(?:周|週|星期|礼拜|禮拜)(?P<weekday>[一二三四五六日天1-7]))?"
    rf"\s*(?P<period>{_CHINESE_PERIOD}|(?<=[今明后後])[早晚夜])?的?\s*"
    rf"(?:(?P<hour>{_HOUR})\s*(?:(?:点|點|时|時)(?:钟|鐘|整)?(?:(?P<half>半)|(?P<quarter>[一三])刻|(?P<minute>{_HOUR})分?)?"
    rf"|[:：](?P<colon>[0-9]{{2}})))?"
    r"(?:为止|為止|止)?"
)
_ENGLISH = re.compile(
    r"(?:until|till|til|'til|up to)\s+(?:(?P<next>next\s+)?(?P<day>today|tonight|tomorrow|"
    + "|".join(_ENGLISH_DAYS)
    + r")(?![a-z])\s*)?"
    r"(?:(?:at\s+)?(?:(?P<noon>noon|midnight)|(?P<hour>[0-9]{1,2})(?::(?P<minute>[0-9]{2}))?(?:\s*o'?clock)?(?![0-9]))"
    r"\s*(?P<period>am|pm|a\.m\.|p\.m\.|in the morning|in the afternoon|in the evening|at night)?(?![a-z])"
    r"(?:\s*(?:on\s+)?(?P<day_after>today|tonight|tomorrow|" + "|".join(_ENGLISH_DAYS) + r")(?![a-z]))?)?"
)


class MomentSpan(NamedTuple):
    """A point in time that stands in a text: where, and which; it is always to come."""

    start: int
    end: int
    moment: datetime


def moments_in(folded: str, now: datetime) -> Iterator[MomentSpan]:
    """Yield the points of time to come that *folded* text names after 到 or "until"; theirs is the time zone of *now*."""
    for pattern, read in ((_CHINESE, _read_chinese), (_ENGLISH, _read_english)):
        for match in pattern.finditer(folded):
            moment = read(match, now)
            if moment is not None and moment.timestamp() > now.timestamp():
                yield MomentSpan(match.start(), match.start() + len(match[0].rstrip()), moment)


def _read_chinese(match: re.Match[str], now: datetime) -> datetime | None:
    days: int | None = None
    if match["day"]:
        days = _DAYS[match["day"]]
    elif match["weekday"]:
        days = (
            (_WEEKDAYS[match["weekday"]] - now.weekday()) if match["next"] else (_WEEKDAYS[match["weekday"]] - now.weekday()) % 7
        )
        days += 7 * len(match["next"])
    if not match["hour"]:
        if match["period"] in ("中午", "正午"):
            return _at(now, days, 12, 0, "noon")
        return _at(now, days, 0, 0, "morning") if days and not match["period"] else None
    hour = _whole(match["hour"])
    minute = 30 if match["half"] else 0
    if match["quarter"]:
        minute = 15 * (1 if match["quarter"] == "一" else 3)
    elif match["minute"] or match["colon"]:
        minute = _whole(match["minute"] or match["colon"])
    return _at(now, days, hour, minute, _PERIODS.get(match["period"] or "", ""))


def _read_english(match: re.Match[str], now: datetime) -> datetime | None:
    name = match["day"] or match["day_after"]
    days: int | None = None
    if name in ("today", "tonight", "tomorrow"):
        days = int(name == "tomorrow")
    elif name:
        days = (_ENGLISH_DAYS.index(name) - now.weekday()) % 7
        days += 7 * (days == 0 or bool(match["next"]))
    if match["noon"]:
        return _at(now, days, 12, 0, "noon") if match["noon"] == "noon" else _at(now, (days or 0) + 1, 0, 0, "morning")
    if not match["hour"]:
        return _at(now, days, 0, 0, "morning") if days else None
    period = _PERIODS.get(match["period"] or "", "night" if name == "tonight" else "")
    return _at(now, days, int(match["hour"]), int(match["minute"] or 0), period)


def _whole(words: str) -> int:
    value = number_of(words) if re.fullmatch(NUMBER, words) else None
    return -1 if value is None else int(value)


def _at(now: datetime, days: int | None, hour: int, minute: int, period: str) -> datetime | None:
    """Return the moment, *days* from today; without them the next one that the clock shows so, in either half of the day."""
    if not 0 <= minute < 60 or not 0 <= hour <= 24:
        return None
    if period == "night" and (hour < 5 or hour == 12):
        hour += 24 if hour < 5 else 12
    elif (period in ("later", "night") and hour < 12) or (period == "noon" and hour < 3):
        hour += 12
    if period == "morning" and hour == 12:
        hour = 0
    day = now.date() + timedelta(days=(days or 0) + hour // 24)
    hour %= 24
    moment = datetime.combine(day, time(hour, minute), now.tzinfo)
    if moment.timestamp() <= now.timestamp() and not days:
        if not period and hour <= 12:
            afternoon = moment + timedelta(hours=12)
            if afternoon.timestamp() > now.timestamp():
                return afternoon
        if days is None:
            return datetime.combine(day + timedelta(days=1), time(hour, minute), now.tzinfo)
    return moment
