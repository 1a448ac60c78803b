"""Acts on groups and requests: their events, and what NapCat says or hides when QQ refuses."""

from typing import Any

import pytest

from tui.simulator.model import Role
from tui.simulator.onebot11.server import OneBotServer

from .client import RawClient


async def test_a_mute_is_reported_and_silences(server: OneBotServer, client: RawClient) -> None:
    assert await client.data("set_group_ban", group_id=30001, user_id=20001, duration=600) is None
    notice = await client.event()
    assert list(notice) == [
        "time", "self_id", "post_type", "group_id", "user_id", "notice_type", "operator_id", "duration", "sub_type",
    ]  # fmt: skip
    assert (notice["sub_type"], notice["duration"], notice["operator_id"]) == ("ban", 600, 10001)
    row = await client.data("get_group_member_info", group_id=30001, user_id=20001)
    assert row["shut_up_timestamp"] == server.world.member("30001", "20001").muted_until > 0


async def test_a_mute_without_duration_lifts(client: RawClient) -> None:
    await client.data("set_group_ban", group_id=30001, user_id=20001)
    notice = await client.event()
    assert (notice["sub_type"], notice["duration"]) == ("lift_ban", 0)


@pytest.mark.parametrize(
    ("group_id", "user_id", "wording"),
    [
        (30003, 20001, "ERR_NOT_GROUP_ADMIN"),
        (30002, 20009, "cannot ban owner"),
        (30001, 29999, "uid error"),
        (39999, 20001, "ERR_NOT_GROUP_ADMIN"),
    ],
)
async def test_a_refused_mute_says_why(client: RawClient, group_id: int, user_id: int, wording: str) -> None:
    assert await client.wording("set_group_ban", group_id=group_id, user_id=user_id, duration=60) == wording
    assert await client.has_no_event()


async def test_an_administrator_muting_another_seems_to_succeed(server: OneBotServer, client: RawClient) -> None:
    await server.set_admin("30002", "20001", True)
    await client.event()
    assert await client.data("set_group_ban", group_id=30002, user_id=20001, duration=60) is None
    assert await client.has_no_event()
    assert server.world.member("30002", "20001").muted_until == 0


async def test_whole_mute_has_user_zero(client: RawClient) -> None:
    await client.data("set_group_whole_ban", group_id=30001)
    await client.data("set_group_whole_ban", group_id=30001, enable=False)
    begun, ended = await client.event(), await client.event()
    assert (begun["user_id"], begun["duration"], begun["sub_type"]) == (0, -1, "ban")
    assert (ended["user_id"], ended["duration"], ended["sub_type"]) == (0, 0, "lift_ban")
    wording = await client.wording("set_group_whole_ban", group_id=30003)
    assert wording == "SetGroupWholeBan failed: ERR_NOT_GROUP_ADMIN 120101005"


async def test_a_kick_is_reported_or_silently_refused(server: OneBotServer, client: RawClient) -> None:
    await client.data("set_group_kick", group_id=30001, user_id=20001)
    notice = await client.event()
    assert (notice["notice_type"], notice["sub_type"], notice["operator_id"]) == ("group_decrease", "kick", 10001)
    await client.data("set_group_kick", group_id=30003, user_id=20001)
    assert await client.has_no_event()
    assert "20001" in server.world.group("30003").members


async def test_a_card_is_reported_when_its_bearer_speaks(server: OneBotServer, client: RawClient) -> None:
    await client.data("set_group_card", group_id=30001, user_id=20001, card="新名片")
    assert await client.has_no_event()
    await server.say_group("30001", "20001", "x")
    notice, message = await client.event(), await client.event()
    assert (notice["notice_type"], notice["card_new"], notice["card_old"]) == ("group_card", "新名片", "贤哥")
    assert message["sender"]["card"] == "新名片"
    await server.say_group("30001", "20001", "y")
    assert (await client.event())["post_type"] == "message"


async def test_a_card_that_was_changed_back_is_not_reported(server: OneBotServer, client: RawClient) -> None:
    await server.set_card("30001", "20001", "别的")
    await server.set_card("30001", "20001", "贤哥")
    await server.say_group("30001", "20001", "x")
    assert (await client.event())["post_type"] == "message"


@pytest.mark.parametrize(
    ("action", "params", "kind", "extra"),
    [
        ("set_group_admin", {"user_id": 20001, "enable": True}, "group_admin", {"sub_type": "set", "user_id": 20001}),
        (
            "set_group_special_title",
            {"user_id": 20001, "special_title": "头衔"},
            "notify",
            {"sub_type": "title", "title": "头衔"},
        ),
        ("set_group_name", {"group_name": "新名"}, "notify", {"sub_type": "group_name", "name_new": "新名", "user_id": 10001}),
    ],
)
async def test_the_owner_changes_and_it_is_reported(
    client: RawClient, action: str, params: dict[str, Any], kind: str, extra: dict[str, Any]
) -> None:
    assert (await client.call(action, group_id=30001, **params))["status"] == "ok"
    notice = await client.event()
    assert notice["notice_type"] == kind
    assert notice == notice | extra


async def test_a_title_goes_without_a_word(server: OneBotServer, client: RawClient) -> None:
    await server.set_title("30001", "20001", "头衔")
    await client.event()
    await client.data("set_group_special_title", group_id=30001, user_id=20001)
    assert await client.has_no_event()
    assert server.world.member("30001", "20001").title == ""


async def test_a_member_changes_nothing(server: OneBotServer, client: RawClient) -> None:
    await client.call("set_group_admin", group_id=30003, user_id=20001, enable=True)
    await client.call("set_group_special_title", group_id=30003, user_id=20001, special_title="x")
    await client.call("set_group_card", group_id=30003, user_id=20001, card="x")
    assert "ERR_NOT_GROUP_ADMIN" in await client.wording("set_group_name", group_id=30003, group_name="x")
    assert await client.has_no_event()
    member = server.world.member("30003", "20001")
    assert (member.role, member.title, member.card) == (Role.MEMBER, "", "贤哥")


async def test_leaving_is_reported_and_the_owner_stays(server: OneBotServer, client: RawClient) -> None:
    await client.data("set_group_leave", group_id=30003)
    await client.data("set_group_leave", group_id=30001)
    notice = await client.event()
    assert (notice["sub_type"], notice["user_id"], notice["group_id"]) == ("leave", 10001, 30003)
    assert [group["group_id"] for group in await client.data("get_group_list")] == [30001, 30002]


async def test_essence_is_added_listed_and_removed(server: OneBotServer, client: RawClient) -> None:
    number = server.message_id(await server.say_group("30001", "20001", "金句"))
    await client.event()
    assert (await client.data("set_essence_msg", message_id=number))["result"]["errorCode"] == 0
    notice = await client.event()
    assert (notice["notice_type"], notice["sub_type"], notice["message_id"]) == ("essence", "add", number)
    assert (notice["sender_id"], notice["operator_id"]) == (20001, 10001)
    (row,) = await client.data("get_essence_msg_list", group_id=30001)
    assert (row["message_id"], row["sender_nick"], row["content"][0]["data"]["text"]) == (number, "贤哥", "金句")
    await client.data("delete_essence_msg", message_id=number)
    assert await client.has_no_event()
    assert await client.data("get_essence_msg_list", group_id=30001) == []


async def test_refused_essence_is_ok_outside_and_an_error_inside(server: OneBotServer, client: RawClient) -> None:
    number = server.message_id(await server.say_group("30003", "20001", "x"))
    assert (await client.data("set_essence_msg", message_id=number))["result"]["errorCode"] != 0
    assert await client.wording("set_essence_msg", message_id=1) == "msg not found"
    assert await client.wording("delete_essence_msg", message_id=1) == "消息不存在"


async def test_a_friend_request_is_approved_with_a_remark(server: OneBotServer, client: RawClient) -> None:
    await server.request("friend", "20777", "我是新来的")
    request = await client.event()
    assert (request["request_type"], request["user_id"], request["comment"]) == ("friend", 20777, "我是新来的")
    answer = await client.call("set_friend_add_request", flag=request["flag"], remark="新来的")
    assert answer["status"] == "ok"
    assert (await client.event())["notice_type"] == "friend_add"
    assert (await client.event())["message_type"] == "private"
    rows = {row["user_id"]: row["remark"] for row in await client.data("get_friend_list")}
    assert rows[20777] == "新来的"
    assert await client.wording("set_friend_add_request", flag=request["flag"]) == "No such request"


async def test_group_requests_are_listed_and_answered(server: OneBotServer, client: RawClient) -> None:
    await server.request("add", "20777", "问题：口令\n答案：敲", group_id="30002")
    await server.request("invite", "20001", group_id="30003")
    await server.request("add", "20778", "x", group_id="30003")
    asked, invited = await client.event(), await client.event()
    assert (asked["sub_type"], invited["sub_type"]) == ("add", "invite")
    assert await client.has_no_event()
    listed = await client.data("get_group_system_msg")
    assert listed["invited_requests"] == listed["InvitedRequest"]
    row = next(row for row in listed["join_requests"] if str(row["request_id"]) == asked["flag"])
    assert (row["group_name"], row["checked"], row["invitor_uin"]) == ("读书会", False, 20777)
    await client.data("set_group_add_request", flag=asked["flag"], approve=True)
    joined = await client.event()
    assert (joined["notice_type"], joined["sub_type"], joined["operator_id"]) == ("group_increase", "approve", 10001)
    await client.data("set_group_add_request", flag=invited["flag"], approve="false", reason="忙")
    assert await client.has_no_event()
    assert server.world.requests[invited["flag"]].reason == "忙"
    listed = await client.data("get_group_system_msg")
    assert [(row["checked"], row["actor"]) for row in listed["invited_requests"]] == [(True, 10001)]
    assert await client.wording("set_group_add_request", flag="1") == "No such request"
