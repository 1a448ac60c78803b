"""Overflow, which speaks mirai's words over somebody's OneBot 11, has other ids and tells and does less."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from websockets.asyncio.client import connect

from tui.simulator import segments as make
from tui.simulator.mirai.manner import OVERFLOW
from tui.simulator.mirai.server import MiraiServer
from tui.simulator.world import World, small_world

from .client import MiraiClient


@pytest.fixture
def world() -> World:
    return small_world()


@pytest.fixture
async def server(world: World) -> AsyncIterator[MiraiServer]:
    async with MiraiServer(world, manner=OVERFLOW) as running:
        yield running


@pytest.fixture
async def client(server: MiraiServer) -> AsyncIterator[MiraiClient]:
    async with connect(f"{server.ws_url}/all?qq=10001") as socket:
        raw = MiraiClient(socket)
        await raw.receive()
        yield raw


async def test_ids_are_those_of_onebot_and_count_in_no_conversation(server: MiraiServer, client: MiraiClient) -> None:
    ids = []
    for place, user in (("30001", "20001"), ("30002", "20001"), ("30001", "20002")) * 8:
        await server.say_group(place, user, "你好")
        ids.append((await client.event())["messageChain"][0]["id"])
    assert len(set(ids)) == len(ids)
    assert all(-(2**31) <= number < 2**31 and number not in (0, -1) for number in ids)
    assert any(number < 0 for number in ids)
    assert await client.code("messageFromId", messageId=ids[0], target=30001) == 0
    assert await client.code("messageFromId", messageId=ids[0], target=30002) == 5
    quoting = {"target": 30001, "messageChain": [{"type": "Plain", "text": "好"}], "quote": ids[0]}
    answer = await client.call("sendGroupMessage", **quoting)
    shown = await client.data("messageFromId", messageId=answer["messageId"], target=30001)
    assert shown["messageChain"][1]["id"] == ids[0]


async def test_what_onebot_has_no_word_for_is_not_told(server: MiraiServer, client: MiraiClient) -> None:
    await server.say_group("30001", "10001", "在手机上说的")
    await server.typing("20001")
    await server.other_client(1, True)
    await server.say_other_client(1, "你好")
    await server.kicked_off()
    assert await client.code("groupConfig", "update", target=30001, config={"allowMemberInvite": False}) == 0
    assert await client.code("deleteFriend", target=20001) == 0
    assert await client.has_no_event()
    await server.say_group("30001", "20001", [make.text("点数"), make.segment("dice", {"result": "3"})])
    assert [element["type"] for element in (await client.event())["messageChain"]] == ["Source", "Plain"]
    await server.poke("20002")
    assert (await client.event())["action"] == "拍了拍"
    await server.request("friend", "20050", "你好")
    assert (await client.event())["eventId"] == 1


async def test_what_it_does_not_implement_it_says(client: MiraiClient) -> None:
    missing = {"code": 500, "msg": "An operation is not implemented."}
    assert await client.call("roamingMessages", timeStart=0, timeEnd=1, target=20001, qq=None, group=None) == missing
    code = [{"type": "MiraiCode", "code": "[mirai:face:1]"}]
    assert await client.call("sendGroupMessage", target=30001, messageChain=code) == missing
