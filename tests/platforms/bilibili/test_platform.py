"""Bilibili as the house sees it, against the simulated one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest

from tests.journeys.bilibili import FANS, FRIEND, GALLERY, ME, NOTICES, asked, login_of, say, settings_of
from tui.chat.actions import ActionKind, Done, MarkRead, NoAnswer, NotOffered, NotSent, Poke, Recall, Refused, SendMessage
from tui.chat.conversation_actions import Pin, Silence
from tui.chat.events import ConversationTold, Event, MessageRecalled, MessageReceived, ReadElsewhere
from tui.chat.ids import ConversationKind, MessageRef
from tui.chat.masking import mask
from tui.chat.segments import Image, Notice, Share, Text, plain_text
from tui.platforms.base import AskError, AskFriends, AskRecents, ConnectError, PageEnd
from tui.platforms.bilibili.credential import credential_path, load_credential, save_credential
from tui.platforms.bilibili.pace import FRONT_SECONDS, IDLE_SECONDS, MOST_SECONDS
from tui.platforms.bilibili.platform import Bilibili
from tui.platforms.bilibili.settings import Settings
from tui.platforms.frames import Frame
from tui.simulator.bilibili import population
from tui.simulator.bilibili.model import USER, Kind, Person
from tui.simulator.bilibili.server import BilibiliServer
from tui.simulator.segments import png

from .fakes import Rounds

E = TypeVar("E")


class Watched(list[E]):
    """What came, and a sign that something did."""

    def __init__(self) -> None:
        super().__init__()
        self.came = asyncio.Event()

    def append(self, one: E) -> None:
        super().append(one)
        self.came.set()

    async def until(self, look: Callable[[], object]) -> None:
        """Wait until *look* is true; it is looked at again whenever something comes, and now and then."""
        async with asyncio.timeout(10):
            while not look():
                self.came.clear()
                try:
                    await asyncio.wait_for(self.came.wait(), 0.05)
                except TimeoutError:
                    continue


class Rig:
    """The platform over the simulated Bilibili; rounds of asking are turned by hand."""

    def __init__(self, server: BilibiliServer, folder: Path) -> None:
        self.server = server
        self.folder = folder
        self.rounds = Rounds()
        self.events: Watched[Event] = Watched()
        self.frames: Watched[Frame] = Watched()
        self.platform = self.make(settings_of(server, folder))

    def make(self, settings: Settings) -> Bilibili:
        platform = Bilibili(settings, sleep=self.rounds, notices_every=3600.0)
        platform.on_frame = self.frames.append
        return platform

    async def connect(self) -> None:
        await self.platform.connect(self.events.append)
        await self.until(lambda: self.names().count("get_unread_messages") == 1 and self.is_idle())

    def names(self) -> list[str]:
        return [name for name, _ in self.server.asks]

    def is_idle(self) -> bool:
        calls = [frame for frame in self.frames if frame.call]
        return len({frame.call for frame in calls}) * 2 == len(calls)

    async def until(self, look: Callable[[], object]) -> None:
        await self.frames.until(look)

    def of(self, kind: type[E]) -> list[E]:
        return [event for event in self.events if isinstance(event, kind)]

    async def send(self, *segments: Text | Image) -> object:
        return await self.platform.perform(SendMessage(FRIEND, segments))

    async def hears(self) -> list[str]:
        self.events.clear()
        await self.rounds.turn()
        return [plain_text(event.message.segments) for event in self.of(MessageReceived)]


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with BilibiliServer(population.small_world()) as server:
        server.troubles.signed |= {"fetch_session_msgs"}
        made = Rig(server, tmp_path)
        yield made
        await made.platform.close()
        assert server.busiest <= 1
        for _, ask in server.asks:
            assert login_of(server).refresh_token not in ask.cookies.values()


# Connecting ---------------------------------------------------------------------------------------------------------------


async def test_it_says_who_we_are_and_what_is_there_with_few_calls(rig: Rig) -> None:
    identity = await rig.platform.connect(rig.events.append)
    assert identity.account == ME and identity.nickname == "敲敲"
    told = {event.conversation: event for event in rig.of(ConversationTold)}
    assert told[FRIEND].name == "曾小贤" and told[FANS].name == "示例UP主的应援团" and told[NOTICES].name
    assert all(event.is_listed for event in told.values()) and rig.of(MessageReceived) == []
    assert {event.conversation.kind for event in told.values()} == {
        ConversationKind.FRIEND, ConversationKind.FAN_GROUP, ConversationKind.SYSTEM,
    }  # fmt: skip
    assert {event.sequence for event in rig.of(ReadElsewhere) if event.conversation == FRIEND}
    names = rig.names()
    assert [names.count(name) for name in ("nav", "get_sessions", "user_cards", "fetch_session_msgs")] == [1, 1, 1, 0]


async def test_the_list_proves_what_is_newest(rig: Rig) -> None:
    await rig.connect()
    recents = await rig.platform.ask(AskRecents(100))
    newest = {recent.conversation: recent.message for recent in recents}
    friend = newest[FRIEND]
    assert friend is not None and plain_text(friend.segments) == "在吗[doge]" and friend.sequence and not friend.is_read
    gallery = newest[GALLERY]
    assert gallery is not None and gallery.recalled_by  # the very last there takes another one back
    assert rig.names().count("fetch_session_msgs") <= 5
    with pytest.raises(AskError, match="not_offered"):
        await rig.platform.ask(AskFriends())


async def test_older_conversations_are_listed_too_and_once(rig: Rig) -> None:
    world = rig.server.world
    for number in range(250):
        person, then = world.add(Person(5_000_000 + number, f"路人{number}")), world.now() - (number + 9) * 10**9
        world.post(world.talk(USER, person.uid), person.uid, Kind.TEXT, '{"content":"在吗"}', stamp=then)
    rig.platform.history_pause = 0.0  # type: ignore[misc]
    await rig.connect()
    await rig.until(lambda: any(event.conversation.peer == "5000249" for event in rig.of(ConversationTold)))
    told = {event.conversation.peer: event.name for event in rig.of(ConversationTold)}
    assert [told.get(str(5_000_000 + number)) for number in range(250)] == [f"路人{number}" for number in range(250)]
    await rig.platform.connect(rig.events.append)
    await rig.until(rig.is_idle)
    pages = [call for call in asked(rig.server, "get_sessions") if "end_ts" in call]
    assert len(pages) == 2 and all(call["size"] == "100" for call in pages)


async def test_without_a_login_it_says_what_to_do(rig: Rig) -> None:
    nobody = rig.make(Settings("other", rig.folder))
    with pytest.raises(ConnectError) as caught:
        await nobody.connect(rig.events.append)
    assert caught.value.reason == "bili_no_login" and caught.value.is_final and rig.server.asks == []


async def test_a_login_that_was_kept_is_taken_and_one_that_was_renewed_wins(rig: Rig) -> None:
    path = credential_path(rig.folder, "main")
    save_credential(path, login_of(rig.server))
    kept = rig.make(replace(settings_of(rig.server, rig.folder), sessdata="", bili_jct="", dedeuserid=""))
    assert (await kept.connect(rig.events.append)).account == ME
    await kept.close()
    rig.frames.clear()
    rig.server.asks.clear()
    rig.server.troubles.wants_refresh = True
    await rig.connect()
    renewed = load_credential(path)
    assert renewed is not None and renewed != login_of(rig.server) and path.stat().st_mode & 0o777 == 0o600
    await rig.platform.close()
    rig.server.troubles.wants_refresh = False
    assert (await rig.platform.connect(rig.events.append)).account == ME  # by the one that was kept: the config's is void


async def test_who_is_logged_out_is_told_and_nothing_is_asked_any_more(rig: Rig) -> None:
    await rig.connect()
    rig.server.logins.end_all()
    ending = asyncio.create_task(rig.platform.wait_closed())
    await rig.rounds._idle.acquire()
    rig.rounds._go.release()
    ended = await asyncio.wait_for(ending, 5)
    assert ended.reason == "bili_logged_out" and ended.is_final
    count = len(rig.server.asks)
    assert await rig.send(Text("x")) == NotSent("not_connected") and len(rig.server.asks) == count
    with pytest.raises(ConnectError) as caught:
        await rig.platform.connect(rig.events.append)
    assert caught.value.reason == "bili_logged_out" and caught.value.is_final


async def test_cookies_that_can_be_none_are_named(rig: Rig) -> None:
    broken = rig.make(replace(settings_of(rig.server, rig.folder), bili_jct="a;b"))
    with pytest.raises(ConnectError, match="bili_jct") as caught:
        await broken.connect(rig.events.append)
    assert caught.value.reason == "bili_bad_login"


# Hearing ------------------------------------------------------------------------------------------------------------------


async def test_news_are_told_once_with_names_marks_and_recalls(rig: Rig) -> None:
    await rig.connect()
    said = say(rig.server, "在的")
    assert await rig.hears() == ["在的"] and await rig.hears() == []
    say(rig.server, "大家好", user=population.STRANGER, group=population.FANS)
    assert await rig.hears() == ["大家好"]
    (event,) = rig.of(MessageReceived)
    assert event.message.conversation == FANS and event.message.sender.nickname == "路人甲"
    rig.server.world.recall(said)
    await rig.hears()
    assert [recall.native for recall in rig.of(MessageRecalled)] == [str(said.key)]
    talk = rig.server.world.talk(1, population.FRIEND)
    talk.top_ts, talk.is_dnd = rig.server.world.now(), True
    rig.server.world.read(talk, talk.max_seqno)
    say(rig.server, "再说")
    await rig.hears()
    told = next(event for event in rig.of(ConversationTold) if event.conversation == FRIEND)
    assert told.is_pinned and told.is_silent
    assert [event.sequence for event in rig.of(ReadElsewhere)] == [talk.ack_seqno]


async def test_it_asks_as_often_as_the_page_and_more_often_while_somebody_looks(rig: Rig) -> None:
    await rig.connect()
    await rig.rounds.turn()
    rig.platform.attend(FRIEND)
    await rig.until(lambda: len(rig.rounds.waits) == 3)
    assert rig.rounds.waits[:2] == [IDLE_SECONDS, IDLE_SECONDS]
    assert FRONT_SECONDS - 1 < rig.rounds.waits[2] <= FRONT_SECONDS  # the wait that ran is cut short, not begun anew
    rig.platform.attend(None)
    await rig.until(lambda: len(rig.rounds.waits) == 4)
    assert IDLE_SECONDS - 1 < rig.rounds.waits[3] <= IDLE_SECONDS


@pytest.mark.parametrize("kind", [-352, -412, "412", "voucher", -799])
async def test_risk_control_is_met_with_patience_said_and_got_over(rig: Rig, kind: int | str) -> None:
    changes: list[str] = []
    rig.platform.on_caveat = lambda: changes.append(rig.platform.caveat)
    await rig.connect()
    await rig.rounds.turn()
    say(rig.server, "等一等")
    rig.server.troubles.befall("new_sessions", kind, 6)
    for _ in range(6):
        assert await rig.hears() == []
    waits = rig.rounds.waits[-6:]
    assert waits == [40.0, 80.0, 160.0, 320.0, MOST_SECONDS, MOST_SECONDS] and changes[0] in (
        "bili_risk", "bili_blocked", "bili_too_often",
    )  # fmt: skip
    assert await rig.hears() == ["等一等"] and changes[-1] == "" and rig.rounds.waits[-1] == IDLE_SECONDS


async def test_a_refusal_elsewhere_slows_the_asking_too_and_history_waits_for_better_times(rig: Rig) -> None:
    await rig.connect()
    await rig.rounds.turn()
    rig.server.troubles.befall("fetch_session_msgs", -352, 1)
    paging = asyncio.create_task(rig.platform.history(FRIEND, limit=5))
    await rig.until(lambda: rig.platform.caveat == "bili_risk")
    fetched = rig.names().count("fetch_session_msgs")
    await rig.until(lambda: len(rig.rounds.waits) == 3)
    assert rig.rounds.waits[2] > IDLE_SECONDS and not paging.done()
    rig.rounds._go.release()
    page = await asyncio.wait_for(paging, 5)
    assert len(page.messages) == 3 and rig.names().count("fetch_session_msgs") == fetched + 1 and not rig.platform.caveat


async def test_one_hang_up_leaves_no_hole_in_the_history(rig: Rig) -> None:
    await rig.connect()
    rig.server.troubles.befall("fetch_session_msgs", "hang_up", 1)
    assert len((await rig.platform.history(FRIEND, limit=5)).messages) == 3
    rig.server.troubles.befall("fetch_session_msgs", "hang_up")
    page = await rig.platform.history(FRIEND, limit=5)
    assert page.end is PageEnd.UNKNOWN and page.words and rig.names().count("fetch_session_msgs") == 5


async def test_what_only_writing_is_refused_for_does_not_end_the_asking_unsaid(rig: Rig) -> None:
    await rig.connect()
    rig.server.troubles.befall("new_sessions", -111, 1)
    await rig.rounds.turn()
    assert rig.platform.caveat == "bili_refused"
    say(rig.server, "还在")
    assert await rig.hears() == ["还在"] and not rig.platform.caveat


async def test_at_connecting_risk_control_makes_the_next_try_wait_longer(rig: Rig) -> None:
    rig.server.troubles.befall("nav", "412", 2)
    waits = []
    for _ in range(2):
        with pytest.raises(ConnectError) as caught:
            await rig.platform.connect(rig.events.append)
        assert caught.value.reason == "bili_blocked" and not caught.value.is_final
        waits.append(caught.value.wait)
    assert waits == [40.0, 80.0]
    await rig.connect()


async def test_without_a_network_the_connection_ends_and_nothing_is_believed_sent(rig: Rig) -> None:
    await rig.connect()
    assert isinstance(await rig.send(Text("keys to sign with are known")), Done)
    rig.server.refuse()
    await rig.server.drop()
    assert isinstance(await rig.send(Text("x")), NotSent)
    assert (await asyncio.wait_for(rig.platform.wait_closed(), 5)).reason == "unreachable"


async def test_twice_without_an_answer_the_connection_ends(rig: Rig) -> None:
    await rig.connect()
    await rig.rounds.turn()
    rig.server.troubles.befall("new_sessions", "hang_up", 1)
    await rig.rounds.turn()
    assert rig.platform.caveat == "bili_no_answer"
    await rig.rounds.turn()
    assert rig.platform.caveat == "" and rig.rounds.waits[-2:] == [IDLE_SECONDS * 2, IDLE_SECONDS]
    rig.server.troubles.befall("new_sessions", "hang_up", 2)
    for _ in range(2):
        await rig.rounds.turn()
    assert (await asyncio.wait_for(rig.platform.wait_closed(), 5)).reason == "bili_no_answer"


# Saying -------------------------------------------------------------------------------------------------------------------


async def test_words_and_pictures_are_sent_apart(rig: Rig, tmp_path: Path) -> None:
    await rig.connect()
    outcome = await rig.send(Text("你好[doge]"))
    assert isinstance(outcome, Done) and outcome.native
    path = tmp_path / "a.png"
    path.write_bytes(png(4, 3, (1, 2, 3)))
    picture = Image("a.png", path=str(path))
    told: list[tuple[int, int]] = []
    rig.platform.on_upload = lambda count, size: told.append((count, size))
    outcome = await rig.send(picture)
    assert isinstance(outcome, Done) and outcome.native and told[-1] == (path.stat().st_size,) * 2
    assert await rig.send(Text("看"), picture) == Refused(reason="bili_one_kind")
    assert await rig.send(Text("好" * 663)) == Refused(reason="bili_too_long") and len(asked(rig.server, "send_msg")) == 2
    assert rig.platform.is_same_content((picture,), (Image("https://i0.hdslb.com/x.png"),))
    assert rig.platform.offers.text_limit is not None
    assert rig.platform.offers.text_limit.count("好\n") == len('{"content":"好\\n"}'.encode())


async def test_what_the_service_warns_of_is_shown(rig: Rig) -> None:
    rig.server.world.warned_of = ["转账"]
    await rig.connect()
    await rig.send(Text("转账吗"))
    event = rig.of(MessageReceived)[-1]
    assert event.message.is_notice and isinstance(event.message.segments[0], Notice)
    assert "谨防诈骗" in event.message.segments[0].value


async def test_an_own_message_is_taken_back_in_time_only(rig: Rig) -> None:
    await rig.connect()
    outcome = await rig.send(Text("说错"))
    assert isinstance(outcome, Done)
    ref = MessageRef(outcome.native, None, 0, ME.own_id)
    assert await rig.platform.perform(Recall(FRIEND, ref)) == Done(outcome.native)
    assert [event.native for event in rig.of(MessageRecalled)] == [outcome.native]
    late = await rig.send(Text("来不及"))
    assert isinstance(late, Done)
    rig.server.world.pass_time(130)
    refused = await rig.platform.perform(Recall(FRIEND, ref._replace(native=late.native)))
    assert refused == Refused(reason="recall_too_late") and rig.platform.offers.recall_seconds == 120


@pytest.mark.parametrize(
    ("code", "reason"),
    [(21007, "bili_too_long"), (21020, "bili_sending_too_fast"), (21046, "bili_wait_a_day"), (25003, "bili_privacy"),
     (-111, "bili_csrf"), (-3, "bili_system_error")],
)  # fmt: skip
async def test_codes_are_said_in_words(rig: Rig, code: int, reason: str) -> None:
    await rig.connect()
    rig.server.troubles.befall("send_msg", code, 1)
    assert await rig.send(Text("x")) == Refused(reason=reason)


async def test_a_send_without_an_answer_is_not_repeated(rig: Rig) -> None:
    await rig.connect()
    rig.server.troubles.befall("send_msg", "hang_up", 1)
    assert isinstance(await rig.send(Text("x")), NoAnswer) and rig.names().count("send_msg") == 1
    assert rig.platform.offers.can_confirm


async def test_fan_groups_and_notices_can_not_be_written_to(rig: Rig) -> None:
    await rig.connect()
    for place, reason in ((FANS, "bili_group_closed"), (NOTICES, "bili_system_closed")):
        assert await rig.platform.perform(SendMessage(place, (Text("x"),))) == Refused(reason=reason)
        assert rig.platform.offers.closed[place.kind] == reason
    assert await rig.platform.perform(Poke(FRIEND, FRIEND.peer)) == NotOffered("bili_has_none")
    assert ActionKind.QUOTE not in rig.platform.offers.actions and "send_msg" not in rig.names()


async def test_how_a_conversation_stands_is_set_there(rig: Rig) -> None:
    await rig.connect()
    talk = rig.server.world.talk(1, population.FRIEND)
    await rig.platform.perform(Pin(FRIEND, True))
    await rig.platform.perform(Silence(FRIEND, True))
    assert rig.of(ConversationTold)[-2:] == [ConversationTold(FRIEND, is_pinned=True), ConversationTold(FRIEND, is_silent=True)]
    await rig.platform.perform(MarkRead(FRIEND, MessageRef("1", talk.max_seqno, 0, FRIEND.peer)))
    assert talk.top_ts and talk.is_dnd and talk.ack_seqno == talk.max_seqno
    await rig.platform.perform(Silence(FANS, True))
    assert rig.server.world.talk(2, population.FANS).is_dnd
    count = len(rig.server.asks)
    assert await rig.platform.perform(MarkRead(NOTICES, MessageRef("like:1", None, 0, ""))) == Done()
    assert await rig.platform.perform(Pin(NOTICES, True)) == Done() and len(rig.server.asks) == count


# Notices and history ------------------------------------------------------------------------------------------------------


async def test_notices_are_fetched_only_when_there_are_more_than_before(tmp_path: Path) -> None:
    async with BilibiliServer(population.small_world()) as server:
        events: Watched[Event] = Watched()
        for kind in ("like", "reply", "at"):
            server.world.seen[kind] = server.world.now() // 1_000_000
        server.world.seen["system"] = 2**62
        platform = Bilibili(settings_of(server, tmp_path), notices_every=0.05)
        await platform.connect(events.append)
        await events.until(lambda: len(asked(server, "get_unread_messages")) >= 3)
        assert not asked(server, "get_likes") and not asked(server, "get_at") and not asked(server, "get_system_messages")
        server.world.pass_time(2)
        work = server.world.work(400, "从零开始")
        server.world.happens("reply", [population.FRIEND], work, words="好看", answered="")
        await events.until(lambda: [event for event in events if isinstance(event, MessageReceived)])
        newest = [event.message for event in events if isinstance(event, MessageReceived)][-1]
        words = plain_text(newest.segments)
        assert newest.conversation == NOTICES and "曾小贤" in words and "好看" in words
        assert isinstance(newest.segments[-1], Share) and newest.segments[-1].url
        assert not asked(server, "get_likes")
        told = [event.message for event in events if isinstance(event, MessageReceived)]
        assert [message.is_read for message in told] == [True, True, None], "the page holds what was seen, too"
        await platform.close()


async def test_notices_of_all_kinds_are_paged_as_one(rig: Rig) -> None:
    for place in range(45):
        work = rig.server.world.work(400, f"作品{place}")
        rig.server.world.happens("like", [population.FRIEND], work, words="", answered="", seconds_ago=100_000 + place * 60)
    await rig.connect()
    pages = [await rig.platform.history(NOTICES, limit=20)]
    while pages[0].end is PageEnd.MORE and len(pages) < 9:
        pages.insert(0, await rig.platform.history(NOTICES, before=pages[0].messages[0].ref, limit=20))
    messages = [message for page in pages for message in page.messages]
    assert pages[0].end is PageEnd.REACHED and len(messages) == len({message.native for message in messages}) == 45 + 3 + 3 + 2
    assert [m.time for m in messages] == sorted(m.time for m in messages)


async def test_history_is_asked_for_politely_and_what_was_read_is_not_new(rig: Rig) -> None:
    await rig.connect()
    page = await rig.platform.history(FRIEND, limit=50)
    assert [message.is_read for message in page.messages] == [True, True, False] and page.end is PageEnd.REACHED
    assert rig.platform.history_pause >= 2 and rig.platform.keeps_history(FRIEND)


async def test_numbers_beyond_64_bits_hurt_nobody(rig: Rig) -> None:
    talk = rig.server.world.talk(1, population.FRIEND)
    talk.ack_seqno = 18446744073709551615
    await rig.connect()
    assert max(event.sequence for event in rig.of(ReadElsewhere)) == 2**63 - 1
    said = say(rig.server, "很大")
    said.seqno = 18446744073709551615
    assert await rig.hears() == ["很大"]
    assert rig.of(MessageReceived)[-1].message.sequence is None


async def test_a_call_that_is_under_way_at_the_end_has_no_answer(rig: Rig) -> None:
    await rig.connect()
    rig.server.troubles.delays["send_msg"] = 30.0
    sending = asyncio.create_task(rig.send(Text("x")))
    waiting = asyncio.create_task(rig.send(Text("y")))
    await rig.until(lambda: any(frame.label == "send_msg" for frame in rig.frames))
    await rig.platform.close()
    ended = await asyncio.wait_for(asyncio.gather(sending, waiting), 5)
    assert {type(outcome) for outcome in ended} == {NoAnswer, NotSent}  # the one left; the other waited for its turn


async def test_frames_are_told_of_and_masked_where_they_are_shown(rig: Rig) -> None:
    await rig.connect()
    await rig.send(Text("x"))
    assert {"nav", "get_sessions", "user_cards", "send_msg"} <= {frame.label for frame in rig.frames}
    login = login_of(rig.server)
    shown = "".join(mask(frame.text) for frame in rig.frames)
    assert login.sessdata not in shown and login.bili_jct not in shown and login.refresh_token not in shown


async def test_what_waits_for_its_turn_when_the_login_ends_is_not_asked(rig: Rig) -> None:
    await rig.connect()
    rig.server.logins.end_all()
    rig.server.asks.clear()
    pages = [rig.platform.history(FRIEND, limit=10) for _ in range(5)]
    assert [page.end for page in await asyncio.gather(*pages)] != [PageEnd.REACHED] * 5
    assert rig.names().count("fetch_session_msgs") == 1
