"""The server's manners: who is let in, what greets, how calls and faults behave, and how it breaks."""

import asyncio
import json
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from tests.simulator.bare_client import LIMIT
from tui.simulator.model import group_chat
from tui.simulator.onebot11.server import OneBotServer
from tui.simulator.segments import text
from tui.simulator.world import World

from .client import RawClient

REFUSAL = {
    "status": "failed",
    "retcode": 1403,
    "data": None,
    "message": "token验证失败",
    "wording": "token验证失败",
    "echo": None,
    "stream": "normal-action",
}


async def first_frame(url: str, **headers: str) -> dict[str, Any]:
    async with asyncio.timeout(LIMIT), connect(url, additional_headers=headers) as socket:
        frame: dict[str, Any] = json.loads(await socket.recv())
        return frame


@pytest.mark.parametrize(
    ("query", "header", "is_let_in"),
    [
        ("", "Bearer t", True),
        ("?access_token=t", "", True),
        ("?access_token=t", "Bearer wrong", True),
        ("?access_token=wrong", "Bearer t", False),
        ("?access_token=", "Bearer t", True),
        ("", "", False),
        ("", "Bearer wrong", False),
        ("", "t", True),
    ],
)
async def test_the_token_is_checked_as_napcat_does(world: World, query: str, header: str, is_let_in: bool) -> None:
    async with OneBotServer(world, token="t") as server:
        frame = await first_frame(server.url + query, **({"Authorization": header} if header else {}))
        assert (frame.get("meta_event_type") == "lifecycle") is is_let_in
        if not is_let_in:
            assert frame == REFUSAL


async def test_a_refused_client_is_closed_without_a_code(world: World) -> None:
    async with OneBotServer(world, token="t") as server, connect(server.url) as socket:
        await socket.recv()
        with pytest.raises(ConnectionClosed):
            await socket.recv()
        assert socket.close_code == 1005
        assert server.connections == ()


@pytest.mark.parametrize("path", ["", "event", "anything/else"])
async def test_other_paths_greet(server: OneBotServer, path: str) -> None:
    frame = await first_frame(server.url + path)
    assert list(frame) == ["time", "self_id", "post_type", "meta_event_type", "sub_type"]
    assert frame | {"time": 0} == {
        "time": 0,
        "self_id": 10001,
        "post_type": "meta_event",
        "meta_event_type": "lifecycle",
        "sub_type": "connect",
    }


@pytest.mark.parametrize("path", ["api", "api/"])
async def test_the_api_path_answers_and_is_told_nothing(server: OneBotServer, path: str) -> None:
    async with connect(server.url + path) as socket:
        client = RawClient(socket)
        assert (await client.data("get_login_info"))["user_id"] == 10001
        await server.say_group("30001", "20001", "hi")
        assert await client.has_no_event()


async def test_heartbeats_tell_their_interval_in_milliseconds(world: World) -> None:
    async with OneBotServer(world, heartbeat=0.05) as server, connect(server.url) as socket:
        client = RawClient(socket)
        await client.event()
        beat = await client.event()
    assert (beat["meta_event_type"], beat["interval"], beat["status"]) == ("heartbeat", 50, {"online": True, "good": True})


async def test_qq_may_be_offline_though_the_socket_lives(server: OneBotServer, client: RawClient) -> None:
    server.faults.is_qq_online = False
    server.beat()
    assert (await client.event())["status"] == {"online": False, "good": True}
    assert await client.data("get_status") == {"online": False, "good": True, "stat": {}}


async def test_answers_have_napcats_keys(client: RawClient) -> None:
    answer = await client.call("get_version_info")
    assert list(answer) == ["status", "retcode", "data", "message", "wording", "echo", "stream"]
    assert answer["data"] == {"app_name": "NapCat.Onebot", "protocol_version": "v11", "app_version": "4.18.13"}


async def test_answers_of_void_actions_have_no_data(client: RawClient) -> None:
    answer = await client.call("send_like", user_id=20001, times=1)
    assert answer["status"] == "ok"
    assert "data" not in answer


@pytest.mark.parametrize(("sent", "echoed"), [({}, ""), ({"echo": {"a": [1]}}, {"a": [1]}), ({"echo": None}, None)])
async def test_the_echo_comes_back(client: RawClient, sent: dict[str, Any], echoed: Any) -> None:
    await client.socket.send(json.dumps({"action": "get_login_info"} | sent))
    assert (await client.receive())["echo"] == echoed


async def test_unknown_actions_are_named(client: RawClient) -> None:
    answer = await client.call("get_latest_msg_list")
    assert (answer["retcode"], answer["wording"]) == (1404, "不支持的API get_latest_msg_list")


@pytest.mark.parametrize("text", ["{", "[1]", "null"])
async def test_broken_json_is_said_to_be(client: RawClient, text: str) -> None:
    await client.socket.send(text)
    answer = await client.receive()
    assert (answer["retcode"], answer["message"], answer["echo"]) == (1400, "json解析失败,请检查数据格式", None)


async def test_missing_parameters_are_named(client: RawClient) -> None:
    answer = await client.call("get_group_member_list")
    assert answer["retcode"] == 1400
    assert "Key: group_id, Message: Expected required property" in answer["wording"]


async def test_whatever_an_action_throws_is_its_answer(server: OneBotServer, client: RawClient) -> None:
    number = server.message_id(await server.say_group("30003", "20001", "x"))
    await server.kick("30003", "10001")
    assert await client.wording("set_msg_emoji_like", message_id=number, emoji_id=76) == "Refused: not a member"


async def test_a_slow_call_does_not_hold_up_the_next(server: OneBotServer, client: RawClient) -> None:
    server.faults.delays["get_group_list"] = 60
    await client.send("get_group_list")
    assert await client.data("get_login_info")


async def test_calls_are_kept_and_awaited(server: OneBotServer, client: RawClient) -> None:
    waiting = asyncio.create_task(server.wait_call("get_msg", where=lambda params: params["message_id"] == 2))
    for message_id in (1, 2):
        await client.call("get_msg", message_id=message_id)
    assert (await waiting).params == {"message_id": 2}
    with pytest.raises(TimeoutError):
        await server.wait_call("delete_msg", timeout=0)


async def test_a_silenced_call_is_not_executed(server: OneBotServer, client: RawClient) -> None:
    server.faults.silence("send_group_msg", times=1)
    await client.send("send_group_msg", group_id=30001, message="一")
    await server.wait_call("send_group_msg")
    await client.call("send_group_msg", group_id=30001, message="二")
    assert (await client.event())["raw_message"] == "二"


async def test_an_executed_call_may_stay_unanswered(server: OneBotServer, client: RawClient) -> None:
    server.faults.execute_only("send_group_msg")
    await client.send("send_group_msg", group_id=30001, message="一")
    assert (await client.event())["raw_message"] == "一"
    await client.data("get_login_info")
    assert client._answers == {}


async def test_a_call_may_fail_in_any_words(server: OneBotServer, client: RawClient) -> None:
    server.faults.fail("send_group_msg", "风控", retcode=1200, times=1)
    assert await client.wording("send_group_msg", group_id=30001, message="x") == "风控"
    assert await client.data("send_group_msg", group_id=30001, message="x")


@pytest.mark.parametrize("is_after", [False, True])
async def test_the_own_event_comes_before_or_after_the_answer(server: OneBotServer, client: RawClient, is_after: bool) -> None:
    server.faults.own_events_after_answer = is_after
    await client.send("send_group_msg", group_id=30001, message="x")
    frames = [await client.receive(), await client.receive()]
    assert ["post_type" in frame for frame in frames] == [not is_after, is_after]


async def test_events_are_doubled_reordered_and_garbled(server: OneBotServer, client: RawClient) -> None:
    server.faults.duplicate_events = True
    await server.say_group("30001", "20001", "甲")
    assert [(await client.event())["raw_message"] for _ in range(2)] == ["甲", "甲"]
    server.faults.heal()
    server.faults.reorder_events = 2
    await server.say_group("30001", "20001", "乙")
    await server.say_group("30001", "20001", "丙")
    assert [(await client.event())["raw_message"] for _ in range(2)] == ["丙", "乙"]
    server.faults.heal()
    server.faults.garbled_events = 1
    await server.say_group("30001", "20001", "丁")
    with pytest.raises(ValueError, match=r"Unterminated|Expecting"):
        await client.receive()


async def test_raw_text_is_sent_as_it_is(server: OneBotServer, client: RawClient) -> None:
    await server.send_raw("null")
    assert await client.socket.recv() == "null"


async def test_a_mute_server_keeps_the_connection(server: OneBotServer, client: RawClient) -> None:
    server.faults.is_mute = True
    await server.say_group("30001", "20001", "x")
    server.beat()
    server.faults.heal()
    assert await client.has_no_event()


async def test_a_drop_is_no_goodbye_and_refuses_until_reopened(server: OneBotServer, client: RawClient) -> None:
    await server.drop(60)
    assert server.connections == ()
    with pytest.raises(ConnectionClosed):
        await client.receive()
    assert client.socket.close_code == 1006
    with pytest.raises((OSError, InvalidHandshake)):
        async with connect(server.url):
            pass
    server.reopen()
    async with connect(server.url):
        await server.wait_connections()


async def test_a_refusal_ends_by_itself(server: OneBotServer) -> None:
    server.refuse(0)
    await asyncio.sleep(0)
    assert (await first_frame(server.url))["meta_event_type"] == "lifecycle"


async def test_what_happens_while_nobody_listens_stands_in_the_history(server: OneBotServer, client: RawClient) -> None:
    await server.drop()
    await server.say_group("30001", "20001", "missed")
    async with connect(server.url) as socket:
        rows = (await RawClient(socket).data("get_group_msg_history", group_id=30001))["messages"]
    assert [row["raw_message"] for row in rows] == ["missed"]


async def test_after_a_restart_ids_work_only_when_listed_again(server: OneBotServer, client: RawClient) -> None:
    message = await server.say_group("30001", "20001", "x")
    number = (await client.event())["message_id"]
    await server.restart()
    async with connect(server.url) as socket:
        fresh = RawClient(socket)
        assert await fresh.wording("delete_msg", message_id=number) == "Recall failed"
        rows = (await fresh.data("get_group_msg_history", group_id=30001))["messages"]
        assert [row["message_id"] for row in rows] == [number]
        await fresh.data("delete_msg", message_id=number)
    assert message.recalled_by == "10001"


async def test_a_slow_reader_holds_up_nobody(server: OneBotServer, client: RawClient) -> None:
    async with connect(server.url, max_queue=1) as idle:
        await server.wait_connections(2)
        for number in range(300):
            server.world.post(group_chat("30001"), "20001", [text(str(number))])
        numbers = [int((await client.event())["raw_message"]) for _ in range(300)]
        idle.transport.abort()
    assert numbers == list(range(300))


async def test_a_flood_arrives_whole_and_in_order(server: OneBotServer, client: RawClient) -> None:
    flooding = asyncio.create_task(server.flood(conversations=5, rate=0, count=500))
    events = [await client.event() for _ in range(500)]
    await flooding
    assert len({event["group_id"] for event in events}) == 5
    assert [event["raw_message"].split()[-1] for event in events] == [str(number) for number in range(500)]


async def test_two_accounts_see_one_world_each_their_own_way(world: World) -> None:
    async with (
        OneBotServer(world) as mine,
        OneBotServer(world, self_id="20001") as theirs,
        connect(mine.url) as one,
        connect(theirs.url) as other,
    ):
        me, they = RawClient(one), RawClient(other)
        await me.event()
        await they.event()
        await me.data("send_private_msg", user_id=20001, message="hi")
        event = await they.event()
    assert (event["self_id"], event["user_id"], event["target_id"], event["post_type"]) == (20001, 10001, 10001, "message")
