"""Quick operations, forwarded single messages, and who reacted."""

from typing import Any

from tui.simulator.model import group_chat, private_chat
from tui.simulator.onebot11.server import OneBotServer

from .client import RawClient

TEXT = [{"type": "text", "data": {"text": "hi"}}]


async def quick(client: RawClient, context: dict[str, Any], **operation: Any) -> None:
    assert (await client.call(".handle_quick_operation", context=context, operation=operation))["status"] == "ok"


async def test_a_quick_reply_quotes_and_mentions_in_a_group(server: OneBotServer, client: RawClient) -> None:
    await server.say_group("30001", "20001", "问题")
    asked = await client.event()
    await quick(client, asked, reply="答案", at_sender=True)
    answer = await client.event()
    assert [part["type"] for part in answer["message"]] == ["reply", "at", "text"]
    assert answer["message"][0]["data"]["id"] == str(asked["message_id"])


async def test_a_quick_reply_to_a_friend_is_plain(server: OneBotServer, client: RawClient) -> None:
    await server.say_private("20001", "在吗")
    await quick(client, await client.event(), reply=TEXT)
    answer = await client.event()
    assert (answer["target_id"], answer["message"]) == (20001, TEXT)


async def test_a_quick_answer_to_a_request(server: OneBotServer, client: RawClient) -> None:
    await server.request("friend", "20777")
    await quick(client, await client.event(), approve=True)
    assert (await client.event())["notice_type"] == "friend_add"
    asked = await server.request("add", "20777", group_id="30001")
    await client.event()
    await quick(client, await client.event(), approve=False)
    assert asked.verdict == "refused"
    assert "20777" not in server.world.group("30001").members


async def test_a_quick_reply_that_is_forbidden_fails_in_silence(server: OneBotServer, client: RawClient) -> None:
    await server.mute("30003", "10001", 60)
    await client.event()
    await server.say_group("30003", "20001", "x")
    await quick(client, await client.event(), reply="y")
    assert await client.has_no_event()
    assert len(server.world.conversation(group_chat("30003")).messages) == 1


async def test_a_single_message_is_forwarded_as_a_copy(server: OneBotServer, client: RawClient) -> None:
    original = await server.say_group("30001", "20001", TEXT)
    number = server.message_id(original)
    await client.event()
    assert await client.data("forward_friend_single_msg", message_id=number, user_id=20002) is None
    copy = await client.event()
    assert (copy["target_id"], copy["message"], copy["user_id"]) == (20002, TEXT, 10001)
    await client.data("forward_group_single_msg", message_id=str(number), group_id=30003)
    assert (await client.event())["group_id"] == 30003
    await server.mute("30003", "10001", 60)
    await client.event()
    assert "转发消息失败" in await client.wording("forward_group_single_msg", message_id=number, group_id=30003)
    await server.recall(original)
    assert "无法找到消息" in await client.wording("forward_friend_single_msg", message_id=number, user_id=20002)
    assert len(server.world.conversation(private_chat("10001", "20002")).messages) == 1


async def test_a_recalled_message_is_in_no_forward(server: OneBotServer, client: RawClient) -> None:
    gone, stays = [await server.say_group("30001", "20001", words) for words in ("甲", "乙")]
    nodes = [{"type": "node", "data": {"id": server.message_id(message)}} for message in (gone, stays)]
    await server.recall(gone)
    sent = await client.data("send_group_forward_msg", group_id=30001, messages=nodes)
    inside = (await client.data("get_forward_msg", id=sent["forward_id"]))["messages"]
    assert [row["raw_message"] for row in inside] == ["乙"]


async def test_a_forwarded_file_is_a_file_of_its_own(server: OneBotServer, client: RawClient) -> None:
    file = await server.upload("30001", "20001", "a.txt", b"abc")
    number = (await client.event())["message_id"]
    await client.data("forward_group_single_msg", message_id=number, group_id=30002)
    await client.data("delete_group_file", group_id=30001, file_id=file.id)
    (row,) = (await client.data("get_group_root_files", group_id=30002))["files"]
    assert row["file_id"] != file.id
    assert (await client.data("get_file", file_id=row["file_id"]))["base64"] == "YWJj"
    assert "转发消息失败" in await client.wording("forward_group_single_msg", message_id=number, group_id=30002)


async def test_who_reacted_comes_page_by_page(server: OneBotServer, client: RawClient) -> None:
    message = await server.say_group("30001", "20001", "x")
    number = server.message_id(message)
    for user_id in ("20001", "20002", "20003"):
        await server.react(message, user_id, "76")
    asked = {"message_id": number, "emojiId": 76, "emojiType": 1, "count": 2}
    first = await client.data("fetch_emoji_like", **asked)
    assert [row["tinyId"] for row in first["emojiLikesList"]] == ["20001", "20002"]
    assert (first["isFirstPage"], first["isLastPage"]) == (True, False)
    second = await client.data("fetch_emoji_like", **asked, cookie=first["cookie"])
    assert [row["nickName"] for row in second["emojiLikesList"]] == ["陈美嘉"]
    assert (second["isFirstPage"], second["isLastPage"], second["cookie"]) == (False, True, "")
    await client.data("set_msg_emoji_like", message_id=number, emoji_id=76)
    await client.data("set_msg_emoji_like", message_id=number, emoji_id=76, set=False)
    assert len((await client.data("fetch_emoji_like", **asked | {"count": 9}))["emojiLikesList"]) == 3
    await server.recall(message)
    assert await client.wording("fetch_emoji_like", **asked) == "消息不存在"
    assert await client.wording("set_msg_emoji_like", message_id=number, emoji_id=76) == "msg not found"


async def test_a_restart_is_answered_and_then_breaks_the_connection(server: OneBotServer, client: RawClient) -> None:
    number = server.message_id(await server.say_group("30001", "20001", "x"))
    assert (await client.call("set_restart"))["status"] == "ok"
    await server.wait_connections(0)
    assert server.ids.find(number) is None
