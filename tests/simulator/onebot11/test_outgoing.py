"""What the simulated NapCat does of its own accord: it posts events, and it dials."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
import json
from collections.abc import AsyncIterator

import pytest
from websockets.asyncio.server import ServerConnection, serve

from tui.simulator.model import group_chat
from tui.simulator.onebot11 import webhook
from tui.simulator.onebot11.reverse import ReverseDialler
from tui.simulator.onebot11.server import OneBotServer
from tui.simulator.onebot11.webhook import WebhookPoster

from .client import RawClient


class Posted:
    """A server that takes what is posted, and answers it with *answer*."""

    def __init__(self, answer: bytes = b"") -> None:
        self.answer = answer
        self.heads: list[str] = []
        self.bodies: list[bytes] = []
        self.port = 0
        self._talks: set[asyncio.StreamWriter] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    async def open(self) -> None:
        self._listening = await asyncio.start_server(self.take, "127.0.0.1", self.port)
        self.port = self._listening.sockets[0].getsockname()[1]

    def close(self) -> None:
        self._listening.close()
        for talk in self._talks:
            talk.transport.abort()

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._talks.add(writer)
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                length = int(head.lower().partition("content-length: ")[2].partition("\r\n")[0])
                self.heads.append(head)
                self.bodies.append(await reader.readexactly(length))
                status = "200 OK" if self.answer else "204 No Content"
                writer.write(f"HTTP/1.1 {status}\r\nContent-Length: {len(self.answer)}\r\n\r\n".encode() + self.answer)
        writer.close()


@contextlib.asynccontextmanager
async def posted(answer: bytes = b"") -> AsyncIterator[Posted]:
    there = Posted(answer)
    await there.open()
    yield there
    there.close()


async def test_events_are_posted_signed_and_in_order(server: OneBotServer) -> None:
    async with posted() as there, WebhookPoster(server, there.url, "sesame") as poster:
        for words in ("一", "二"):
            await server.say_group("30001", "20001", words)
        assert poster.statuses == [204, 204]
    assert [json.loads(body)["raw_message"] for body in there.bodies] == ["一", "二"]
    signature = hmac.new(b"sesame", there.bodies[0], hashlib.sha1).hexdigest()
    head = there.heads[0]
    assert head.startswith("POST /hook HTTP/1.1\r\n")
    assert f"x-signature: sha1={signature}\r\n" in head and "x-self-id: 10001\r\n" in head


async def test_without_a_secret_nothing_is_signed_and_what_is_not_taken_is_lost(server: OneBotServer) -> None:
    async with posted() as there, WebhookPoster(server, there.url) as poster:
        await server.say_private("20001", "x")
        assert "x-signature" not in there.heads[0]
        poster.url = "http://127.0.0.1:1/"
        await server.say_private("20001", "y")
        assert poster.statuses == [204, 0]


async def test_a_quick_operation_is_done(server: OneBotServer) -> None:
    async with posted(json.dumps({"reply": "收到"}).encode()) as there, WebhookPoster(server, there.url):
        server._reports_self = False  # or it would answer itself for ever
        await server.say_group("30001", "20001", "在吗")
    said = server.world.conversation(group_chat("30001")).messages
    assert [message.sender for message in said] == ["20001", "10001"]


async def test_who_begins_to_listen_is_told_of_and_again_after_having_been_away(
    server: OneBotServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "LOOK_EVERY", 0.01)
    came: asyncio.Queue[None] = asyncio.Queue()
    server.on_connected = lambda: came.put_nowait(None)
    async with asyncio.timeout(5), posted() as there, WebhookPoster(server, there.url) as poster:
        await came.get()
        await server.say_group("30001", "20001", "在")
        assert (poster.statuses, came.empty()) == ([204], True)
        there.close()
        await server.say_group("30001", "20001", "不在")
        assert poster.statuses == [204, 0]
        await there.open()
        await came.get()


async def test_it_dials_greets_answers_and_dials_again(server: OneBotServer) -> None:
    arrived: asyncio.Queue[ServerConnection] = asyncio.Queue()

    async def take(socket: ServerConnection) -> None:
        arrived.put_nowait(socket)
        await socket.wait_closed()

    async with serve(take, "127.0.0.1", 0) as listening:
        url = f"ws://127.0.0.1:{next(iter(listening.sockets)).getsockname()[1]}/onebot/v11/ws"
        async with ReverseDialler(server, url, token="t", every=0.05), asyncio.timeout(10):
            for _ in range(2):
                socket = await arrived.get()
                assert socket.request is not None
                headers = socket.request.headers
                assert (headers["x-self-id"], headers["x-client-role"]) == ("10001", "Universal")
                assert (headers["authorization"], headers["user-agent"]) == ("Bearer t", "OneBot/11")
                client = RawClient(socket)  # type: ignore[arg-type]
                assert (await client.event())["meta_event_type"] == "lifecycle"
                assert (await client.data("get_login_info"))["user_id"] == 10001
                await socket.close()
