"""The webhook: what it takes, what it refuses and how, and that nobody can hold it up."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import socket as socketlib
from collections.abc import AsyncIterator, Callable

import pytest

from tests.places import free_place
from tui.platforms import post_server
from tui.platforms.base import ConnectError
from tui.platforms.onebot11 import webhook as hooks
from tui.platforms.onebot11.settings import Settings
from tui.platforms.onebot11.webhook import Webhook

EVENT = b'{"post_type":"message","self_id":10001}'


def signed(body: bytes, secret: str = "sesame") -> str:
    return f"sha1={hmac.new(secret.encode(), body, hashlib.sha1).hexdigest()}"


class Rig:
    """A webhook of the account 10001, and what it took."""

    def __init__(self, place: str = "", secret: str = "") -> None:
        self.taken: list[str] = []
        self.passed: list[bool] = []
        self.may_take = asyncio.Event()
        self.may_take.set()
        self.entered: asyncio.Queue[str] = asyncio.Queue()
        self.hook = Webhook(Settings("http://h", webhook=place or free_place(), secret=secret), self.take, self.passed.append)

    async def take(self, self_id: str, event: object, text: str) -> bool:
        self.entered.put_nowait(text)
        await self.may_take.wait()
        if self_id != "10001":
            return False
        self.taken.append(text)
        return True

    async def connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", self.hook.port)

    async def send(self, data: bytes) -> str:
        """Send *data* on a connection of its own and return the status line that came back, "" for none."""
        reader, writer = await self.connect()
        writer.write(data)
        try:
            async with asyncio.timeout(5):
                line = (await reader.readline()).decode().strip()
        except ConnectionError:
            line = ""
        writer.close()
        return line

    async def post(self, body: bytes = EVENT, *, path: str = "/", self_id: str | None = "10001", **headers: str) -> str:
        return await self.send(request(body, path=path, self_id=self_id, **headers))


def request(body: bytes = EVENT, *, path: str = "/", self_id: str | None = "10001", **headers: str) -> bytes:
    lines = [f"POST {path} HTTP/1.1", "Host: h", f"Content-Length: {len(body)}", "Content-Type: application/json"]
    lines += [f"x-self-id: {self_id}"] if self_id is not None else []
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@pytest.fixture
async def open_hook() -> AsyncIterator[Callable[[str], object]]:
    made: list[Rig] = []

    async def make(secret: str = "") -> Rig:
        rig = Rig(secret=secret)
        made.append(rig)
        await rig.hook.open()
        return rig

    yield make
    for rig in made:
        await rig.hook.shut()


@pytest.fixture
async def rig(open_hook: Callable[..., object]) -> Rig:
    return await open_hook()  # type: ignore[misc,no-any-return]


@pytest.fixture
async def guarded(open_hook: Callable[..., object]) -> Rig:
    return await open_hook("sesame")  # type: ignore[misc,no-any-return]


@pytest.mark.parametrize("path", ["/", "/onebot/v11/http", "/any?x=1"])
async def test_a_good_event_is_taken_at_any_path_and_answered_with_nothing(rig: Rig, path: str) -> None:
    assert await rig.post(path=path) == "HTTP/1.1 204 No Content"
    assert rig.taken == [EVENT.decode()]


async def test_a_right_signature_passes_and_a_wrong_one_does_not(guarded: Rig) -> None:
    assert (await guarded.post(X_Signature=signed(EVENT))).startswith("HTTP/1.1 204")
    assert (await guarded.post(x_signature=signed(EVENT).upper())).startswith("HTTP/1.1 204")
    for wrong in (signed(EVENT, "other"), signed(EVENT + b" "), "sha1=", "", "密".encode().decode("latin-1")):
        assert (await guarded.post(x_signature=wrong)).startswith("HTTP/1.1 403"), wrong
    assert (await guarded.post()).startswith("HTTP/1.1 401")
    twice = request(x_signature=signed(EVENT)).replace(b"x-self-id", b"x-signature: sha1=0\r\nx-self-id")
    assert (await guarded.send(twice)).startswith("HTTP/1.1 401")
    assert len(guarded.taken) == 2
    assert guarded.passed == [True, True, *[False] * 7]


async def test_the_signature_is_compared_in_constant_time(guarded: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[object, object]] = []

    def compare(one: bytes, other: bytes) -> bool:
        compared.append((one, other))
        return False

    monkeypatch.setattr(hooks.hmac, "compare_digest", compare)
    assert (await guarded.post(x_signature=signed(EVENT))).startswith("HTTP/1.1 403")
    assert compared == [(signed(EVENT).encode(), signed(EVENT).encode())]


async def test_without_a_secret_a_signature_does_no_harm(rig: Rig) -> None:
    assert (await rig.post(x_signature="sha1=whatever")).startswith("HTTP/1.1 204")


@pytest.mark.parametrize(("self_id", "status"), [(None, 400), ("", 400), ("10002", 403)])
async def test_it_is_for_one_account(rig: Rig, self_id: str | None, status: int) -> None:
    assert (await rig.post(self_id=self_id)).startswith(f"HTTP/1.1 {status}")
    assert rig.taken == []


@pytest.mark.parametrize("method", ["GET", "PUT", "OPTIONS", "DELETE"])
async def test_only_posts(rig: Rig, method: str) -> None:
    reader, writer = await rig.connect()
    writer.write(f"{method} / HTTP/1.1\r\nHost: h\r\n\r\n".encode())
    answer = await reader.read()
    assert answer.startswith(b"HTTP/1.1 405 ") and b"Allow: POST\r\n" in answer
    writer.close()


async def test_what_is_no_event_is_refused_but_what_is_broken_is_counted(rig: Rig) -> None:
    answer = json.dumps({"status": "failed", "retcode": 1403, "echo": None}).encode()
    assert (await rig.post(answer)).startswith("HTTP/1.1 400")
    assert rig.taken == []
    for broken in (b"", b"{", b"[1]", b"\xff", b"[" * 100_000):
        assert (await rig.post(broken)).startswith("HTTP/1.1 400")
    assert len(rig.taken) == 5


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"nonsense\r\n\r\n", "400"),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", "400"),
        (b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: x\r\n\r\n", "400"),
        (b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n", "400"),
        (b"POST / HTTP/1.1\r\n\r\n", "400"),
        (b"POST / HTTP/1.1\r\nHost: h\r\n" + b"a: b\r\n" * 100 + b"\r\n", "431"),
        (b"POST / HTTP/1.1\r\nHost: h\r\na: " + b"b" * 40_000 + b"\r\n\r\n", "431"),
        (b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999999\r\n\r\n", "413"),
        (b"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "400"),
    ],
)
async def test_malformed_requests_are_refused_and_the_next_one_is_taken(rig: Rig, data: bytes, status: str) -> None:
    assert (await rig.send(data)).startswith(f"HTTP/1.1 {status}")
    assert (await rig.post()).startswith("HTTP/1.1 204")


async def test_a_body_that_does_not_end_is_not_kept(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(post_server, "MAX_BODY", 1000)
    chunk = b"100\r\n" + b"x" * 256 + b"\r\n"
    head = b"POST / HTTP/1.1\r\nHost: h\r\nX-Self-ID: 10001\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert (await rig.send(head + chunk * 5)).startswith("HTTP/1.1 413")
    assert (await rig.send(head + chunk * 3 + b"0\r\n\r\n")).startswith("HTTP/1.1 400")  # no JSON, but read


async def test_one_connection_carries_many_events_also_at_once(rig: Rig) -> None:
    reader, writer = await rig.connect()
    writer.write(request() + request())
    for _ in range(2):
        assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 204")
    writer.write(request())
    assert b"Keep-Alive: timeout=" in await reader.readuntil(b"\r\n\r\n")
    assert len(rig.taken) == 3
    writer.close()


async def test_a_client_that_asks_before_it_sends_is_told_to_go_on(rig: Rig) -> None:
    reader, writer = await rig.connect()
    head, _, body = request(Expect="100-continue").partition(b"\r\n\r\n")
    writer.write(head + b"\r\n\r\n")
    assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 100")
    writer.write(body)
    assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 204")
    writer.close()


@pytest.mark.parametrize("sent", [b"P", b"POST / HTTP/1.1\r\nHost: h\r\n", request()[:-5]])
async def test_who_sends_slowly_is_hung_up_on(rig: Rig, monkeypatch: pytest.MonkeyPatch, sent: bytes) -> None:
    monkeypatch.setattr(post_server, "REQUEST_SECONDS", 0.1)
    reader, writer = await rig.connect()
    writer.write(sent)
    async with asyncio.timeout(5):
        assert await reader.read() == b""
    writer.close()


async def test_who_says_nothing_is_hung_up_on(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(post_server, "IDLE_SECONDS", 0.1)
    reader, writer = await rig.connect()
    async with asyncio.timeout(5):
        assert await reader.read() == b""
    writer.close()


async def test_too_many_at_once_are_refused(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(post_server, "MAX_CLIENTS", 2)
    rig.may_take.clear()
    posting = [asyncio.create_task(rig.post()) for _ in range(2)]
    for _ in posting:
        await rig.entered.get()
    assert await rig.post() == ""
    rig.may_take.set()
    assert all(status.startswith("HTTP/1.1 204") for status in await asyncio.gather(*posting))


async def test_who_posts_waits_while_too_much_waits(rig: Rig) -> None:
    rig.may_take.clear()
    posting = asyncio.create_task(rig.post())
    await rig.entered.get()
    assert not posting.done()
    rig.may_take.set()
    assert (await posting).startswith("HTTP/1.1 204")


async def test_a_place_that_is_taken_is_said() -> None:
    with socketlib.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(ConnectError, match="can_not_listen"):
            await Rig(f"127.0.0.1:{other.getsockname()[1]}").hook.open()


async def test_after_shutting_the_port_is_free_again(rig: Rig) -> None:
    place = f"127.0.0.1:{rig.hook.port}"
    _, writer = await rig.connect()
    await rig.hook.shut()
    again = Rig(place)
    await again.hook.open()
    assert (await again.post()).startswith("HTTP/1.1 204")
    await again.hook.shut()
    writer.close()
