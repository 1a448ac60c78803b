"""Points in time as people name them, seen from Saturday, 21 November 2026, 15:00 in China."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.chat.moments import moments_in

NOW = datetime(2026, 11, 21, 15, 0, tzinfo=timezone(timedelta(hours=8)))


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("到明天早上八点", "22 08:00"),
        ("到明早8点半", "22 08:30"),
        ("到今晚十点半", "21 22:30"),
        ("到晚上10点一刻", "21 22:15"),
        ("到今晚12点", "22 00:00"),
        ("到今晚两点", "22 02:00"),
        ("到明天中午", "22 12:00"),
        ("到明天", "22 00:00"),
        ("到后天下午三点", "23 15:00"),
        ("到下周一", "23 00:00"),
        ("到周五下午3点20分", "27 15:20"),
        ("到八点", "21 20:00"),
        ("到12点", "22 00:00"),
        ("到18:30", "21 18:30"),
        ("直到22：05为止", "21 22:05"),
        ("until 22:30", "21 22:30"),
        ("until 9", "21 21:00"),
        ("until 2 pm", "22 14:00"),
        ("till tomorrow 8am", "22 08:00"),
        ("until tomorrow at 8:30 pm", "22 20:30"),
        ("until 8 tomorrow", "22 08:00"),
        ("until tonight 10", "21 22:00"),
        ("until monday", "23 00:00"),
        ("until noon", "22 12:00"),
        ("until midnight", "22 00:00"),
    ],
)
def test_what_people_say(text: str, moment: str) -> None:
    ((start, end, found),) = moments_in(text, NOW)
    assert (start, end) == (0, len(text))
    assert f"{found:%d %H:%M}" == moment


@pytest.mark.parametrize(
    "text", ["八点", "到今天上午九点", "到25点", "到三点七十", "到明晚", "收到", "until", "until he stops", "到"]
)
def test_what_names_no_point_to_come(text: str) -> None:
    assert list(moments_in(text, NOW)) == []


def test_the_clock_may_jump() -> None:
    now = datetime(2026, 10, 24, 15, 0, tzinfo=ZoneInfo("Europe/Berlin"))  # the night has an hour more
    ((_, _, moment),) = moments_in("until tomorrow 8am", now)
    assert moment.astimezone(UTC) - now.astimezone(UTC) == timedelta(hours=18)


@given(st.text("到明后今天早上下午晚点半刻钟下周一二三十0123456789:until tomorrow", max_size=20))
def test_whatever_is_found_is_to_come(text: str) -> None:
    for start, end, moment in moments_in(text, NOW):
        assert moment > NOW
        assert 0 <= start < end <= len(text)
