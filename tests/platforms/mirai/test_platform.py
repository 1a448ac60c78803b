"""What a person does and asks, against the simulated mirai-api-http, and how each of it ends."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, Literal

import pytest
from websockets.frames import Frame as WireFrame
from websockets.frames import Opcode
from websockets.server import ServerProtocol

from tests.platforms.fakes import Heard
from tests.platforms.mirai.fakes import FakeTransport, Given
from tests.platforms.mirai.packets import FRIEND, ME, packet
from tui.chat.actions import (
    Action,
    ActionKind,
    Done,
    Kick,
    Mute,
    NoAnswer,
    NotOffered,
    NotSent,
    Poke,
    Recall,
    Refused,
    SendMessage,
)
from tui.chat.board_actions import CreateFolder, DeleteAnnouncement, PublishAnnouncement, SetEssence
from tui.chat.events import (
    ConversationEnded,
    Event,
    GroupUpdated,
    MemberLeft,
    MemberUpdated,
    MessageRecalled,
    MessageReceived,
    RequestCame,
)
from tui.chat.group_actions import LeaveGroup, MuteAll, RenameGroup
from tui.chat.ids import ConversationId, ConversationKind, MessageRef
from tui.chat.member_actions import SetAdmin, SetCard, SetTitle
from tui.chat.people import Role
from tui.chat.people_actions import DeleteFriend, Like
from tui.chat.requests import AnswerFriendRequest, AnswerGroupRequest, RequestKind
from tui.chat.segments import Dice, Face, Forward, Image, Mention, Quote, Segment, Sticker, Text
from tui.platforms import sockets
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
from tui.platforms.board_queries import AskAnnouncements, AskFiles
from tui.platforms.content_queries import AskForward
from tui.platforms.group_queries import AskGroup, AskMuted
from tui.platforms.mirai.means import KINDS
from tui.platforms.mirai.platform import Mirai
from tui.platforms.mirai.settings import Settings
from tui.platforms.people_queries import AskProfile
from tui.simulator.mirai import socket
from tui.simulator.mirai.server import MiraiServer
from tui.simulator.world import small_world

OWNED = ConversationId(ME, ConversationKind.GROUP, "30001")
PLAIN = ConversationId(ME, ConversationKind.GROUP, "30003")
STRANGER = ConversationId(ME, ConversationKind.STRANGER, "20001")


def ref(native: str) -> MessageRef:
    return MessageRef(native, None, 0, "10001")


async def say(platform: Mirai, where: ConversationId, *segments: Segment) -> str:
    outcome = await platform.perform(SendMessage(where, segments))
    assert isinstance(outcome, Done), outcome
    return outcome.native


def said(server: MiraiServer) -> dict[str, Any]:
    """The last message that went out."""
    return next(call.params for call in reversed(server.calls) if call.action.startswith("send"))


async def test_the_first_words_tell_who_we_are(server: MiraiServer) -> None:
    platform = Mirai(Settings(url=server.url, verify_key="k", qq=10001))
    identity = await platform.connect(lambda event: None)
    assert (identity.account, identity.nickname, identity.version) == (ME, "吕小布", "2.10.0")
    await platform.close()
    assert await platform.perform(Poke(FRIEND, "20001")) == NotSent("not_connected")


@pytest.mark.parametrize(
    ("key", "qq", "reason", "is_final"), [("x", 10001, "verify_key_refused", True), ("k", 7, "no_such_bot", False)]
)
async def test_a_refused_session_is_why_there_is_no_connection(
    server: MiraiServer, key: str, qq: int, reason: str, is_final: bool
) -> None:
    with pytest.raises(ConnectError) as caught:
        await Mirai(Settings(url=server.url, verify_key=key, qq=qq)).connect(lambda event: None)
    assert (caught.value.reason, caught.value.is_final) == (reason, is_final)


async def test_a_message_goes_and_is_known_by_its_number(platform: Mirai) -> None:
    native = await say(platform, FRIEND, Text("你好"), Face("14"))
    told = await platform.ask(AskMessage(FRIEND, native))
    assert (told.conversation, told.is_own, told.segments) == (FRIEND, True, (Text("你好"), Face("14", "微笑")))
    assert platform.is_same_content((Text("你 好"), Face("14")), told.segments)
    assert not platform.is_same_content((Text("你好"),), told.segments)


async def test_what_we_said_is_told_as_it_is_dated_there(platform: Mirai, heard: Heard) -> None:
    native = await say(platform, OWNED, Text("你好"))
    told = (await heard.wait(MessageReceived)).message
    assert (told.conversation, told.native, told.is_own, told.time % 1000) == (OWNED, native, True, 0)


async def test_a_quote_goes_beside_the_chain_and_one_that_is_forgotten_is_told(platform: Mirai, server: MiraiServer) -> None:
    native = await say(platform, OWNED, Mention("20001"), Text(" 在吗"))
    await say(platform, OWNED, Quote(native), Text("在的"))
    sent = said(server)
    assert (sent["quote"], sent["messageChain"]) == (int(native), [{"type": "Plain", "text": "在的"}])
    assert await platform.perform(SendMessage(OWNED, (Quote("424242"), Text("谁")))) == Refused(reason="target_forgotten")


async def test_a_picture_of_this_machine_is_uploaded(platform: Mirai, server: MiraiServer, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\nxyz")
    await say(platform, FRIEND, Image("", path=str(tmp_path / "a.png")))
    uploaded = said(server)["messageChain"][0]
    assert uploaded.keys() == {"type", "imageId"}
    assert b"\x89PNG\r\n\x1a\nxyz" in server.world.media.values()
    missing = await platform.perform(SendMessage(FRIEND, (Image("", path=str(tmp_path / "b.png")),)))
    assert missing == Refused("", "no_file")


@pytest.mark.parametrize(
    ("action", "outcome"),
    [
        (SendMessage(FRIEND, (Sticker("x"),)), Refused("sticker", "not_sendable")),
        (SendMessage(FRIEND, (Text(""),)), Refused("", "empty")),
        (SendMessage(ConversationId(ME, ConversationKind.TEMP, "20004"), (Text("a"),)), NotOffered("not_offered")),
        (Recall(STRANGER, ref("1")), NotOffered("only_groups_and_friends")),
        (Recall(FRIEND, ref("unnumbered:0a")), Refused("", "target_forgotten")),
        (Poke(ConversationId(ME, ConversationKind.TEMP, "20001"), "20001"), NotOffered("only_groups_and_friends")),
        (Mute(OWNED, "20002", 31 * 86400), Refused("", "mute_range")),
        (LeaveGroup(OWNED, is_disbanding=True), NotOffered("not_offered")),
        (SetEssence(OWNED, "1", False), NotOffered("essence_only_set")),
        (Like("20001", 1), NotOffered("not_offered")),
        (AnswerFriendRequest("nonsense", "1", True), Refused("", "request_gone")),
        (AnswerGroupRequest("nonsense", True, False), Refused("", "request_gone")),
    ],
    ids=lambda value: type(value).__name__,
)
async def test_what_can_not_be_done_is_told_without_a_call(
    platform: Mirai, server: MiraiServer, action: Action, outcome: object
) -> None:
    before = len(server.calls)
    assert await platform.perform(action) == outcome
    assert len(server.calls) == before


@pytest.mark.parametrize("where", [FRIEND, OWNED])
async def test_a_recall_is_told_in_its_conversation(platform: Mirai, heard: Heard, where: ConversationId) -> None:
    native = await say(platform, where, Text("说错了"))
    assert await platform.perform(Recall(where, ref(native))) == Done(native)
    told = await heard.wait(MessageRecalled)
    assert (told.conversation, told.native, told.operator) == (where, native, "10001")
    again = await platform.perform(Recall(where, ref("999999")))
    assert isinstance(again, Refused)
    assert again.reason == "target_forgotten"


@pytest.mark.parametrize(
    ("action", "event"),
    [
        (Kick(OWNED, "20002"), MemberLeft(OWNED, "20002")),
        (MuteAll(OWNED, True), GroupUpdated(OWNED, is_muted_all=True)),
        (RenameGroup(OWNED, "新名字"), GroupUpdated(OWNED, name="新名字")),
        (SetAdmin(OWNED, "20002", True), MemberUpdated(OWNED, "20002", role=Role.ADMIN)),
        (SetCard(OWNED, "20002", "名片"), MemberUpdated(OWNED, "20002", card="名片")),
        (SetTitle(OWNED, "20002", "头衔"), MemberUpdated(OWNED, "20002", title="头衔")),
        (Mute(OWNED, "20002", 0), MemberUpdated(OWNED, "20002", muted_until=0)),
        (LeaveGroup(PLAIN), ConversationEnded(PLAIN)),
    ],
    ids=lambda value: type(value).__name__,
)
async def test_what_is_done_is_told(platform: Mirai, heard: Heard, action: Action, event: Event) -> None:
    assert await platform.perform(action) == Done()
    assert event in heard.events


async def test_a_mute_lasts_and_is_listed(platform: Mirai, heard: Heard) -> None:
    assert await platform.perform(Mute(OWNED, "20002", 600)) == Done()
    assert (await heard.wait(MemberUpdated)).muted_until
    assert [member.id for member in await platform.ask(AskMuted(OWNED))] == ["20002"]


async def test_what_one_may_not_do_is_refused_in_words(platform: Mirai) -> None:
    outcome = await platform.perform(Mute(PLAIN, "20001", 60))
    assert isinstance(outcome, Refused)
    assert (outcome.reason, bool(outcome.words)) == ("need_admin", True)


async def test_pokes_reach_groups_friends_and_strangers(platform: Mirai, server: MiraiServer) -> None:
    assert await platform.perform(Poke(OWNED, "20001")) == Done()
    assert server.calls[-1].params == {"target": 20001, "subject": 30001, "kind": "Group"}
    assert await platform.perform(Poke(FRIEND, "20001")) == Done()
    assert server.calls[-1].params == {"target": 20001, "subject": 20001, "kind": "Friend"}
    await server.say_stranger("20777", "在吗")
    stranger = ConversationId(ME, ConversationKind.STRANGER, "20777")
    assert await platform.perform(Poke(stranger, "20777")) == Done()
    assert server.calls[-1].params == {"target": 20777, "subject": 20777, "kind": "Stranger"}


async def test_people_and_groups_are_listed_with_ourselves_among_the_members(platform: Mirai) -> None:
    assert ("20001", "小贤") in [(friend.id, friend.name) for friend in await platform.ask(AskFriends())]
    assert [group.id for group in await platform.ask(AskGroups())] == ["30001", "30002", "30003"]
    members = {member.id: member for member in await platform.ask(AskMembers(OWNED))}
    assert (members["10001"].role, members["20001"].card, len(members)) == (Role.OWNER, "贤哥", 6)
    assert (await platform.ask(AskMember(OWNED, "20009"))).role is Role.ADMIN
    assert (await platform.ask(AskGroup(OWNED))).is_muted_all is False
    assert (await platform.ask(AskProfile("20001"))).nickname == "曾小贤"


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        (AskRecents(5), "not_offered"),
        (AskMember(OWNED, "999"), "not_found"),
        (AskMessage(OWNED, "999"), "not_found"),
        (AskMembers(FRIEND), "only_groups"),
        (AskForward(OWNED, "1", Forward("x")), "forward_empty"),
    ],
    ids=lambda value: type(value).__name__,
)
async def test_a_question_without_an_answer_says_why(platform: Mirai, query: object, reason: str) -> None:
    with pytest.raises(AskError) as caught:
        await platform.ask(query)  # type: ignore[arg-type]
    assert caught.value.reason == reason


async def test_announcements_essence_and_folders(platform: Mirai) -> None:
    assert await platform.perform(PublishAnnouncement(OWNED, "公告")) == Done()
    (told,) = await platform.ask(AskAnnouncements(OWNED))
    assert (told.text, told.sender) == ("公告", "10001")
    assert await platform.perform(DeleteAnnouncement(OWNED, told.id)) == Done()
    assert await platform.ask(AskAnnouncements(OWNED)) == ()
    native = await say(platform, OWNED, Text("精华"))
    assert await platform.perform(SetEssence(OWNED, native, True)) == Done()
    assert await platform.perform(CreateFolder(OWNED, "夹")) == Done()
    assert [folder.name for folder in (await platform.ask(AskFiles(OWNED, "", 10))).folders] == ["夹"]


async def test_a_friend_is_deleted(platform: Mirai) -> None:
    assert await platform.perform(DeleteFriend("20003")) == Done()
    assert "20003" not in [friend.id for friend in await platform.ask(AskFriends())]


async def test_what_others_say_is_heard(platform: Mirai, server: MiraiServer, heard: Heard) -> None:
    await server.say_private("20001", "在吗")
    told = (await heard.wait(MessageReceived)).message
    assert (told.conversation, told.segments, told.is_own) == (FRIEND, (Text("在吗"),), False)


async def test_the_history_of_a_friend_knows_who_said_what(platform: Mirai, server: MiraiServer, heard: Heard) -> None:
    await server.say_private("20001", "在吗")
    await heard.wait(MessageReceived)
    await say(platform, FRIEND, Text("在"))
    await heard.wait(MessageReceived, lambda event: event.message.is_own)
    page = await platform.history(FRIEND, limit=20)
    assert [(row.segments, row.is_own) for row in page.messages] == [((Text("在吗"),), False), ((Text("在"),), True)]
    older = await platform.history(FRIEND, before=page.messages[1].ref, limit=20)
    assert [row.segments for row in older.messages] == [(Text("在吗"),)]
    newer = await platform.history(FRIEND, after=page.messages[0].ref, limit=20)
    assert ([row.segments for row in newer.messages], newer.end) == ([(Text("在"),)], PageEnd.REACHED)
    assert platform.keeps_history(FRIEND)
    assert not platform.keeps_history(OWNED)
    assert (await platform.history(OWNED, limit=20)).end is PageEnd.UNKNOWN


async def test_a_die_is_thrown_by_us_and_its_value_told(platform: Mirai) -> None:
    told = await platform.ask(AskMessage(OWNED, await say(platform, OWNED, Dice())))
    (die,) = told.segments
    assert isinstance(die, Dice)
    assert 1 <= die.value <= 6


async def over(wire: FakeTransport, heard: Heard, *, history_pause: float | None = None) -> Mirai:
    """A platform over *wire*, which has said its first words."""
    settings = Settings(qq=10001, call_timeout=5.0, connect_timeout=0.01, slow_timeout=0.05)
    platform = Mirai(settings, way=Given(wire), history_pause=history_pause)
    await platform.connect(heard)
    while not wire.sent.empty():
        wire.sent.get_nowait()
    return platform


async def test_a_silent_server_is_an_unanswered_send_and_events_wait_for_the_first_words(heard: Heard) -> None:
    wire = FakeTransport()
    wire.push(packet("FriendMessage", sender={"id": 20001, "nickname": "曾小贤", "remark": ""}))
    platform = await over(wire, heard)
    assert [type(event) for event in heard.events] == [MessageReceived]
    assert isinstance(await platform.perform(SendMessage(FRIEND, (Text("a"),))), NoAnswer)
    wire.breaks = True
    assert isinstance(await platform.perform(SendMessage(FRIEND, (Text("a"),))), NoAnswer)
    await platform.close()


async def test_what_the_other_side_does_not_know_is_offered_no_longer(heard: Heard) -> None:
    wire = FakeTransport()
    platform = await over(wire, heard)
    poke = asyncio.create_task(platform.perform(Poke(FRIEND, "20001")))
    await wire.refuse(6, "指定操作不支持")
    assert await poke == NotOffered("unknown_action")
    assert platform.offers.actions == KINDS - {Poke.kind, ActionKind.UPLOAD_FILE}
    page = asyncio.create_task(platform.history(FRIEND, limit=5))
    await wire.refuse(500, "An operation is not implemented.")
    assert ((await page).end, (await page).words) == (PageEnd.REFUSED, "An operation is not implemented.")
    assert not platform.keeps_history(FRIEND)
    sent = asyncio.create_task(platform.perform(SendMessage(FRIEND, (Text("a"),))))
    await wire.agree(messageId=-1)
    outcome = await sent
    assert isinstance(outcome, Done)
    assert outcome.native.startswith("unnumbered:")
    await platform.close()


async def test_one_failure_is_not_the_end_of_all_history_and_three_are(heard: Heard) -> None:
    wire = FakeTransport()
    platform = await over(wire, heard, history_pause=0.0)
    for count in (1, 2, 3):
        page = asyncio.create_task(platform.history(FRIEND, limit=5))
        await wire.refuse(500, "java.lang.IllegalStateException")
        assert (await page).end is PageEnd.REFUSED
        assert platform.keeps_history(FRIEND) == (count < 3)
    await platform.close()


async def test_qq_is_asked_for_history_twice_a_second_at_most_whoever_asks(heard: Heard, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr("tui.platforms.mirai.history.asyncio.sleep", sleep)
    wire = FakeTransport()
    platform = await over(wire, heard)
    pages = [asyncio.create_task(platform.history(place, limit=5)) for place in (FRIEND, FRIEND)]
    for _ in range(6):  # each looks three times as far back, because there is nothing
        await wire.agree(data=[])
    assert [(await page).end for page in pages] == [PageEnd.REACHED, PageEnd.REACHED]
    assert [round(wait * 2) for wait in waits] == [1, 2, 3, 4, 5]
    await platform.close()


async def test_history_ends_where_nobody_knows_who_said_it(heard: Heard) -> None:
    wire = FakeTransport()
    platform = await over(wire, heard)
    friend = {"id": 20001, "nickname": "曾小贤", "remark": ""}
    page = asyncio.create_task(platform.history(FRIEND, limit=5))
    await wire.agree(data=[packet("FriendMessage", native, sender=friend) for native in (1, 2, 3)])
    await wire.agree(data=packet("FriendMessage", 3, sender={"id": 10001, "nickname": "我", "remark": ""}))
    await wire.refuse(5, "指定对象不存在")
    told = await page
    assert [(row.native, row.is_own) for row in told.messages] == [("3", True)]
    assert (told.end, told.words) == (PageEnd.REFUSED, "指定对象不存在")
    await platform.close()


@pytest.mark.parametrize("is_accepted", [True, False])
@pytest.mark.parametrize("kind", list(RequestKind))
async def test_requests_are_answered_by_what_they_said(
    platform: Mirai, server: MiraiServer, heard: Heard, kind: RequestKind, is_accepted: bool
) -> None:
    asked: dict[RequestKind, Literal["friend", "add", "invite"]] = {
        RequestKind.FRIEND: "friend",
        RequestKind.JOIN: "add",
        RequestKind.INVITE: "invite",
    }
    await server.request(asked[kind], "20777", "让我进来", group_id="" if kind is RequestKind.FRIEND else "30001")
    request = (await heard.wait(RequestCame)).request
    assert (request.kind, request.user) == (kind, "20777")
    if kind is RequestKind.FRIEND:
        outcome = await platform.perform(AnswerFriendRequest(request.flag, request.user, is_accepted))
    else:
        outcome = await platform.perform(AnswerGroupRequest(request.flag, is_accepted, kind is RequestKind.INVITE, "不"))
    assert outcome == Done()
    answer = next(call.params for call in reversed(server.calls) if call.action.startswith("resp_"))
    assert (answer["fromId"], answer["operate"]) == (20777, 0 if is_accepted else 1)


async def test_the_server_gets_our_pings(monkeypatch: pytest.MonkeyPatch) -> None:
    pinged = asyncio.Event()

    class Pinged(ServerProtocol):
        def recv_frame(self, frame: WireFrame) -> None:
            if frame.opcode is Opcode.PING:
                pinged.set()
            super().recv_frame(frame)

    monkeypatch.setattr(sockets, "PING_SECONDS", 0.02)
    monkeypatch.setattr(socket, "ServerProtocol", Pinged)
    async with MiraiServer(small_world(), verify_key="k") as server:
        platform = Mirai(Settings(url=server.url, verify_key="k", qq=10001))
        await platform.connect(lambda event: None)
        async with asyncio.timeout(5.0):
            await pinged.wait()
        await platform.close()
