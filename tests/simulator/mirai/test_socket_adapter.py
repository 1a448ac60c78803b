"""The WebSocket adapter's manners: who is let in, what is refused, how frames are answered."""

import asyncio
import json

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from tests.simulator.bare_client import LIMIT
from tui.simulator.mirai.server import MiraiServer

from .client import MiraiClient

KEY = "verifyKey=%E7%A7%98%E5%AF%86key"


@pytest.mark.parametrize(
    ("query", "code", "words"),
    [
        ("verifyKey=wrong&qq=10001", 1, "Auth Key错误"),
        ("qq=10001", 1, "Auth Key错误"),
        (f"{KEY}&qq=5", 2, "指定Bot不存在"),
        (KEY, 400, "无效参数"),
        (f"{KEY}&sessionKey=nonesuch", 3, "Session失效或不存在"),
    ],
)
async def test_a_refused_client_is_told_why_and_then_closed(server: MiraiServer, query: str, code: int, words: str) -> None:
    async with asyncio.timeout(LIMIT), connect(f"{server.ws_url}/all?{query}") as socket:
        assert json.loads(await socket.recv()) == {"syncId": "", "data": {"code": code, "msg": words}}
        with pytest.raises(ConnectionClosed):
            await socket.recv()
        assert (socket.close_code, socket.close_reason) == (1000, words)


async def test_headers_beat_the_query(server: MiraiServer) -> None:
    headers = {"verifyKey": "wrong", "qq": "10001"}
    async with connect(f"{server.ws_url}/all?{KEY}", additional_headers=headers) as socket:
        assert json.loads(await socket.recv())["data"]["code"] == 1


async def test_a_new_socket_on_a_session_closes_the_older(server: MiraiServer, client: MiraiClient) -> None:
    session = next(iter(server.sessions))
    async with connect(f"{server.ws_url}/all?{KEY}&sessionKey={session.key}") as socket:
        assert json.loads(await socket.recv())["data"] == {"code": 0, "session": session.key}
        with pytest.raises(ConnectionClosed):
            await client.receive()
        await server.wait_connections(1)


async def test_channels_hear_messages_or_events(server: MiraiServer) -> None:
    place = f"{KEY}&qq=10001"
    async with connect(f"{server.ws_url}/message?{place}") as words, connect(f"{server.ws_url}/event?{place}") as others:
        await asyncio.gather(words.recv(), others.recv())
        await server.mute("30001", "20002", 60, by="10001")
        await server.say_group("30001", "20001", "你好")
        assert json.loads(await words.recv())["data"]["type"] == "GroupMessage"
        assert json.loads(await others.recv())["data"]["type"] == "MemberMuteEvent"


async def test_a_frame_without_sync_id_gets_a_bare_answer(client: MiraiClient) -> None:
    for text in ('{"command":"about"}', "{", "[]", '{"syncId":"1"}'):
        await client.socket.send(text)
        assert await client.receive() == {"code": 400, "msg": "无效参数"}


async def test_a_number_comes_back_as_a_string(client: MiraiClient) -> None:
    await client.socket.send('{"syncId":7,"command":"about"}')
    assert await client.receive() == {"syncId": "7", "data": {"code": 0, "msg": "", "data": {"version": "2.10.0"}}}


async def test_the_session_is_told(client: MiraiClient) -> None:
    told = await client.data("sessionInfo")
    assert (len(told["sessionKey"]), told["qq"]["id"]) == (8, 10001)


async def test_what_is_not_known_is_not_supported(client: MiraiClient) -> None:
    unknown = {"code": 6, "msg": "指定操作不支持"}
    assert await client.call("uploadImage", type="group") == unknown
    assert await client.call("file_upload") == unknown
    assert await client.call("groupConfig", "nonesuch", target=30001) == unknown
    assert await client.call("groupConfig", target=30001) == unknown


async def test_bad_content_is_400_without_the_name_of_the_key(client: MiraiClient) -> None:
    bad = {"code": 400, "msg": "无效参数"}
    assert await client.call("kick", target=30001) == bad
    assert await client.code("mute", target=30001) == 5, "memberId may be absent, and then is 0"
    assert await client.answer(await client.send("mute", None)) == bad
    assert await client.call("roamingMessages", timeStart=0, timeEnd=0, target=20001) == bad
    assert (await client.answer(await client.send("friendList", None)))["code"] == 0


async def test_commands_are_answered_one_after_another(server: MiraiServer, client: MiraiClient) -> None:
    server.faults.delays["friendList"] = 0.05
    for sync, command in enumerate(("friendList", "about")):
        await client.socket.send(json.dumps({"syncId": str(sync), "command": command, "content": {}}))
    assert [(await client.receive())["syncId"] for _ in range(2)] == ["0", "1"]


async def test_a_ping_is_answered_though_a_command_takes_long(server: MiraiServer, client: MiraiClient) -> None:
    server.faults.delays["friendList"] = 60
    await client.send("friendList", {})
    await server.wait_call("friendList")
    async with asyncio.timeout(LIMIT):
        await (await client.socket.ping())


async def test_a_dropped_client_may_come_again(server: MiraiServer, client: MiraiClient) -> None:
    await server.drop()
    with pytest.raises(ConnectionClosed):
        await client.receive()
    async with connect(f"{server.ws_url}/all?{KEY}&qq=10001") as socket:
        assert json.loads(await socket.recv())["data"]["code"] == 0


async def test_qq_goes_and_comes_back(server: MiraiServer, client: MiraiClient) -> None:
    server.faults.is_qq_online = False
    server.beat()
    assert await client.event() == {"type": "BotOfflineEventDropped", "qq": 10001}
    server.faults.is_qq_online = True
    server.beat()
    assert [(await client.event())["type"] for _ in range(2)] == ["BotReloginEvent", "BotOnlineEvent"]
