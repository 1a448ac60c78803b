"""Durations as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.chat.actions import MAX_MUTE_SECONDS
from tui.chat.durations import DurationError, durations_in, parse_duration

MINUTE, HOUR, DAY = 60, 3600, 86_400


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("10m", 10 * MINUTE),
        ("2h", 2 * HOUR),
        ("1d", DAY),
        ("1d12h", 36 * HOUR),
        ("90s", 90),
        ("1h30", 90 * MINUTE),
        ("1 hour 30 minutes", 90 * MINUTE),
        ("1.5h", 90 * MINUTE),
        ("2 days", 2 * DAY),
        ("1W", 7 * DAY),
        ("10", 10 * MINUTE),
        ("１０分钟", 10 * MINUTE),
        ("10分钟", 10 * MINUTE),
        ("10 分", 10 * MINUTE),
        ("1小时30分", 90 * MINUTE),
        ("1小时30", 90 * MINUTE),
        ("半小时", 30 * MINUTE),
        ("半个小时", 30 * MINUTE),
        ("一个半小时", 90 * MINUTE),
        ("1个小时", HOUR),
        ("两小时", 2 * HOUR),
        ("十二小时", 12 * HOUR),
        ("二十分钟", 20 * MINUTE),
        ("二十五分钟", 25 * MINUTE),
        ("十分钟", 10 * MINUTE),
        ("三天", 3 * DAY),
        ("两天半", 2 * DAY + 12 * HOUR),
        ("半天", 12 * HOUR),
        ("一刻钟", 15 * MINUTE),
        ("三十天", 30 * DAY),
        ("一个月", 30 * DAY),
        ("半个月", 15 * DAY),
        ("一周", 7 * DAY),
        ("一个星期", 7 * DAY),
        ("一天零两小时", 26 * HOUR),
        ("1天又2小时", 26 * HOUR),
        ("30天", MAX_MUTE_SECONDS),
        ("永久", MAX_MUTE_SECONDS),
        ("0", 0),
        ("0m", 0),
        ("解除", 0),
        ("off", 0),
    ],
)
def test_what_people_type(text: str, seconds: int) -> None:
    assert parse_duration(text) == seconds


@pytest.mark.parametrize("text", ["", "   ", "　"])
def test_nothing(text: str) -> None:
    with pytest.raises(DurationError) as caught:
        parse_duration(text)
    assert caught.value.reason == "empty"


@pytest.mark.parametrize(
    "text",
    ["soon", "10x", "m", "小时", "10m m", "-5m", "1h30m1h", "30m1h", "十十分钟", "二十三四分", "1..5h", "[b]1h[/b]", "1d30"],
)
def test_what_is_no_duration(text: str) -> None:
    with pytest.raises(DurationError) as caught:
        parse_duration(text)
    assert caught.value.reason == "not_understood"


@pytest.mark.parametrize("text", ["31d", "721h", "九十九天", "99999999999999999999999d", "30d1s"])
def test_what_is_too_long(text: str) -> None:
    with pytest.raises(DurationError) as caught:
        parse_duration(text)
    assert caught.value.reason == "too_long"


@given(st.integers(0, 29), st.integers(0, 23), st.integers(0, 59), st.integers(0, 59), st.booleans())
def test_every_sum_of_units_is_understood(days: int, hours: int, minutes: int, seconds: int, is_chinese: bool) -> None:
    units = ("天", "小时", "分", "秒") if is_chinese else ("d", "h", "m", "s")
    counts = (days, hours, minutes, seconds)
    text = "".join(f"{count}{unit}" for count, unit in zip(counts, units, strict=True) if count) or "0"
    assert parse_duration(text) == days * DAY + hours * HOUR + minutes * MINUTE + seconds


@given(st.text(max_size=80))
def test_any_text_is_a_duration_within_bounds_or_an_error(text: str) -> None:
    try:
        assert 0 <= parse_duration(text) <= MAX_MUTE_SECONDS
    except DurationError as error:
        assert error.reason in ("empty", "not_understood", "too_long")


@given(st.text("0123456789.半个一二两十百小时分钟天秒hmdsw ", max_size=30))
def test_nearly_durations_do_no_harm(text: str) -> None:
    try:
        assert 0 <= parse_duration(text) <= MAX_MUTE_SECONDS
    except DurationError as error:
        assert error.reason in ("empty", "not_understood", "too_long")


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1h30m", 90 * MINUTE),
        ("两个半小时", 150 * MINUTE),
        ("一百二十分钟", 2 * HOUR),
        ("一百零五分钟", 105 * MINUTE),
        ("三刻钟", 45 * MINUTE),
        ("半個鐘頭", 30 * MINUTE),
        ("half an hour", 30 * MINUTE),
        ("an hour and a half", 90 * MINUTE),
        ("two and a half hours", 150 * MINUTE),
        ("a quarter of an hour", 15 * MINUTE),
        ("three quarters of an hour", 45 * MINUTE),
        ("twenty-five minutes", 25 * MINUTE),
        ("ten minutes", 10 * MINUTE),
        ("a day", DAY),
    ],
)
def test_more_of_what_people_type(text: str, seconds: int) -> None:
    assert parse_duration(text) == seconds


@pytest.mark.parametrize("text", ["三三分钟", "三月", "五六天", "十十分钟", "a half", "an", "half"])
def test_numbers_that_are_none(text: str) -> None:
    with pytest.raises(DurationError):
        parse_duration(text)


def test_a_duration_is_found_from_each_place_where_one_can_begin() -> None:
    text = "张三十分钟"
    assert [(text[start:end], seconds) for start, end, seconds in durations_in(text)] == [("三十分钟", 1800), ("十分钟", 600)]
    assert list(durations_in("user10 m3x 张三 三三")) == []
    assert [span.seconds for span in durations_in("bob10分钟 a1m")] == [600]


@given(st.text("张三李四三三一两十半个小时分钟天年 0123456789hmds.", max_size=25))
def test_what_is_found_is_read_alike_by_itself(text: str) -> None:
    for start, end, seconds in durations_in(text):
        assert 0 <= start < end <= len(text)
        if seconds <= MAX_MUTE_SECONDS and end - start <= 60:
            assert parse_duration(text[start:end]) == round(seconds)
