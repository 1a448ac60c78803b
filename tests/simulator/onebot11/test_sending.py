"""Sending, recalling, fetching and marking, with the words NapCat fails in."""

import base64
from typing import Any

import pytest

from tui.simulator.model import Node, group_chat, private_chat
from tui.simulator.onebot11.errors import UNPARSABLE
from tui.simulator.onebot11.server import OneBotServer
from tui.simulator.segments import face, forward, png, text
from tui.simulator.world import RECALL_WINDOW

from .client import RawClient

TEXT = [{"type": "text", "data": {"text": "hi"}}]


async def test_a_sent_group_message_is_answered_and_reported(client: RawClient) -> None:
    answer = await client.data("send_group_msg", group_id=30001, message=TEXT)
    event = await client.event()
    assert answer == {"message_id": event["message_id"]}
    assert (event["post_type"], event["message_sent_type"], event["target_id"]) == ("message_sent", "self", 30001)
    assert (event["user_id"], event["message"]) == (10001, TEXT)


async def test_a_sent_private_message_names_its_peer_as_target(client: RawClient) -> None:
    await client.data("send_private_msg", user_id="20001", message=TEXT)
    event = await client.event()
    assert (event["user_id"], event["target_id"], event["sub_type"]) == (10001, 20001, "friend")


async def test_without_report_self_nothing_is_reported(server: OneBotServer, client: RawClient) -> None:
    server._reports_self = False
    await client.data("send_group_msg", group_id=30001, message=TEXT)
    assert await client.has_no_event()


async def test_send_msg_goes_where_it_is_told(client: RawClient) -> None:
    for params in ({"group_id": 30001}, {"user_id": 20001}, {"message_type": "private", "user_id": 20001, "group_id": 30001}):
        await client.data("send_msg", message=TEXT, **params)
    assert [(await client.event())["message_type"] for _ in range(3)] == ["group", "private", "private"]


@pytest.mark.parametrize(
    ("action", "params", "wording"),
    [
        ("send_private_msg", {"user_id": 29999}, "无法获取用户信息"),
        ("send_private_msg", {"group_id": 30001}, "当前私聊发送,请指定 user_id 而不是 group_id"),
        ("send_group_msg", {"user_id": 20001}, "当前群聊发送,请指定 group_id 而不是 user_id"),
        ("send_msg", {}, "请指定正确的 group_id 或 user_id"),
    ],
)
async def test_a_send_without_a_target_says_what_is_wrong(
    client: RawClient, action: str, params: dict[str, Any], wording: str
) -> None:
    assert await client.wording(action, message=TEXT, **params) == wording


@pytest.mark.parametrize(
    "message",
    [
        "",
        [],
        [{"type": "poke", "data": {}}],
        [{"type": "face", "data": {"id": "9999"}}],
        [{"type": "text", "data": {"text": ""}}],
        [7],
    ],
)
async def test_nothing_left_to_send_cannot_be_parsed(client: RawClient, message: Any) -> None:
    assert await client.wording("send_group_msg", group_id=30001, message=message) == UNPARSABLE


async def test_unknown_kinds_are_unknown(client: RawClient) -> None:
    assert await client.wording("send_group_msg", group_id=30001, message=[{"type": "tts", "data": {}}]) == "未知的消息类型"


async def test_a_missing_message_is_a_bad_parameter(client: RawClient) -> None:
    assert (await client.call("send_group_msg", group_id=30001))["retcode"] == 1400


async def test_the_muted_are_refused_by_the_kernel(server: OneBotServer, client: RawClient) -> None:
    await server.mute("30003", "10001", 600)
    wording = await client.wording("send_group_msg", group_id=30003, message=TEXT)
    assert wording.startswith("EventChecker Failed: NTEvent serviceAndMethod:NodeIKernelMsgService/sendMsg")
    assert '"result": 120' in wording


async def test_strings_are_decoded_unless_escaped(client: RawClient) -> None:
    code = "a&amp;b[CQ:at,qq=20001] [CQ:face,id=14]"
    await client.data("send_group_msg", group_id=30001, message=code)
    assert [part["type"] for part in (await client.event())["message"]] == ["text", "at", "text", "face"]
    await client.data("send_group_msg", group_id=30001, message=code, auto_escape=True)
    assert (await client.event())["message"] == [{"type": "text", "data": {"text": code}}]


async def test_mentions_vanish_in_private(client: RawClient) -> None:
    await client.data("send_private_msg", user_id=20001, message="[CQ:at,qq=20001]hi")
    assert (await client.event())["message"] == TEXT


async def test_a_reply_to_an_unknown_id_is_sent_without_it(server: OneBotServer, client: RawClient) -> None:
    quoted = server.message_id(await server.say_group("30001", "20001", "x"))
    await client.event()
    for number in (quoted, 12345):
        await client.data("send_group_msg", group_id=30001, message=f"[CQ:reply,id={number}]hi")
    assert (await client.event())["message"][0] == {"type": "reply", "data": {"id": str(quoted)}}
    assert (await client.event())["message"] == TEXT


async def test_an_uploaded_picture_can_be_fetched_again(client: RawClient) -> None:
    body = base64.b64encode(png(4, 4, (1, 2, 3))).decode()
    await client.data("send_group_msg", group_id=30001, message=[{"type": "image", "data": {"file": f"base64://{body}"}}])
    data = (await client.event())["message"][0]["data"]
    assert data["url"].startswith("https://multimedia.nt.qq.com.cn/")
    fetched = await client.data("get_image", file=data["file"])
    assert fetched["base64"] == body
    assert fetched["file_size"] == data["file_size"]


async def test_a_path_of_another_machine_is_not_found(client: RawClient) -> None:
    message = [{"type": "image", "data": {"file": "/home/me/a.png"}}]
    assert "ENOENT" in await client.wording("send_group_msg", group_id=30001, message=message)


async def test_an_own_message_is_recalled_and_reported(client: RawClient) -> None:
    for params in ({"group_id": 30003}, {"user_id": 20001}):
        number = (await client.data("send_msg", message=TEXT, **params))["message_id"]
        await client.event()
        assert await client.data("delete_msg", message_id=number) is None
        notice = await client.event()
        assert (notice["message_id"], notice["user_id"]) == (number, 10001)
        assert notice["notice_type"] == ("group_recall" if "group_id" in params else "friend_recall")


async def test_a_refused_recall_times_out_in_napcats_words(server: OneBotServer, client: RawClient) -> None:
    old = await server.say_private("20001", "x", by="10001")
    old.time -= RECALL_WINDOW + 1
    foreign = await server.say_group("30003", "20001", "x")
    for message, result in ((old, 8), (foreign, 7)):
        wording = await client.wording("delete_msg", message_id=server.message_id(message))
        assert wording.startswith("Timeout: NTEvent serviceAndMethod:NodeIKernelMsgService/recallMsg")
        assert f'"result": {result}' in wording
    assert await client.wording("delete_msg", message_id=1) == "Recall failed"


async def test_get_msg_shows_reactions(server: OneBotServer, client: RawClient) -> None:
    message = await server.say_group("30001", "20001", "x")
    await server.react(message, "20002", "76")
    fetched = await client.data("get_msg", message_id=server.message_id(message))
    assert fetched["emoji_likes_list"] == [{"emoji_id": "76", "emoji_type": "1", "likes_cnt": "1"}]
    assert await client.wording("get_msg", message_id=5) == "消息不存在"
    await server.recall(message)
    assert await client.wording("get_msg", message_id=server.message_id(message)) == "消息不存在"


async def test_a_forward_is_fetched_by_its_segment_or_message(server: OneBotServer, client: RawClient) -> None:
    inner = forward([Node("20002", "一菲", 1_700_000_100, [text("里层")])])
    nodes = [Node("20001", "小贤", 1_700_000_000, [text("外层"), face(14)]), Node("20002", "一菲", 1_700_000_050, [inner])]
    message = await server.say_group("30001", "20001", [forward(nodes)])
    segment = (await client.event())["message"][0]
    assert segment == {"type": "forward", "data": {"id": str(message.uid)}}
    for wanted in ({"id": segment["data"]["id"]}, {"message_id": server.message_id(message)}):
        rows = (await client.data("get_forward_msg", **wanted))["messages"]
        assert [row["sender"]["nickname"] for row in rows] == ["小贤", "一菲"]
        nested = rows[1]["message"][0]["data"]
        assert nested["content"][0]["raw_message"] == "里层"
        assert "内层" in await client.wording("get_forward_msg", id=nested["id"])


async def test_nodes_are_sent_as_a_forward(server: OneBotServer, client: RawClient) -> None:
    original = server.message_id(await server.say_group("30001", "20001", "原话"))
    await client.event()
    nodes = [
        {"type": "node", "data": {"id": str(original)}},
        {"type": "node", "data": {"user_id": "20002", "nickname": "一菲", "content": "后话"}},
    ]
    sent = await client.data("send_group_forward_msg", group_id=30001, messages=nodes)
    rows = (await client.data("get_forward_msg", id=sent["forward_id"]))["messages"]
    assert [(row["sender"]["nickname"], row["raw_message"]) for row in rows] == [("贤哥", "原话"), ("一菲", "后话")]
    mixed = await client.call("send_group_msg", group_id=30001, message=[*nodes, *TEXT])
    assert mixed["retcode"] == 1400


@pytest.mark.parametrize(
    ("action", "params"),
    [
        ("mark_group_msg_as_read", {"group_id": 30001}),
        ("mark_private_msg_as_read", {"user_id": 20001}),
        ("_mark_all_as_read", {}),
    ],
)
async def test_marks_reach_the_world(server: OneBotServer, client: RawClient, action: str, params: dict[str, int]) -> None:
    group, friend = group_chat("30001"), private_chat("10001", "20001")
    await server.say_group("30001", "20001", "x")
    await server.say_private("20001", "x")
    assert await client.data(action, **params) is None
    unread = [server.world.unread("10001", chat) for chat in (group, friend)]
    assert unread == [0 if action != "mark_private_msg_as_read" else 1, 0 if action != "mark_group_msg_as_read" else 1]


async def test_a_mark_by_message_finds_its_chat(server: OneBotServer, client: RawClient) -> None:
    message = await server.say_private("20001", "x")
    await client.data("mark_msg_as_read", message_id=server.message_id(message))
    assert server.world.unread("10001", message.chat) == 0
    assert await client.wording("mark_msg_as_read") == "缺少参数 group_id 或 user_id"


async def test_a_reaction_is_reported(server: OneBotServer, client: RawClient) -> None:
    message = await server.say_group("30001", "20001", "x")
    await client.event()
    number = server.message_id(message)
    for is_set, count in ((True, 1), (False, 0)):
        await client.data("set_msg_emoji_like", message_id=number, emoji_id=76, set=is_set)
        notice = await client.event()
        assert (notice["notice_type"], notice["is_add"]) == ("group_msg_emoji_like", is_set)
        assert notice["likes"] == [{"emoji_id": "76", "count": count}]
    assert await client.wording("set_msg_emoji_like", message_id=1, emoji_id=76) == "msg not found"


async def test_pokes_are_reported_in_both_shapes(client: RawClient) -> None:
    await client.call("send_poke", user_id=20001, group_id=30001)
    await client.call("friend_poke", user_id=20001)
    group, friend = await client.event(), await client.event()
    assert (group["user_id"], group["target_id"], group["group_id"]) == (10001, 20001, 30001)
    assert (friend["user_id"], friend["sender_id"], friend["target_id"]) == (20001, 10001, 20001)
    assert "group_id" not in friend
    assert await client.wording("send_poke") == "请检查参数，缺少 user_id 或 group_id"


async def test_the_eleventh_like_of_a_day_is_one_too_many(client: RawClient) -> None:
    assert (await client.call("send_like", user_id=20001, times=10))["status"] == "ok"
    assert "上限" in await client.wording("send_like", user_id=20001)


async def test_typing_needs_its_event_type(client: RawClient) -> None:
    assert (await client.call("set_input_status", user_id=20001))["retcode"] == 1400
    assert await client.data("set_input_status", user_id=20001, event_type=1)


async def test_a_picture_is_made_for_any_name(client: RawClient) -> None:
    fetched = await client.data("get_image", file="whatever.jpg")
    assert base64.b64decode(fetched["base64"]).startswith(b"\x89PNG")
    assert await client.wording("get_image") == "file not found"
