"""Messages are passed on: originals while their ids are known, their contents when not, and never half."""

from __future__ import annotations

import pytest

from tests.platforms.fakes import Heard
from tui.chat.actions import Done, NotOffered, Refused, SendMessage
from tui.chat.events import MessageReceived
from tui.chat.segments import Copied, Dice, Forward, ForwardedMessage, Image, Poke, Quote, Text
from tui.platforms.content_queries import AskForward
from tui.platforms.onebot11.nodes import with_content
from tui.platforms.onebot11.platform import OneBot11
from tui.simulator.onebot11.server import OneBotServer

from .fakes import FRIEND, GROUP, SYSTEM


async def said(server: OneBotServer, heard: Heard, words: str) -> ForwardedMessage:
    """Somebody says *words* in the group; how it is put into a forward."""
    await server.say_group("30001", "20001", words)
    message = (await heard.wait(MessageReceived, lambda event: event.message.segments == (Text(words),))).message
    return ForwardedMessage("20001", "曾小贤", message.time, message.segments, message.native)


async def test_known_messages_go_by_their_ids(server: OneBotServer, platform: OneBot11, heard: Heard) -> None:
    messages = tuple([await said(server, heard, words) for words in ("一", "二")])
    forward = Forward("", messages, "群聊的聊天记录", ("曾小贤: 一", "曾小贤: 二"))
    outcome = await platform.perform(SendMessage(FRIEND, (forward,)))
    assert isinstance(outcome, Done) and outcome.native
    params = (await server.wait_call("send_private_forward_msg")).params
    assert params["messages"] == [{"type": "node", "data": {"id": message.native}} for message in messages]
    assert (params["source"], params["news"]) == ("群聊的聊天记录", [{"text": "曾小贤: 一"}, {"text": "曾小贤: 二"}])


async def test_what_is_known_no_longer_goes_with_its_content(server: OneBotServer, platform: OneBot11, heard: Heard) -> None:
    known = await said(server, heard, "一")
    gone = ForwardedMessage("20002", "胡一菲", 1785204000000, (Quote("3"), Text("早就说过")), "987654")
    outcome = await platform.perform(SendMessage(GROUP, (Forward("", (gone, known)),)))
    assert isinstance(outcome, Done)
    first, second = (await server.wait_call("send_group_forward_msg")).params["messages"]
    assert first["data"]["content"] == [{"type": "text", "data": {"text": "早就说过"}}]
    assert (first["data"]["user_id"], first["data"]["nickname"], first["data"]["time"]) == ("20002", "胡一菲", 1785204000)
    assert second == {"type": "node", "data": {"id": known.native}}
    opened = await platform.ask(AskForward(GROUP, outcome.native, Forward("")))
    assert [message.segments for message in opened.messages] == [(Text("早就说过"),), (Text("一"),)]


async def test_ids_that_are_refused_go_again_with_their_contents(server: OneBotServer, platform: OneBot11, heard: Heard) -> None:
    message = await said(server, heard, "一")
    server.faults.fail("send_group_forward_msg", "转发消息失败，生成节点为空", times=1)
    outcome = await platform.perform(SendMessage(GROUP, (Forward("", (message,)),)))
    assert isinstance(outcome, Done)
    calls = [call.params["messages"][0]["data"] for call in server.calls if call.action == "send_group_forward_msg"]
    assert [sorted(data) for data in calls] == [["id"], ["content", "name", "nickname", "time", "uin", "user_id"]]


@pytest.mark.parametrize("words", ["发送失败，你已被禁言", "Timeout: NTEvent sendMsg"])
async def test_what_may_have_gone_out_is_not_sent_again(
    server: OneBotServer, platform: OneBot11, heard: Heard, words: str
) -> None:
    message = await said(server, heard, "一")
    server.faults.fail("send_group_forward_msg", words)
    server.faults.fail("forward_group_single_msg", words)
    for segments in ((Forward("", (message,)),), (Copied(message.native), Text("一"))):
        outcome = await platform.perform(SendMessage(GROUP, segments))
        assert isinstance(outcome, Refused) and outcome.words == words
    sent = [call.action for call in server.calls if call.action.startswith(("send_group", "forward_group"))]
    assert sent == ["send_group_forward_msg", "forward_group_single_msg"]


async def test_one_message_is_passed_on_as_it_is(server: OneBotServer, platform: OneBot11, heard: Heard) -> None:
    message = await said(server, heard, "一")
    assert await platform.perform(SendMessage(FRIEND, (Copied(message.native), Text("一")))) == Done()
    assert (await server.wait_call("forward_friend_single_msg")).params["message_id"] == int(message.native)
    assert not [call for call in server.calls if call.action == "send_private_msg"]


async def test_one_that_is_known_no_longer_is_said_anew(server: OneBotServer, platform: OneBot11) -> None:
    outcome = await platform.perform(SendMessage(GROUP, (Copied("987654"), Text("一"))))
    assert isinstance(outcome, Done) and outcome.native
    assert (await server.wait_call("send_group_msg")).params["message"] == [{"type": "text", "data": {"text": "一"}}]


async def test_a_forward_that_is_said_anew_is_a_forward_again(server: OneBotServer, platform: OneBot11, heard: Heard) -> None:
    server.faults.fail("forward_group_single_msg", "消息不存在")
    inner = Forward("", (ForwardedMessage("20002", "乙", 0, (Text("内"),)),))
    outer = Forward("1234567890123456789", (ForwardedMessage("20001", "甲", 0, (inner,)),))
    assert isinstance(await platform.perform(SendMessage(GROUP, (Copied("5"), outer))), Done)
    (node,) = (await server.wait_call("send_group_forward_msg")).params["messages"]
    assert node["data"]["content"][0]["data"]["content"] == [{"type": "text", "data": {"text": "内"}}]


async def test_nothing_is_passed_on_to_where_nobody_is(platform: OneBot11) -> None:
    assert await platform.perform(SendMessage(SYSTEM, (Copied("5"), Text("一")))) == NotOffered("not_offered")


@pytest.mark.parametrize(
    ("segments", "content"),
    [
        ((Text("a"), Poke("1"), Dice(6)), ["text", "text", "text"]),
        ((), ["text"]),
        ((Image("A.jpg", "https://x.invalid/a"),), ["image"]),
        ((Text("看"), Forward("7")), ["text", "forward"]),
        ((Text("看"), Forward("")), ["text", "text"]),
    ],
)
def test_a_node_holds_all_that_can_be_said(segments: tuple[object, ...], content: list[str]) -> None:
    node = with_content(ForwardedMessage("", "", 0, segments))  # type: ignore[arg-type]
    assert [row["type"] for row in node["data"]["content"]] == content
    assert (node["data"]["user_id"], node["data"]["nickname"]) == ("1094950020", "QQ用户")


def test_forwards_deeper_than_qq_takes_are_flat() -> None:
    message = ForwardedMessage("1", "a", 0, (Text("底"),))
    for _ in range(5):
        message = ForwardedMessage("1", "a", 0, (Forward("", (message,)),))
    node, depth = with_content(message), 1
    while node["data"]["content"][0]["type"] == "node":
        node, depth = node["data"]["content"][0], depth + 1
    assert depth == 3
    assert node["data"]["content"] == [{"type": "text", "data": {"text": "[聊天记录]"}}]
