"""The platform against the simulated NapCat: connecting, hearing, acting, asking, and being cut off."""

from __future__ import annotations

import asyncio

import pytest

from tests.platforms.fakes import Heard
from tui.chat.actions import (
    ActionKind,
    Done,
    Kick,
    MarkRead,
    Mute,
    NoAnswer,
    NotOffered,
    NotSent,
    Poke,
    Recall,
    Refused,
    SendMessage,
)
from tui.chat.events import Malformed, MemberUpdated, MessageRecalled, MessageReceived, OnlineChanged
from tui.chat.ids import ConversationId, ConversationKind, MessageRef
from tui.chat.people import Role
from tui.chat.segments import Image, Keyboard, MentionAll, Notice, Quote, Text
from tui.platforms.base import (
    AskError,
    AskFriends,
    AskGroups,
    AskMember,
    AskMembers,
    AskMessage,
    AskRecents,
    ConnectError,
    PageEnd,
)
from tui.platforms.onebot11.platform import OneBot11
from tui.platforms.onebot11.settings import Settings
from tui.simulator.onebot11.server import OneBotServer

from .fakes import FRIEND, GROUP, ME, SYSTEM


async def hear(server: OneBotServer, heard: Heard, words: str) -> MessageRef:
    """Somebody says *words* in the group; the message as the platform heard it."""
    await server.say_group("30001", "20001", words)
    event = await heard.wait(MessageReceived, lambda event: event.message.segments == (Text(words),))
    return event.message.ref


async def test_connecting_tells_who_we_are(server: OneBotServer, heard: Heard) -> None:
    platform = OneBot11(Settings(server.url, "t"))
    identity = await platform.connect(heard)
    assert (identity.account, identity.nickname) == (ME, "吕小布")
    assert identity.implementation.startswith("NapCat")
    assert ActionKind.HISTORY in platform.offers.actions and platform.offers.can_confirm and platform.offers.recall_seconds == 120
    await platform.close()
    assert (await platform.wait_closed()).reason == "closed"


async def test_a_wrong_token_is_final(server: OneBotServer, heard: Heard) -> None:
    with pytest.raises(ConnectError) as caught:
        await OneBot11(Settings(server.url, "wrong")).connect(heard)
    assert (caught.value.reason, caught.value.is_final, caught.value.words) == ("token_refused", True, "token验证失败")


async def test_messages_come_in(server: OneBotServer, platform: OneBot11, heard: Heard) -> None:
    await hear(server, heard, "你好 [b]")
    await server.say_private("20001", "在吗")
    private = await heard.wait(MessageReceived, lambda event: event.message.conversation == FRIEND)
    assert private.message.segments == (Text("在吗"),)


async def test_sending(server: OneBotServer, platform: OneBot11) -> None:
    outcome = await platform.perform(SendMessage(GROUP, (MentionAll(), Text(" [CQ:at,qq=all]"))))
    assert isinstance(outcome, Done) and outcome.native
    call = await server.wait_call("send_group_msg")
    assert call.params["message"][1] == {"type": "text", "data": {"text": " [CQ:at,qq=all]"}}
    page = await platform.history(GROUP, limit=5)
    assert [(m.native, m.is_own) for m in page.messages] == [(outcome.native, True)]
    assert platform.is_same_content((MentionAll(), Text(" [CQ:at,qq=all]")), page.messages[0].segments)


async def test_sending_in_private_and_through_a_group(server: OneBotServer, platform: OneBot11) -> None:
    await platform.perform(SendMessage(FRIEND, (Text("在"),)))
    await platform.perform(SendMessage(ConversationId(ME, ConversationKind.TEMP, "20004"), (Text("您好"),), via="30001"))
    assert (await server.wait_call("send_private_msg")).params["user_id"] == 20001
    assert (await server.wait_call("send_private_msg", count=2)).params["group_id"] == 30001


async def test_what_is_refused_is_told_in_its_words(server: OneBotServer, platform: OneBot11) -> None:
    server.faults.fail("send_group_msg", '发送失败 "result": 120, "errMsg": ""', times=1)
    refused = await platform.perform(SendMessage(GROUP, (Text("a"),)))
    assert isinstance(refused, Refused) and refused.reason == "muted" and "发送失败" in refused.words
    assert await platform.perform(SendMessage(GROUP, ())) == Refused(reason="empty")
    assert await platform.perform(SendMessage(GROUP, (Keyboard(),))) == Refused("keyboard", "not_sendable")
    assert await platform.perform(SendMessage(SYSTEM, (Text("a"),))) == NotOffered("not_offered")


async def test_no_answer_and_not_connected(server: OneBotServer, heard: Heard) -> None:
    platform = OneBot11(Settings(server.url, "t", call_timeout=0.05))
    assert await platform.perform(SendMessage(GROUP, (Text("a"),))) == NotSent("not_connected")
    await platform.connect(heard)
    server.faults.execute_only("send_group_msg")
    assert isinstance(await platform.perform(SendMessage(GROUP, (Text("a"),))), NoAnswer)
    await platform.close()
    assert isinstance(await platform.perform(SendMessage(GROUP, (Text("a"),))), NotSent)


async def test_a_connection_lost_while_waiting_is_no_answer(server: OneBotServer, platform: OneBot11) -> None:
    server.faults.silence("send_group_msg")
    sending = asyncio.create_task(platform.perform(SendMessage(GROUP, (Text("a"),))))
    await server.wait_call("send_group_msg")
    await server.drop()
    assert isinstance(await sending, NoAnswer)
    assert (await platform.wait_closed()).reason == "closed"


async def test_a_quote_of_something_just_heard_goes_straight(server: OneBotServer, platform: OneBot11, heard: Heard) -> None:
    ref = await hear(server, heard, "原文")
    outcome = await platform.perform(SendMessage(GROUP, (Text("答"), Quote(ref.native)), ref))
    assert isinstance(outcome, Done)
    call = await server.wait_call("send_group_msg")
    assert call.params["message"][0] == {"type": "reply", "data": {"id": ref.native}}
    assert not [call for call in server.calls if call.action in ("get_msg", "get_group_msg_history")]


async def test_after_a_restart_the_quoted_message_is_listed_again_first(
    server: OneBotServer, platform: OneBot11, heard: Heard
) -> None:
    ref = await hear(server, heard, "原文")
    for number in range(150):
        await server.say_group("30001", "20002", str(number))
    await server.restart()
    await platform.wait_closed()
    await platform.connect(heard)
    outcome = await platform.perform(SendMessage(GROUP, (Quote(ref.native), Text("答")), ref))
    assert isinstance(outcome, Done)
    sent = await platform.ask(AskMessage(GROUP, outcome.native))
    assert sent.segments == (Quote(ref.native), Text("答"))


async def test_a_quote_that_cannot_be_had_sends_nothing(server: OneBotServer, platform: OneBot11, heard: Heard) -> None:
    await hear(server, heard, "别的")
    lost = MessageRef("424242", None, 0, "20001")
    assert await platform.perform(SendMessage(GROUP, (Quote("424242"), Text("答")), lost)) == Refused(reason="target_forgotten")
    assert not [call for call in server.calls if call.action == "send_group_msg"]


async def test_a_quote_that_cannot_be_checked_is_not_sent(server: OneBotServer, platform: OneBot11) -> None:
    server.faults.silence("get_msg")
    sending = asyncio.create_task(platform.perform(SendMessage(GROUP, (Quote("424242"), Text("答")), None)))
    await server.wait_call("get_msg")
    await server.drop()
    assert isinstance(await sending, NotSent)


async def test_recall_also_after_a_restart(server: OneBotServer, platform: OneBot11, heard: Heard) -> None:
    refs = [await hear(server, heard, words) for words in ("一", "二")]
    assert await platform.perform(Recall(GROUP, refs[0])) == Done(refs[0].native)
    recalled = await heard.wait(MessageRecalled)
    assert (recalled.conversation, recalled.native, recalled.operator, recalled.author) == (
        GROUP,
        refs[0].native,
        "10001",
        "20001",
    )
    await server.restart()
    await platform.wait_closed()
    await platform.connect(heard)
    assert await platform.perform(Recall(GROUP, refs[1])) == Done(refs[1].native)
    gone = MessageRef("424242", None, 0, "20001")
    assert await platform.perform(Recall(GROUP, gone)) == Refused(reason="target_forgotten")


async def test_moderating(server: OneBotServer, platform: OneBot11, heard: Heard) -> None:
    assert await platform.perform(Mute(GROUP, "20001", 600)) == Done()
    muted = await heard.wait(MemberUpdated, lambda event: event.muted_until is not None)
    assert muted.user == "20001" and muted.muted_until
    assert await platform.perform(Mute(GROUP, "20001", 0)) == Done()
    assert await platform.perform(Mute(GROUP, "20001", 2_592_001)) == Refused(reason="mute_range")
    assert await platform.perform(Mute(GROUP, "20001", -1)) == Refused(reason="mute_range")
    assert await platform.perform(Mute(FRIEND, "20001", 60)) == NotOffered("only_groups")
    assert await platform.perform(Kick(GROUP, "20002", block=True)) == Done()
    assert (await server.wait_call("set_group_kick")).params["reject_add_request"] is True


async def test_poking(server: OneBotServer, platform: OneBot11, heard: Heard) -> None:
    assert await platform.perform(Poke(GROUP, "20001")) == Done()
    assert await platform.perform(Poke(FRIEND, "20001")) == Done()
    line = await heard.wait(MessageReceived, lambda event: event.message.conversation == FRIEND)
    (notice,) = line.message.segments
    assert isinstance(notice, Notice) and (notice.what, notice.actor, notice.target) == ("poke", "10001", "20001")


async def test_marking_read(server: OneBotServer, platform: OneBot11, heard: Heard) -> None:
    ref = await hear(server, heard, "读")
    assert await platform.perform(MarkRead(GROUP, ref)) == Done()
    assert (await server.wait_call("mark_group_msg_as_read")).params["message_id"] == int(ref.native)


async def test_an_unknown_action_is_not_offered_any_more(server: OneBotServer, platform: OneBot11) -> None:
    server.faults.fail("send_poke", "不支持的API send_poke", retcode=1404, times=1)
    assert await platform.perform(Poke(GROUP, "20001")) == NotOffered("unknown_action")
    assert ActionKind.POKE not in platform.offers.actions
    assert isinstance(await platform.perform(Poke(GROUP, "20001")), NotOffered)


async def test_asking(server: OneBotServer, platform: OneBot11, heard: Heard) -> None:
    ref = await hear(server, heard, "问")
    friends = {friend.id: friend for friend in await platform.ask(AskFriends())}
    assert (friends["20001"].name, friends["20002"].category) == ("小贤", "同事")
    assert {group.id: group.name for group in await platform.ask(AskGroups())}["30001"] == "爱情公寓"
    members = {member.id: member for member in await platform.ask(AskMembers(GROUP))}
    assert (members["10001"].role, members["20001"].card) == (Role.OWNER, "贤哥")
    assert (await platform.ask(AskMember(GROUP, "20001"))).card == "贤哥"
    assert (await platform.ask(AskMessage(GROUP, ref.native))).segments == (Text("问"),)
    recents = await platform.ask(AskRecents(10))
    newest = next(recent for recent in recents if recent.conversation == GROUP)
    assert newest.message is not None and newest.message.segments == (Text("问"),)


async def test_what_cannot_be_answered(server: OneBotServer, platform: OneBot11) -> None:
    with pytest.raises(AskError, match="not_found"):
        await platform.ask(AskMessage(GROUP, "424242"))
    server.faults.fail("get_group_list", "坏了")
    with pytest.raises(AskError, match="refused: 坏了"):
        await platform.ask(AskGroups())
    server.faults.fail("get_recent_contact", "不支持的API", retcode=1404)
    with pytest.raises(AskError, match="not_offered"):
        await platform.ask(AskRecents(1))
    await platform.close()
    with pytest.raises(AskError, match="not_connected"):
        await platform.ask(AskFriends())


async def test_hostile_frames_are_counted_and_the_next_message_arrives(
    server: OneBotServer, platform: OneBot11, heard: Heard
) -> None:
    for text in ('{"post_type":"mess', "null", "[]", '{"post_type":"novel"}'):
        await server.send_raw(text)
    await hear(server, heard, "还在")
    assert sum(isinstance(event, Malformed) for event in heard.events) == 4


async def test_qq_goes_offline_while_the_socket_lives(server: OneBotServer, platform: OneBot11, heard: Heard) -> None:
    server.faults.is_qq_online = False
    server.beat()
    assert not (await heard.wait(OnlineChanged)).is_online


async def test_another_account_behind_the_same_address_ends_it(server: OneBotServer, platform: OneBot11, heard: Heard) -> None:
    await server.send_raw(
        '{"post_type":"message","self_id":10002,"message_type":"group","group_id":30001,"user_id":5,"message":"x"}'
    )
    error = await platform.wait_closed()
    assert (error.reason, error.words) == ("wrong_account", "10002")
    assert not heard.events


async def test_history_of_a_closed_platform_is_unknown(platform: OneBot11) -> None:
    await platform.close()
    assert (await platform.history(GROUP, limit=5)).end is PageEnd.UNKNOWN


async def test_pictures_may_take_longer_than_words(server: OneBotServer, platform: OneBot11) -> None:
    outcome = await platform.perform(SendMessage(GROUP, (Image("base64://AAAA"),)))
    assert isinstance(outcome, Done)
