"""API answers are read whatever is missing, null, extra or in the wrong dress."""

from __future__ import annotations

from typing import Any

from hypothesis import given

from tui.chat.people import Role
from tui.platforms.onebot11 import wire

from .test_segments import JSON


def test_numbers_and_strings_both_ways() -> None:
    as_strings = {"user_id": "20001", "nickname": 5, "shut_up_timestamp": "1785204000", "join_time": None, "extra": {}}
    member = wire.read(wire.MemberRow, as_strings)
    assert (member.user_id, member.nickname) == ("20001", "5")
    assert (member.shut_up_timestamp, member.join_time, member.role) == (1785204000000, 0, Role.UNKNOWN)


def test_missing_and_null_are_the_same() -> None:
    assert wire.read(wire.LoginInfo, None) == wire.read(wire.LoginInfo, {"user_id": None, "nickname": None}) == wire.LoginInfo()
    assert wire.read(wire.GroupRow, {"group_all_shut": None}).group_all_shut is None
    assert wire.read(wire.GroupRow, {"group_all_shut": "-1"}).group_all_shut == -1


def test_rows_that_are_none_are_left_out() -> None:
    rows: list[Any] = [{"user_id": 1}, None, 3]
    assert [row.user_id for row in wire.read_rows(wire.FriendRow, rows)] == ["1"]
    assert wire.read_rows(wire.FriendRow, {"user_id": 1}) == []


@given(JSON)
def test_nothing_breaks_them(data: Any) -> None:
    for model in (wire.LoginInfo, wire.Status, wire.Category, wire.MemberRow, wire.RecentRow, wire.Sent, wire.History):
        wire.read(model, data)
        wire.read_rows(model, data)
        wire.read(model, {field.alias or name: data for name, field in model.model_fields.items()})
