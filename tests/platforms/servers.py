"""Servers on loopback that are not what a client hopes for, and a client that dials us."""

from __future__ import annotations

import asyncio
import contextlib
import http
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.http11 import Request, Response

HOST = "127.0.0.1"
Handler = Callable[[ServerConnection], Awaitable[None]]


@contextlib.asynccontextmanager
async def raw_port(answer: bytes) -> AsyncIterator[str]:
    """A port that reads what is sent at first, writes *answer* and hangs up; its ws:// address."""

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head, _, body = (await reader.read(4096)).lower().partition(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head)
        with contextlib.suppress(asyncio.IncompleteReadError):
            await reader.readexactly(int(length[1]) - len(body) if length else 0)  # what is left unread resets the connection
        writer.write(answer)
        with contextlib.suppress(ConnectionError):
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(take, HOST, 0)
    async with server:
        yield f"ws://{HOST}:{server.sockets[0].getsockname()[1]}"


def http_answer(status: str, body: str = "", *headers: str) -> bytes:
    """An HTTP answer with this status line."""
    head = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body.encode())}", "Connection: close", "", body]
    return "\r\n".join(head).encode()


@contextlib.asynccontextmanager
async def websocket(handler: Handler, refuse_with: http.HTTPStatus | None = None) -> AsyncIterator[str]:
    """A WebSocket server that does what *handler* does, or refuses the upgrade; its ws:// address."""

    def admit(connection: ServerConnection, request: Request) -> Response | None:
        return connection.respond(refuse_with, "") if refuse_with else None

    async with serve(handler, HOST, 0, process_request=admit, compression=None, max_size=None) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        yield f"ws://{HOST}:{port}"


async def say_nothing(socket: ServerConnection) -> None:
    """Accept, and never say a word."""
    await socket.wait_closed()


async def close_policy(socket: ServerConnection) -> None:
    """Refuse the token as nonebot and LLBot close."""
    await socket.close(1008, "invalid access token")


async def dial(address: str, headers: Mapping[str, str] | None = None) -> ClientConnection:
    """Dial who is going to listen at *address*, with *headers*."""
    for _ in range(200):
        try:
            return await connect(f"ws://{address}", additional_headers=headers, proxy=None)
        except OSError:
            await asyncio.sleep(0.01)  # it does not listen yet
    raise AssertionError("nobody listens")
