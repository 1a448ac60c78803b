"""NapCat's history: anchors, directions, counts and ends."""

from typing import Any

import pytest

from tui.simulator.model import group_chat, private_chat
from tui.simulator.onebot11.ids import short_id
from tui.simulator.onebot11.server import OneBotServer
from tui.simulator.segments import text

from .client import RawClient

GROUP = group_chat("30001")


@pytest.fixture
def ids(server: OneBotServer) -> list[int]:
    """Thirty messages of the past, by id; no process has shown them yet."""
    messages = [server.world.remember(GROUP, "20001", [text(str(number))], 1_700_000_000 + number) for number in range(30)]
    return [short_id(message, "10001") for message in messages]


async def page(client: RawClient, **params: Any) -> list[str]:
    rows = (await client.data("get_group_msg_history", group_id="30001", **params))["messages"]
    return [row["raw_message"] for row in rows]


def span(first: int, last: int) -> list[str]:
    return [str(number) for number in range(first, last + 1)]


async def test_without_an_anchor_the_newest_come_oldest_first(client: RawClient, ids: list[int]) -> None:
    assert await page(client) == span(10, 29)
    assert await page(client, count=3, message_seq="") == span(27, 29)
    assert await page(client, count=3, message_seq=0, reverse_order=True) == span(27, 29)
    assert await page(client, count=99) == span(0, 29)


@pytest.mark.parametrize("name", ["reverse_order", "reverseOrder"])
async def test_reversed_is_the_anchor_and_older(client: RawClient, ids: list[int], name: str) -> None:
    await page(client, count=30)
    assert await page(client, message_seq=ids[20], count=5, **{name: True}) == span(16, 20)
    assert await page(client, message_seq=str(ids[2]), count=5, **{name: True}) == span(0, 2)


async def test_by_default_it_is_the_anchor_and_newer(client: RawClient, ids: list[int]) -> None:
    await page(client, count=30)
    assert await page(client, message_seq=ids[20], count=5) == span(20, 24)
    assert await page(client, message_seq=ids[28], count=5) == span(28, 29)


async def test_an_anchor_nobody_has_shown_does_not_exist(client: RawClient, ids: list[int]) -> None:
    wording = await client.wording("get_group_msg_history", group_id="30001", message_seq=ids[3], count=5)
    assert wording == f"消息{ids[3]}不存在"


async def test_a_raw_number_is_an_anchor_at_any_time(server: OneBotServer, client: RawClient, ids: list[int]) -> None:
    raw = str(server.world.conversation(GROUP).messages[3].uid)
    assert await page(client, message_seq=raw, count=2, reverse_order=True) == span(2, 3)


async def test_an_anchor_of_another_chat_does_not_exist(server: OneBotServer, client: RawClient, ids: list[int]) -> None:
    elsewhere = server.message_id(await server.say_group("30002", "20001", "x"))
    assert "不存在" in await client.wording("get_group_msg_history", group_id="30001", message_seq=elsewhere)


async def test_an_empty_chat_is_an_error(client: RawClient) -> None:
    assert await client.wording("get_group_msg_history", group_id="30001") == "消息undefined不存在"
    assert await client.wording("get_friend_msg_history", user_id="20002", message_seq="0") == "消息0不存在"
    assert await client.wording("get_friend_msg_history", user_id="29999") == "记录29999不存在"


async def test_private_history_holds_both_sides(server: OneBotServer, client: RawClient) -> None:
    chat = private_chat("10001", "20001")
    for sender in ("20001", "10001"):
        server.world.remember(chat, sender, [text(sender)], 1_700_000_000)
    rows = (await client.data("get_friend_msg_history", user_id=20001))["messages"]
    assert [(row["post_type"], row["user_id"], row["target_id"]) for row in rows] == [
        ("message", 20001, 20001),
        ("message_sent", 10001, 20001),
    ]


async def test_a_recalled_message_is_a_row_without_content(server: OneBotServer, client: RawClient) -> None:
    message = await server.say_group("30001", "20001", "x")
    await server.recall(message)
    (row,) = (await client.data("get_group_msg_history", group_id=30001))["messages"]
    assert (row["message"], row["raw_message"], row["message_id"]) == ([], "", server.message_id(message))


async def test_listing_makes_ids_usable(server: OneBotServer, client: RawClient, ids: list[int]) -> None:
    assert await client.wording("get_msg", message_id=ids[29]) == "消息不存在"
    await page(client, count=1)
    assert (await client.data("get_msg", message_id=ids[29]))["raw_message"] == "29"


async def test_forwards_come_expanded_unless_asked_not_to(server: OneBotServer, client: RawClient) -> None:
    nodes = [{"type": "node", "data": {"nickname": "甲", "user_id": 20002, "content": "x"}}]
    await client.data("send_group_msg", group_id=30001, message=nodes)
    (row,) = (await client.data("get_group_msg_history", group_id=30001))["messages"]
    assert row["message"][0]["data"]["content"][0]["raw_message"] == "x"
    (row,) = (await client.data("get_group_msg_history", group_id=30001, parse_mult_msg=False))["messages"]
    assert "content" not in row["message"][0]["data"]
