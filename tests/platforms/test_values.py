"""Single values are read as what they mean, in every dress that implementations put them in."""

from __future__ import annotations

import pytest

from tui.chat.people import Role
from tui.platforms import values


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (5, "5"),
        ("5", "5"),
        (-5, "-5"),
        (0, ""),
        (None, ""),
        (True, ""),
        ([], ""),
        (5.0, "5"),
        (float("nan"), ""),
        ("a\nb", "a b"),
    ],
)
def test_ids(value: object, read: str) -> None:
    assert values.as_id(value) == read


@pytest.mark.parametrize(
    ("value", "read"),
    [("12", 12), (12, 12), (12.9, 12), ("x", 0), ("", 0), (None, 0), (2**70, 0), ("9" * 30, 0), (float("inf"), 0), ("٣", 3)],
)
def test_numbers(value: object, read: int) -> None:
    assert values.as_int(value) == read


def test_nobody_is_no_user() -> None:
    assert values.as_user("0") == values.as_user(0) == values.as_user(None) == ""


def test_times_are_milliseconds_inside_the_calendar() -> None:
    assert values.as_time(1785204000) == values.as_time("1785204000") == 1785204000000
    assert values.as_time(2**62) == 4_102_444_800_000
    assert values.as_time(-5) == 0


def test_roles_and_flags() -> None:
    assert (values.as_role("owner"), values.as_role(None), values.as_role([])) == (Role.OWNER, Role.UNKNOWN, Role.UNKNOWN)
    assert (values.as_bool("true"), values.as_bool(0), values.as_bool(None, True)) == (True, False, True)


def test_a_raw_payload_can_always_be_stored() -> None:
    values.compact({"a": "\ud800"}).encode()
    assert len(values.compact(["x" * values.MAX_RAW])) == values.MAX_RAW


def test_ids_go_out_as_numbers_where_they_are() -> None:
    assert values.wire_number("30001") == 30001
    assert values.wire_number("-5") == -5
    assert values.wire_number("u_x") == "u_x"
    assert values.wire_number("7528460856849182646") == "7528460856849182646"
