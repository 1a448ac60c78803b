"""Over HTTP: the session and how it ends, events that are fetched, what may have been lost, and what is no mirai at all."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

import h11
import pytest

from tests.platforms.fakes import Heard
from tests.platforms.mirai.packets import A_FRIEND, FRIEND, ME, packet
from tui.chat.actions import Done, NoAnswer, NotSent, SendMessage
from tui.chat.events import EventsMissed, Malformed, MessageReceived
from tui.chat.masking import mask
from tui.chat.segments import Text
from tui.platforms.base import AskFriends, ConnectError
from tui.platforms.frames import Frame
from tui.platforms.mirai import http_calls
from tui.platforms.mirai.platform import Mirai
from tui.platforms.mirai.settings import Settings
from tui.simulator.mirai.server import MiraiServer

OVER_HTTP = Settings(verify_key="k", qq=10001, transport="http", call_timeout=5.0, connect_timeout=5.0, poll_every=0.02)


@asynccontextmanager
async def connected(server: MiraiServer, heard: Heard) -> AsyncIterator[Mirai]:
    platform = Mirai(replace(OVER_HTTP, url=server.url))
    await platform.connect(heard)
    yield platform
    await platform.close()


Respond = Callable[[str, str, dict[str, str]], Awaitable[tuple[int, object]]]


@asynccontextmanager
async def speaking(respond: Respond) -> AsyncIterator[str]:
    """Serve what *respond* makes of a method, a target and the headers; the address."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        http = h11.Connection(h11.SERVER)
        request = None
        while True:
            event = http.next_event()
            if event is h11.NEED_DATA:
                http.receive_data(await reader.read(65536))
            elif isinstance(event, h11.Request):
                request = event
            elif isinstance(event, h11.EndOfMessage) and request is not None:
                headers = {name.decode(): value.decode() for name, value in request.headers}
                status, value = await respond(request.method.decode(), request.target.decode(), headers)
                body = (value if isinstance(value, str) else json.dumps(value)).encode()
                for part in (
                    h11.Response(status_code=status, headers=[("Content-Length", str(len(body)))]),
                    h11.Data(data=body),
                    h11.EndOfMessage(),
                ):
                    writer.write(http.send(part) or b"")
                await writer.drain()
                http.start_next_cycle()
            elif not isinstance(event, h11.Data):
                writer.close()
                return

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    server.close()


class Mah:
    """A mirai-api-http of the test's own: what it answers to each path, and what it was asked."""

    def __init__(self, **answers: object) -> None:
        self.answers: dict[str, object] = {
            "/verify": {"code": 0, "session": "abcdefgh"},
            "/bind": {"code": 0, "msg": "success"},
            "/about": {"code": 0, "msg": "", "data": {"version": "2.10.0"}},
            "/botProfile": {"nickname": "我"},
            "/fetchMessage": {"code": 0, "msg": "", "data": []},
            "/release": {"code": 0, "msg": "success"},
        } | {f"/{name}": answer for name, answer in answers.items()}
        self.fetched: list[object] = []
        self.asked: list[tuple[str, str, str | None]] = []
        self.came = asyncio.Event()

    async def __call__(self, method: str, target: str, headers: dict[str, str]) -> tuple[int, object]:
        self.asked.append((method, target, headers.get("sessionkey")))
        self.came.set()
        path = target.partition("?")[0]
        if path == "/fetchMessage" and self.fetched:
            return 200, self.fetched.pop(0)
        return (200, self.answers[path]) if path in self.answers else (404, "")

    async def until(self, path: str) -> None:
        async with asyncio.timeout(5.0):
            while not any(target.startswith(path) for _, target, _ in self.asked):
                self.came.clear()
                await self.came.wait()


async def test_the_session_is_opened_bound_used_and_released() -> None:
    mah = Mah()
    async with speaking(mah) as url:
        platform = Mirai(replace(OVER_HTTP, url=url))
        identity = await platform.connect(lambda event: None)
        assert (identity.account, identity.nickname, identity.version) == (ME, "我", "2.10.0")
        await mah.until("/fetchMessage")
        await platform.close()
    assert [method + " " + target for method, target, _ in mah.asked][:2] == ["POST /verify", "POST /bind"]
    assert mah.asked[0][2] is None
    assert {session for _, target, session in mah.asked if target not in ("/verify",)} == {"abcdefgh"}
    assert ("GET", f"/fetchMessage?count={http_calls.FETCHED}", "abcdefgh") in mah.asked
    assert mah.asked[-1][:2] == ("POST", "/release")


async def test_where_there_is_but_one_session_it_must_be_that_of_our_account() -> None:
    mah = Mah(bind={"code": 6, "msg": "指定操作不支持"}, sessionInfo={"code": 0, "data": {"sessionKey": "s", "qq": {"id": 7}}})
    async with speaking(mah) as url:
        with pytest.raises(ConnectError, match="wrong_account: 7"):
            await Mirai(replace(OVER_HTTP, url=url)).connect(lambda event: None)
        mah.answers["/sessionInfo"] = {"code": 0, "data": {"sessionKey": "s", "qq": {"id": 10001}}}
        platform = Mirai(replace(OVER_HTTP, url=url))
        await platform.connect(lambda event: None)
        await platform.close()
    assert "/release" not in [target for _, target, _ in mah.asked]


@pytest.mark.parametrize(
    ("answers", "reason", "is_final"),
    [
        ({"verify": {"code": 1, "msg": "Auth Key错误"}}, "verify_key_refused", True),
        ({"bind": {"code": 2, "msg": "指定的Bot不存在"}}, "no_such_bot", False),
        ({"bind": {"code": 3, "msg": "Session失效或不存在"}}, "session_refused", False),
        ({"verify": "<html>"}, "protocol", False),
    ],
)
async def test_a_session_that_is_refused_says_why(answers: dict[str, object], reason: str, is_final: bool) -> None:
    async with speaking(Mah(**answers)) as url:
        with pytest.raises(ConnectError) as caught:
            await Mirai(replace(OVER_HTTP, url=url)).connect(lambda event: None)
    assert (caught.value.reason, caught.value.is_final) == (reason, is_final)


async def test_a_port_without_the_adapter_and_one_where_nobody_listens_are_told_apart() -> None:
    mah = Mah()
    del mah.answers["/verify"]
    async with speaking(mah) as url:
        with pytest.raises(ConnectError, match="no_http_adapter"):
            await Mirai(replace(OVER_HTTP, url=url)).connect(lambda event: None)
    with pytest.raises(ConnectError, match="refused"):
        await Mirai(replace(OVER_HTTP, url=url)).connect(lambda event: None)


async def test_a_session_that_is_gone_ends_the_connection_and_the_next_one_works(server: MiraiServer, heard: Heard) -> None:
    async with connected(server, heard) as platform:
        ended = asyncio.create_task(platform.wait_closed())
        await server.restart()
        async with asyncio.timeout(5.0):
            assert (await ended).reason in ("session_gone", "reset")
        await platform.connect(heard)
        await server.say_private("20001", "又好了")
        await heard.wait(MessageReceived, lambda event: event.message.segments == (Text("又好了"),))


async def test_a_command_that_finds_no_session_was_not_done(heard: Heard) -> None:
    mah = Mah(sendFriendMessage={"code": 3, "msg": "Session失效或不存在"})
    async with speaking(mah) as url:
        platform = Mirai(replace(OVER_HTTP, url=url, poll_every=30.0))
        await platform.connect(heard)
        assert isinstance(await platform.perform(SendMessage(FRIEND, (Text("一"),))), NotSent)
        assert (await platform.wait_closed()).reason == "session_gone"


async def test_a_server_that_goes_ends_calls_as_unanswered(server: MiraiServer, heard: Heard) -> None:
    async with connected(server, heard) as platform:
        server.faults.silence("sendFriendMessage", 1)
        sending = asyncio.create_task(platform.perform(SendMessage(FRIEND, (Text("一"),))))
        await server.wait_call("sendFriendMessage")
        await server.drop(30)
        assert isinstance(await sending, NoAnswer)
        assert (await platform.wait_closed()).reason in ("refused", "reset", "heartbeat_lost")


async def test_a_slow_command_holds_up_neither_others_nor_events(server: MiraiServer, heard: Heard) -> None:
    async with connected(server, heard) as platform:
        server.faults.silence("friendList", 1)
        waiting = asyncio.create_task(platform.ask(AskFriends()))
        await server.wait_call("friendList")
        assert isinstance(await platform.perform(SendMessage(FRIEND, (Text("快"),))), Done)
        await server.say_private("20001", "听见了")
        await heard.wait(MessageReceived, lambda event: event.message.segments == (Text("听见了"),))
        assert not waiting.done()
        waiting.cancel()


async def test_a_full_queue_is_told_and_asked_about_and_after_a_calm_it_is_not_told_any_more(
    heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    mah = Mah()
    caveats: list[str] = []
    calm = asyncio.Event()
    async with speaking(mah) as url:
        platform = Mirai(replace(OVER_HTTP, url=url))

        def note() -> None:
            caveats.append(platform.caveat)
            if not platform.caveat:
                calm.set()

        platform.on_caveat = note
        await platform.connect(heard)
        assert not caveats
        monkeypatch.setattr(http_calls, "CALM_SECONDS", 0.05)
        mah.fetched.append({"code": 0, "msg": "", "data": [packet("FriendMessage", i, sender=A_FRIEND) for i in range(100)]})
        await heard.wait(MessageReceived)
        async with asyncio.timeout(5.0):
            await calm.wait()
        await platform.close()
    assert caveats == ["events_lost", ""]
    kinds = [type(event) for event in heard.events]
    assert kinds.count(EventsMissed) == 1 and kinds.index(EventsMissed) == 100  # behind all that were told


@pytest.mark.parametrize("broken", ["{", {"code": 500, "msg": "JsonDecodingException"}])
async def test_an_answer_that_is_broken_took_events_with_it(heard: Heard, broken: object) -> None:
    mah = Mah()
    async with speaking(mah) as url:
        platform = Mirai(replace(OVER_HTTP, url=url))
        await platform.connect(heard)
        mah.fetched += [broken, {"code": 0, "data": [packet("FriendMessage", sender=A_FRIEND)]}]
        await heard.wait(EventsMissed)
        await heard.wait(MessageReceived)
        await platform.close()
    assert any(isinstance(event, Malformed) for event in heard.events) == (broken == "{")


async def test_the_inspector_sees_calls_and_events_and_no_secret(server: MiraiServer, heard: Heard) -> None:
    frames: list[Frame] = []
    platform = Mirai(replace(OVER_HTTP, url=server.url))
    platform.on_frame = frames.append
    await platform.connect(heard)
    await server.say_private("20001", "在")
    await heard.wait(MessageReceived)
    (session,) = server.sessions
    await platform.close()
    assert {"session", "about", "botProfile", "FriendMessage"} <= {frame.label for frame in frames}
    shown = [mask(frame.text, frame.hides_data) for frame in frames]
    assert not any(session.key in text or '"k"' in text for text in shown)
