"""The HTTP API: NapCat's ways of taking a call, and of refusing one."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tui.simulator import serving
from tui.simulator.onebot11.http_api import HttpApi
from tui.simulator.onebot11.server import OneBotServer
from tui.simulator.world import World


@pytest.fixture
async def api(server: OneBotServer) -> AsyncIterator[HttpApi]:
    async with HttpApi(server, token="t") as running:
        yield running


@pytest.fixture
async def client(api: HttpApi) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=api.url, headers={"Authorization": "Bearer t"}, trust_env=False) as http:
        yield http


async def test_by_get_by_json_and_by_form(client: httpx.AsyncClient, server: OneBotServer) -> None:
    asked: dict[str, Any] = {"group_id": "30001", "message": "你好"}
    for reply in (
        await client.get("/send_group_msg", params=asked),
        await client.post("/send_group_msg", json=asked),
        await client.post("/send_group_msg", data=asked),
        await client.post("/send_group_msg?group_id=30001", content=json.dumps({"message": "你好"})),
    ):
        assert reply.status_code == 200
        answer = reply.json()
        assert (answer["status"], answer["retcode"], answer["echo"]) == ("ok", 0, "")
    assert len([call for call in server.calls if call.action == "send_group_msg"]) == 4


async def test_who_calls_first_or_after_a_long_silence_has_connected(
    client: httpx.AsyncClient, server: OneBotServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    came: list[None] = []
    server.on_connected = lambda: came.append(None)
    await client.post("/get_status")
    await client.post("/get_status")
    assert len(came) == 1
    monkeypatch.setattr(serving, "AWAY", 0.0)
    await client.post("/get_status")
    assert len(came) == 2


async def test_the_root_says_what_runs_there(client: httpx.AsyncClient) -> None:
    assert (await client.get("/")).json()["message"] == "NapCat4 Is Running"


async def test_failures_have_other_numbers_than_on_a_socket(client: httpx.AsyncClient) -> None:
    unknown = await client.post("/no_such_thing", json={})
    assert (unknown.status_code, unknown.json()["retcode"], unknown.json()["wording"]) == (200, 200, "不支持的Api no_such_thing")
    assert (await client.post("/send_group_msg", json={"message": "x"})).json()["retcode"] in (200, 400)
    assert (await client.post("/get_msg", json={"message_id": 5})).json()["retcode"] == 200


async def test_a_body_that_is_no_json(client: httpx.AsyncClient) -> None:
    reply = await client.post("/get_status", content=b"{")
    assert (reply.status_code, reply.text) == (400, "Invalid JSON")


async def test_the_token(api: HttpApi) -> None:
    async with httpx.AsyncClient(base_url=api.url, trust_env=False) as stranger:
        for reply in (await stranger.post("/get_status"), await stranger.get("/", headers={"Authorization": "Bearer x"})):
            assert (reply.status_code, reply.json()) == (403, {"message": "token verify failed!"})
        assert (await stranger.get("/get_status?access_token=t")).json()["data"]["online"] is True


async def test_who_is_silenced_gets_no_answer_and_a_drop_ends_it(client: httpx.AsyncClient, server: OneBotServer) -> None:
    server.faults.silence("get_status")
    asking = asyncio.create_task(client.post("/get_status"))
    await server.wait_call("get_status")
    await server.drop(60)
    with pytest.raises(httpx.TransportError):
        await asking
    with pytest.raises(httpx.TransportError):
        await client.post("/get_status")
    server.reopen()
    server.faults.heal()
    assert (await client.post("/get_status")).json()["status"] == "ok"


async def test_a_server_that_was_stopped_comes_back_where_it_was(api: HttpApi, client: httpx.AsyncClient) -> None:
    await api.stop()
    with pytest.raises(httpx.ConnectError):
        await client.post("/get_status")
    await api.start()
    assert (await client.post("/get_status")).json()["status"] == "ok"


@pytest.mark.parametrize(
    ("dialect", "missing", "unknown"), [("napcat", 403, 200), ("llbot", 403, 200), ("lagrange", 401, 200), ("gocqhttp", 401, 404)]
)
async def test_each_implementation_refuses_in_its_own_way(world: World, dialect: str, missing: int, unknown: int) -> None:
    async with (
        OneBotServer(world, heartbeat=0, dialect=dialect) as server,
        HttpApi(server, token="t") as api,
        httpx.AsyncClient(base_url=api.url, trust_env=False) as http,
    ):
        assert (await http.post("/get_status")).status_code == missing
        assert (await http.post("/get_status", headers={"Authorization": "Bearer x"})).status_code == 403
        http.headers["Authorization"] = "Bearer t"
        assert (await http.post("/get_status")).json()["status"] == "ok"
        assert (await http.post("/no_such_thing")).status_code == unknown
