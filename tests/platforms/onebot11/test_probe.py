"""The connection test names each thing that can be wrong by its own key."""

from __future__ import annotations

import contextlib
import json
from urllib.parse import urlsplit

import pytest
from websockets.asyncio.server import ServerConnection

from tests.places import free_place
from tests.platforms.servers import close_policy, http_answer, raw_port, say_nothing, websocket
from tui.platforms import probing
from tui.platforms.base import ConnectError, Finding, FindingLevel, ProbeReport
from tui.platforms.onebot11 import probe as probe_module
from tui.platforms.onebot11.probe import probe
from tui.platforms.onebot11.settings import Settings
from tui.platforms.onebot11.transports import dial
from tui.platforms.onebot11.ways import Dialling
from tui.platforms.sockets import Transport
from tui.simulator.onebot11.http_api import HttpApi
from tui.simulator.onebot11.reverse import ReverseDialler
from tui.simulator.onebot11.server import OneBotServer
from tui.simulator.world import small_world

from .fakes import ME


def key(report: ProbeReport) -> str:
    (finding,) = report.findings
    assert finding.level is FindingLevel.PROBLEM and report.identity is None
    assert {"host", "port"} <= dict(finding.values).keys()
    return finding.key


async def test_all_is_well() -> None:
    async with OneBotServer(small_world(), token="t") as server:
        report = await probe(Settings(server.url, "t"))
    (finding,) = report.findings
    assert finding.level is FindingLevel.OK and finding.key == "ok"
    values = dict(finding.values)
    assert (values["nickname"], values["id"]) == ("吕小布", "10001")
    assert values["implementation"].startswith("NapCat") and values["version"]
    assert report.identity is not None and report.identity.account == ME


async def test_qq_is_offline() -> None:
    async with OneBotServer(small_world()) as server:
        server.faults.is_qq_online = False
        report = await probe(Settings(server.url))
    assert [finding.key for finding in report.findings] == ["ok", "qq_offline"]


async def test_qq_is_not_logged_in() -> None:
    async with OneBotServer(small_world()) as server:
        server.faults.fail("get_login_info", "未登录")
        report = await probe(Settings(server.url))
    assert key(report) == "not_logged_in" and report.findings[0].words == "未登录"


async def test_the_token_is_refused_in_each_shape() -> None:
    async with OneBotServer(small_world(), token="t") as server:
        assert key(await probe(Settings(server.url, "wrong"))) == "token_refused"
    async with websocket(close_policy) as url:
        assert key(await probe(Settings(url))) == "token_refused"
    async with raw_port(http_answer("403 Forbidden")) as url:
        assert key(await probe(Settings(url))) == "token_refused"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (http_answer("200 OK", json.dumps({"status": "ok", "message": "NapCat4 Is Running"})), "http_port"),
        (http_answer("426 Upgrade Required"), "http_port"),
        (http_answer("200 OK", "<html>NapCat WebUI</html>"), "webui"),
        (b"", "container_loopback"),
        (b"junk\r\n\r\n", "protocol"),
    ],
)
async def test_something_else_answers(answer: bytes, expected: str) -> None:
    async with raw_port(answer) as url:
        assert key(await probe(Settings(url))) == expected


async def test_nobody_answers() -> None:
    assert key(await probe(Settings(f"ws://{free_place()}"))) == "refused"


async def test_a_port_that_is_the_webuis_is_said_to_be_so_even_when_it_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"ws://{free_place()}"
    monkeypatch.setattr(probe_module, "WEBUI_PORT", urlsplit(url).port)
    report = await probe(Settings(url))
    assert key(report) == "webui"
    assert dict(report.findings[0].values).items() >= {"host": "127.0.0.1", "port": str(urlsplit(url).port)}.items()


@pytest.mark.parametrize(
    ("reason", "expected"),
    [("refused", "webui"), ("timeout", "webui"), ("reset", "webui"), ("dns", "dns"), ("unreachable", "unreachable")],
)
async def test_on_the_webuis_port_only_a_place_that_is_not_reached_is_something_else(
    reason: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(dialling: Dialling) -> Transport:
        raise ConnectError(reason, "words")

    monkeypatch.setattr(Dialling, "__call__", fail)
    report = await probe(Settings("ws://127.0.0.1:6099"))
    assert (key(report), report.findings[0].words) == (expected, "words")


async def test_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probing, "ANSWER_SECONDS", 0.05)
    async with websocket(say_nothing) as url:
        assert key(await probe(Settings(url))) == "silent"


async def test_it_hangs_up_at_once() -> None:
    async def hang_up(socket: ServerConnection) -> None:
        await socket.close()

    async with websocket(hang_up) as url:
        assert key(await probe(Settings(url))) == "closed"


async def test_the_whole_test_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probing, "PROBE_SECONDS", 0.05)
    async with websocket(say_nothing) as url:
        assert key(await probe(Settings(url))) == "mute"


async def test_a_bad_address_is_not_dialled() -> None:
    report = await probe(Settings("ftp://127.0.0.1:6099/webui"))
    assert report.findings == (Finding(FindingLevel.PROBLEM, "bad_url", (("part", "scheme"),)),)


async def test_a_plain_address_in_public_is_warned_of(monkeypatch: pytest.MonkeyPatch) -> None:
    async with websocket(say_nothing) as url:
        monkeypatch.setattr(probing, "ANSWER_SECONDS", 0.05)

        async def dial_here(dialling: Dialling) -> Transport:
            return await dial(Settings(url, "", 1.0, 1.0))

        monkeypatch.setattr(Dialling, "__call__", dial_here)
        report = await probe(Settings("ws://bot.example.com:3001"))
    found = report.findings[0]
    assert (found.level, found.key, dict(found.values)["host"]) == (FindingLevel.WARNING, "public_plain", "bot.example.com")


async def test_over_http_it_says_how_events_come() -> None:
    async with OneBotServer(small_world(), heartbeat=0) as server, HttpApi(server, token="t") as api:
        report = await probe(Settings(api.url, "t"))
        assert [(finding.level, finding.key) for finding in report.findings] == [
            (FindingLevel.OK, "ok"),
            (FindingLevel.WARNING, "polled"),
        ]
        place = free_place()
        report = await probe(Settings(api.url, "t", webhook=place))
        assert [finding.key for finding in report.findings] == ["ok", "webhook"]
        assert ":".join(dict(report.findings[1].values)[name] for name in ("host", "port")) == place
        assert report.identity is not None and report.identity.account == ME
        assert key(await probe(Settings(api.url, "wrong", webhook=place))) == "token_refused"


async def test_each_kind_of_port_is_recognised_from_the_other() -> None:
    async with OneBotServer(small_world()) as server, HttpApi(server) as api:
        report = await probe(Settings(api.url.replace("http", "ws")))
        assert key(report) == "http_port" and dict(report.findings[0].values)["kind"] == "WebSocket"
        report = await probe(Settings(server.url.replace("ws", "http")))
        assert key(report) == "websocket_port" and dict(report.findings[0].values)["usual"] == "3000"


async def test_a_webhook_that_can_not_be_had_is_named_with_its_own_place() -> None:
    async with OneBotServer(small_world()) as server, HttpApi(server) as api:
        report = await probe(Settings(api.url, webhook=f"127.0.0.1:{server.port}"))
    assert key(report) == "can_not_listen" and dict(report.findings[0].values)["port"] == str(server.port)


async def test_who_dials_us_is_waited_for() -> None:
    place = free_place()
    async with (
        OneBotServer(small_world(), heartbeat=0) as server,
        ReverseDialler(server, f"ws://{place}/onebot/v11/ws", token="t", every=0.05),
    ):
        report = await probe(Settings(listen=place, token="t"))
    assert [finding.key for finding in report.findings] == ["ok"]


@pytest.mark.parametrize(
    ("token", "expected"), [(None, "nobody_dialled"), ("", "dialled_without_token"), ("wrong", "dialled_with_wrong_token")]
)
async def test_who_does_not_get_in_is_told_of(monkeypatch: pytest.MonkeyPatch, token: str | None, expected: str) -> None:
    monkeypatch.setattr(probing, "PROBE_SECONDS", 0.5)
    place = free_place()
    async with OneBotServer(small_world()) as server, contextlib.AsyncExitStack() as dialling:
        if token is not None:
            await dialling.enter_async_context(ReverseDialler(server, f"ws://{place}", token=token, every=0.02))
        assert key(await probe(Settings(listen=place, token="t"))) == expected


async def test_a_place_that_is_taken_is_said() -> None:
    async with OneBotServer(small_world()) as server:
        assert key(await probe(Settings(listen=f"127.0.0.1:{server.port}"))) == "can_not_listen"
