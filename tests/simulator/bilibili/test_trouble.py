"""What may befall a call: codes, risk control, silence, broken connections."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from tui.simulator.bilibili import population as who
from tui.simulator.bilibili.codes import WORDS
from tui.simulator.bilibili.model import USER
from tui.simulator.bilibili.server import BilibiliServer
from tui.simulator.bilibili.world import BiliWorld

from .client import FETCH, SESSIONS, BiliClient

LIST = f"{SESSIONS}/get_sessions"


@pytest.mark.parametrize("code", WORDS)
async def test_any_code_can_befall_so_many_calls(client: BiliClient, server: BilibiliServer, code: int) -> None:
    server.troubles.befall("get_sessions", code, times=1)
    answer = await client.get(LIST, session_type=4)
    assert (answer["code"], answer["message"], answer["data"]) == (code, WORDS[code], None)
    assert await client.code(LIST, session_type=4) == 0


async def test_risk_control_answers_a_voucher_with_code_zero(client: BiliClient, server: BilibiliServer) -> None:
    server.troubles.befall("fetch_session_msgs", "voucher", times=1)
    answer = await client.get(FETCH, talker_id=who.FRIEND, size=20)
    assert answer["code"] == 0
    assert answer["data"].keys() == {"v_voucher"}


async def test_a_blocked_address_gets_a_page(client: BiliClient, server: BilibiliServer) -> None:
    server.troubles.befall("*", "412")
    for path in (LIST, "/x/web-interface/nav"):
        answer = await client.http.get(path, params={"session_type": 4})
        assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (412, "text/html")
    server.troubles.heal()
    assert await client.code(LIST, session_type=4) == 0


async def test_a_connection_may_break(client: BiliClient, server: BilibiliServer) -> None:
    server.troubles.befall("get_sessions", "hang_up", times=1)
    with pytest.raises(httpx.TransportError):
        await client.get(LIST, session_type=4)
    assert await client.code(LIST, session_type=4) == 0


@pytest.mark.parametrize(("kind", "arrives"), [("silent", False), ("executed", True)])
async def test_a_message_may_go_unanswered(
    client: BiliClient, server: BilibiliServer, world: BiliWorld, kind: str, arrives: bool
) -> None:
    await client.learn_keys()
    server.troubles.befall("send_msg", kind, times=1)
    client.http.timeout = httpx.Timeout(0.3)
    before = len(world.talk(USER, who.FRIEND).letters)
    with pytest.raises(httpx.ReadTimeout):
        await client.text(who.FRIEND, "在吗")
    await server.wait_call("send_msg")
    assert len(world.talk(USER, who.FRIEND).letters) - before == arrives


async def test_a_slow_call_does_not_delay_others(client: BiliClient, server: BilibiliServer) -> None:
    server.troubles.delays["get_sessions"] = 30.0
    client.http.timeout = httpx.Timeout(0.3)
    with pytest.raises(httpx.ReadTimeout):
        await client.get(LIST, session_type=4)
    assert await client.code(FETCH, talker_id=who.FRIEND, size=20) == 0


async def test_no_connections_are_taken_while_it_refuses(client: BiliClient, server: BilibiliServer) -> None:
    await server.drop(60)
    with pytest.raises(httpx.ConnectError):
        await client.get(LIST, session_type=4)
    server.reopen()
    server.refuse()
    server.reopen()
    assert await client.code(LIST, session_type=4) == 0
    server.refuse()
    server.reopen()
    server.refuse()
    assert await client.code(LIST, session_type=4) == 0, "what was open stays open"
    await server.drop()
    with pytest.raises(httpx.ConnectError):
        await client.get(LIST, session_type=4)


async def test_what_is_not_there(client: BiliClient) -> None:
    assert (await client.http.get("/x/frontend/finger/spi")).status_code == 404
    assert (await client.http.get("/bfs/none.png")).status_code == 404
    assert (await client.http.post(LIST)).status_code == 405


async def test_what_was_asked_is_kept_whole(client: BiliClient, server: BilibiliServer) -> None:
    await client.text(who.FRIEND, "在吗", extra=1)
    name, ask = server.asks[-1]
    assert (name, ask.query["w_receiver_id"], ask.form["msg[extra]"]) == ("send_msg", str(who.FRIEND), "1")
    assert ask.cookies == client.cookies
    assert ask.headers["content-type"] == "application/x-www-form-urlencoded"
    assert server.busiest == 1
    server.troubles.delays["get_sessions"] = 60.0
    asking = [asyncio.create_task(client.get(LIST, session_type=4)) for _ in range(3)]
    await server.wait_call("get_sessions", count=3)
    assert server.busiest == 3
    for task in asking:
        task.cancel()
    await asyncio.gather(*asking, return_exceptions=True)


def test_switches_have_names(server: BilibiliServer) -> None:
    server.troubles.switch("signed", ["send_msg", "fetch_session_msgs"])
    assert server.troubles.signed == {"send_msg", "fetch_session_msgs"}
    for act in (lambda: server.troubles.switch("_actions", {}), lambda: server.troubles.befall("*", "-1")):
        with pytest.raises(ValueError, match=r"is called|neither"):
            act()
