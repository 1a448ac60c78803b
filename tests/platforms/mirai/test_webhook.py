"""Events that are posted to us, from whom they are taken, and what is answered; commands go over HTTP meanwhile."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from tests.places import free_place
from tests.platforms.fakes import Heard
from tests.platforms.mirai.packets import A_FRIEND, FRIEND, packet
from tui.chat.actions import Done, SendMessage
from tui.chat.events import Malformed, MessageReceived
from tui.chat.segments import Text
from tui.platforms.mirai.platform import Mirai
from tui.platforms.mirai.settings import Settings
from tui.simulator.mirai.outgoing import WebhookPoster
from tui.simulator.mirai.server import MiraiServer


@asynccontextmanager
async def posted_to(server: MiraiServer, heard: Heard, host: str = "127.0.0.1") -> AsyncIterator[tuple[Mirai, str]]:
    """A platform whose events are posted, and where to."""
    port = free_place().partition(":")[2]
    settings = Settings(
        url=server.url,
        verify_key="k",
        qq=10001,
        webhook=f"{host}:{port}",
        call_timeout=5.0,
        connect_timeout=5.0,
        status_every=0.05,
    )
    platform = Mirai(settings)
    await platform.connect(heard)
    yield platform, f"http://127.0.0.1:{port}/"
    await platform.close()
    await platform.shut()


async def test_events_are_posted_and_commands_go_over_http(server: MiraiServer, heard: Heard) -> None:
    async with posted_to(server, heard) as (platform, place), WebhookPoster(server, place):
        assert isinstance(await platform.perform(SendMessage(FRIEND, (Text("你好"),))), Done)
        await server.say_private("20001", "在")
        await heard.wait(MessageReceived, lambda event: event.message.segments == (Text("在"),))


EVENT = json.dumps(packet("FriendMessage", 9, sender=A_FRIEND))


@pytest.mark.parametrize(
    ("host", "headers", "body", "status"),
    [
        ("127.0.0.1", {"qq": "10001"}, EVENT, 204),
        ("127.0.0.1", {}, EVENT, 400),
        ("127.0.0.1", {"qq": "7"}, EVENT, 403),
        ("127.0.0.1", {"qq": "10001", "verifyKey": "guessed"}, EVENT, 403),
        ("127.0.0.1", {"qq": "10001"}, "{", 400),
        ("127.0.0.1", {"qq": "10001"}, '"x"},"syncId":"', 400),
        ("0.0.0.0", {"qq": "10001"}, EVENT, 403),
        ("0.0.0.0", {"qq": "10001", "verifyKey": "k"}, EVENT, 204),
    ],
)
async def test_what_is_taken_and_from_whom(
    server: MiraiServer, heard: Heard, host: str, headers: dict[str, str], body: str, status: int
) -> None:
    async with posted_to(server, heard, host) as (_, place), httpx.AsyncClient(trust_env=False) as client:
        reply = await client.post(place, content=body.encode(), headers=headers)
        assert reply.status_code == status
        assert not reply.text.startswith("{")
        if status == 204:
            await heard.wait(MessageReceived, lambda event: event.message.native == "9")
        elif status == 400 and headers:
            await heard.wait(Malformed)
        else:
            assert not any(isinstance(event, MessageReceived) for event in heard.events)


async def test_a_server_that_was_started_anew_is_noticed_though_nobody_polls(server: MiraiServer, heard: Heard) -> None:
    async with posted_to(server, heard) as (platform, _):
        server.sessions.clear()
        async with asyncio.timeout(5.0):
            assert (await platform.wait_closed()).reason == "session_gone"
        await platform.connect(heard)


async def test_it_listens_on_between_two_connections(server: MiraiServer, heard: Heard) -> None:
    async with posted_to(server, heard) as (platform, place), httpx.AsyncClient(trust_env=False) as client:
        await platform.close()
        reply = await client.post(place, content=EVENT.encode(), headers={"qq": "10001"})
        assert (reply.status_code, reply.text) == (204, "")
        await platform.connect(heard)
