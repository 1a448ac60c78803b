"""The other ways to mirai than dialling its WebSocket: its events are fetched over HTTP, or it dials us, or posts to us."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from tests.journeys.journey import Journey, session
from tests.journeys.roads import mirai
from tests.journeys.test_attaching import attach
from tests.journeys.test_mirai import FRIEND, GROUP
from tests.journeys.test_ways import say_hear_and_recall
from tests.places import free_place
from tui.chat.messages import SendState
from tui.platforms.mirai import http_calls
from tui.platforms.mirai.http_calls import MiraiOverHttp
from tui.platforms.mirai.settings import Settings
from tui.simulator.mirai import sessions
from tui.simulator.mirai.outgoing import ReverseDialler, WebhookPoster
from tui.simulator.mirai.server import MiraiServer
from tui.simulator.segments import png
from tui.simulator.world import small_world

Way = Callable[[Path], AbstractAsyncContextManager[Journey]]


@asynccontextmanager
async def fetched(folder: Path) -> AsyncIterator[Journey]:
    """Everything goes over HTTP; events are fetched."""
    async with MiraiServer(small_world(), verify_key="k") as server:
        settings = Settings(url=server.url, verify_key="k", qq=10001, transport="http", poll_every=0.1)
        async with session(folder, server, make=lambda: mirai(settings)) as j:
            yield j


@asynccontextmanager
async def dialled(folder: Path) -> AsyncIterator[Journey]:
    """mirai's reverse WebSocket dials us."""
    place = free_place()
    async with (
        MiraiServer(small_world(), verify_key="k") as server,
        ReverseDialler(server, f"ws://{place}/", every=0.1),
        session(folder, server, make=lambda: mirai(Settings(listen=place, verify_key="k", qq=10001))) as j,
    ):
        yield j


@asynccontextmanager
async def posted(folder: Path) -> AsyncIterator[Journey]:
    """Commands go over HTTP, events are posted to us."""
    place = free_place()
    async with MiraiServer(small_world(), verify_key="k") as server, WebhookPoster(server, f"http://{place}/any/path"):
        settings = Settings(url=server.url, verify_key="k", qq=10001, webhook=place, status_every=0.1)
        async with session(folder, server, make=lambda: mirai(settings)) as j:
            yield j


WAYS = pytest.mark.parametrize("way", [fetched, dialled, posted])


@WAYS
async def test_to_say_to_hear_and_to_recall(tmp_path: Path, way: Way) -> None:
    async with way(tmp_path) as j:
        await say_hear_and_recall(j, FRIEND)


@WAYS
async def test_it_goes_on_when_mirai_was_started_anew(tmp_path: Path, way: Way) -> None:
    async with way(tmp_path) as j:
        await j.open(GROUP)
        await j.server.say_group("30002", "20001", "早")
        await j.shows("早")
        await j.lose_the_network()
        await j.server.restart()
        await j.find_the_network()
        await j.type("back")
        await j.press("enter")
        await j.until(lambda: [row.state for row in j.messages(GROUP)][-1] is SendState.SENT, "sent")
        await j.server.say_group("30002", "20001", "又好了")
        await j.shows("又好了")


async def test_a_file_and_a_picture_go_up_to_a_group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "图.png").write_bytes(png(5, 4, (1, 2, 3)))
    (home / "包 [b].zip").write_bytes(b"zip" * 1000)
    monkeypatch.setenv("HOME", str(home))
    async with fetched(tmp_path) as j:
        await j.open(GROUP)
        for name in ("图.png", "包 [b].zip"):
            await attach(j, name)
        await j.press("enter")
        await j.says("上传 包 [b].zip：完成")
        (file,) = j.server.world.files.all_of("30002")
        assert (file.name, j.server.world.files.bytes_of(file)) == ("包 [b].zip", b"zip" * 1000)
        assert "imageId" in (await j.called("sendGroupMessage"))["messageChain"][0]
        await j.shows("包 [b].zip", "图片")
        await j.until(lambda: len(j.messages(GROUP)) == 2, "both, once")
        await j.server.say_group("30002", "20001", "收到")
        await j.shows("收到")
        assert not [gap for gap in j.reader.gaps(j.row(GROUP).id) if gap.lower]


async def test_what_did_not_fit_is_fetched_from_a_friend_and_a_hole_in_a_group(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns: asyncio.Queue[None] = asyncio.Queue()

    async def until_turn(transport: MiraiOverHttp, seconds: float) -> None:
        await turns.get()

    monkeypatch.setattr(MiraiOverHttp, "_pause", until_turn)
    async with fetched(tmp_path) as j:
        await j.open(GROUP)
        for text in ("起初", "队满之前", "队满之后"):
            await j.server.say_group("30002", "20001", text)
            if text == "队满之前":
                monkeypatch.setattr(sessions, "MOST_UNREAD", 0)
                monkeypatch.setattr(http_calls, "FULL", 1)
                await j.server.say_group("30002", "20001", "丢了")
                await j.server.say_private("20001", "也丢了")
            turns.put_nowait(None)
            await j.shows(text)
        await j.shows("可能漏了一些")
        await j.until(lambda: j.texts(FRIEND) == ["也丢了"], "what a friend said")
        (gap,) = await j.until(lambda: [gap for gap in j.reader.gaps(j.row(GROUP).id) if gap.lower], "the hole")
        texts = {row.id: text for row, text in zip(j.messages(GROUP), j.texts(GROUP), strict=True)}
        assert (texts[gap.lower], texts[gap.upper]) == ("队满之前", "队满之后")
