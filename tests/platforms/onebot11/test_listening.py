"""Reverse WebSocket: who dials us, with which token and for what, and what of it becomes a connection."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket as socketlib
from collections.abc import AsyncIterator

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.places import free_place
from tests.platforms import servers
from tui.chat.actions import Done, SendMessage
from tui.chat.events import Event, MessageReceived
from tui.chat.ids import ConversationId, ConversationKind
from tui.chat.segments import Text
from tui.platforms.base import ConnectError
from tui.platforms.onebot11.listening import Listener
from tui.platforms.onebot11.platform import OneBot11
from tui.platforms.onebot11.settings import Settings
from tui.simulator.onebot11.server import OneBotServer
from tui.simulator.world import small_world

from .fakes import ME

GROUP = ConversationId(ME, ConversationKind.GROUP, "30002")


async def dial(
    place: str, self_id: str = "10001", *, token: str = "", role: str = "Universal", path: str = "/"
) -> ClientConnection:
    headers = {"X-Self-ID": self_id, "Authorization": f"Bearer {token}"} | ({"X-Client-Role": role} if role else {})
    return await servers.dial(f"{place}{path}", headers)


@contextlib.asynccontextmanager
async def implementation(server: OneBotServer, place: str, token: str = "") -> AsyncIterator[ClientConnection]:
    """The simulated NapCat as one that dials: what it says to a client is carried to us, and back."""

    async def carry(source: ClientConnection, target: ClientConnection) -> None:
        with contextlib.suppress(ConnectionClosed):
            async for frame in source:
                await target.send(frame)
        await target.close()

    async with await dial(place, token=token) as ours, connect(server.url, proxy=None) as theirs:
        both = [asyncio.create_task(carry(ours, theirs)), asyncio.create_task(carry(theirs, ours))]
        yield ours
        for task in both:
            task.cancel()
        await asyncio.gather(*both, return_exceptions=True)


@contextlib.asynccontextmanager
async def listening(token: str = "") -> AsyncIterator[OneBot11]:
    platform = OneBot11(Settings(listen=free_place(), token=token, connect_timeout=5.0))
    yield platform
    await platform.close()
    await platform.shut()


async def test_an_implementation_that_dials_us_is_read_and_answered() -> None:
    seen: asyncio.Queue[Event] = asyncio.Queue()
    async with OneBotServer(small_world()) as server, listening("secret") as platform:
        connecting = asyncio.create_task(platform.connect(seen.put_nowait))
        async with implementation(server, platform.awaits, "secret"):
            identity = await connecting
            assert identity.account == ME
            outcome = await platform.perform(SendMessage(GROUP, (Text("你好"),)))
            assert isinstance(outcome, Done)
            await server.say_group("30002", "20001", "收到")
            async with asyncio.timeout(5):
                while not isinstance(event := await seen.get(), MessageReceived) or event.message.segments != (Text("收到"),):
                    pass


async def test_it_listens_on_when_a_connection_has_ended() -> None:
    async with OneBotServer(small_world()) as server, listening() as platform:
        for _ in range(2):
            connecting = asyncio.create_task(platform.connect(lambda event: None))
            async with implementation(server, platform.awaits) as socket:
                assert (await connecting).account == ME
                await socket.close()
                assert (await platform.wait_closed()).reason == "closed"


@pytest.mark.parametrize(("token", "status"), [("", 401), ("wrong", 403), ("秘密", 403)])
async def test_who_does_not_know_the_token_is_refused(token: str, status: int) -> None:
    async with listening("secret") as platform:
        connecting = asyncio.create_task(platform.connect(lambda event: None))
        await asyncio.sleep(0)
        with pytest.raises(InvalidStatus) as refused:
            await servers.dial(platform.awaits + (f"/?access_token={token}" if token else ""))
        assert refused.value.response.status_code == status
        assert not connecting.done()
        connecting.cancel()


@pytest.mark.parametrize("header", ["Bearer secret", "Token secret", "secret", "bearer  secret "])
async def test_the_token_is_taken_in_each_shape(header: str) -> None:
    async with listening("secret") as platform:
        asking = asyncio.create_task(platform._way())
        await servers.dial(platform.awaits, {"Authorization": header})
        assert (await asking).is_open


async def test_a_second_connection_of_the_account_replaces_the_first() -> None:
    listener = Listener(settings := Settings(listen=free_place()))
    asking = asyncio.create_task(listener())
    first = await dial(settings.listen)
    one = await asking
    second = await dial(settings.listen)
    with pytest.raises(ConnectError):
        await one.receive()
    await first.wait_closed()
    other = await listener()
    await second.send("{}")
    assert await other.receive() == "{}"
    await listener.shut()


async def test_another_account_is_refused_while_ours_is_there() -> None:
    listener = Listener(settings := Settings(listen=free_place()))
    asking = asyncio.create_task(listener())
    ours = await dial(settings.listen)
    one = await asking
    stranger = await dial(settings.listen, "10002")
    await stranger.wait_closed()
    assert stranger.close_code == 1008
    await ours.send("1")
    assert await one.receive() == "1"
    await listener.shut()


@pytest.mark.parametrize(("api", "event"), [(("API", "/"), ("Event", "/")), (("", "/api"), ("", "/event/"))])
async def test_calls_and_events_may_have_a_socket_each(api: tuple[str, str], event: tuple[str, str]) -> None:
    listener = Listener(settings := Settings(listen=free_place()))
    asking = asyncio.create_task(listener())
    calls = await dial(settings.listen, role=api[0], path=api[1])
    events = await dial(settings.listen, role=event[0], path=event[1])
    whole = await asking
    await whole.send(json.dumps({"action": "get_status"}))
    assert json.loads(await calls.recv()) == {"action": "get_status"}
    await events.send("event")
    assert await whole.receive() == "event"
    await calls.send("answer")
    assert await whole.receive() == "answer"
    await events.close()
    with pytest.raises(ConnectError):
        await whole.receive()
    assert not whole.is_open
    await whole.close()
    await listener.shut()


async def test_a_port_that_is_taken_is_said() -> None:
    with socketlib.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        place = f"127.0.0.1:{other.getsockname()[1]}"
        with pytest.raises(ConnectError, match="can_not_listen"):
            await Listener(Settings(listen=place))()


async def test_of_many_that_nobody_took_the_newest_is_kept_and_another_account_is_turned_away() -> None:
    listener = Listener(settings := Settings(listen=free_place()))
    asking = asyncio.create_task(listener())
    first = await dial(settings.listen)
    taken = await asking
    await first.close()
    waiting = [await dial(settings.listen) for _ in range(5)]
    stranger = await dial(settings.listen, "10002")
    await stranger.wait_closed()
    assert stranger.close_code == 1008
    async with asyncio.timeout(5):
        for older in waiting[:-1]:
            await older.wait_closed()
    newest = await listener()
    await waiting[-1].send("1")
    assert await newest.receive() == "1"
    await taken.close()
    await listener.shut()


async def test_a_wrong_token_is_told_until_somebody_comes_with_the_right_one() -> None:
    async with listening("secret") as platform:
        told: list[str] = []
        platform.on_caveat = lambda: told.append(platform.caveat)
        connecting = asyncio.create_task(platform.connect(lambda event: None))
        for token in ("", "wrong"):
            with pytest.raises(InvalidStatus):
                await dial(platform.awaits, token=token)
        async with OneBotServer(small_world()) as server, implementation(server, platform.awaits, "secret"):
            await connecting
        assert told == ["dialled_without_token", "dialled_with_wrong_token", ""]


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/", ["Authorization: Bearer secret", "Authorization: Bearer other"], b"400"),
        ("/", ["Authorization: Bearer secret", "X-Self-ID: 1", "X-Self-ID: 2"], b"400"),
        ("/", ["Authorization: Bearer secret", "X-Client-Role: API", "X-Client-Role: Event"], b"400"),
        ("//[::1", [], b"401"),
        ("//[::1?access_token=%ff", [], b"403"),
        ("//[::1/event", ["Authorization: Bearer secret"], b"101"),
    ],
)
async def test_a_crooked_handshake_is_answered_and_fails_nothing(
    path: str, headers: list[str], status: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    place = free_place()
    way = Listener(Settings(listen=place, token="secret"))
    waiting = asyncio.create_task(way())
    await (await dial(place, token="secret")).close()
    host, _, port = place.rpartition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    usual = ["Host: x", "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13"]
    lines = [f"GET {path} HTTP/1.1", *usual, "Sec-WebSocket-Key: eHh4eHh4eHh4eHh4eHh4eA==", *headers, "", ""]
    writer.write("\r\n".join(lines).encode())
    assert (await reader.readline()).split()[1] == status
    writer.close()
    waiting.cancel()
    await way.shut()
    assert not [record for record in caplog.records if record.exc_info]
