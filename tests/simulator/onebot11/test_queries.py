"""Lists and profiles: rows in NapCat's shape."""

import pytest

from tui.simulator.model import Member, User
from tui.simulator.onebot11.server import OneBotServer

from .client import RawClient


async def test_friends_come_flat_and_by_category(client: RawClient) -> None:
    rows = await client.data("get_friend_list")
    assert list(rows[0]) == [
        "birthday_year", "birthday_month", "birthday_day", "user_id", "age", "phone_num", "email", "category_id",
        "nickname", "remark", "sex", "level",
    ]  # fmt: skip
    categories = await client.data("get_friends_with_category")
    shown = [(row["categoryName"], [friend["user_id"] for friend in row["buddyList"]]) for row in categories]
    assert shown == [("我的好友", [20001, 20003]), ("同事", [20002])]
    assert [row["categoryMbCount"] for row in categories] == [2, 1]


async def test_groups_tell_name_and_size(client: RawClient) -> None:
    rows = await client.data("get_group_list")
    assert rows[0] == {
        "group_all_shut": 0,
        "group_remark": "",
        "group_id": 30001,
        "group_name": "爱情公寓",
        "member_count": 6,
        "max_member_count": 500,
    }
    await client.data("set_group_whole_ban", group_id=30001)
    assert (await client.data("get_group_info", group_id="30001"))["group_all_shut"] == -1
    assert await client.wording("get_group_info", group_id=1) == "群1不存在"


async def test_members_have_role_card_and_string_level(client: RawClient) -> None:
    rows = {row["user_id"]: row for row in await client.data("get_group_member_list", group_id=30002)}
    assert {user_id: row["role"] for user_id, row in rows.items()} == {
        10001: "admin",
        20009: "owner",
        20001: "member",
        20002: "member",
        20003: "member",
        20004: "member",
    }
    assert rows[20001]["card"] == "贤哥"
    assert rows[20001]["level"] == "1"
    assert rows[20001] == await client.data("get_group_member_info", group_id=30002, user_id=20001)


async def test_a_big_group_comes_in_one_frame(server: OneBotServer, client: RawClient) -> None:
    users = [server.world.add_user(User(str(60_000 + number), f"群友{number}")) for number in range(5_000)]
    server.world.add_group("30009", "大群", [Member("10001"), *(Member(user.id) for user in users)])
    assert len(await client.data("get_group_member_list", group_id=30009)) == 5_001


async def test_who_is_not_there_is_said_not_to_be(client: RawClient) -> None:
    assert await client.wording("get_group_member_info", group_id=30001, user_id=1) == "Uin2Uid Error: 用户ID 1 不存在"
    assert await client.wording("get_group_member_info", group_id=1, user_id=20001) == "群(1)成员20001不存在"
    assert "39999" in await client.wording("get_group_member_list", group_id=39999)
    await client.wording("get_stranger_info", user_id=1)


async def test_a_stranger_has_a_profile(client: RawClient) -> None:
    profile = await client.data("get_stranger_info", user_id=20001)
    assert (profile["nickname"], profile["remark"], profile["uid"][:2]) == ("曾小贤", "小贤", "u_")


async def test_recent_contacts_come_latest_first(server: OneBotServer, client: RawClient) -> None:
    assert await client.data("get_recent_contact") == []
    await server.say_private("20001", "早")
    await server.say_group("30001", "20001", "晚")
    group, friend = await client.data("get_recent_contact", count="10")
    assert list(group) == [
        "lastestMsg", "peerUin", "remark", "msgTime", "chatType", "msgId", "sendNickName", "sendMemberName", "peerName",
    ]  # fmt: skip
    assert (group["peerUin"], group["chatType"], group["peerName"], group["sendMemberName"]) == ("30001", 2, "爱情公寓", "贤哥")
    assert (friend["peerUin"], friend["chatType"], friend["peerName"], friend["remark"]) == ("20001", 1, "曾小贤", "小贤")
    assert friend["lastestMsg"]["raw_message"] == "早"
    assert friend["msgTime"].isdigit()
    assert len(friend["msgId"]) == 19
    assert len(await client.data("get_recent_contact", count=1)) == 1


@pytest.mark.parametrize("action", ["can_send_image", "can_send_record"])
async def test_pictures_and_voice_can_be_sent(client: RawClient, action: str) -> None:
    assert await client.data(action) == {"yes": True}
