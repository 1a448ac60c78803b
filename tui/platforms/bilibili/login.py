"""Logging in: a QR code that the app on a phone scans, whether a login is still valid, and renewing one."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from urllib.parse import urlsplit

from tui.chat.text import one_line
from tui.platforms.bilibili import errors
from tui.platforms.bilibili.client import NAV, PASSPORT, WWW, Call, Client
from tui.platforms.bilibili.credential import Credential, CredentialError, credential_of
from tui.platforms.bilibili.errors import refusal
from tui.platforms.bilibili.wire import CookieInfo, Nav, QrCode, data_of, read
from tui.platforms.call_errors import CallNotSentError, CallUnansweredError
from tui.platforms.signing_in import ScanState
from tui.platforms.values import Row, as_int, as_row, as_text

QR_SECONDS = 180
POLL_SECONDS = 2.0

_LOGIN = "/x/passport-login/web/"
_COOKIE_FIELDS = {"SESSDATA": "sessdata", "bili_jct": "bili_jct", "DedeUserID": "dedeuserid"}
_REFRESH_CSRF = re.compile(r"""<div\s+id=["']1-name["']\s*>\s*([^<\s]+)\s*</div>""")
_PUBLIC_KEY = b"""-----BEGIN PUBLIC KEY-----
MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDLgd2OAkcGVtoE3ThUREbio0Eg
Uc/prcajMKXvkCKFCWhJYJcLkcM2DKKcSeFpD/j6Boy538YXnR6VhcuUJOhH2x71
nzPjfdTcqMz7djHum0qSZA0AyCBDABUqCrfNgCiJ00Ra7GmRj+YCK1NJEuewlb40
JNrRuoEUXpabUzGB8QIDAQAB
-----END PUBLIC KEY-----
"""
"""The service's own, which the web page has in it: with it the page of the next csrf is named."""


_STATES = {86101: ScanState.WAITING, 86090: ScanState.SCANNED, 86038: ScanState.EXPIRED, 0: ScanState.DONE}


@dataclass(frozen=True, slots=True)
class Scan:
    """What came of asking for a QR code: *credential* when it is DONE; *code* and *words* are the service's."""

    state: ScanState
    credential: Credential | None = field(default=None, repr=False)
    code: int = 0
    words: str = ""


async def new_qr_code(client: Client) -> QrCode:
    """Return a new QR code, which lives for QR_SECONDS. Raises CallError."""
    call = Call("qrcode_generate", "GET", PASSPORT, f"{_LOGIN}qrcode/generate", {"source": "main-fe-header"})
    code = read(QrCode, data_of(await client.call(call)))
    if not code.url or not code.qrcode_key:
        raise CallUnansweredError("qrcode/generate: no code came")
    return code


async def poll_qr_code(client: Client, key: str) -> Scan:
    """Return how far the code with *key* has come. Raises CallError."""
    call = Call("qrcode_poll", "GET", PASSPORT, f"{_LOGIN}qrcode/poll", {"qrcode_key": key}, hides_answer=True)
    envelope, cookies = await client.call_for_cookies(call)
    data = as_row(data_of(envelope))
    code, words = as_int(data.get("code"), errors.NO_CODE), one_line(as_text(data.get("message")))
    state = _STATES.get(code, ScanState.UNKNOWN)
    if state is not ScanState.DONE:
        return Scan(state, code=code, words=words)
    credential = _credential_in(data, cookies)
    return Scan(state if credential else ScanState.UNKNOWN, credential, code, words)


async def follow_qr_code(
    client: Client,
    code: QrCode,
    told: Callable[[Scan], None],
    *,
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
) -> Scan:
    """Ask until *code* was confirmed, expired or came to something unknown, and return that; each new state is *told*.

    Raises CallError where asking is refused; what did not get through is asked again.
    """
    ends = client.clock() + QR_SECONDS
    last: ScanState | None = None
    while client.clock() < ends:
        try:
            scan = await poll_qr_code(client, code.qrcode_key)
        except (CallNotSentError, CallUnansweredError):
            scan = Scan(last or ScanState.WAITING)
        if scan.state is not last:
            last = scan.state
            told(scan)
        if scan.state not in (ScanState.WAITING, ScanState.SCANNED):
            return scan
        await sleep(POLL_SECONDS)
    scan = Scan(ScanState.EXPIRED)
    told(scan)
    return scan


async def check_login(client: Client) -> Nav:
    """Return whether the login is valid (``is_login``), and whose it is. Raises CallError."""
    return read(Nav, data_of(await client.call(NAV)))


async def wants_refresh(client: Client) -> CookieInfo:
    """Return whether the service asks for the login to be renewed. Raises CallError."""
    call = Call("cookie_info", "GET", PASSPORT, f"{_LOGIN}cookie/info", {}, csrf_in_query=True)
    return read(CookieInfo, data_of(await client.call(call)))


async def refresh_login(client: Client, milliseconds: int, keep: Callable[[Credential], Awaitable[None]]) -> Credential:
    """Renew the login of *client*, give it to *keep*, and only then let the old one end. Raises CallError.

    *milliseconds* is the service's time, as :func:`wants_refresh` says it. The client goes on with the new login. Refused with
    86095 where the refresh token is not the one that belongs to the login: then only logging in anew helps.
    """
    old = client.credential
    csrf = await _refresh_csrf(client, milliseconds)
    form = {"csrf": old.bili_jct, "refresh_csrf": csrf, "source": "main_web", "refresh_token": old.refresh_token}
    call = Call("cookie_refresh", "POST", PASSPORT, f"{_LOGIN}cookie/refresh", form=form, hides_answer=True)
    envelope, cookies = await client.call_for_cookies(call)
    new = _credential_in(as_row(data_of(envelope)), cookies)
    if new is None:
        raise CallUnansweredError("cookie/refresh: no login came")
    new = replace(new, buvid3=old.buvid3, buvid4=old.buvid4, dedeuserid=new.dedeuserid or old.dedeuserid)
    await keep(new)
    client.credential = new
    form = {"csrf": new.bili_jct, "refresh_token": old.refresh_token}
    await client.call(Call("confirm_refresh", "POST", PASSPORT, f"{_LOGIN}confirm/refresh", form=form))
    return new


def correspond_path(milliseconds: int) -> str:
    """Return the name of the page that holds the next csrf."""
    from cryptography.hazmat.primitives.asymmetric import padding, rsa
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    key = load_pem_public_key(_PUBLIC_KEY)
    assert isinstance(key, rsa.RSAPublicKey)
    filling = padding.OAEP(mgf=padding.MGF1(algorithm=SHA256()), algorithm=SHA256(), label=None)
    return key.encrypt(f"refresh_{milliseconds}".encode(), filling).hex()


async def _refresh_csrf(client: Client, milliseconds: int) -> str:
    path = f"/correspond/1/{correspond_path(milliseconds)}"
    reply = await client.fetch_page(Call("correspond", "GET", WWW, path, hides_answer=True))
    found = _REFRESH_CSRF.search(reply.text)
    if reply.status == HTTPStatus.OK and found is not None:
        return found[1]
    if reply.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise CallUnansweredError(reply.words)
    if reply.status == HTTPStatus.PRECONDITION_FAILED:
        raise refusal(errors.BLOCKED, reply.words)
    raise refusal(-reply.status if reply.status != HTTPStatus.OK else errors.NO_CODE, f"correspond: {reply.words}")


def _credential_in(data: Row, cookies: Mapping[str, str]) -> Credential | None:
    """Return the login in an answer: its cookies, else those that its link repeats, each quoted as it came."""
    values: dict[str, object] = {"refresh_token": data.get("refresh_token")}
    pairs = (pair.partition("=") for pair in urlsplit(as_text(data.get("url"))).query.split("&"))
    repeated = {name: value for name, _, value in pairs}
    for cookie, name in _COOKIE_FIELDS.items():
        values[name] = cookies.get(cookie) or repeated.get(cookie, "")
    try:
        credential = credential_of(values)
    except CredentialError:
        return None
    return credential if credential.sessdata and credential.bili_jct else None
