"""Where each command is over HTTP, and in what form its parameters go."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.platforms.mirai.test_commands import ROWS
from tui.platforms.mirai.routes import Route, route_of
from tui.simulator.mirai.http import ROUTES

EMPTY: dict[str, Any] = {}


@pytest.mark.parametrize(
    ("command", "sub", "content", "method", "target"),
    [
        ("about", None, EMPTY, "GET", "/about"),
        ("memberList", None, {"target": 3}, "GET", "/memberList?target=3"),
        ("file_list", None, {"id": "", "withDownloadInfo": False}, "GET", "/file/list?id=&withDownloadInfo=false"),
        ("file_info", None, {"id": "/a b&c", "path": None}, "GET", "/file/info?id=%2Fa%20b%26c"),
        ("latestMemberList", None, {"memberIds": [1, 2]}, "GET", "/latestMemberList?memberIds=1&memberIds=2"),
        ("latestMemberList", None, {"target": 3, "memberIds": []}, "GET", "/latestMemberList?target=3&memberIds"),
        ("anno_list", None, {"id": 3}, "GET", "/anno/list?id=3"),
        ("groupConfig", "get", {"target": 3}, "GET", "/groupConfig?target=3"),
        ("groupConfig", "update", {"target": 3, "config": {}}, "POST", "/groupConfig"),
        ("memberInfo", "get", {"target": 3, "memberId": 1}, "GET", "/memberInfo?target=3&memberId=1"),
        ("memberInfo", "update", {"target": 3, "memberId": 1, "info": {}}, "POST", "/memberInfo"),
        ("resp_newFriendRequestEvent", None, {"eventId": 1}, "POST", "/resp/newFriendRequestEvent"),
        ("cmd_execute", None, {"command": []}, "POST", "/cmd/execute"),
    ],
)  # fmt: skip
def test_a_command_has_a_path_and_a_method(
    command: str, sub: str | None, content: dict[str, Any], method: str, target: str
) -> None:
    route = route_of(command, sub, content)
    assert (route.method, route.target) == (method, target)
    assert route.body is None if method == "GET" else json.loads(route.body or b"") == content


def test_what_is_null_goes_in_a_body_and_stays_out_of_a_query() -> None:
    roaming = {"timeStart": 1, "timeEnd": 2, "target": 3, "qq": None, "group": None}
    assert route_of("roamingMessages", None, roaming) == Route("POST", "/roamingMessages", json.dumps(roaming).encode())
    assert route_of("file_list", None, {"id": "", "path": None}).target == "/file/list?id="


@pytest.mark.parametrize(("call", "command", "sub", "content"), ROWS, ids=[row[1] for row in ROWS])
def test_each_command_is_found_where_the_server_has_it(
    call: object, command: str, sub: str | None, content: dict[str, Any]
) -> None:
    route = route_of(command, sub, content)
    path, _, query = route.target.partition("?")
    _, known = ROUTES[route.method, path]
    names = {part.partition("=")[0] for part in query.split("&") if part}
    assert names <= {field.name for field in known.fields}
