"""The same on each implementation: pages join without gap or repetition, and each act and event is known for what it is."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.platforms.fakes import Heard
from tui.chat.actions import ActionKind, Done, Mute, Poke, Recall, Refused, SendMessage
from tui.chat.events import Event, GroupUpdated, MemberUpdated, MessageRecalled, MessageReceived, ReactionChanged
from tui.chat.group_actions import MuteAll
from tui.chat.ids import ConversationId, ConversationKind, MessageRef
from tui.chat.messages import Message
from tui.chat.segments import Dice, Image, Mention, Notice, Quote, Sticker, Text, plain_text
from tui.platforms.base import AskFriends, AskGroups, AskMembers, AskMessage, ConnectError, Page, PageEnd
from tui.platforms.onebot11.dialects import DIALECT_NAMES, GOCQHTTP, LAGRANGE, LLBOT, NAPCAT_NAME
from tui.platforms.onebot11.platform import OneBot11
from tui.platforms.onebot11.probe import probe
from tui.platforms.onebot11.settings import Settings
from tui.simulator import segments as make
from tui.simulator.model import private_chat
from tui.simulator.onebot11.server import OneBotServer
from tui.simulator.world import World, small_world

from .fakes import FRIEND, GROUP, ME

WITH_PRIVATE_HISTORY = tuple(name for name in DIALECT_NAMES if name != GOCQHTTP)
START = 1_700_000_000


@pytest.fixture(params=DIALECT_NAMES)
def dialect(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def world() -> World:
    return small_world()


@pytest.fixture
async def server(world: World, dialect: str) -> AsyncIterator[OneBotServer]:
    async with OneBotServer(world, token="t", heartbeat=0, report_self=True, dialect=dialect) as running:
        yield running


def words(page: Page) -> list[str]:
    return [plain_text(message.segments) for message in page.messages]


async def fill(server: OneBotServer, count: int, *, group: str = "30001") -> None:
    """Say so many things, many in each second, and take back every seventh: its sequence is then nobody's."""
    for number in range(count):
        server.world.clock = lambda at=number: START + at // 4  # type: ignore[misc]
        message = await server.say_group(group, "20001" if number % 3 else "10001", str(number))
        if number % 7 == 6:
            await server.recall(message)


async def all_pages(platform: OneBot11, where: ConversationId, limit: int) -> list[Message]:
    seen: list[Message] = []
    anchor: MessageRef | None = None
    for _ in range(100):
        page = await platform.history(where, before=anchor, limit=limit)
        if page.end is not PageEnd.MORE:
            assert page == Page((), PageEnd.REACHED)
            return seen
        assert len(page.messages) <= limit
        seen = [*page.messages, *seen]
        anchor = seen[0].ref
    raise AssertionError("no end")


@pytest.mark.parametrize("limit", [10, 50])
async def test_paging_back_to_the_beginning(server: OneBotServer, platform: OneBot11, limit: int) -> None:
    await fill(server, 75)
    seen = await all_pages(platform, GROUP, limit)
    assert [plain_text(m.segments) for m in seen] == [str(n) for n in range(75) if n % 7 != 6]
    assert [m.is_own for m in seen] == [n % 3 == 0 for n in range(75) if n % 7 != 6]
    newer = await platform.history(GROUP, after=seen[4].ref, limit=3)
    assert newer.messages and words(newer) == ["5", "7", "8"][: len(newer.messages)]
    assert (await platform.history(GROUP, after=seen[-1].ref, limit=3)).end is PageEnd.REACHED


@pytest.mark.parametrize("dialect", [LLBOT, GOCQHTTP], indirect=True)
@pytest.mark.parametrize("hole", [25, 45])
async def test_a_hole_of_sequences_is_no_beginning(server: OneBotServer, platform: OneBot11, hole: int) -> None:
    await server.say_group("30001", "20001", "erstes")
    gone = [await server.say_group("30001", "20001", "x") for _ in range(hole)]
    for message in gone:
        await server.recall(message)
    await server.say_group("30001", "20001", "letztes")
    seen = await all_pages(platform, GROUP, 10)
    assert [plain_text(m.segments) for m in seen] == ["erstes", "letztes"]


@pytest.mark.parametrize("dialect", WITH_PRIVATE_HISTORY, indirect=True)
@pytest.mark.parametrize("limit", [3, 40])
async def test_private_pages_join_though_most_are_ours(server: OneBotServer, platform: OneBot11, limit: int) -> None:
    said = []
    for number in range(30):
        server.world.clock = lambda at=number: START + at // 2  # type: ignore[misc]
        by = "20001" if number % 8 == 5 else "10001"
        said.append((str(number), by == "10001"))
        await server.say_private("20001", str(number), by=by)
    seen = await all_pages(platform, FRIEND, limit)
    assert {m.conversation for m in seen} == {FRIEND}
    assert [(plain_text(m.segments), m.is_own) for m in seen] == said


@pytest.mark.parametrize("dialect", [LAGRANGE], indirect=True)
async def test_lagrange_tells_that_its_newest_page_may_not_be_the_end(server: OneBotServer, platform: OneBot11) -> None:
    await server.say_private("20001", "在吗")
    now = server.world.clock()
    server.world.clock = lambda: now + 1
    await server.say_private("20001", "在", by="10001")
    page = await platform.history(FRIEND, limit=5)
    assert words(page) == ["在吗"] and not page.is_latest
    await server.say_private("20001", "好")
    assert words(await platform.history(FRIEND, limit=5)) == ["在吗", "在", "好"]
    assert (await platform.history(GROUP, limit=5)).end is PageEnd.UNKNOWN


@pytest.mark.parametrize("dialect", [LAGRANGE], indirect=True)
async def test_a_line_of_somebody_who_left_spoils_only_its_own_page(server: OneBotServer, platform: OneBot11) -> None:
    for number in range(12):
        await server.say_group("30001", "20004" if number == 3 else "20001", str(number))
    await server.leave("30001", "20004")
    page = await platform.history(GROUP, limit=10)
    assert words(page)[-3:] == ["9", "10", "11"]
    older = await platform.history(GROUP, before=page.messages[0].ref, limit=10)
    assert "3" not in words(older) and older.end in (PageEnd.MORE, PageEnd.UNKNOWN)


@pytest.mark.parametrize("dialect", [GOCQHTTP], indirect=True)
async def test_gocqhttp_has_no_private_history(server: OneBotServer, platform: OneBot11) -> None:
    await server.say_private("20001", "在吗")
    assert await platform.history(FRIEND, limit=5) == Page((), PageEnd.UNKNOWN)
    assert not [call for call in server.calls if "friend_msg" in call.action]


async def test_an_own_message_names_its_place_by_the_answer_alone(server: OneBotServer, platform: OneBot11) -> None:
    for number in range(4):
        await server.say_group("30001", "20001", str(number))
    sent = await platform.perform(SendMessage(GROUP, (Text("我"),)))
    assert isinstance(sent, Done)
    known_by_answer = MessageRef(sent.native, None, server.world.now() * 1000 + 321, ME.own_id)
    assert words(await platform.history(GROUP, before=known_by_answer, limit=2)) == ["2", "3"]


async def test_own_messages_come_once_and_as_ours(server: OneBotServer, platform: OneBot11, heard: Heard) -> None:
    for place, text in ((GROUP, "群里"), (FRIEND, "私下")):
        sent = await platform.perform(SendMessage(place, (Text(text),)))
        event = await heard.wait(MessageReceived, lambda e, text=text: plain_text(e.message.segments) == text)  # type: ignore[misc]
        assert sent == Done(event.message.native)
        assert (event.message.conversation, event.message.is_own) == (place, True)
    assert len([e for e in heard.events if isinstance(e, MessageReceived)]) == 2


async def test_what_is_said_has_its_words_whatever_the_format(
    server: OneBotServer, platform: OneBot11, heard: Heard, dialect: str
) -> None:
    text = "看[图] & 文,字 [CQ:at,qq=1]"
    first = await server.say_group("30001", "20001", text)
    got = await heard.wait(MessageReceived)
    assert got.message.segments == (Text(text),)
    assert got.message.sequence == (None if dialect == LAGRANGE else first.seq)
    parts = [make.reply(first), make.at("10001"), make.text(" 看,"), make.image("ABC.jpg", 12, summary="[动画表情]")]
    await server.say_group("30001", "20001", parts)
    got = await heard.wait(MessageReceived, lambda e: e.message.mentions_me)
    quote, mention, words, image = got.message.segments
    assert isinstance(quote, Quote) and quote.native == str(server.message_id(first))
    assert isinstance(mention, Mention) and mention.user == "10001"
    assert words == Text(" 看,") and isinstance(image, Image) and image.url.startswith("https://")
    await server.say_group("30001", "20001", [make.store_sticker("汪汪", "k", 7)])
    sticker = Text("[汪汪]") if dialect == GOCQHTTP else Sticker
    await heard.wait(MessageReceived, lambda e: e.message.segments == (sticker,) or _is_just(sticker, e.message))
    await server.say_group("30001", "20001", [{"type": "dice", "data": {"result": "4"}}])
    await heard.wait(MessageReceived, lambda e: e.message.segments == (Dice(4),))


def _is_just(kind: object, message: Message) -> bool:
    return isinstance(kind, type) and [type(segment) for segment in message.segments] == [kind]


async def test_temporary_chats_find_their_place(server: OneBotServer, platform: OneBot11, heard: Heard, dialect: str) -> None:
    await server.say_temp("20004", "30001", "你好")
    message = (await heard.wait(MessageReceived)).message
    assert message.conversation == ConversationId(ME, ConversationKind.TEMP, "20004")
    assert message.via == ("" if dialect == LAGRANGE else "30001")


@pytest.mark.parametrize("where", [GROUP, FRIEND])
async def test_taking_back_is_known_by_its_event(
    server: OneBotServer, platform: OneBot11, heard: Heard, where: ConversationId
) -> None:
    sent = await platform.perform(SendMessage(where, (Text("错"),)))
    assert isinstance(sent, Done)
    ref = MessageRef(sent.native, None, server.world.now() * 1000, ME.own_id)
    assert await platform.perform(Recall(where, ref)) == Done(sent.native)
    told = await heard.wait(MessageRecalled)
    assert (told.native, told.operator) == (sent.native, "10001")
    assert told.conversation in (None, where)


async def test_a_recall_in_vain_says_so(server: OneBotServer, platform: OneBot11, dialect: str) -> None:
    old = await server.say_group("30003", "10001", "旧")
    server.world.clock = lambda: old.time + 1000
    group = ConversationId(ME, ConversationKind.GROUP, "30003")
    outcome = await platform.perform(Recall(group, MessageRef(str(server.message_id(old)), None, old.time * 1000, "10001")))
    assert isinstance(outcome, Refused) and outcome.words
    assert dialect != LAGRANGE or outcome.reason == "wordless"


async def test_an_unknown_quote_is_never_left_out(server: OneBotServer, platform: OneBot11) -> None:
    action = SendMessage(GROUP, (Quote("4711"), Text("a")), MessageRef("4711", None, 0, "20001"))
    assert isinstance(await platform.perform(action), Refused)
    assert not server.world.conversation(private_chat("10001", "20001")).messages


async def test_a_quote_of_what_is_known_goes(server: OneBotServer, platform: OneBot11, heard: Heard) -> None:
    first = await server.say_group("30001", "20001", "问")
    told = await heard.wait(MessageReceived)
    sent = await platform.perform(SendMessage(GROUP, (Quote(told.message.native), Text("答")), told.message.ref))
    assert isinstance(sent, Done)
    said = server.ids.find(sent.native)
    assert said is not None and said.segments[0] == {"type": "reply", "data": {"to": first.uid}}


async def test_a_muted_one_is_told_why(server: OneBotServer, platform: OneBot11, dialect: str) -> None:
    await server.mute("30003", "10001", 600)
    group = ConversationId(ME, ConversationKind.GROUP, "30003")
    outcome = await platform.perform(SendMessage(group, (Text("a"),)))
    assert isinstance(outcome, Refused)
    assert outcome.reason == ("" if dialect == GOCQHTTP else "muted")


async def test_mutes_are_told(server: OneBotServer, platform: OneBot11, heard: Heard) -> None:
    assert await platform.perform(Mute(GROUP, "20001", 600)) == Done()
    assert (await heard.wait(MemberUpdated, lambda e: bool(e.muted_until))).user == "20001"
    assert await platform.perform(MuteAll(GROUP, True)) == Done()
    assert (await heard.wait(GroupUpdated)).conversation == GROUP
    heard.events.clear()
    await server.mute_all("30002")
    assert (await heard.wait(GroupUpdated)).is_muted_all is True
    await server.mute_all("30002", False)
    await heard.wait(GroupUpdated, lambda e: e.is_muted_all is False)


async def test_pokes_have_their_direction(server: OneBotServer, platform: OneBot11, heard: Heard, dialect: str) -> None:
    await server.poke("20001")
    await server.poke("20001", group_id="30001")
    assert isinstance(await platform.perform(Poke(GROUP, "20002")), Done)
    assert isinstance(await platform.perform(Poke(FRIEND, "20001")), Done)
    await server.say_group("30001", "20001", "Ende")
    await heard.wait(MessageReceived, lambda e: not e.message.is_notice)
    expected = [(FRIEND, "20001", "10001"), (GROUP, "20001", "10001"), (GROUP, "10001", "20002"), (FRIEND, "10001", "20001")]
    said = [event.message for event in heard.events if isinstance(event, MessageReceived)]
    pokes = [(m.conversation, n.actor, n.target) for m in said if isinstance(n := m.segments[0], Notice)]
    assert pokes == (expected[:-1] if dialect == GOCQHTTP else expected)


async def test_notices_of_a_group_mean_the_same(server: OneBotServer, platform: OneBot11, heard: Heard, dialect: str) -> None:
    message = await server.say_group("30001", "20001", "a")
    await server.rename_group("30001", "新名")
    await server.react(message, "20002", "76")
    await server.set_essence(message, by="20009")
    await server.join("30001", "20777", nickname="新人")
    await server.kick("30001", "20777")
    await server.leave("30001", "20004")
    await server.request("friend", "20888", "我是")
    await server.disband("30001")
    await heard.wait(MessageReceived, lambda e: _what(e) == "disband")
    told = [what for event in heard.events if (what := _what(event))]
    silent = {GOCQHTTP: {"group_name", "reaction"}, LLBOT: {"group_name"}}.get(dialect, set())
    expected = ["group_name", "reaction", "essence_add", "join", "kick", "leave", "friend_request", "disband"]
    assert told == [what for what in expected if what not in silent]


def _what(event: Event) -> str:
    if isinstance(event, ReactionChanged):
        return "reaction"
    notice = event.message.segments[0] if isinstance(event, MessageReceived) else None
    return notice.what if isinstance(notice, Notice) else ""


async def test_people_and_single_messages_are_told(server: OneBotServer, platform: OneBot11) -> None:
    friends = {friend.id: friend for friend in await platform.ask(AskFriends())}
    assert set(friends) == {"20001", "20002", "20003"} and friends["20001"].remark == "小贤"
    assert {group.id for group in await platform.ask(AskGroups())} == {"30001", "30002", "30003"}
    members = {member.id: member for member in await platform.ask(AskMembers(GROUP))}
    assert members["20001"].card == "贤哥" and members["10001"].role.value == "owner"
    for place, message in (
        (GROUP, await server.say_group("30001", "20001", "a")),
        (FRIEND, await server.say_private("20001", "b")),
        (FRIEND, await server.say_private("20001", "c", by="10001")),
    ):
        got = await platform.ask(AskMessage(place, str(server.message_id(message))))
        assert (got.conversation, got.sender.id, plain_text(got.segments)) == (place, message.sender, message.text)


async def test_a_wrong_token_is_final(server: OneBotServer) -> None:
    for token in ("", "wrong"):
        with pytest.raises(ConnectError) as caught:
            await OneBot11(Settings(server.url, token)).connect(lambda event: None)
        assert (caught.value.reason, caught.value.is_final) == ("token_refused", True)
    report = await probe(Settings(server.url, "wrong"))
    assert [finding.key for finding in report.findings] == ["token_refused"]


async def test_the_connection_test_names_it(server: OneBotServer, dialect: str) -> None:
    report = await probe(Settings(server.url, "t"))
    names = {NAPCAT_NAME: "NapCat.Onebot", LLBOT: "LLOneBot", LAGRANGE: "Lagrange.OneBot", GOCQHTTP: "go-cqhttp"}
    assert [finding.key for finding in report.findings] == ["ok"]
    assert report.identity is not None and report.identity.implementation == names[dialect]


async def test_only_what_is_there_is_offered(server: OneBotServer, platform: OneBot11, dialect: str) -> None:
    every = {ActionKind.SEND, ActionKind.RECALL, ActionKind.POKE, ActionKind.MUTE, ActionKind.KICK, ActionKind.HISTORY}
    assert every <= platform.offers.actions and platform.offers.can_confirm
    assert (ActionKind.REACT in platform.offers.actions) is (dialect != GOCQHTTP)
    assert (ActionKind.RECENTS in platform.offers.actions) is (dialect == NAPCAT_NAME)
    assert (platform.keeps_history(GROUP), platform.keeps_history(FRIEND)) == (True, dialect != GOCQHTTP)


async def test_after_a_restart_ids_still_serve(server: OneBotServer, platform: OneBot11, heard: Heard) -> None:
    for number in range(30):
        await server.say_group("30001", "20001", str(number))
    page = await platform.history(GROUP, limit=10)
    await server.restart()
    await platform.wait_closed()
    await platform.connect(heard)
    older = await platform.history(GROUP, before=page.messages[0].ref, limit=3)
    assert words(older) == ["17", "18", "19"]
    quoted = page.messages[2]
    sent: Any = await platform.perform(SendMessage(GROUP, (Quote(quoted.native), Text("a")), quoted.ref))
    said = server.ids.find(sent.native)
    assert said is not None and said.segments[0]["type"] == "reply"
