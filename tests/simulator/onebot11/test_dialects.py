"""The simulated implementations other than NapCat: whom they let in, how they answer, what they lack, how they show the world."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.simulator.bare_client import LIMIT, Frame
from tui.simulator import segments as make
from tui.simulator.model import private_chat
from tui.simulator.onebot11.actions import ACTIONS
from tui.simulator.onebot11.dialects import DIALECTS
from tui.simulator.onebot11.server import OneBotServer
from tui.simulator.world import World

from .client import RawClient

OTHERS = tuple(name for name in DIALECTS if name != "napcat")
LL, LG, GC = "llbot", "lagrange", "gocqhttp"


@pytest.fixture
def dialect() -> str:
    return LL


@pytest.fixture
async def server(world: World, dialect: str) -> AsyncIterator[OneBotServer]:
    async with OneBotServer(world, heartbeat=0, report_self=True, dialect=dialect) as running:
        yield running


only = {name: pytest.mark.parametrize("dialect", [name]) for name in OTHERS}
others = pytest.mark.parametrize("dialect", OTHERS)
every = pytest.mark.parametrize("dialect", list(DIALECTS))


async def exchange(server: OneBotServer, text: str, path: str = "") -> Frame:
    """The first answer to a frame."""
    async with asyncio.timeout(LIMIT), connect(server.url + path) as socket:
        await socket.send(text)
        while "post_type" in (frame := json.loads(await socket.recv())):
            continue
        answer: Frame = frame
        return answer


# -- who is let in


@pytest.mark.parametrize(
    ("dialect", "query", "header", "status"),
    [
        (LG, "", "", 403),
        (LG, "", "Bearer wrong", 403),
        (LG, "?access_token=t", "Token t", 403),
        (LG, "?access_token=t", "", 0),
        (LG, "?access_token=wrong", "Bearer t", 0),
        (GC, "", "", 401),
        (GC, "", "Bearer wrong", 403),
        (GC, "", "Token t", 0),
        (GC, "?access_token=t", "", 0),
        (LL, "?access_token=t", "Bearer wrong", 1008),
        (LL, "", "", 1008),
        (LL, "?access_token=wrong", "Bearer t", 0),
    ],
)
async def test_who_is_let_in(world: World, dialect: str, query: str, header: str, status: int) -> None:
    headers = {"Authorization": header} if header else {}
    async with OneBotServer(world, token="t", dialect=dialect) as server, asyncio.timeout(LIMIT):
        try:
            async with connect(server.url + query, additional_headers=headers) as socket:
                first = json.loads(await socket.recv())
                if first.get("meta_event_type") == "lifecycle":
                    assert status == 0
                    return
                assert "echo" not in first and (first["retcode"], first["wording"]) == (1403, "token验证失败")
                with pytest.raises(ConnectionClosed):
                    await socket.recv()
                assert (socket.close_code, socket.close_reason) == (status, "invalid access token")
        except InvalidStatus as refused:
            assert refused.response.status_code == status


@only[LL]
async def test_llbot_is_silent_on_paths_of_ones_own(server: OneBotServer) -> None:
    async with connect(server.url + "elsewhere") as socket:
        await socket.send('{"action": "get_status", "echo": "1"}')
        await server.say_group("30001", "20001", "hi")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(socket.recv(), 0.1)


@others
async def test_the_event_path_hears_no_calls(server: OneBotServer, dialect: str) -> None:
    async with connect(server.url + "event") as socket:
        assert json.loads(await socket.recv())["meta_event_type"] == "lifecycle"
        await socket.send('{"action": "get_status", "echo": "1"}')
        await server.poke("20001")
        assert json.loads(await socket.recv())["sub_type"] == "poke"
    assert not server.calls


# -- how they answer


UNKNOWN = {
    LL: {"status": "failed", "retcode": 1404, "data": None, "message": "x API 不存在", "wording": "x API 不存在", "echo": "1"},
    LG: {"status": "failed", "retcode": 404, "data": None, "echo": "1"},
    GC: {
        "data": None,
        "retcode": 404,
        "msg": "API_NOT_FOUND",
        "wording": "API不存在",
        "message": "API不存在",
        "status": "failed",
        "echo": "1",
    },
}


@others
async def test_an_unknown_action(server: OneBotServer, dialect: str) -> None:
    assert await exchange(server, '{"action": "x", "echo": "1"}') == UNKNOWN[dialect]


@others
async def test_what_is_answered_without_an_echo(server: OneBotServer, dialect: str) -> None:
    answer = await exchange(server, '{"action": "get_login_info"}')
    assert answer["data"]["user_id"] == 10001 and "stream" not in answer
    assert ("echo" in answer) is (dialect == LG)


@others
async def test_what_can_not_be_read(server: OneBotServer, dialect: str) -> None:
    broken = '{"action": "get_status", "echo": "e1", "params": {'
    if dialect == LG:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(exchange(server, broken), 0.1)
        return
    answer = await exchange(server, broken)
    assert (answer["retcode"], answer.get("echo")) == {LL: (1400, "e1"), GC: (404, None)}[dialect]


FAILURES = {
    LL: {"retcode": 1200, "wording": "消息不存在", "message": "消息不存在"},
    LG: {"retcode": 200},
    GC: {"retcode": 100, "wording": "消息不存在", "message": "消息不存在", "msg": "MSG_NOT_FOUND"},
}


@others
async def test_a_failure(client: RawClient, dialect: str) -> None:
    answer = await client.call("get_msg", message_id=4711)
    told = {key: value for key, value in answer.items() if key not in ("status", "data", "echo")}
    assert answer["status"] == "failed" and told == FAILURES[dialect]


@others
async def test_a_muted_account_is_refused(server: OneBotServer, client: RawClient, dialect: str) -> None:
    await server.mute("30003", "10001", 600)
    answer = await client.call("send_group_msg", group_id=30003, message="x")
    assert answer["retcode"] == {LL: 1200, LG: 120, GC: 100}[dialect]


@only[GC]
async def test_every_action_of_go_cqhttp_has_a_twin(client: RawClient) -> None:
    assert (await client.data("get_login_info_async"))["user_id"] == 10001


@every
async def test_what_it_calls_itself_and_how_it_is(client: RawClient, dialect: str) -> None:
    names = {"napcat": "NapCat.Onebot", LL: "LLOneBot", LG: "Lagrange.OneBot", GC: "go-cqhttp"}
    assert (await client.data("get_version_info"))["app_name"] == names[dialect]
    status = await client.data("get_status")
    assert status["online"] is status["good"] is True
    assert ("app_good" in status) is (dialect in (LG, GC))


@others
def test_each_has_its_own_actions(dialect: str) -> None:
    actions = DIALECTS[dialect].actions
    assert "get_recent_contact" not in actions and "send_group_msg" in actions
    own = {name for name in actions if name not in ACTIONS}
    assert (
        own
        == {
            LL: {"_delete_group_notice", "get_group_ignore_add_request", "get_rkey"},
            LG: {"set_group_reaction", "delete_group_file_folder", "get_group_requests", "get_rkey"},
            GC: set(),
        }[dialect]
    )
    assert ("get_friend_msg_history" in actions) is (dialect != GC)


# -- how they show the world


@every
async def test_a_group_message(server: OneBotServer, client: RawClient, dialect: str) -> None:
    said = await server.say_group("30001", "20001", "a[b]")
    frame = await client.event()
    number = frame["message_id"]
    assert -(2**31) <= number < 2**31 and server.ids.find(number) is said
    assert frame["message"] == ("a&#91;b&#93;" if dialect == GC else [make.text("a[b]")])
    assert frame["raw_message"] == "a&#91;b&#93;" and frame["sender"]["card"] == "贤哥"
    assert frame.get("message_seq") == {"napcat": number, LL: said.seq, LG: None, GC: said.seq}[dialect]
    assert ("message_format" in frame) is (dialect in ("napcat", LL))
    assert ("anonymous" in frame) is (dialect in (LG, GC))


@every
async def test_own_messages(server: OneBotServer, client: RawClient, dialect: str) -> None:
    await server.say_private("20001", "x", by="10001")
    frame = await client.event()
    assert frame["post_type"] == ("message" if dialect == LG else "message_sent")
    assert (frame["user_id"], frame["target_id"]) == (10001, 20001)


@every
async def test_without_reporting_own_messages_are_kept_where_ids_are(world: World, dialect: str) -> None:
    async with OneBotServer(world, heartbeat=0, dialect=dialect) as server, connect(server.url) as socket:
        client = RawClient(socket)
        await client.event()
        said = await server.say_group("30001", "10001", "x")
        assert await client.has_no_event()
        is_known = server.ids.find(server.ids.number_of(said)) is said
        assert is_known is (dialect != "napcat")
        await server.restart()
        assert (server.ids.find(server.ids.number_of(said)) is said) is is_known


@every
async def test_a_temporary_chat_names_its_group(server: OneBotServer, client: RawClient, dialect: str) -> None:
    await server.say_temp("20004", "30001", "x")
    frame = await client.event()
    assert frame["sub_type"] == "group"
    places = {"beside": frame.get("group_id"), "inside": frame["sender"].get("group_id")}
    assert {key for key, value in places.items() if value} == {"napcat": {"beside"}, LG: set()}.get(dialect, {"inside"})


@others
async def test_segments(server: OneBotServer, client: RawClient, dialect: str) -> None:
    shown: dict[str, list[Any]] = {
        LL: [{"type": "at", "data": {"qq": "20002", "name": "胡一菲"}}, "mface"],
        LG: [{"type": "at", "data": {"qq": "20002", "name": "@胡一菲"}}, "mface", {"type": "text", "data": {"text": "[汪汪]"}}],
        GC: [{"type": "at", "data": {"qq": "20002"}}, {"type": "text", "data": {"text": "[汪汪]"}}],
    }
    server.shapes.format = "array"
    await server.say_group("30001", "20001", [make.at("20002"), make.store_sticker("汪汪", "k", 7)])
    parts = (await client.event())["message"]
    assert [part["type"] if part["type"] == "mface" else part for part in parts] == shown[dialect]
    await server.say_group("30001", "20001", [make.image("ABC.jpg", 12)])
    picture = (await client.event())["message"][0]["data"]
    assert picture["subType"] == ("0" if dialect == GC else 0)
    assert picture["file"] == {LL: "ABC.jpg", LG: picture["url"], GC: "abc.image"}[dialect]


@every
async def test_notices(server: OneBotServer, client: RawClient, dialect: str) -> None:
    said = await server.say_group("30002", "20001", "a")
    await client.event()
    server.world.poke(private_chat("10001", "20001"), "10001", "20001")
    await server.rename_group("30002", "新")
    await server.react(said, "20002", "76")
    await server.set_essence(said, False, by="20009")
    await server.mute_all("30002")
    await server.disband("30002")
    told: list[Frame] = []
    while not told or told[-1]["notice_type"] not in ("group_decrease", "group_dismiss"):
        told.append(await client.event())
    kinds = [frame.get("sub_type") if frame["notice_type"] == "notify" else frame["notice_type"] for frame in told]
    assert (
        kinds
        == {
            "napcat": ["poke", "group_name", "group_msg_emoji_like", "group_ban", "group_decrease"],
            LL: ["poke", "group_msg_emoji_like", "group_ban", "group_dismiss"],
            LG: ["poke", "group_name_change", "reaction", "group_ban", "group_decrease"],
            GC: ["group_ban", "group_decrease"],
        }[dialect]
    )
    ban = next(frame for frame in told if frame["notice_type"] == "group_ban")
    assert (ban["user_id"], ban["duration"]) == (0, 268_435_455 if dialect == GC else -1)
    if dialect == LL:
        assert (told[0]["user_id"], told[0]["target_id"], "sender_id" in told[0]) == (20001, 20001, False)
    if dialect == LG:
        assert (told[0]["user_id"], told[0]["sender_id"], told[0]["target_id"]) == (10001, 10001, 20001)


@only[LG]
async def test_lagrange_heralds_a_friend_request_as_a_friend(server: OneBotServer, client: RawClient) -> None:
    await server.request("friend", "20888", "我是")
    assert (await client.event())["notice_type"] == "friend_add"
    assert (await client.event())["request_type"] == "friend"


@every
async def test_forwards_are_fetched_in_their_shapes(server: OneBotServer, client: RawClient, dialect: str) -> None:
    node = {"type": "node", "data": {"user_id": "20001", "nickname": "甲", "content": [make.text("里")]}}
    sent = await client.data("send_group_forward_msg", group_id=30001, messages=[node])
    got = await client.data("get_forward_msg", id=sent["forward_id"])
    rows = got["message"] if dialect == LG else got["messages"]
    assert len(rows) == 1
    content = rows[0]["data"]["content"] if dialect == LG else rows[0].get("content", rows[0].get("message"))
    assert content == ("里" if dialect == GC else [make.text("里")])


# -- history


@others
async def test_history_goes_back_from_its_anchor(server: OneBotServer, client: RawClient, dialect: str) -> None:
    said = [await server.say_group("30001", "20001", str(number)) for number in range(30)]
    anchor: dict[str, Any] = {"message_id": server.message_id(said[9])} if dialect == LG else {"message_seq": said[9].seq}
    count = {} if dialect == GC else {"count": 3}
    rows = (await client.data("get_group_msg_history", group_id=30001, **anchor, **count))["messages"]
    assert [row["raw_message"] for row in rows] == [str(n) for n in range(0 if dialect == GC else 7, 10)]
    newest = (await client.data("get_group_msg_history", group_id=30001, message_id=0, **count))["messages"]
    assert [row["raw_message"] for row in newest] == [str(n) for n in range(10 if dialect == GC else 27, 30)]


@only[LL]
async def test_llbot_turns_rows_over_and_no_other_way(server: OneBotServer, client: RawClient) -> None:
    said = [await server.say_private("20001", str(number)) for number in range(5)]
    ask = {"user_id": 20001, "message_seq": said[3].seq, "count": 2, "reverseOrder": True}
    rows = (await client.data("get_friend_msg_history", **ask))["messages"]
    assert [row["raw_message"] for row in rows] == ["3", "2"]


@only[LG]
async def test_lagrange_spoils_a_page_that_reaches_too_far(server: OneBotServer, client: RawClient) -> None:
    first = await server.say_group("30001", "20001", "a")
    second = await server.say_private("20001", "b", by="10001")
    for action, params in (
        ("get_group_msg_history", {"group_id": 30001, "message_id": server.message_id(first), "count": 2}),
        ("get_group_msg_history", {"group_id": 30002, "message_id": 0}),
        ("get_friend_msg_history", {"user_id": 20001, "message_id": server.message_id(second)}),
        ("get_friend_msg_history", {"user_id": 20001, "message_id": 0}),
    ):
        assert (await client.call(action, **params))["retcode"] == 200


@only[GC]
async def test_go_cqhttp_falls_over_somebody_who_left(server: OneBotServer, client: RawClient) -> None:
    await server.say_group("30001", "20004", "a")
    await server.leave("30001", "20004")
    await client.send("get_group_msg_history", group_id=30001)
    with pytest.raises(ConnectionClosed):
        while True:
            await client.receive()
