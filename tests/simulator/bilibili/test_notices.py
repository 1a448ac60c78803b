"""Likes, answers, mentions and the service's own notices."""

from __future__ import annotations

from typing import Any

import pytest

from tui.simulator.bilibili import population as who
from tui.simulator.bilibili.server import BilibiliServer
from tui.simulator.bilibili.world import BiliWorld

from .client import BiliClient

FEED, SYSTEM = "/x/msgfeed", "/x/sys-msg"


@pytest.mark.parametrize("kind", ["like", "reply", "at"])
async def test_a_feed_is_paged_by_its_cursor(client: BiliClient, world: BiliWorld, kind: Any) -> None:
    work = world.work(400, "标题")
    for number in range(25):
        world.happens(kind, [who.FRIEND], work, words=str(number), seconds_ago=number // 2)
    expected = [it.id for it in world.news if it.kind == kind]
    found: list[int] = []
    query: dict[str, object] = {}
    while True:
        data = await client.data(f"{FEED}/{kind}", platform="web", build=0, mobi_app="web", **query)
        page = data["total"] if kind == "like" else data
        found += [it["id"] for it in page["items"]]
        assert all(f"{kind}_time" in it for it in page["items"])
        if page["cursor"]["is_end"]:
            break
        assert len(page["items"]) == 20
        query = {"id": page["cursor"]["id"], f"{kind}_time": page["cursor"]["time"]}
    assert found == expected


async def test_what_was_looked_at_is_not_new(client: BiliClient, world: BiliWorld) -> None:
    before = await client.data(f"{FEED}/unread")
    assert (before["like"], before["reply"], before["at"], before["sys_msg"]) == (3, 2, 1, 2)
    newest = (await client.data(f"{FEED}/like"))["latest"]["items"]
    assert len(newest) == 3
    assert newest[0]["users"][0]["nickname"] == "曾小贤"
    assert (await client.data(f"{FEED}/unread"))["like"] == 0
    assert (await client.data(f"{FEED}/like"))["latest"]["items"] == []
    world.pass_time(5)
    world.happens("like", [who.FRIEND, who.STRANGER], world.work(400, "标题"))
    again = await client.get("/x/im/web/msgfeed/unread")
    assert (again["data"]["like"], again["msg"]) == (1, "0")


async def test_a_feed_of_nothing_has_an_end() -> None:
    world = who.small_world()
    world.news.clear()
    async with BilibiliServer(world) as server, (client := BiliClient(server.url, server.logins.first)).http:
        data = await client.data(f"{FEED}/reply")
        assert (data["items"], data["cursor"]) == ([], {"is_end": True, "id": 0, "time": 0})


async def test_notices_of_the_service_by_cursor(client: BiliClient, world: BiliWorld) -> None:
    for number in range(5):
        world.notify(f"通知 {number}", "内容", seconds_ago=200_000 + number)
    first = (await client.data(f"{SYSTEM}/query_user_notify", page_size=3))["system_notify_list"]
    assert len(first) == 3
    assert first[0]["cursor"] > 2**53
    older = await client.data(f"{SYSTEM}/query_notify_list", cursor=first[-1]["cursor"], data_type=1, page_size=20)
    assert [it["id"] for it in first + older] == [it.id for it in world.notices]
    await client.data(f"{SYSTEM}/update_cursor", cursor=first[0]["cursor"], csrf=client.cookies["bili_jct"])
    assert (await client.data(f"{FEED}/unread"))["sys_msg"] == 0
    assert await client.code(f"{SYSTEM}/update_cursor", cursor=1) == -111
    assert (await client.data(f"{SYSTEM}/query_unified_notify"))["system_notify_list"] is None
    assert len((await client.data(f"{SYSTEM}/query_user_notify", page_size=""))["system_notify_list"]) == 7
    world.notices.clear()
    assert (await client.data(f"{SYSTEM}/query_user_notify"))["system_notify_list"] is None
