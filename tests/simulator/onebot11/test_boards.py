"""Announcements, portraits, honours and what is counted by the day."""

import base64
import json
from typing import Any

import pytest

from tui.simulator.model import group_chat
from tui.simulator.onebot11.server import OneBotServer
from tui.simulator.segments import at, image, png, text
from tui.simulator.world import World

from .client import RawClient

PICTURE = f"base64://{base64.b64encode(png(30, 20, (1, 2, 3))).decode()}"


async def test_an_announcement_is_seen_listed_and_taken_down(client: RawClient) -> None:
    await client.data("_send_group_notice", group_id=30001, content="周六集合")
    (card,) = (await client.event())["message"]
    assert (card["type"], json.loads(card["data"]["data"])["prompt"]) == ("json", "[群公告]周六集合")
    (row,) = await client.data("_get_group_notice", group_id=30001)
    assert list(row) == ["notice_id", "sender_id", "publish_time", "message", "settings", "read_num"]
    assert (row["sender_id"], row["message"]) == (10001, {"text": "周六集合", "image": [], "images": []})
    await client.data("_del_group_notice", group_id=30001, notice_id=row["notice_id"])
    assert await client.data("_get_group_notice", group_id=30001) == []
    assert "公告不存在" in await client.wording("_del_group_notice", group_id=30001, notice_id=row["notice_id"])


async def test_announcements_have_pictures_and_pinned_ones_stand_first(client: RawClient) -> None:
    await client.data("_send_group_notice", group_id=30001, content="甲", pinned=1, image=PICTURE)
    await client.data("_send_group_notice", group_id=30001, content="乙", confirm_required="0")
    first, second = await client.data("_get_group_notice", group_id=30001)
    assert (first["message"]["text"], second["message"]["text"]) == ("甲", "乙")
    (shown,) = first["message"]["images"]
    assert (shown["width"], shown["height"]) == ("30", "20")
    assert (first["settings"]["confirm_required"], second["settings"]["confirm_required"]) == (1, 0)


async def test_a_member_announces_nothing(server: OneBotServer, client: RawClient) -> None:
    wording = await client.wording("_send_group_notice", group_id=30003, content="x")
    assert wording == "设置群公告失败,错误信息:ERR_NOT_GROUP_ADMIN"
    assert await client.has_no_event()
    notice = await server.publish("30003", "y")
    assert "ERR_NOT_GROUP_ADMIN" in await client.wording("_del_group_notice", group_id=30003, notice_id=notice.id)
    assert [row["notice_id"] for row in await client.data("_get_group_notice", group_id=30003)] == [notice.id]


async def test_an_announcement_with_a_false_picture_is_none(client: RawClient) -> None:
    for source in ("nonsense", "base64://AAAA"):
        assert "失败" in await client.wording("_send_group_notice", group_id=30001, content="x", image=source)
    assert await client.data("_get_group_notice", group_id=30001) == []


async def test_the_portrait_is_the_administrators(server: OneBotServer, client: RawClient) -> None:
    assert await client.data("set_group_portrait", group_id=30002, file=PICTURE) == {"result": 0, "errMsg": ""}
    group = server.world.group("30002")
    assert server.world.media[group.portrait] == png(30, 20, (1, 2, 3))
    assert "权限不足" in await client.wording("set_group_portrait", group_id=30003, file=PICTURE)
    assert "图片格式" in await client.wording("set_group_portrait", group_id=30002, file="base64://AAAA")
    assert server.world.group("30003").portrait == ""


def talk(world: World) -> None:
    now = world.now()
    for day in range(7, -1, -1):
        world.remember(group_chat("30001"), "20001", [text("早")], now - day * 86_400)
    for _ in range(10):
        world.remember(group_chat("30001"), "20002", [image("a.jpg", 5)], now - 60)


async def test_honours_are_counted_from_the_talk(server: OneBotServer, client: RawClient) -> None:
    talk(server.world)
    info = await client.data("get_group_honor_info", group_id=30001)
    assert info["current_talkative"] == info["talkative_list"][0]
    assert (info["current_talkative"]["user_id"], info["current_talkative"]["description"]) == (20002, "10条消息")
    ids = {kind: [row["user_id"] for row in info[f"{kind}_list"]] for kind in ("performer", "legend", "emotion", "strong_newbie")}
    assert ids == {"performer": [20001], "legend": [20001], "emotion": [20002], "strong_newbie": []}
    only = await client.data("get_group_honor_info", group_id=30001, type="emotion")
    assert (only["talkative_list"], only["current_talkative"], len(only["emotion_list"])) == ([], {}, 1)


async def test_calling_all_is_counted(server: OneBotServer, client: RawClient) -> None:
    async def left(group_id: int) -> Any:
        return list((await client.data("get_group_at_all_remain", group_id=group_id)).values())

    assert await left(30001) == [True, 20, 10]
    await client.data("send_group_msg", group_id=30001, message=[{"type": "at", "data": {"qq": "all"}}])
    await server.say_group("30001", "20009", [at("all")])
    assert await left(30001) == [True, 18, 9]
    assert await left(30003) == [False, 20, 0]


@pytest.mark.parametrize("action", ["set_group_sign", "send_group_sign"])
async def test_signing_in_counts_once_a_day(server: OneBotServer, client: RawClient, action: str) -> None:
    for _ in range(2):
        await client.data(action, group_id=30003)
    assert len(server.world.group("30003").signed) == 1
    assert await client.wording(action, group_id=39999) == "群39999不存在"


async def test_the_muted_are_listed_while_they_are(client: RawClient) -> None:
    assert await client.data("get_group_shut_list", group_id=30001) == []
    await client.data("set_group_ban", group_id=30001, user_id=20001, duration=600)
    until = (await client.data("get_group_member_info", group_id=30001, user_id=20001))["shut_up_timestamp"]
    (row,) = await client.data("get_group_shut_list", group_id=30001)
    assert (row["uin"], row["cardName"], row["shutUpTime"]) == ("20001", "贤哥", until)
    await client.data("set_group_ban", group_id=30001, user_id=20001, duration=0)
    assert await client.data("get_group_shut_list", group_id=30001) == []


async def test_the_rarer_rows_name_the_owner(client: RawClient) -> None:
    extra = await client.data("get_group_info_ex", group_id=30002)
    assert extra["extInfo"]["groupOwnerId"]["memberUin"] == "20009"
    detail = await client.data("get_group_detail_info", group_id=30002)
    assert (detail["group_id"], detail["ownerUin"], detail["member_count"]) == (30002, "20009", 6)


async def test_a_group_is_remarked(client: RawClient) -> None:
    await client.data("set_group_remark", group_id=30003, remark="周三打球")
    rows = {row["group_id"]: row["group_remark"] for row in await client.data("get_group_list")}
    assert rows[30003] == "周三打球"


async def test_doubtful_requests_are_told_to_nobody_and_listed_apart(server: OneBotServer, client: RawClient) -> None:
    asked = server.world.ask("add", "20004", "广告", group_id="30001", is_filtered=True)
    assert await client.has_no_event()
    assert (await client.data("get_group_system_msg"))["join_requests"] == []
    (row,) = (await client.data("get_group_ignored_notifies"))["join_requests"]
    assert (str(row["request_id"]), row["message"]) == (asked.flag, "广告")
