"""Dialling names what went wrong, and a frame of many megabytes arrives whole."""

from __future__ import annotations

import http
import ssl

import pytest
from websockets.asyncio.server import ServerConnection

from tests.places import free_place
from tests.platforms.servers import close_policy, http_answer, raw_port, say_nothing, websocket
from tui.platforms.base import ConnectError
from tui.platforms.onebot11.settings import Settings
from tui.platforms.onebot11.transports import dial, explain
from tui.platforms.sockets import is_near


async def why(url: str, token: str = "") -> ConnectError:
    with pytest.raises(ConnectError) as caught:
        await dial(Settings(url, token, connect_timeout=5.0))
    return caught.value


async def test_nobody_listens() -> None:
    assert (await why(f"ws://{free_place()}")).reason == "refused"


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (http_answer("200 OK", '{"status":"ok","message":"NapCat4 Is Running"}'), "http_not_websocket"),
        (http_answer("404 Not Found"), "http_not_websocket"),
        (http_answer("426 Upgrade Required"), "http_not_websocket"),
        (http_answer("502 Bad Gateway"), "unreachable"),
        (http_answer("200 OK", "<title>NapCat WebUI</title>"), "webui"),
        (http_answer("302 Found", "", "Location: /webui"), "webui"),
        (http_answer("401 Unauthorized"), "token_refused"),
        (http_answer("403 Forbidden"), "token_refused"),
        (b"", "reset"),
        (b"SSH-2.0-x\r\n", "protocol"),
    ],
)
async def test_what_answers_is_no_websocket(answer: bytes, reason: str) -> None:
    async with raw_port(answer) as url:
        error = await why(url)
    assert (error.reason, error.is_final) == (reason, reason == "token_refused")


async def test_a_bad_address_is_final() -> None:
    error = await why("ftp://127.0.0.1:3000")
    assert (error.reason, error.words, error.is_final) == ("bad_url", "scheme", True)


async def test_closing_with_1008_is_a_refusal_and_with_another_code_is_not() -> None:
    async def close_going(socket: ServerConnection) -> None:
        await socket.close(1001, "bye")

    for handler, reason, is_final in ((close_policy, "token_refused", True), (close_going, "closed", False)):
        async with websocket(handler) as url:
            transport = await dial(Settings(url))
            with pytest.raises(ConnectError) as caught:
                await transport.receive()
            await transport.close()
        assert (caught.value.reason, caught.value.is_final) == (reason, is_final)


async def test_a_frame_of_64_mib_and_one_that_is_no_utf8() -> None:
    async def talk(socket: ServerConnection) -> None:
        await socket.send(b"x" * (64 * 1024 * 1024), text=True)
        await socket.send(b'{"a": "\xff"}', text=True)
        await socket.wait_closed()

    async with websocket(talk) as url:
        transport = await dial(Settings(url))
        assert len(await transport.receive()) == 64 * 1024 * 1024
        assert await transport.receive() == '{"a": "\ufffd"}'
        await transport.close()
        assert not transport.is_open


@pytest.mark.parametrize(
    ("token", "header", "query"), [("t", "Bearer t", ""), ("", None, ""), ("密", None, "access_token=%E5%AF%86")]
)
async def test_how_the_token_travels(token: str, header: str | None, query: str) -> None:
    seen: list[tuple[str | None, str]] = []

    async def look(socket: ServerConnection) -> None:
        assert socket.request is not None
        seen.append((socket.request.headers.get("Authorization"), socket.request.path.partition("?")[2]))
        await say_nothing(socket)

    async with websocket(look) as url:
        transport = await dial(Settings(url, token))
        await transport.close()
    assert seen == [(header, query)]


async def test_an_upgrade_that_is_refused_by_a_server_with_websockets() -> None:
    async with websocket(say_nothing, http.HTTPStatus.NOT_FOUND) as url:
        assert (await why(url)).reason == "http_not_websocket"


def test_other_failures() -> None:
    assert explain(TimeoutError()).reason == "timeout"
    assert explain(ssl.SSLError(1, "bad")).reason == "tls"
    assert explain(OSError(113, "No route to host")).reason == "unreachable"
    assert explain(OSError("Multiple exceptions: [Errno 111] Connect call failed ...")).reason == "refused"


def test_who_refused_is_said_by_the_address() -> None:
    one = ConnectionRefusedError(111, "Connect call failed ('127.0.0.1', 3001)")
    both = OSError(f"Multiple exceptions: [Errno 111] Connect call failed ('::1', 3001, 0, 0), {one}")
    assert explain(one).words == "127.0.0.1:3001"
    assert explain(both).words == "[::1]:3001, 127.0.0.1:3001"
    assert explain(ConnectionRefusedError(111, "Connection refused")).words == ""


@pytest.mark.parametrize(
    ("host", "near"),
    [
        ("127.0.0.1", True),
        ("localhost", True),
        ("192.168.1.5", True),
        ("::1", True),
        ("nas", True),
        ("a.example.com", False),
        ("8.8.8.8", False),
    ],
)
def test_near_hosts(host: str, near: bool) -> None:
    assert is_near(host) is near
