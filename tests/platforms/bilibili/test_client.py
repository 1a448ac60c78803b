"""The client: one request in flight, refusals told apart, signatures renewed, and nothing kept or told that is not to be."""

from __future__ import annotations

import asyncio
import hashlib
import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from tui.chat.masking import mask
from tui.locale import has
from tui.platforms.bilibili import errors
from tui.platforms.bilibili.client import Call
from tui.platforms.bilibili.errors import CallRefusedError, LoggedOutError, RateLimitedError, RiskControlError
from tui.platforms.bilibili.tap import Tap
from tui.platforms.call_errors import CallNotSentError, CallUnansweredError
from tui.platforms.frames import Direction, Frame, FrameKind

from .fakes import CREDENTIAL, FETCH, NAV, PAYLOADS, SEND, SESSIONS, Bilibili, ok, payload

LIST = Call("get_sessions", "GET", "im", f"{SESSIONS}get_sessions")
SIGNED = Call("fetch_session_msgs", "GET", "im", FETCH, {"talker_id": 7}, is_signed=True)
MIXIN = "ea1db124af3c7062474693fa704f4ff8"
SECRETS = ("aa%2C1765555555", "aa,1765555555", "c5rf", "r3fresh", "BUV-3", "qrk3y")


async def test_one_request_is_in_flight() -> None:
    bilibili = Bilibili()
    bilibili.gate = asyncio.Event()
    async with bilibili.client() as client:
        waiting = [asyncio.create_task(client.call(LIST)) for _ in range(5)]
        await asyncio.wait(waiting, timeout=0.01)
        bilibili.gate.set()
        await asyncio.gather(*waiting)
    assert len(bilibili.asked) == 5 and bilibili.most_in_flight == 1


@pytest.mark.parametrize(
    ("answer", "kind", "code", "waits"),
    [
        (httpx.Response(412, html="<html>blocked</html>"), RiskControlError, errors.BLOCKED, True),
        (httpx.Response(429), RateLimitedError, 429, True),
        ({"code": -412, "message": "请求被拦截"}, RiskControlError, -412, True),
        ({"code": -352, "message": "风控校验失败", "data": {"v_voucher": "x"}}, RiskControlError, -352, True),
        ({"code": 0, "data": {"v_voucher": "voucher_0"}}, RiskControlError, -352, True),
        ({"code": -799, "message": "请求过于频繁"}, RateLimitedError, -799, True),
        ({"code": -509}, RateLimitedError, -509, True),
        ({"code": 21020}, RateLimitedError, 21020, True),
        ({"code": -101, "message": "账号未登录"}, LoggedOutError, -101, False),
        ({"code": -111}, LoggedOutError, -111, False),
        ({"code": 21047, "msg": "对方主动回复"}, CallRefusedError, 21047, False),
        ({"code": 123456}, CallRefusedError, 123456, False),
        ({"data": {}}, CallRefusedError, errors.NO_CODE, False),
        (httpx.Response(302, headers={"Location": "https://elsewhere/"}), CallRefusedError, -302, False),
        (httpx.Response(404, html="gone"), CallRefusedError, -404, False),
        (httpx.Response(403, json={"code": 0, "data": {}}), CallRefusedError, -403, False),
    ],
)
async def test_what_is_refused(answer: Any, kind: type[CallRefusedError], code: int, waits: bool) -> None:
    bilibili = Bilibili()
    bilibili.answers[LIST.path] = answer
    async with bilibili.client() as client:
        with pytest.raises(CallRefusedError) as caught:
            await client.call(LIST)
    assert type(caught.value) is kind
    assert (caught.value.code, caught.value.wants_patience) == (code, waits)
    assert has(f"reason.{caught.value.reason}")
    assert len(bilibili.asked) == 1


@pytest.mark.skipif(not PAYLOADS.is_dir(), reason="the shared payloads are not here")
async def test_each_recorded_refusal_has_its_words_and_ours() -> None:
    for code, envelope in payload("syn_errors").items():
        bilibili = Bilibili()
        bilibili.answers[LIST.path] = envelope
        async with bilibili.client() as client:
            with pytest.raises(CallRefusedError) as caught:
                await client.call(LIST)
        assert caught.value.code == int(code) and caught.value.words == envelope["message"]
        assert caught.value.reason != "refused" and has(f"reason.{caught.value.reason}"), code


def test_every_reason_has_words() -> None:
    assert [reason for reason in errors.REASONS.values() if not has(f"reason.{reason}")] == []


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (httpx.Response(500), CallUnansweredError),
        (httpx.Response(502, html="<html>"), CallUnansweredError),
        (httpx.Response(200, html="<html>a page</html>"), CallUnansweredError),
        (httpx.Response(200, text="[1]"), CallUnansweredError),
        (httpx.Response(200, text="9" * 5000), CallUnansweredError),
        (httpx.ReadTimeout("slow"), CallUnansweredError),
        (httpx.ReadError("gone"), CallUnansweredError),
        (httpx.RemoteProtocolError("disconnected"), CallUnansweredError),
        (httpx.ConnectError("refused"), CallNotSentError),
        (httpx.ConnectTimeout(""), CallNotSentError),
        (httpx.ProxyError("no"), CallNotSentError),
    ],
)
async def test_what_got_no_answer(answer: Any, kind: type[Exception]) -> None:
    bilibili = Bilibili()
    bilibili.answers[LIST.path] = answer
    async with bilibili.client() as client:
        with pytest.raises(kind):
            await client.call(LIST)
        bilibili.answers[LIST.path] = ok({"a": 1})
        assert (await client.call(LIST))["data"] == {"a": 1}


async def test_an_answer_that_never_comes_is_given_up_and_the_next_call_goes_on() -> None:
    bilibili = Bilibili()
    bilibili.gate = asyncio.Event()
    async with bilibili.client(call_seconds=0.01) as client:
        with pytest.raises(CallUnansweredError, match="in time"):
            await client.call(LIST)
        bilibili.gate = None
        assert (await client.call(LIST))["code"] == 0


async def test_numbers_beyond_a_double_come_through_exactly() -> None:
    bilibili = Bilibili()
    bilibili.answers[LIST.path] = httpx.Response(200, text='{"code":0,"data":{"min_seqno":18446744073709551615}}')
    async with bilibili.client() as client:
        assert (await client.call(LIST))["data"]["min_seqno"] == 18446744073709551615


async def test_keys_to_sign_with_are_asked_for_once() -> None:
    bilibili = Bilibili()
    async with bilibili.client() as client:
        await client.call(LIST)
        assert bilibili.paths() == ["get_sessions"]
        await client.call(SIGNED)
        await client.call(SIGNED)
    assert bilibili.paths() == ["get_sessions", "nav", "fetch_session_msgs", "fetch_session_msgs"]
    query = dict(bilibili.last().query)
    signature = query.pop("w_rid")
    text = "&".join(f"{name}={query[name]}" for name in sorted(query)) + MIXIN
    assert signature == hashlib.md5(text.encode()).hexdigest()


@pytest.mark.parametrize(
    ("code", "are_new", "requests"),
    [
        (-403, False, ["nav", "fetch_session_msgs", "nav", "fetch_session_msgs"]),
        (-403, True, ["nav", "fetch_session_msgs", "nav", "fetch_session_msgs"]),
        (-400, True, ["nav", "fetch_session_msgs", "nav", "fetch_session_msgs"]),
        (-400, False, ["nav", "fetch_session_msgs", "nav"]),
        (-352, True, ["nav", "fetch_session_msgs"]),
    ],
)
async def test_keys_are_renewed_once_where_a_signature_was_refused(code: int, are_new: bool, requests: list[str]) -> None:
    bilibili = Bilibili()
    newer = json.loads(json.dumps(NAV).replace("7cd0", "ffff" if are_new else "7cd0"))
    bilibili.answers["/x/web-interface/nav"] = [NAV, newer]
    bilibili.answers[FETCH] = [{"code": code}, {"code": code}, {"code": code}]
    async with bilibili.client() as client:
        with pytest.raises(CallRefusedError):
            await client.call(SIGNED)
    assert bilibili.paths() == requests


async def test_without_keys_nothing_is_sent_unsigned() -> None:
    bilibili = Bilibili()
    bilibili.answers["/x/web-interface/nav"] = {"code": -101, "data": {"isLogin": False}}
    async with bilibili.client() as client:
        with pytest.raises(CallNotSentError):
            await client.call(SIGNED)
    assert bilibili.paths() == ["nav"]


async def test_cookies_that_the_service_sets_on_the_way_are_not_carried_along() -> None:
    bilibili = Bilibili()
    track = [("Set-Cookie", "b_track=1; Path=/")]
    bilibili.answers[LIST.path] = lambda asked: httpx.Response(200, json=ok({}), headers=track)
    async with bilibili.client() as client:
        await client.call(LIST)
        await client.call(LIST)
    assert bilibili.last().cookies == CREDENTIAL.cookies()
    async with bilibili.client(None) as client:
        await client.call(LIST)
        await client.call(LIST)
    assert "cookie" not in bilibili.last().headers


async def test_hosts_can_be_elsewhere_and_behind_one_address() -> None:
    bilibili = Bilibili()
    hosts = dict.fromkeys(("im", "main"), "http://127.0.0.1:8090/")
    async with bilibili.client(hosts=hosts) as client:
        await client.call(SIGNED)
    assert [asked.host for asked in bilibili.asked] == ["127.0.0.1", "127.0.0.1"]
    assert bilibili.last().path == FETCH


async def test_too_large_an_answer_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.platforms.bilibili.client.MAX_BODY", 100)
    bilibili = Bilibili()
    bilibili.answers[LIST.path] = ok("x" * 200)
    async with bilibili.client() as client:
        with pytest.raises(CallUnansweredError, match="too large"):
            await client.call(LIST)


async def test_each_frame_is_told_and_its_secrets_can_be_masked(tmp_path: Path) -> None:
    bilibili, frames = Bilibili(), list[Frame]()
    bilibili.answers[SEND] = [ok({"msg_key": 7400000000000000003}), {"code": 21047, "message": "最多发送1条"}]
    api = bilibili.api(tmp_path, tap=Tap(frames.append, lambda: 5, iter(range(99)).__next__))
    await api.send_msg(7, 1, "密语")
    with pytest.raises(CallRefusedError):
        await api.send_msg(7, 1, "二")
    await api.get_system_messages()
    calls = [frame for frame in frames if frame.direction is Direction.OUT]
    assert [frame.label for frame in calls] == ["nav", "send_msg", "send_msg", "get_system_messages"]
    row = json.loads(calls[1].text)
    assert (row["method"], row["host"], row["path"]) == ("POST", "im", SEND)
    assert row["form"]["msg[content]"] == '{"content":"密语"}' and row["query"]["w_receiver_id"] == "7"
    answers = [frame for frame in frames if frame.direction is Direction.IN]
    assert [(frame.call, frame.is_failed) for frame in answers] == [("1", False), ("2", False), ("3", True), ("4", False)]
    assert {frame.kind for frame in answers} == {FrameKind.ANSWER}
    assert json.loads(answers[1].text) == {"status": 200, "answer": ok({"msg_key": 7400000000000000003})}
    assert answers[1].latency == 1000 and answers[1].text[answers[1].gist :].startswith('{"msg_key"')
    shown = "\n".join(mask(frame.text, frame.hides_data) for frame in frames)
    assert [secret for secret in SECRETS if secret in shown] == [] and "c5rf" in calls[1].text
    assert "密语" in shown and "7400000000000000003" in shown


async def test_what_did_not_get_through_is_told_too() -> None:
    bilibili, frames = Bilibili(), list[Frame]()
    bilibili.answers[LIST.path] = [httpx.ConnectError("nobody there"), httpx.Response(412, html="<html>no</html>")]
    async with bilibili.client(tap=Tap(frames.append, lambda: 5)) as client:
        with pytest.raises(CallNotSentError):
            await client.call(LIST)
        with pytest.raises(RiskControlError):
            await client.call(LIST)
    assert [(frame.kind, frame.is_failed) for frame in frames[1::2]] == [(FrameKind.NOTE, True), (FrameKind.ANSWER, True)]
    assert frames[1].text == "nobody there"
    assert json.loads(frames[3].text) == {"status": 412, "answer": "<html>no</html>"}
