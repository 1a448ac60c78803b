"""Reverse WebSocket: mirai dials us, we ask for a session, and only who gives one takes the place."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.places import free_place
from tests.platforms.fakes import Heard
from tests.platforms.mirai.packets import FRIEND, ME
from tests.platforms.servers import dial
from tui.chat.actions import Done, SendMessage
from tui.chat.events import MessageReceived
from tui.chat.segments import Text
from tui.platforms.base import ConnectError, Identity
from tui.platforms.mirai.platform import Mirai
from tui.platforms.mirai.settings import Settings
from tui.simulator.mirai.outgoing import ReverseDialler
from tui.simulator.mirai.server import MiraiServer


class Rig:
    """A platform that listens, the task that waits for a connection, and the caveats that were told."""

    def __init__(self, platform: Mirai, heard: Heard) -> None:
        self.platform = platform
        self.caveats: asyncio.Queue[str] = asyncio.Queue()
        platform.on_caveat = lambda: self.caveats.put_nowait(platform.caveat)
        self.connecting: asyncio.Task[Identity] = asyncio.create_task(platform.connect(heard))

    async def caveat(self) -> str:
        async with asyncio.timeout(5.0):
            return await self.caveats.get()


@asynccontextmanager
async def listening(heard: Heard, *, key: str = "k", listen: str = "") -> AsyncIterator[Rig]:
    platform = Mirai(Settings(listen=listen or free_place(), verify_key=key, qq=10001, call_timeout=5.0, connect_timeout=5.0))
    rig = Rig(platform, heard)
    yield rig
    rig.connecting.cancel()
    await asyncio.gather(rig.connecting, return_exceptions=True)
    await platform.close()
    await platform.shut()


async def asked(socket: ClientConnection) -> dict[str, Any]:
    frame = json.loads(await socket.recv())
    assert isinstance(frame, dict)
    return frame


async def accept(socket: ClientConnection) -> None:
    """Give a session, and answer the first questions."""
    verify = await asked(socket)
    await socket.send(json.dumps({"syncId": verify["syncId"], "data": {"code": 0, "session": "abcdefgh"}}))
    for data in ({"code": 0, "data": {"version": "2.10.0"}}, {"nickname": "我"}):
        call = await asked(socket)
        await socket.send(json.dumps({"syncId": call["syncId"], "data": data}))


async def test_mirai_dials_us_and_both_are_heard(server: MiraiServer, heard: Heard) -> None:
    async with listening(heard) as rig, ReverseDialler(server, f"ws://{rig.platform.awaits}/", every=0.05):
        async with asyncio.timeout(5.0):
            assert (await rig.connecting).account == ME
        assert isinstance(await rig.platform.perform(SendMessage(FRIEND, (Text("你好"),))), Done)
        await server.say_private("20001", "在")
        await heard.wait(MessageReceived, lambda event: event.message.segments == (Text("在"),))
        await server.drop()
        await rig.platform.wait_closed()
        async with asyncio.timeout(5.0):
            await rig.platform.connect(heard)  # it listens on


async def test_all_three_keys_are_asked_with(heard: Heard) -> None:
    async with listening(heard) as rig, await dial(rig.platform.awaits) as socket:
        ask = await asked(socket)
        assert ask["command"] == "verify"
        assert ask["content"] == {"verifyKey": "k", "sessionKey": None, "qq": 10001}


@pytest.mark.parametrize(
    ("answer", "caveat"),
    [
        ({"code": 1, "msg": "Auth Key错误"}, "dialled_key_refused"),
        ({"code": 2, "msg": "指定的Bot不存在"}, "dialled_no_such_bot"),
        ({"syncId": "verify", "data": {"code": 400, "msg": "无效参数"}}, "dialled_no_such_bot"),
        ({"code": 3, "msg": "Session失效或不存在"}, "dialled_refused"),
    ],
)
async def test_who_gives_no_session_is_told_of_and_waited_past(heard: Heard, answer: object, caveat: str) -> None:
    async with listening(heard) as rig:
        async with await dial(rig.platform.awaits) as socket:
            await asked(socket)
            await socket.send("no json")
            await socket.send(json.dumps(answer))
            assert await rig.caveat() == caveat
        async with await dial(rig.platform.awaits) as socket:
            await accept(socket)
            await rig.connecting
            assert await rig.caveat() == ""


async def test_a_newer_connection_replaces_ours_only_once_it_gave_a_session(heard: Heard) -> None:
    async with listening(heard) as rig, await dial(rig.platform.awaits) as first:
        await accept(first)
        await rig.connecting
        async with await dial(rig.platform.awaits) as stranger:
            await asked(stranger)
            await stranger.send('{"code":2,"msg":"指定的Bot不存在"}')
            await stranger.wait_closed()
        ours = rig.platform._session
        assert ours is not None and ours.is_open
        async with await dial(rig.platform.awaits) as second:
            answering = asyncio.create_task(accept(second))
            with pytest.raises(ConnectionClosed):
                while True:
                    await first.recv()
            await rig.platform.wait_closed()
            await rig.platform.connect(heard)
            await answering


@pytest.mark.parametrize(
    ("place", "brought", "is_let_in"),
    [
        ("127.0.0.1", {}, True),
        ("127.0.0.1", {"verifyKey": "guessed"}, False),
        ("0.0.0.0", {}, False),
        ("0.0.0.0", {"verifyKey": "guessed"}, False),
        ("0.0.0.0", {"verifyKey": "k"}, True),
    ],
)
async def test_who_may_come_from_afar_has_to_know_the_key_that_they_are_told(
    heard: Heard, place: str, brought: dict[str, str], is_let_in: bool
) -> None:
    port = free_place().partition(":")[2]
    async with listening(heard, listen=f"{place}:{port}") as rig:
        if is_let_in:
            async with await dial(f"127.0.0.1:{port}", brought) as socket:
                assert (await asked(socket))["command"] == "verify"
        else:
            with pytest.raises(InvalidStatus, match="403"):
                await dial(f"127.0.0.1:{port}", brought)
            assert await rig.caveat() == "dialled_without_key"


async def test_a_port_that_is_taken_is_said() -> None:
    server = await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", 0)
    settings = Settings(listen=f"127.0.0.1:{server.sockets[0].getsockname()[1]}", verify_key="k", qq=10001)
    with pytest.raises(ConnectError, match="can_not_listen"):
        await Mirai(settings).connect(lambda event: None)
    server.close()
