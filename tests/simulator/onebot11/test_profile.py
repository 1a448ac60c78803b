"""The account's profile, its friends' standing, likes and cards."""

import base64
import json

import pytest

from tui.simulator.onebot11.server import OneBotServer
from tui.simulator.segments import png

from .client import RawClient, get

PICTURE = f"base64://{base64.b64encode(png(8, 8, (1, 2, 3))).decode()}"


async def test_the_profile_is_as_it_was_set(client: RawClient) -> None:
    await client.data("set_qq_profile", nickname="新名字", personal_note="在路上", sex=2)
    profile = await client.data("get_stranger_info", user_id=10001)
    assert (profile["nickname"], profile["long_nick"], profile["sex"]) == ("新名字", "在路上", "female")
    assert (await client.data("get_login_info"))["nickname"] == "新名字"
    await client.data("set_qq_profile", nickname="又一个")
    await client.data("set_self_longnick", longNick="到了")
    profile = await client.data("get_stranger_info", user_id=10001)
    assert (profile["nickname"], profile["long_nick"], profile["sex"]) == ("又一个", "到了", "female")


async def test_an_avatar_is_a_picture(server: OneBotServer, client: RawClient) -> None:
    await client.data("set_qq_avatar", file=PICTURE)
    assert server.world.media[server.world.users["10001"].avatar] == png(8, 8, (1, 2, 3))
    assert "图片格式" in await client.wording("set_qq_avatar", file="base64://AAAA")
    assert "格式不正确" in await client.wording("set_qq_avatar", file="nonsense")


async def test_the_online_status_is_seen(client: RawClient) -> None:
    await client.data("set_online_status", status=50, ext_status="0", battery_status=0)
    assert await client.data("nc_get_user_status", user_id=10001) == {"status": 50, "ext_status": 0}
    assert await client.data("nc_get_user_status", user_id=20001) == {"status": 10, "ext_status": 0}
    assert (await client.data("get_stranger_info", user_id=10001))["status"] == 50
    assert await client.wording("set_online_status", status=99, ext_status=0, battery_status=0) == "设置在线状态失败"
    assert await client.wording("nc_get_user_status", user_id=1) == "无法获取用户状态"


async def test_likes_are_counted_with_who_gave_them(server: OneBotServer, client: RawClient) -> None:
    await server.like("20001", 3)
    await server.like("20002", 2)
    info = await client.data("get_profile_like")
    assert (info["voteInfo"]["total_count"], info["favoriteInfo"]["today_count"]) == (5, 5)
    assert [(row["uin"], row["count"]) for row in info["voteInfo"]["userInfos"]] == [(20002, 2), (20001, 3)]
    await client.data("send_like", user_id=20003, times=4)
    given = await client.data("get_profile_like", user_id=20003)
    assert given["voteInfo"]["total_count"] == 4
    page = await client.data("get_profile_like", start=1, count=1)
    assert [row["uin"] for row in page["voteInfo"]["userInfos"]] == [20001]


async def test_saved_faces_are_pictures(client: RawClient) -> None:
    faces = await client.data("fetch_custom_face", count=2)
    assert len(faces) == 2
    for face in faces:
        status, body = await get(face)
        assert (status, body[:4]) == (200, b"\x89PNG")


async def test_a_collection_keeps_what_was_put_there(server: OneBotServer, client: RawClient) -> None:
    assert (await client.data("create_collection", rawData="全文", brief="摘要"))["result"] == 0
    (made,) = server.world.profiles.collections["10001"]
    assert (made.brief, made.content) == ("摘要", "全文")


async def test_a_deleted_friend_is_gone_and_can_not_be_written_to(server: OneBotServer, client: RawClient) -> None:
    assert (await client.data("delete_friend", user_id=20001))["result"] == 0
    assert 20001 not in [row["user_id"] for row in await client.data("get_friend_list")]
    assert '"result": 16' in await client.wording("send_private_msg", user_id=20001, message="x")
    assert await client.data("delete_friend", friend_id="20001") == {"valid": False, "message": "不是好友"}
    assert await client.data("delete_friend", friend_id=1) == {"valid": False, "message": "好友不存在"}


async def test_a_friend_is_remarked(client: RawClient) -> None:
    assert (await client.call("set_friend_remark", user_id=20003, remark="美嘉"))["status"] == "ok"
    assert {row["user_id"]: row["remark"] for row in await client.data("get_friend_list")}[20003] == "美嘉"
    assert await client.wording("set_friend_remark", user_id=20004, remark="x") == "用户 20004 不是好友"


async def test_cards_recommend_people_and_groups(client: RawClient) -> None:
    person = json.loads((await client.data("ArkSharePeer", user_id=20001))["arkMsg"])
    group = json.loads((await client.data("ArkSharePeer", group_id=30001))["arkJson"])
    assert (person["app"], person["meta"]["contact"]["nickname"]) == ("com.tencent.contact.lua", "曾小贤")
    assert group["prompt"] == "推荐群聊: 爱情公寓"
    assert json.loads(await client.data("ArkShareGroup", group_id="30001")) == group
    assert await client.wording("ArkSharePeer") == "group_id or user_id is required"
    assert await client.wording("ArkShareGroup", group_id=1) == "群1不存在"


@pytest.mark.parametrize(("given", "result"), [(["hello", "World", "qwerty"], ["你好", "世界", "qwerty"]), ([], [])])
async def test_words_are_translated(client: RawClient, given: list[str], result: list[str]) -> None:
    assert await client.data("translate_en2zh", words=given) == {"words": result}


async def test_secrets_are_evidently_made_up(client: RawClient) -> None:
    cookies = await client.data("get_cookies", domain="qun.qq.com")
    credentials = await client.data("get_credentials", domain="qun.qq.com")
    assert "simulated" in cookies["cookies"]
    assert credentials["cookies"] == cookies["cookies"]
    assert (await client.data("get_csrf_token"))["token"] == credentials["token"] == int(cookies["bkn"])
    assert "simulated" in (await client.data("get_clientkey"))["clientkey"]
    assert [(row["type"], "simulated" in row["rkey"]) for row in await client.data("nc_get_rkey")] == [(10, True), (20, True)]


async def test_the_rest_of_what_it_tells_of_itself(client: RawClient) -> None:
    assert (await client.call("nc_get_packet_status"))["status"] == "ok"
    assert all(int(row["minUin"]) <= int(row["maxUin"]) for row in await client.data("get_robot_uin_range"))
    assert (await client.data("_get_model_show", model="x"))[0]["variants"]["model_show"] == "napcat"
    card = {"type": "bili", "title": "标题", "desc": "说明", "picUrl": "p", "jumpUrl": "j"}
    made = (await client.data("get_mini_app_ark", **card))["data"]
    assert (made["app"], made["meta"]["detail_1"]["desc"]) == ("com.tencent.miniapp_01", "说明")
