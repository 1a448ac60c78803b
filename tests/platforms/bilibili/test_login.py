"""Logging in by QR code, whether a login is valid, and its renewal: each answer of the service, and where the secrets go."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from tui.chat.masking import mask
from tui.platforms.bilibili import login as module
from tui.platforms.bilibili.credential import Credential
from tui.platforms.bilibili.errors import CallRefusedError, LoggedOutError, RiskControlError
from tui.platforms.bilibili.login import (
    QR_SECONDS,
    Scan,
    ScanState,
    check_login,
    correspond_path,
    follow_qr_code,
    new_qr_code,
    poll_qr_code,
    refresh_login,
    wants_refresh,
)
from tui.platforms.bilibili.tap import Tap
from tui.platforms.bilibili.wire import QrCode, read
from tui.platforms.call_errors import CallUnansweredError
from tui.platforms.frames import Frame

from .fakes import NAV, PAYLOADS, Asked, Bilibili, ok, payload

LOGIN = "/x/passport-login/web/"
POLL, GENERATE = f"{LOGIN}qrcode/poll", f"{LOGIN}qrcode/generate"
DONE = ok({
    "code": 0, "message": "", "refresh_token": "t0ken", "timestamp": 1,
    "url": "https://passport.biligame.com/crossDomain?DedeUserID=1000001&Expires=1765555555&SESSDATA=aa%2C1765555555%2Cbb%2A11"
    "&bili_jct=ne3jct&gourl=x",
})  # fmt: skip
COOKIES = [
    ("Set-Cookie", "SESSDATA=cc%2C1765555555%2Cdd; Path=/; Domain=bilibili.com; HttpOnly; Secure"),
    ("Set-Cookie", "bili_jct=ne3jct; Path=/"),
    ("Set-Cookie", "DedeUserID=1000001; Path=/"),
    ("Set-Cookie", "sid=abc"),
]


def state(code: int, words: str = "") -> dict[str, Any]:
    return ok({"url": "", "refresh_token": "", "code": code, "message": words})


async def test_a_code_is_asked_for_and_polled() -> None:
    bilibili = Bilibili()
    bilibili.answers[GENERATE] = ok({"url": "https://account.bilibili.com/scan?qrcode_key=k", "qrcode_key": "k"})
    async with bilibili.client(None) as client:
        code = await new_qr_code(client)
        assert code.qrcode_key == "k" and "qrcode_key" not in repr(code)
        await poll_qr_code(client, code.qrcode_key)
    first, second = bilibili.asked
    assert (first.host, first.path, first.query) == ("passport.bilibili.com", GENERATE, {"source": "main-fe-header"})
    assert (second.path, second.query) == (POLL, {"qrcode_key": "k"})
    assert "cookie" not in first.headers


@pytest.mark.parametrize("data", [None, {}, {"url": "x"}])
async def test_a_code_that_is_none_is_an_error(data: Any) -> None:
    bilibili = Bilibili()
    bilibili.answers[GENERATE] = ok(data)
    async with bilibili.client(None) as client:
        with pytest.raises(CallUnansweredError):
            await new_qr_code(client)


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        (state(86101, "未扫码"), ScanState.WAITING),
        (state(86090, "二维码已扫码未确认"), ScanState.SCANNED),
        (state(86038, "二维码已失效"), ScanState.EXPIRED),
        (state(86999, "新的"), ScanState.UNKNOWN),
        (ok(DONE["data"] | {"code": 86999}), ScanState.UNKNOWN),
        (ok({}), ScanState.UNKNOWN),
        (ok(None), ScanState.UNKNOWN),
        (state(0), ScanState.UNKNOWN),
        (ok({"code": 0, "url": "https://x/?SESSDATA=&bili_jct=a"}), ScanState.UNKNOWN),
        (ok({"code": 0, "url": "https://x/?SESSDATA=a%2C&bili_jct=a;b"}), ScanState.UNKNOWN),
        (DONE, ScanState.DONE),
    ],
)
async def test_each_code_of_the_poll(answer: dict[str, Any], found: ScanState) -> None:
    bilibili = Bilibili()
    bilibili.answers[POLL] = answer
    async with bilibili.client(None) as client:
        scan = await poll_qr_code(client, "k")
    assert scan.state is found and (scan.credential is not None) is (found is ScanState.DONE)


async def test_the_login_comes_from_the_cookies_else_from_the_link() -> None:
    bilibili = Bilibili()
    bilibili.answers[POLL] = [httpx.Response(200, json=DONE, headers=COOKIES), DONE]
    async with bilibili.client(None) as client:
        by_cookie, by_link = await poll_qr_code(client, "k"), await poll_qr_code(client, "k")
    assert by_cookie.credential == Credential("cc%2C1765555555%2Cdd", "ne3jct", "1000001", refresh_token="t0ken")
    assert by_link.credential == Credential("aa%2C1765555555%2Cbb%2A11", "ne3jct", "1000001", refresh_token="t0ken")
    assert "ne3jct" not in repr(by_cookie)


@pytest.mark.skipif(not PAYLOADS.is_dir(), reason="the shared payloads are not here")
@pytest.mark.parametrize(("code", "found"), [("0", "done"), ("86090", "scanned"), ("86101", "waiting")])
async def test_the_recorded_polls(code: str, found: str) -> None:
    bilibili = Bilibili()
    bilibili.answers[POLL] = payload(f"syn_qr_poll_{code}")
    async with bilibili.client(None) as client:
        assert (await poll_qr_code(client, "k")).state == found


class Clock:
    """Time that goes on only while somebody waits."""

    def __init__(self) -> None:
        self.now = 1000.0

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


async def follow(bilibili: Bilibili) -> tuple[Scan, list[ScanState]]:
    clock, told = Clock(), list[ScanState]()
    async with bilibili.client(None) as client:
        client.clock = lambda: clock.now
        code = read(QrCode, {"url": "u", "qrcode_key": "k"})
        return await follow_qr_code(client, code, lambda scan: told.append(scan.state), sleep=clock.sleep), told


async def test_a_code_is_followed_to_its_end_and_each_state_told_once() -> None:
    bilibili = Bilibili()
    bilibili.answers[POLL] = [
        state(86101), httpx.ConnectError(""), state(86101), httpx.Response(502), state(86090), state(86090), DONE,
    ]  # fmt: skip
    scan, told = await follow(bilibili)
    assert scan.state is ScanState.DONE and told == ["waiting", "scanned", "done"] and len(bilibili.asked) == 7


async def test_a_code_that_nobody_scans_expires_by_its_own_life() -> None:
    bilibili = Bilibili()
    bilibili.answers[POLL] = state(86101)
    scan, told = await follow(bilibili)
    assert scan.state is ScanState.EXPIRED and told == ["waiting", "expired"]
    assert len(bilibili.asked) == QR_SECONDS / module.POLL_SECONDS


async def test_risk_control_ends_it() -> None:
    bilibili = Bilibili()
    bilibili.answers[POLL] = httpx.Response(412)
    with pytest.raises(RiskControlError):
        await follow(bilibili)


@pytest.mark.parametrize(
    ("answer", "is_valid"), [(NAV, True), ({"code": -101, "data": {"isLogin": False}}, False), (ok(None), False)]
)
async def test_whether_a_login_is_valid(answer: dict[str, Any], is_valid: bool) -> None:
    bilibili = Bilibili()
    bilibili.answers["/x/web-interface/nav"] = answer
    async with bilibili.client() as client:
        assert (await check_login(client)).is_login is is_valid


# Renewing ---------------------------------------------------------------------------------------------------------------------

NEW = Credential("cc%2C1765555555%2Cdd", "ne3jct", "1000001", "BUV-3", "BUV-4", refresh_token="newt0ken")


class Renewal:
    """A service that renews a login as the real one does: the page of the next csrf has a name that only it can read."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from cryptography.hazmat.primitives.asymmetric import rsa
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        self._key = rsa.generate_private_key(65537, 1024)  # as long as the service's own
        public = self._key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        monkeypatch.setattr(module, "_PUBLIC_KEY", public)
        self.bilibili = Bilibili()
        self.named: list[str] = []
        self.kept: list[tuple[Credential, int]] = []
        self.bilibili.answers |= {
            f"{LOGIN}cookie/info": ok({"refresh": True, "timestamp": 1750000000123}),
            f"{LOGIN}cookie/refresh": httpx.Response(200, json=ok({"status": 0, "refresh_token": "newt0ken"}), headers=COOKIES),
        }

    def read_path(self, path: str) -> str:
        from cryptography.hazmat.primitives.asymmetric import padding
        from cryptography.hazmat.primitives.hashes import SHA256

        filling = padding.OAEP(mgf=padding.MGF1(SHA256()), algorithm=SHA256(), label=None)
        return self._key.decrypt(bytes.fromhex(path.rpartition("/")[2]), filling).decode()

    async def keep(self, credential: Credential) -> None:
        self.kept.append((credential, len(self.bilibili.asked)))

    def page(self, asked: Asked) -> httpx.Response:
        self.named.append(self.read_path(asked.path))
        return httpx.Response(200, html='<html><div id="1-name">nextcsrf</div></html>')

    async def run(self, tap: Tap | None = None, page: Callable[[Asked], httpx.Response] | None = None) -> Credential:
        answer = self.bilibili._answer
        self.bilibili._answer = lambda asked: (  # type: ignore[method-assign]
            (page or self.page)(asked) if asked.path.startswith("/correspond/1/") else answer(asked)
        )
        async with self.bilibili.client(tap=tap) as client:
            need = await wants_refresh(client)
            assert need.refresh
            renewed = await refresh_login(client, need.timestamp, self.keep)
            assert client.credential == renewed
            return renewed


async def test_a_login_is_renewed_and_kept_before_the_old_one_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    renewal = Renewal(monkeypatch)
    frames: list[Frame] = []
    assert await renewal.run(Tap(frames.append, lambda: 1)) == NEW
    info, page, refresh, confirm = renewal.bilibili.asked
    assert renewal.named == ["refresh_1750000000123"] and page.host == "www.bilibili.com"
    assert info.query == {"csrf": "c5rf"}
    assert (refresh.method, refresh.form) == (
        "POST", {"csrf": "c5rf", "refresh_csrf": "nextcsrf", "source": "main_web", "refresh_token": "r3fresh"},
    )  # fmt: skip
    assert (confirm.method, confirm.path) == ("POST", f"{LOGIN}confirm/refresh")
    assert confirm.form == {"csrf": "ne3jct", "refresh_token": "r3fresh"} and confirm.cookies == NEW.cookies()
    assert renewal.kept == [(NEW, 3)]
    shown = "\n".join(mask(frame.text, frame.hides_data) for frame in frames)
    secrets = ("c5rf", "ne3jct", "r3fresh", "newt0ken", "nextcsrf")
    assert [secret for secret in secrets if secret in shown] == []


@pytest.mark.parametrize("code", [86095, -111, -101])
async def test_a_renewal_that_is_refused_changes_nothing(monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    renewal = Renewal(monkeypatch)
    renewal.bilibili.answers[f"{LOGIN}cookie/refresh"] = {"code": code, "message": "不匹配"}
    with pytest.raises(CallRefusedError) as caught:
        await renewal.run()
    assert caught.value.code == code and renewal.kept == [] and renewal.bilibili.of("confirm/refresh") == []
    assert caught.value.reason == "bili_refresh_mismatch" if code == 86095 else isinstance(caught.value, LoggedOutError)


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (httpx.Response(404), CallRefusedError),
        (httpx.Response(200, html="<html>nothing</html>"), CallRefusedError),
        (httpx.Response(412), RiskControlError),
        (httpx.Response(503), CallUnansweredError),
    ],
)
async def test_no_page_no_renewal(monkeypatch: pytest.MonkeyPatch, reply: httpx.Response, kind: type[Exception]) -> None:
    renewal = Renewal(monkeypatch)
    with pytest.raises(kind):
        await renewal.run(page=lambda asked: reply)
    assert renewal.kept == [] and renewal.bilibili.of("refresh") == []


async def test_a_renewal_without_cookies_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    renewal = Renewal(monkeypatch)
    renewal.bilibili.answers[f"{LOGIN}cookie/refresh"] = ok({"refresh_token": "x"})
    with pytest.raises(CallUnansweredError):
        await renewal.run()
    assert renewal.kept == []


def test_the_name_of_the_page_is_new_each_time_and_made_with_the_services_key() -> None:
    first, second = correspond_path(1), correspond_path(1)
    assert first != second and len(first) == len(second) == 256 and bytes.fromhex(first)


async def test_frames_of_a_login_hold_nothing_that_lets_one_in() -> None:
    bilibili, frames = Bilibili(), list[Frame]()
    key = "q" * 32
    bilibili.answers[GENERATE] = ok({"url": f"https://a.bilibili.com/scan?x=1&qrcode_key={key}", "qrcode_key": key})
    bilibili.answers[POLL] = httpx.Response(200, json=DONE, headers=COOKIES)
    async with bilibili.client(None, tap=Tap(frames.append, lambda: 1)) as client:
        await poll_qr_code(client, (await new_qr_code(client)).qrcode_key)
    shown = "\n".join(mask(frame.text, frame.hides_data) for frame in frames)
    assert [secret for secret in (key, "aa%2C1765555555", "ne3jct", "t0ken") if secret in shown] == []
    assert urlsplit(POLL).path in shown and json.loads(frames[0].text)["method"] == "GET"


def test_what_a_login_needs_is_imported_only_for_one() -> None:
    program = (
        "import sys, tui.platforms.bilibili.session, tui.platforms.bilibili.login, tui.platforms.qr;"
        "print([name for name in ('segno', 'cryptography') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
