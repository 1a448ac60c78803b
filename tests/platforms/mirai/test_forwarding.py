"""Messages are passed on: with their contents, what has none to send by reference, and what got lost is said."""

from __future__ import annotations

import pytest

from tests.platforms.fakes import Heard
from tests.platforms.mirai.packets import FRIEND, GROUP, ME
from tui.chat.actions import Done, Refused, SendMessage
from tui.chat.events import MessageReceived
from tui.chat.ids import ConversationId, ConversationKind
from tui.chat.messages import Message
from tui.chat.segments import Copied, Forward, ForwardedMessage, Image, Notice, Segment, Sticker, Text
from tui.platforms.mirai.platform import Mirai
from tui.platforms.mirai.sameness import is_same_content
from tui.simulator import segments as make
from tui.simulator.mirai.server import MiraiServer
from tui.simulator.model import Segment as Part
from tui.simulator.model import group_chat, private_chat

MFACE = make.store_sticker("摸头", "0" * 16, 243_166)


async def said(server: MiraiServer, heard: Heard, *parts: Part) -> Message:
    """Somebody says *parts* in the group; the message as it came."""
    before = len(heard.events)
    await server.say_group("30001", "20001", parts)
    found = await heard.wait(MessageReceived, lambda event: event in heard.events[before:] and not event.message.is_notice)
    return found.message


def forwarded(message: Message, source: ConversationId | None = GROUP) -> ForwardedMessage:
    """How the interface puts a message into a forward."""
    return ForwardedMessage(message.sender.id, "小贤", message.time, message.segments, message.native, source)


def arrived(server: MiraiServer) -> list[list[Part]]:
    """What the friend has got in the last forward."""
    (part,) = server.world.conversation(private_chat("10001", "20001")).messages[-1].segments
    return [node.segments for node in part["data"]["nodes"]]


async def test_what_can_not_be_sent_anew_goes_by_reference(server: MiraiServer, platform: Mirai, heard: Heard) -> None:
    """And nothing else: who is referred to has a number for a name."""
    messages = [await said(server, heard, make.text("一")), await said(server, heard, MFACE)]
    outcome = await platform.perform(SendMessage(FRIEND, (Forward("", tuple(map(forwarded, messages)), "群聊的聊天记录"),)))
    assert isinstance(outcome, Done) and outcome.value is None
    (element,) = (await server.wait_call("sendFriendMessage")).params["messageChain"]
    assert element["nodeList"][1] == {"messageRef": {"target": 30001, "messageId": int(messages[1].native)}}
    assert element["nodeList"][0]["senderName"] == "小贤"
    first = await server.wait_call("messageFromId")
    assert str(first.params["messageId"]) == messages[1].native, "the others are not asked for"
    assert arrived(server) == [[make.text("一")], [MFACE]]


async def test_what_is_forgotten_goes_with_its_contents_and_what_gets_lost_is_said(
    server: MiraiServer, platform: Mirai, heard: Heard
) -> None:
    messages = [await said(server, heard, make.text("一")), await said(server, heard, MFACE)]
    server.ids.forget()
    messages.append(await said(server, heard, make.text("三")))
    outcome = await platform.perform(SendMessage(FRIEND, (Forward("", tuple(map(forwarded, messages))),)))
    assert isinstance(outcome, Done)
    assert arrived(server) == [[make.text("一")], [make.text("[摸头]")], [make.text("三")]]
    line = await heard.wait(MessageReceived, lambda event: event.message.is_notice)
    assert (line.message.conversation, line.message.segments) == (FRIEND, (Notice("forward_in_words", value="1"),))


async def test_nothing_is_said_where_nothing_got_lost(server: MiraiServer, platform: Mirai, heard: Heard) -> None:
    message = await said(server, heard, make.text("一"))
    server.ids.forget()
    assert isinstance(await platform.perform(SendMessage(FRIEND, (Forward("", (forwarded(message),)),))), Done)
    assert arrived(server) == [[make.text("一")]]
    assert not [event for event in heard.events if isinstance(event, MessageReceived) and event.message.is_notice]


@pytest.mark.parametrize("kind", [ConversationKind.TEMP, ConversationKind.STRANGER, ConversationKind.FRIEND])
async def test_an_id_of_another_conversation_is_never_taken_for_it(
    server: MiraiServer, platform: Mirai, heard: Heard, kind: ConversationKind
) -> None:
    """Of temporary talks the server finds nothing, or something else; a friend goes before a group of the same number."""
    message = await said(server, heard, MFACE)
    elsewhere = ConversationId(ME, kind, "30001")
    assert isinstance(await platform.perform(SendMessage(FRIEND, (Forward("", (forwarded(message, elsewhere),)),))), Done)
    (element,) = (await server.wait_call("sendFriendMessage")).params["messageChain"]
    assert [sorted(node) for node in element["nodeList"]] == [["messageChain", "senderId", "senderName", "time"]]


async def test_one_message_is_passed_on_by_reference(server: MiraiServer, platform: Mirai, heard: Heard) -> None:
    message = await said(server, heard, make.text("一"))
    copy: tuple[Segment, ...] = (Copied(message.native, GROUP), *message.segments)
    assert isinstance(await platform.perform(SendMessage(FRIEND, copy)), Done)
    (forward,) = (await server.wait_call("sendFriendMessage")).params["messageChain"]
    (node,) = forward["nodeList"]
    assert node["messageRef"] == {"target": int(GROUP.peer), "messageId": int(message.native)}
    assert arrived(server) == [[make.text("一")]]


async def test_from_where_it_is_passed_on_to_its_id_is_enough(server: MiraiServer, platform: Mirai, heard: Heard) -> None:
    message = await said(server, heard, MFACE)
    copy: tuple[Segment, ...] = (Copied(message.native, GROUP), *message.segments)
    assert isinstance(await platform.perform(SendMessage(GROUP, copy)), Done)
    assert isinstance(await platform.perform(SendMessage(GROUP, (Forward("", (forwarded(message),)),))), Done)
    for call in [call for call in server.calls if call.action == "sendGroupMessage"]:
        assert call.params["messageChain"][0]["nodeList"] == [{"messageId": int(message.native)}]
    for sent in server.world.conversation(group_chat("30001")).messages[-2:]:
        assert [node.segments for node in sent.segments[0]["data"]["nodes"]] == [[MFACE]]


async def test_mentions_in_what_is_passed_on_are_words(server: MiraiServer, platform: Mirai, heard: Heard) -> None:
    """The server refuses the whole call where somebody is mentioned who is no member there, and with friends whoever it is."""
    message = await said(server, heard, make.text("看 "), make.at("20003"))
    del server.world.groups["30003"].members["20003"]
    there = ConversationId(ME, ConversationKind.GROUP, "30003")
    for place in (FRIEND, there):
        assert isinstance(await platform.perform(SendMessage(place, (Forward("", (forwarded(message),)),))), Done)
    assert arrived(server) == [[make.text("看 "), make.text("@20003")]]
    server.ids.forget()
    copy: tuple[Segment, ...] = (Copied(message.native, GROUP), *message.segments)
    outcome = await platform.perform(SendMessage(there, copy))
    assert isinstance(outcome, Done)
    echo = await heard.wait(MessageReceived, lambda event: event.message.native == outcome.native)
    assert is_same_content(copy, echo.message.segments)
    assert not is_same_content((Text("看 @20009 吗"),), echo.message.segments)


async def test_one_that_is_forgotten_is_said_anew(server: MiraiServer, platform: Mirai, heard: Heard) -> None:
    message = await said(server, heard, make.text("一"))
    server.ids.forget()
    copy: tuple[Segment, ...] = (Copied(message.native, GROUP), *message.segments)
    assert isinstance(await platform.perform(SendMessage(FRIEND, copy)), Done)
    assert (await server.wait_call("sendFriendMessage")).params["messageChain"] == [{"type": "Plain", "text": "一"}]


async def test_one_that_can_not_goes_inside_a_forward_which_is_said(server: MiraiServer, platform: Mirai, heard: Heard) -> None:
    message = await said(server, heard, MFACE)
    copy: tuple[Segment, ...] = (Copied(message.native, GROUP), *message.segments)
    outcome = await platform.perform(SendMessage(FRIEND, copy))
    assert isinstance(outcome, Done)
    assert arrived(server) == [[MFACE]]
    line = await heard.wait(MessageReceived, lambda event: event.message.is_notice)
    assert line.message.segments == (Notice("forward_wrapped"),)
    echo = await heard.wait(MessageReceived, lambda event: event.message.native == outcome.native)
    assert is_same_content(copy, echo.message.segments)
    assert not is_same_content((Copied("1"), Text("一")), echo.message.segments)


async def test_one_that_is_forgotten_and_can_not_be_sent_anew_is_refused_in_words(
    server: MiraiServer, platform: Mirai, heard: Heard
) -> None:
    message = await said(server, heard, MFACE)
    server.ids.forget()
    copy: tuple[Segment, ...] = (Copied(message.native, GROUP), *message.segments)
    assert await platform.perform(SendMessage(FRIEND, copy)) == Refused("", "original_forgotten")
    assert await platform.perform(SendMessage(FRIEND, (Copied("1"), Sticker("摸头")))) == Refused("", "original_forgotten")
    assert await platform.perform(SendMessage(FRIEND, (Image(""),))) == Refused("image", "not_sendable")
    assert not [call for call in server.calls if call.action == "sendFriendMessage"]
