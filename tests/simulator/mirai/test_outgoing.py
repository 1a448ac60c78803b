"""reverse-ws and webhook: the adapters that come to the client."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import h11
from websockets.asyncio.server import ServerConnection, serve

from tests.simulator.bare_client import LIMIT
from tui.simulator.mirai.outgoing import ReverseDialler, WebhookPoster
from tui.simulator.mirai.server import MiraiServer
from tui.simulator.world import World

from .conftest import KEY

ASK = {"syncId": "1", "command": "verify", "content": {"verifyKey": KEY, "sessionKey": None, "qq": 10001}}


@asynccontextmanager
async def dialled(server: MiraiServer) -> AsyncIterator[asyncio.Queue[ServerConnection]]:
    """The connections that the server makes to who listens."""
    made: asyncio.Queue[ServerConnection] = asyncio.Queue()

    async def keep(socket: ServerConnection) -> None:
        made.put_nowait(socket)
        await socket.wait_closed()

    async with serve(keep, "127.0.0.1", 0) as listening:
        port = next(iter(listening.sockets)).getsockname()[1]
        async with ReverseDialler(server, f"ws://127.0.0.1:{port}/", every=0.05), asyncio.timeout(LIMIT):
            yield made


async def ask(socket: ServerConnection, frame: dict[str, Any]) -> Any:
    await socket.send(json.dumps(frame))
    return json.loads(await socket.recv())


async def test_it_dials_and_waits_to_be_verified(server: MiraiServer) -> None:
    async with dialled(server) as made:
        socket = await made.get()
        assert (await ask(socket, {"syncId": "a", "command": "about"}))["data"]["code"] == 0
        assert (await ask(socket, {"syncId": "b", "command": "friendList", "content": {}}))["code"] == 1
        await socket.send("no frame")
        wrong = {"verifyKey": "wrong", "sessionKey": None, "qq": 10001}
        assert await ask(socket, ASK | {"content": wrong}) == {"code": 1, "msg": "Auth Key错误"}
        assert (await ask(socket, ASK | {"content": {"verifyKey": KEY, "qq": 10001}}))["code"] == 1
        nobody = {"verifyKey": KEY, "sessionKey": None, "qq": None}
        assert (await ask(socket, ASK | {"content": nobody}))["code"] == 400
        assert (await ask(socket, ASK | {"content": nobody | {"qq": 5}}))["code"] == 2
        assert (await ask(socket, ASK | {"content": nobody | {"sessionKey": "x"}}))["code"] == 3
        answer = await ask(socket, ASK)
        assert (answer["syncId"], answer["data"]["code"]) == ("1", 0)
        await server.wait_connections()
        await server.say_group("30001", "20001", "你好")
        assert json.loads(await socket.recv())["data"]["type"] == "GroupMessage"
        assert (await ask(socket, {"syncId": "c", "command": "friendList", "content": {}}))["syncId"] == "c"


async def test_it_dials_again_when_it_was_dropped(server: MiraiServer) -> None:
    async with dialled(server) as made:
        first = await made.get()
        await ask(first, ASK)
        await server.wait_connections()
        await server.drop()
        await first.wait_closed()
        assert (await ask(await made.get(), ASK))["data"]["code"] == 0


async def test_events_are_posted_and_what_is_answered_is_done(server: MiraiServer, world: World) -> None:
    posted: asyncio.Queue[tuple[dict[bytes, bytes], Any]] = asyncio.Queue()
    chain = [{"type": "Plain", "text": "好"}]
    answer = json.dumps({"command": "sendGroupMessage", "content": {"target": 30001, "messageChain": chain}}).encode()

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        http, headers, body = h11.Connection(h11.SERVER), {}, b""
        while not isinstance(event := http.next_event(), h11.EndOfMessage):
            if event is h11.NEED_DATA:
                http.receive_data(await reader.read(65_536))
            elif isinstance(event, h11.Request):
                headers = dict(event.headers)
            elif isinstance(event, h11.Data):
                body += bytes(event.data)
        posted.put_nowait((headers, json.loads(body)))
        head = h11.Response(status_code=200, headers=[("Content-Length", str(len(answer))), ("Connection", "close")])
        for part in (head, h11.Data(data=answer), h11.EndOfMessage()):
            writer.write(http.send(part) or b"")
        writer.close()

    listening = await asyncio.start_server(take, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    async with asyncio.timeout(LIMIT), listening, WebhookPoster(server, f"http://127.0.0.1:{port}/"):
        await server.say_group("30001", "20001", "你好")
        headers, event = await posted.get()
        assert (headers[b"qq"], event["type"]) == (b"10001", "GroupMessage")
        assert [(message.sender, message.text) for message in world.messages.values()] == [("20001", "你好"), ("10001", "好")]
