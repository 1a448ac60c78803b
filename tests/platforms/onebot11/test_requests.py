"""Requests told live and listed, as each implementation shapes them: one request is one, whichever way it is told."""

from __future__ import annotations

from typing import Any

import pytest

from tui.chat import events as e
from tui.chat.requests import ListedRequest, Request, RequestKind
from tui.platforms.onebot11.api import readings
from tui.platforms.onebot11.dialects import GOCQHTTP, LAGRANGE, LLBOT, NAPCAT_NAME
from tui.platforms.onebot11.events import EventDecoder
from tui.platforms.onebot11.requests import MAX_COMMENT, listed

from .fakes import ME, NOW, notice_frame

TIME = 1_785_204_000_000


def came(**fields: Any) -> Request | None:
    """The request of an event with *fields*, None when it is none."""
    frame = notice_frame("", **{"post_type": "request", "notice_type": None} | fields)
    found = [event for event in EventDecoder(ME, clock=lambda: NOW).decode(frame) if isinstance(event, e.RequestCame)]
    return found[0].request if found else None


@pytest.mark.parametrize("flag", ["1785204000", "u_TjT3omycF1caYj8Fq8EmlA", 17])
def test_a_friend_asks(flag: str | int) -> None:
    request = came(request_type="friend", group_id=None, comment=" 我是小贤\x1b[1m\n", flag=flag)
    assert request == Request(f"friend:20001:{flag}", RequestKind.FRIEND, "20001", str(flag), "我是小贤[1m", TIME)


def test_somebody_wants_in() -> None:
    request = came(request_type="group", sub_type="add", comment="问题：a\n答案：b", flag="3119906989975478")
    assert request == Request(
        "group:3119906989975478", RequestKind.JOIN, "20001", "3119906989975478", "问题：a\n答案：b", TIME, "30001"
    )  # fmt: skip


def test_a_member_brings_somebody() -> None:
    request = came(request_type="group", sub_type="add", flag="1", invitor_id=20002)
    assert request is not None and (request.user, request.invitor) == ("20001", "20002")


def test_somebody_invites_us() -> None:
    request = came(request_type="group", sub_type="invite", flag="30001|1785204000123456|1|0", invitor_id=0)
    assert request is not None
    assert (request.kind, request.user, request.key) == (RequestKind.INVITE, "20001", "group:1785204000123456")
    assert request.flag == "30001|1785204000123456|1|0", "what answers it goes back as it came"


@pytest.mark.parametrize(
    "fields",
    [
        {"request_type": "friend", "flag": ""},
        {"request_type": "friend", "flag": None},
        {"request_type": "friend", "flag": {"a": 1}},
        {"request_type": "friend", "flag": "x" * 10_000},
        {"request_type": "group", "flag": "1", "user_id": 0},
        {"request_type": "hologram", "flag": "1"},
    ],
)
def test_what_nobody_could_answer_is_no_request(fields: dict[str, Any]) -> None:
    assert came(**fields) is None


def test_a_hostile_one_is_bounded() -> None:
    request = came(request_type="friend", flag="\ud800", comment="啊" * 99_999, nickname="\u202e坏")
    assert request is not None
    assert (len(request.comment), request.name) == (MAX_COMMENT + 1, "坏")
    request.flag.encode()


def read(data: object, dialect: str = NAPCAT_NAME) -> tuple[ListedRequest, ...]:
    return listed(readings.group_requests(data), dialect)


def test_napcat_lists_who_answered() -> None:
    row = {
        "request_id": 3119906989975478, "invitor_uin": 20777, "invitor_nick": "新人", "group_id": 30001, "group_name": "爱情公寓",
        "message": "让我进", "checked": True, "actor": 20009, "requester_nick": "新人",
    }  # fmt: skip
    (found,) = read({"invited_requests": [], "InvitedRequest": [], "join_requests": [row]})
    assert (found.is_handled, found.handled_by) == (True, "20009")
    assert found.request == Request(
        "group:3119906989975478", RequestKind.JOIN, "20777", "3119906989975478", "让我进", 0, "30001", "新人", "爱情公寓"
    )  # fmt: skip


def test_gocqhttp_lists_or_has_nothing() -> None:
    row = {"request_id": 7, "invitor_uin": 20001, "invitor_nick": "小贤", "group_id": 30003, "checked": False, "actor": 0}
    (found,) = read({"invited_requests": [row], "join_requests": None}, GOCQHTTP)
    assert (found.request.kind, found.is_handled, found.handled_by) == (RequestKind.INVITE, False, "")
    assert read(None, GOCQHTTP) == read({"invited_requests": None, "join_requests": None}, GOCQHTTP) == ()


def test_lagrange_does_not_say_whether_it_was_answered() -> None:
    row = {
        "post_type": "request", "request_type": "group", "sub_type": "add", "user_id": 20777, "group_id": 30001,
        "comment": "在吗", "flag": "1785204000123456-30001-1-0",
    }  # fmt: skip
    (found,) = read([row, row | {"sub_type": "invite", "flag": ""}, 3], LAGRANGE)
    assert found.is_handled is None
    event = came(**row)
    assert event is not None and (event.key, event.flag) == (found.request.key, found.request.flag)


def test_llbots_list_tells_the_number_in_the_flag_and_no_flag() -> None:
    row = {"request_id": 1785204000123456, "requester_uin": 20777, "requester_nick": "新人", "group_id": 30001, "checked": False}
    (found,) = read({"invited_requests": [], "join_requests": [row]}, LLBOT)
    event = came(request_type="group", sub_type="add", user_id=20777, flag="30001|1785204000123456|7|0")
    assert event is not None and event.key == found.request.key
    assert (found.request.flag, event.flag) == ("", "30001|1785204000123456|7|0")


def test_the_list_comes_out_oldest_first() -> None:
    rows = [{"request_id": number, "requester_uin": 1, "checked": False} for number in (3, 2, 1)]
    assert [found.request.flag for found in read({"join_requests": rows})] == ["1", "2", "3"]
