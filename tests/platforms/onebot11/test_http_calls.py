"""Calls over HTTP and events over a webhook: against the simulated NapCat, and against servers that are something else."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator

import pytest

from tests.places import free_place
from tests.platforms.fakes import Heard
from tests.platforms.servers import http_answer, raw_port, say_nothing, websocket
from tui.chat.actions import Done, NoAnswer, NotSent, Refused, SendMessage
from tui.chat.events import MessageRecalled, MessageReceived, OnlineChanged
from tui.chat.ids import ConversationId, ConversationKind
from tui.chat.segments import Text
from tui.platforms import http_client
from tui.platforms.base import AskFriends, ConnectError
from tui.platforms.call_errors import CallNotSentError, CallUnansweredError
from tui.platforms.onebot11.calls import Calls
from tui.platforms.onebot11.http_calls import OneBotOverHttp, OverHttp
from tui.platforms.onebot11.platform import OneBot11
from tui.platforms.onebot11.settings import Settings
from tui.simulator.onebot11.http_api import HttpApi
from tui.simulator.onebot11.server import OneBotServer
from tui.simulator.onebot11.webhook import WebhookPoster
from tui.simulator.world import small_world

from .fakes import ME

GROUP = ConversationId(ME, ConversationKind.GROUP, "30002")
LOGIN = json.dumps({"status": "ok", "retcode": 0, "data": {"user_id": 10001, "nickname": "我"}})


class Rig:
    """A platform over HTTP, the API it calls and the poster of its events."""

    def __init__(self, server: OneBotServer, api: HttpApi, poster: WebhookPoster, platform: OneBot11, heard: Heard) -> None:
        self.server = server
        self.api = api
        self.poster = poster
        self.platform = platform
        self.heard = heard


@contextlib.asynccontextmanager
async def running(
    *, secret: str = "s", ours: str | None = None, token: str = "t", status_every: float = 30.0
) -> AsyncIterator[Rig]:
    """Everything but the connection; *ours* is the secret that we have."""
    place, heard = free_place(), Heard()
    async with (
        OneBotServer(small_world(), report_self=True, heartbeat=0) as server,
        HttpApi(server, token=token) as api,
        WebhookPoster(server, f"http://{place}/any/path", secret) as poster,
    ):
        settings = Settings(
            api.url, token, 5.0, 5.0, webhook=place, secret=secret if ours is None else ours, status_every=status_every
        )
        platform = OneBot11(settings)
        try:
            yield Rig(server, api, poster, platform, heard)
        finally:
            await platform.close()
            await platform.shut()


async def test_we_speak_over_http_and_hear_over_the_webhook() -> None:
    async with running() as rig:
        identity = await rig.platform.connect(rig.heard)
        assert identity.account == ME and identity.implementation.startswith("NapCat")
        outcome = await rig.platform.perform(SendMessage(GROUP, (Text("你好"),)))
        assert isinstance(outcome, Done)
        await rig.heard.wait(MessageReceived, lambda event: event.message.segments == (Text("你好"),))
        await rig.server.say_group("30002", "20001", "收到")
        said = await rig.heard.wait(MessageReceived, lambda event: event.message.segments == (Text("收到"),))
        assert rig.poster.statuses == [204] * len(rig.poster.statuses)
        message = rig.server.ids.find(int(said.message.native))
        assert message is not None
        await rig.server.recall(message)
        await rig.heard.wait(MessageRecalled, lambda event: event.native == said.message.native)


async def test_calls_run_beside_one_another() -> None:
    async with running() as rig:
        await rig.platform.connect(rig.heard)
        rig.server.faults.silence("get_friends_with_category", 1)
        waiting = asyncio.create_task(rig.platform.ask(AskFriends()))
        await rig.server.wait_call("get_friends_with_category")
        assert isinstance(await rig.platform.perform(SendMessage(GROUP, (Text("快"),))), Done)
        assert not waiting.done()
        waiting.cancel()


async def test_what_is_refused_is_said_in_the_implementations_words() -> None:
    async with running() as rig:
        await rig.platform.connect(rig.heard)
        rig.server.faults.fail("send_group_msg", "不让说")
        assert await rig.platform.perform(SendMessage(GROUP, (Text("x"),))) == Refused("不让说")


async def test_no_answer_and_certainly_not_sent_are_told_apart() -> None:
    async with running() as rig:
        await rig.platform.connect(rig.heard)
        rig.server.faults.silence("send_group_msg", 1)
        sending = asyncio.create_task(rig.platform.perform(SendMessage(GROUP, (Text("一"),))))
        await rig.server.wait_call("send_group_msg")
        await rig.server.drop()
        assert isinstance(await sending, NoAnswer)
        await rig.api.stop()
        assert isinstance(await rig.platform.perform(SendMessage(GROUP, (Text("二"),))), NotSent)
        assert (await rig.platform.wait_closed()).reason == "refused"


async def test_a_server_that_is_gone_is_noticed_and_found_again() -> None:
    async with running(status_every=0.05) as rig:
        await rig.platform.connect(rig.heard)
        await rig.api.stop()
        assert (await rig.platform.wait_closed()).reason == "refused"
        with pytest.raises(ConnectError, match="refused"):
            await rig.platform.connect(rig.heard)
        await rig.api.start()
        assert (await rig.platform.connect(rig.heard)).account == ME
        await rig.server.say_group("30002", "20001", "又来")
        await rig.heard.wait(MessageReceived, lambda event: event.message.segments == (Text("又来"),))


async def test_a_server_that_says_nothing_any_more_is_given_up() -> None:
    async with running(status_every=0.05) as rig:
        rig.platform = OneBot11(Settings(rig.api.url, "t", 5.0, 0.5, status_every=0.05))
        await rig.platform.connect(rig.heard)
        rig.server.faults.silence("get_status")
        assert (await rig.platform.wait_closed()).reason == "heartbeat_lost"


async def test_whether_qq_is_online_is_asked_for() -> None:
    async with running(status_every=0.05) as rig:
        await rig.platform.connect(rig.heard)
        rig.server.faults.is_qq_online = False
        assert not (await rig.heard.wait(OnlineChanged)).is_online


async def test_another_account_behind_the_same_address_is_noticed() -> None:
    async with running(status_every=0.05) as rig:
        await rig.platform.connect(rig.heard)
        async with OneBotServer(small_world(), self_id="20001") as other:
            shown, rig.api._server = rig.api._server, other
            error = await rig.platform.wait_closed()
            rig.api._server = shown
    assert (error.reason, error.words) == ("wrong_account", "20001")


async def test_where_heartbeats_are_posted_nothing_is_asked_and_their_end_is_noticed() -> None:
    async with running(status_every=0.05) as rig:
        await rig.platform.connect(rig.heard)
        rig.server.send_event(rig.server.shapes.heartbeat(0.02, is_online=True))
        await rig.server.drained()
        assert (await rig.platform.wait_closed()).reason == "heartbeat_lost"


async def test_a_wrong_token_is_final() -> None:
    async with running() as rig:
        platform = OneBot11(Settings(rig.api.url, "wrong"))
        with pytest.raises(ConnectError) as caught:
            await platform.connect(rig.heard)
        assert (caught.value.reason, caught.value.is_final) == ("token_refused", True)


async def test_a_token_that_is_refused_later_ends_the_connection() -> None:
    async with running() as rig:
        await rig.platform.connect(rig.heard)
        rig.api._token = "another"
        assert isinstance(await rig.platform.perform(SendMessage(GROUP, (Text("x"),))), NoAnswer)
        error = await rig.platform.wait_closed()
        assert (error.reason, error.is_final) == ("token_refused", True)


async def test_events_with_a_wrong_signature_are_refused_and_that_is_said() -> None:
    async with running(ours="another") as rig:
        told = asyncio.Event()
        rig.platform.on_caveat = told.set
        await rig.platform.connect(rig.heard)
        assert rig.platform.caveat == ""
        await rig.server.say_group("30002", "20001", "假的")
        assert rig.poster.statuses == [403]
        assert told.is_set() and rig.platform.caveat == "signature"
        assert not [event for event in rig.heard.events if isinstance(event, MessageReceived)]


async def test_without_a_webhook_that_is_said_and_news_are_asked_for() -> None:
    platform = OneBot11(Settings("http://127.0.0.1:3000", news_every=7.0))
    assert (platform.caveat, platform.asks_every) == ("polled", 7.0)
    assert OneBot11(Settings("http://127.0.0.1:3000", webhook="127.0.0.1:1")).asks_every == 0
    assert OneBot11(Settings("ws://127.0.0.1:3001")).caveat == ""


async def why(url: str, token: str = "") -> ConnectError:
    with pytest.raises(ConnectError) as caught:
        await OverHttp(Settings(url, token, connect_timeout=5.0))()
    return caught.value


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (http_answer("401 Unauthorized"), "token_refused"),
        (http_answer("403 Forbidden", '{"message":"token verify failed!"}'), "token_refused"),
        (http_answer("404 Not Found"), "protocol"),
        (http_answer("405 Method Not Allowed"), "protocol"),
        (http_answer("426 Upgrade Required"), "websocket_not_http"),
        (http_answer("400 Bad Request", "websocket: the client is not using the websocket protocol"), "websocket_not_http"),
        (http_answer("502 Bad Gateway"), "unreachable"),
        (http_answer("200 OK", "<title>NapCat WebUI</title>"), "webui"),
        (http_answer("302 Found", "", "Location: /webui"), "webui"),
        (http_answer("200 OK", '{"hello": 1}'), "protocol"),
        (http_answer("200 OK", "[" * 100_000), "protocol"),
        (b"", "reset"),
        (b"SSH-2.0-x\r\n\r\n", "protocol"),
    ],
)
async def test_what_answers_is_no_api(answer: bytes, reason: str) -> None:
    async with raw_port(answer) as url:
        error = await why(url.replace("ws://", "http://"))
    assert (error.reason, error.is_final) == (reason, reason == "token_refused")


async def test_a_websocket_server_is_recognised() -> None:
    async with websocket(say_nothing) as url:
        assert (await why(url.replace("ws://", "http://"))).reason == "websocket_not_http"


async def test_nobody_listens() -> None:
    assert (await why(f"http://{free_place()}")).reason == "refused"


@pytest.mark.parametrize(("url", "reason"), [("http://no-such-host.invalid", "dns"), ("ftp://h", "bad_url")])
async def test_where_nobody_can_be(url: str, reason: str) -> None:
    assert (await why(url)).reason == reason


async def test_tls_with_a_port_that_has_none() -> None:
    async with raw_port(http_answer("400 Bad Request")) as url:
        assert (await why(url.replace("ws://", "https://"))).reason == "tls"


async def test_a_redirect_takes_no_token_along() -> None:
    async with (
        raw_port(http_answer("200 OK", LOGIN)) as there,
        raw_port(http_answer("307 Temporary Redirect", "", f"Location: {there.replace('ws', 'http')}")) as here,
    ):
        assert (await why(here.replace("ws://", "http://"), "t")).reason == "protocol"


async def test_a_path_in_the_address_and_a_token_that_fits_no_header(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append((await reader.readline()).decode().strip())
        writer.write(http_answer("200 OK", LOGIN))
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(take, "127.0.0.1", 0)
    async with server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/bot/?x=1"
        settings = Settings(url, "密")
        transport = await OverHttp(settings)()
        await transport.close()
    assert asked == ["POST /bot/get_login_info?x=1&access_token=%E5%AF%86 HTTP/1.1"]


@contextlib.asynccontextmanager
async def answering(*answers: bytes) -> AsyncIterator[tuple[OneBotOverHttp, Calls]]:
    """A transport to a server that gives a login first, then *answers* one after the other; and calls over it."""
    left = [http_answer("200 OK", LOGIN), *answers]

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(left.pop(0))
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(take, "127.0.0.1", 0)
    async with server:
        settings = Settings(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
        transport = await OverHttp(settings)()
        calls = Calls(transport.send, lambda: transport.is_open, 5.0)

        async def read() -> None:
            while True:
                calls.take(json.loads(await transport.receive()))

        reading = asyncio.create_task(read())
        yield transport, calls
        reading.cancel()
        await transport.close()


async def test_how_other_implementations_refuse() -> None:
    async with answering(http_answer("404 Not Found"), http_answer("406 Not Acceptable")) as (_, calls):
        for is_unknown, words in ((True, "HTTP 404 Not Found"), (False, "HTTP 406 Not Acceptable")):
            with pytest.raises(Exception, match=words) as caught:
                await calls.call("can_send_image")
            assert getattr(caught.value, "is_unknown_action", None) is is_unknown


@pytest.mark.parametrize(
    "answer", [http_answer("500 Internal Server Error"), b"", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"]
)
async def test_a_call_that_may_have_been_done_is_not_said_to_be_unsent(answer: bytes) -> None:
    async with answering(answer) as (_, calls):
        with pytest.raises(CallUnansweredError):
            await calls.call("send_msg")


async def test_an_answer_without_an_end_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_client, "MAX_FRAME", 1000)
    async with answering(http_answer("200 OK", "x" * 2000)) as (_, calls):
        with pytest.raises(CallUnansweredError, match="too large"):
            await calls.call("get_msg")


async def test_after_its_end_nothing_is_sent() -> None:
    async with answering() as (transport, calls):
        await transport.close()
        with pytest.raises(CallNotSentError):
            await calls.call("get_msg")
