"""Our client against the simulated Bilibili, which was written by the wire's description and not by this client."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tui.chat.events import MessageRecalled
from tui.chat.ids import AccountId, ConversationId, ConversationKind, MessageRef
from tui.chat.segments import Face, Image, Text, Unknown
from tui.platforms.base import PageEnd
from tui.platforms.bilibili.api import Api
from tui.platforms.bilibili.client import HOSTS, Client
from tui.platforms.bilibili.credential import Credential
from tui.platforms.bilibili.errors import CallRefusedError, LoggedOutError, RiskControlError
from tui.platforms.bilibili.history import History
from tui.platforms.bilibili.login import ScanState, check_login, follow_qr_code, new_qr_code, refresh_login, wants_refresh
from tui.platforms.bilibili.media import picture_from_bytes
from tui.platforms.bilibili.messages import place_of_session, read_page
from tui.platforms.bilibili.names import Names
from tui.platforms.bilibili.news import messages_after
from tui.platforms.bilibili.session import Event, Session
from tui.simulator.bilibili.population import FRIEND, GALLERY, PRIVATE, STRANGER, small_world
from tui.simulator.bilibili.server import BilibiliServer
from tui.simulator.segments import png

from .fakes import Rounds

ME = AccountId("bilibili", "1000001")
PLACE = ConversationId(ME, ConversationKind.FRIEND, str(FRIEND))


@pytest.fixture
async def server() -> AsyncIterator[BilibiliServer]:
    async with BilibiliServer(small_world()) as running:
        running.troubles.signed |= {"fetch_session_msgs"}
        yield running


def client_of(server: BilibiliServer, credential: Credential | None = None) -> Client:
    return Client(credential, hosts=dict.fromkeys(HOSTS, server.url))


def first_login(server: BilibiliServer) -> Credential:
    login = server.logins.first
    return Credential(login.sessdata, login.bili_jct, str(login.uid), refresh_token=login.refresh_token)


@pytest.fixture
async def api(server: BilibiliServer, tmp_path: Path) -> AsyncIterator[Api]:
    async with client_of(server, first_login(server)) as client:
        yield Api(client, tmp_path)


def say(server: BilibiliServer, words: str) -> None:
    server.world.post(server.world.talk(1, FRIEND), FRIEND, 1, json.dumps({"content": words}))


async def test_all_conversations_are_listed_and_read(api: Api) -> None:
    rows = (await api.get_sessions()).session_list
    assert {place_of_session(row, ME).kind for row in rows} == {
        ConversationKind.FRIEND, ConversationKind.SYSTEM, ConversationKind.FAN_GROUP,
    }  # fmt: skip
    page = await api.fetch_session_msgs(GALLERY)
    reading = read_page(page.messages, ME, emotes=page.e_infos)
    unknown = [part.type for message in reading.messages for part in message.segments if isinstance(part, Unknown)]
    assert unknown == ["type=51", "type=999", "type=1"] and len(reading.messages) == 25 and reading.recalls


async def test_words_a_picture_and_a_recall_arrive(api: Api) -> None:
    said = await api.send_msg(FRIEND, 1, "你好[doge]")
    picture = await api.upload_picture(picture_from_bytes(png(4, 3, (1, 2, 3))))
    await api.send_msg(FRIEND, 2, picture)
    page = await api.fetch_session_msgs(FRIEND, size=2)
    messages = read_page(page.messages, ME, emotes=page.e_infos).messages
    assert messages[0].segments == (Text("你好"), Face("doge", "doge")) and messages[0].is_own
    assert isinstance(messages[1].segments[0], Image) and (picture.width, picture.height) == (4, 3)
    await api.send_msg(FRIEND, 5, str(said.msg_key))
    recalls = read_page((await api.fetch_session_msgs(FRIEND)).messages, ME).recalls
    assert str(said.msg_key) in {recall.native for recall in recalls}


async def test_how_conversations_stand_can_be_set(api: Api) -> None:
    page = await api.fetch_session_msgs(FRIEND)
    await api.update_ack(FRIEND, page.max_seqno)
    await api.set_top(FRIEND, True)
    await api.set_msg_dnd(FRIEND, True)
    row = await api.get_session_detail(FRIEND)
    assert row.top_ts and row.is_dnd and row.ack_seqno == page.max_seqno and row.unread_count == 0
    await api.remove_session(FRIEND)
    assert FRIEND not in {row.talker_id for row in (await api.get_sessions()).session_list}


async def test_names_notices_and_counts_are_told(api: Api) -> None:
    assert {person.mid: person.name for person in await api.user_cards([FRIEND])} == {FRIEND: "曾小贤"}
    assert (await api.get_likes()).total.items[0].users and (await api.get_replies()).items[0].user.name
    assert (await api.get_at()).items[0].item.title
    assert (await api.get_system_messages()).system_notify_list[0].title
    assert (await api.single_unread()).follow_unread > 0 and (await api.myinfo()).name == (await api.nav()).uname == "敲敲"
    assert (await api.get_unread_messages()).raw and (await api.get_session_settings()).raw


async def test_refusals_have_their_reasons(api: Api, server: BilibiliServer) -> None:
    await api.send_msg(STRANGER, 1, "一")
    for target, words, reason in (
        (STRANGER, "二", "bili_one_message"),
        (PRIVATE, "x", "bili_privacy"),
        (FRIEND, "好" * 700, "bili_too_long"),
    ):
        with pytest.raises(CallRefusedError) as caught:
            await api.send_msg(target, 1, words)
        assert caught.value.reason == reason
    for kind in ("412", "voucher", -352):
        server.troubles.befall("get_sessions", kind, 1)
        with pytest.raises(RiskControlError):
            await api.get_sessions()
    server.logins.end_all()
    with pytest.raises(LoggedOutError):
        await api.get_sessions()


async def test_new_keys_to_sign_with_are_noticed(api: Api, server: BilibiliServer) -> None:
    await api.send_msg(FRIEND, 1, "一")
    server.desk.keys.rotate()
    await api.send_msg(FRIEND, 1, "二")


@pytest.mark.parametrize("from_oldest", [True, False])
async def test_a_long_absence_is_filled(api: Api, server: BilibiliServer, from_oldest: bool) -> None:
    server.troubles.fills_from_oldest = from_oldest
    seen = (await api.fetch_session_msgs(FRIEND, size=1)).max_seqno
    for number in range(25):
        say(server, str(number))
    news = await messages_after(api, FRIEND, 1, seen, size=4)
    assert [message.content for message in news.messages] == [json.dumps({"content": str(number)}) for number in range(25)]


async def test_history_is_paged_both_ways(api: Api) -> None:
    place = ConversationId(ME, ConversationKind.FRIEND, str(GALLERY))
    told: list[MessageRecalled] = []
    names = Names(api)
    history = History(api, ME, told.append, names.known, names.learn, {})
    newest = await history.page(place, None, None, 6)
    pages = [newest]
    while pages[0].end is PageEnd.MORE:
        pages.insert(0, await history.page(place, pages[0].messages[0].ref, None, 6))
    messages = [message for page in pages for message in page.messages]
    assert len(messages) == 25 and [m.sequence or 0 for m in messages] == sorted({m.sequence or 0 for m in messages})
    assert pages[0].end is PageEnd.REACHED and told and messages[-1].peer_name == "消息类型大全"
    after = await history.page(place, None, messages[9].ref, 5)
    assert list(after.messages) == messages[10:15] and after.end is PageEnd.MORE
    rest = await history.page(place, None, messages[-3].ref, 10)
    assert list(rest.messages) == messages[-2:] and rest.end is PageEnd.REACHED


async def test_what_has_no_number_yet_leads_to_what_stands_around_it(api: Api) -> None:
    history = History(api, ME, lambda recall: None, {}, Names(api).learn, {})
    said = (await history.page(PLACE, None, None, 9)).messages
    ref = MessageRef(said[-2].native, None, said[-2].time, "")
    assert (await history.page(PLACE, ref, None, 9)).messages == said[:-2]
    assert (await history.page(PLACE, None, ref, 9)).messages == said[-1:]


async def test_history_that_is_refused_or_that_nobody_can_place_says_so(api: Api, server: BilibiliServer) -> None:
    history = History(api, ME, lambda recall: None, {}, Names(api).learn, {})
    server.troubles.befall("fetch_session_msgs", -352, 1)
    assert (await history.page(PLACE, None, None, 9)).end is PageEnd.UNKNOWN
    server.troubles.befall("fetch_session_msgs", 700013, 1)
    assert (await history.page(PLACE, None, None, 9)).end is PageEnd.REFUSED
    assert (await history.page(PLACE, MessageRef("7", None, 1, ""), None, 9)).end is PageEnd.UNKNOWN
    assert (await history.page(PLACE, None, None, 9)).end is PageEnd.REACHED


async def test_a_code_is_scanned_and_the_login_renewed(server: BilibiliServer) -> None:
    server.troubles.qr_seconds = 1.0
    kept: list[Credential] = []

    async def pass_time(seconds: float) -> None:
        server.world.pass_time(0.5)

    async def keep(credential: Credential) -> None:
        kept.append(credential)

    states: list[ScanState] = []
    async with client_of(server) as client:
        code = await new_qr_code(client)
        scan = await follow_qr_code(client, code, lambda scan: states.append(scan.state), sleep=pass_time)
        assert states == [ScanState.WAITING, ScanState.SCANNED, ScanState.DONE] and scan.credential is not None
        client.credential = scan.credential
        assert (await check_login(client)).is_login
        server.troubles.wants_refresh = True
        need = await wants_refresh(client)
        assert need.refresh
        renewed = await refresh_login(client, need.timestamp, keep)
        assert kept == [renewed] and (await check_login(client)).is_login
        client.credential = scan.credential
        assert not (await check_login(client)).is_login


async def test_a_session_hears_what_is_said_and_answers(
    server: BilibiliServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.platforms.bilibili.session.Api", lambda client: Api(client, tmp_path))
    rounds, answered = Rounds(), asyncio.Event()
    session = Session(first_login(server), make_client=lambda credential: client_of(server, credential), sleep=rounds)

    @session.on(Event.TEXT)
    async def answer(event: Event) -> None:
        await session.reply(event, f"收到：{event.content}")
        answered.set()

    await session.run()
    say(server, "在吗")
    await rounds.turn()
    assert answered.is_set() and server.busiest == 1
    letters = server.world.talk(1, FRIEND).letters
    assert [letter.sender for letter in letters[-2:]] == [FRIEND, 1000001]
    session.close()
    assert await session.wait_closed() == 3
