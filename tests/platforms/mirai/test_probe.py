"""The connection test names each thing that can be wrong by its own key."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from websockets.asyncio.server import ServerConnection

from tests.places import free_place
from tests.platforms.mirai.packets import ME
from tests.platforms.servers import http_answer, raw_port, say_nothing, websocket
from tui.platforms import probing
from tui.platforms.base import Finding, FindingLevel, ProbeReport
from tui.platforms.mirai.probe import probe
from tui.platforms.mirai.settings import Settings
from tui.simulator.mirai.outgoing import ReverseDialler
from tui.simulator.mirai.server import MiraiServer
from tui.simulator.onebot11.server import OneBotServer
from tui.simulator.world import small_world


def key(report: ProbeReport) -> str:
    (finding,) = report.findings
    assert finding.level is FindingLevel.PROBLEM and report.identity is None
    assert {"host", "port"} <= dict(finding.values).keys()
    return finding.key.removeprefix("mirai.")


async def test_all_is_well(server: MiraiServer) -> None:
    report = await probe(Settings(url=server.url, verify_key="k", qq=10001))
    (finding,) = report.findings
    assert (finding.level, finding.key) == (FindingLevel.OK, "mirai.ok")
    values = dict(finding.values)
    assert (values["nickname"], values["id"], values["version"]) == ("吕小布", "10001", "2.10.0")
    assert report.identity is not None and report.identity.account == ME


@pytest.mark.parametrize(("verify_key", "qq", "expected"), [("x", 10001, "verify_key"), ("k", 7, "no_such_bot")])
async def test_a_wrong_key_and_a_bot_that_is_not_there(server: MiraiServer, verify_key: str, qq: int, expected: str) -> None:
    assert key(await probe(Settings(url=server.url, verify_key=verify_key, qq=qq))) == expected


@pytest.mark.parametrize(("code", "expected"), [(400, "no_number"), (3, "session_refused"), (500, "session_refused")])
async def test_a_session_that_is_refused(code: int, expected: str) -> None:
    async def refuse(socket: ServerConnection) -> None:
        await socket.send(json.dumps({"syncId": "", "data": {"code": code, "msg": "指定错误"}}))
        await socket.close(1000, "指定错误")

    async with websocket(refuse) as url:
        report = await probe(Settings(url=url, qq=10001))
    assert (key(report), report.findings[0].words) == (expected, "指定错误")


async def test_nobody_answers_and_an_address_that_is_none() -> None:
    assert key(await probe(Settings(url=f"ws://{free_place()}", qq=1))) == "refused"
    report = await probe(Settings(url="ftp://127.0.0.1", qq=1))
    assert report.findings == (Finding(FindingLevel.PROBLEM, "mirai.bad_url", (("part", "scheme"),)),)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (http_answer("404 Not Found"), "not_mirai"),
        (http_answer("200 OK", "<html>hello</html>"), "not_mirai"),
        (http_answer("401 Unauthorized"), "not_mirai"),
        (http_answer("502 Bad Gateway"), "unreachable"),
        (http_answer("404 Not Found", json.dumps({"code": 0, "msg": "", "data": {"version": "2.10.0"}})), "http_only"),
        (b"", "container_loopback"),
        (b"junk\r\n\r\n", "protocol"),
    ],
)
async def test_something_else_answers(answer: bytes, expected: str) -> None:
    async with raw_port(answer) as url:
        assert key(await probe(Settings(url=url.replace("ws", "http"), qq=1))) == expected


async def test_onebot_is_recognised() -> None:
    async with OneBotServer(small_world()) as server:
        assert key(await probe(Settings(url=server.url, qq=10001))) == "onebot"
    async with OneBotServer(small_world(), token="t") as server:
        assert key(await probe(Settings(url=server.url, qq=10001))) in ("onebot", "not_mirai")


async def test_silence_and_hanging_up(monkeypatch: pytest.MonkeyPatch) -> None:
    async def hang_up(socket: ServerConnection) -> None:
        await socket.close()

    async with websocket(hang_up) as url:
        assert key(await probe(Settings(url=url, qq=1))) == "closed"
    monkeypatch.setattr(probing, "DIAL_SECONDS", 0.1)
    async with websocket(say_nothing) as url:
        assert key(await probe(Settings(url=url, qq=1))) == "silent"
    monkeypatch.setattr(probing, "DIAL_SECONDS", 30.0)
    monkeypatch.setattr(probing, "PROBE_SECONDS", 0.1)
    async with websocket(say_nothing) as url:
        assert key(await probe(Settings(url=url, qq=1))) == "silent"


async def test_a_plain_address_in_public_is_warned_of() -> None:
    report = await probe(Settings(url="http://no-such-host.invalid:8080", qq=1))
    assert report.findings[0].key == "public_plain" and len(report.findings) == 2
    assert dict(report.findings[0].values)["scheme"] == "http"


@pytest.mark.parametrize("transport", ["http", "webhook"])
async def test_over_http(server: MiraiServer, transport: str) -> None:
    place = free_place() if transport == "webhook" else ""
    settings = Settings(url=server.url, verify_key="k", qq=10001, transport=transport, webhook=place)
    report = await probe(settings)
    assert [finding.key for finding in report.findings] == ["mirai.ok", *(["mirai.webhook"] if place else [])]
    assert not place or ":".join(dict(report.findings[1].values)[name] for name in ("host", "port")) == place
    assert key(await probe(replace(settings, verify_key="x"))) == "verify_key"
    assert key(await probe(replace(settings, qq=7))) == "no_such_bot"
    async with raw_port(http_answer("404 Not Found")) as url:
        assert key(await probe(replace(settings, url=url))) == "no_http"


async def test_a_webhook_that_can_not_be_had_is_named_with_its_own_place(server: MiraiServer) -> None:
    port = server.url.rpartition(":")[2]
    report = await probe(Settings(url=server.url, verify_key="k", qq=10001, webhook=f"127.0.0.1:{port}"))
    assert key(report) == "can_not_listen" and dict(report.findings[0].values)["port"] == port


async def test_who_dials_us_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    place = free_place()
    settings = Settings(verify_key="k", qq=10001, listen=place)
    monkeypatch.setattr(probing, "PROBE_SECONDS", 0.3)
    report = await probe(settings)
    assert key(report) == "nobody_dialled"
    assert ":".join(dict(report.findings[0].values)[name] for name in ("host", "port")) == place
    monkeypatch.setattr(probing, "PROBE_SECONDS", 8.0)
    async with MiraiServer(small_world(), verify_key="k") as server, ReverseDialler(server, f"ws://{place}/", every=0.05):
        assert [finding.key for finding in (await probe(settings)).findings] == ["mirai.ok"]
    monkeypatch.setattr(probing, "PROBE_SECONDS", 1.0)
    async with MiraiServer(small_world(), verify_key="other") as server, ReverseDialler(server, f"ws://{place}/", every=0.05):
        assert key(await probe(settings)) == "dialled_key_refused"
