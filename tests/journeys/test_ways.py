"""The other ways than dialling a WebSocket: NapCat dials us, or is called over HTTP and posts to us, or is only asked."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import httpx
import pytest

from tests.journeys.journey import FRIEND, GROUP, Journey, session
from tests.places import free_place
from tui.chat.ids import ConversationId
from tui.connection.status import LinkState
from tui.platforms.onebot11.settings import Settings
from tui.simulator.onebot11.http_api import HttpApi
from tui.simulator.onebot11.reverse import ReverseDialler
from tui.simulator.onebot11.server import OneBotServer
from tui.simulator.onebot11.webhook import WebhookPoster
from tui.simulator.world import small_world
from tui.store.rows import SendState
from tui.ui.screens.question import Question

Way = Callable[..., AbstractAsyncContextManager[Journey]]


@asynccontextmanager
async def dialled(folder: Path, *, dialect: str = "napcat") -> AsyncIterator[Journey]:
    """NapCat's WebSocket client dials us, with a token."""
    place = free_place()
    async with (
        OneBotServer(small_world(), heartbeat=5.0, dialect=dialect) as server,
        ReverseDialler(server, f"ws://{place}/onebot/v11/ws", token="t", every=0.1),
        session(folder, server, settings=Settings(listen=place, token="t")) as j,
    ):
        yield j


@asynccontextmanager
async def over_http(
    folder: Path, *, secret: str = "sesame", has_webhook: bool = True, dialect: str = "napcat"
) -> AsyncIterator[Journey]:
    """We call NapCat's HTTP server, its HTTP client posts to us and signs with *secret*; ours is sesame."""
    place = free_place()
    async with (
        OneBotServer(small_world(), heartbeat=0, dialect=dialect) as server,
        HttpApi(server, token="t") as api,
        WebhookPoster(server, f"http://{place}/", secret) as poster,
    ):
        ways = {"webhook": place, "secret": "sesame"} if has_webhook else {}
        settings = Settings(api.url, "t", status_every=0.1, news_every=0.2, **ways)  # type: ignore[arg-type]
        async with session(folder, server, settings=settings) as j:
            j.posted = poster.statuses  # type: ignore[attr-defined]
            yield j


async def say_hear_and_recall(j: Journey, friend: ConversationId) -> None:
    """Talk with *friend*, whose number is 20001, and take back what was said."""
    await j.open(friend)
    await j.type("hi")
    await j.press("enter")
    await j.until(lambda: [row.state for row in j.messages(friend)] == [SendState.SENT])
    await j.server.say_private("20001", "在的")
    await j.shows("在的")
    assert sorted(j.texts(friend)) == ["hi", "在的"]  # two of one second have no order
    await j.select("hi")
    await j.press("d")
    await j.asked(Question)
    await j.press("y")
    await j.until(lambda: [row.is_recalled for row in j.messages(friend) if row.is_own] == [True], "the recall")


WAYS = pytest.mark.parametrize("way", [dialled, over_http])


@WAYS
@pytest.mark.parametrize("dialect", ["napcat", "llbot", "lagrange", "gocqhttp"])
async def test_to_say_to_hear_and_to_recall(tmp_path: Path, way: Way, dialect: str) -> None:
    async with way(tmp_path, dialect=dialect) as j:
        await say_hear_and_recall(j, FRIEND)


@WAYS
async def test_what_was_said_while_the_other_side_was_gone_is_there_afterwards(tmp_path: Path, way: Way) -> None:
    async with way(tmp_path) as j:
        await j.open(GROUP)
        await j.server.say_group("30002", "20001", "早")
        await j.shows("早")
        await j.lose_the_network()
        await j.server.say_group("30002", "20001", "没人听见")
        await j.type("back")
        await j.press("enter")
        assert not j.calls("send_group_msg")
        await j.find_the_network()
        await j.until(lambda: [row.state for row in j.messages(GROUP)][-1] is SendState.SENT)
        await j.shows("没人听见")
        await j.until(lambda: sorted(j.texts(GROUP)) == sorted(["早", "没人听见", "back"]), "all of it, once")
        await j.server.say_group("30002", "20001", "又好了")
        await j.shows("又好了")


async def test_who_does_not_know_the_secret_says_nothing_to_us_and_we_say_so(tmp_path: Path) -> None:
    async with over_http(tmp_path, secret="guessed") as j:
        await j.open(FRIEND)
        forged = {"post_type": "message", "message_type": "private", "sub_type": "friend", "message_id": 77, "user_id": 20001}
        sender = {"user_id": 20001, "nickname": "曾小贤"}
        j.server.send_event(forged | {"self_id": 10001, "time": 1785204000, "message": "我是假的", "sender": sender})
        await j.server.drained()
        assert j.posted == [403]  # type: ignore[attr-defined]
        await j.shows("签名不对")
        await j.type("ok")
        await j.press("enter")
        await j.until(lambda: [row.state for row in j.messages(FRIEND)] == [SendState.SENT])
        assert j.texts(FRIEND) == ["ok"]


async def test_events_of_another_account_are_refused(tmp_path: Path) -> None:
    async with over_http(tmp_path) as j:
        place = next(outlet for outlet in j.server.outlets if isinstance(outlet, WebhookPoster)).url
        async with httpx.AsyncClient(trust_env=False) as client:
            reply = await client.post(place, content=b"{}", headers={"X-Self-ID": "10002"})
        assert reply.status_code == 401
        await j.link(LinkState.ONLINE)


async def test_without_a_webhook_that_is_said_and_messages_come_all_the_same(tmp_path: Path) -> None:
    async with over_http(tmp_path, has_webhook=False) as j:
        await j.shows("没有 webhook")
        await j.open(FRIEND)
        for text in ("一", "二"):
            await j.server.say_private("20001", text)
            await j.until(lambda text=text: text in j.texts(FRIEND), text)  # type: ignore[misc]
        await j.server.say_group("30002", "20001", "也在")
        await j.until(lambda: j.texts(GROUP) == ["也在"], "of a conversation that is not open")
        await j.until(lambda: j.row(GROUP).unread == 1, "unread")
        await j.type("ok")
        await j.press("enter")
        await j.until(lambda: sorted(j.texts(FRIEND)) == sorted(["一", "二", "ok"]), "once each")


async def test_a_dialler_with_a_wrong_token_is_told_of(tmp_path: Path) -> None:
    place = free_place()
    async with (
        OneBotServer(small_world()) as server,
        session(tmp_path, server, settings=Settings(listen=place, token="t"), waits=False) as j,
    ):
        await j.shows("等 QQ 那边连过来")
        async with ReverseDialler(server, f"ws://{place}", token="wrong", every=0.1):
            await j.shows("令牌不对")
        async with ReverseDialler(server, f"ws://{place}", token="t", every=0.1):
            await j.online()
            await j.hides("令牌不对")


async def test_moderating_is_seen_though_nothing_is_told(tmp_path: Path) -> None:
    async with over_http(tmp_path, has_webhook=False) as j:
        await j.open(GROUP)
        await j.until(lambda: len(j.reader.members(j.row(GROUP).id)) == 6, "the members")
        await j.press("ctrl+g", "m", "y")
        await j.until(lambda: j.row(GROUP).is_muted_all, "asked again")
        await j.press("alt+m", "slash")
        await j.type("zxx")
        await j.press("enter", "m", "enter")
        await j.until(lambda: (member := j.reader.member(j.row(GROUP).id, "20001")) and member.muted_until, "asked again")
        await j.press("K", "y")
        await j.until(lambda: j.reader.member(j.row(GROUP).id, "20001") is None, "asked again")
        await j.says("移出")
        await j.says("完成")
