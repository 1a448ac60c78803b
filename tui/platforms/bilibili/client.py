"""One HTTP client for one account: one request in flight, the cookies that are ours, and each answer judged.

It says who it is (no browser's name, no invented fingerprint), and takes no cookie that it was not given at a login.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from http import HTTPStatus
from types import MappingProxyType, TracebackType
from typing import Any
from urllib.parse import urlsplit

import httpx
from msgspec import Struct

from tui import __version__
from tui.chat.board_actions import Progress
from tui.chat.text import one_line
from tui.platforms.bilibili import errors
from tui.platforms.bilibili.credential import Credential
from tui.platforms.bilibili.errors import refusal
from tui.platforms.bilibili.tap import Asked, Tap
from tui.platforms.bilibili.wbi import WEB_LOCATION, KeyRing, WbiKeys, keys_of, sign
from tui.platforms.call_errors import CallError, CallNotSentError, CallUnansweredError
from tui.platforms.multipart import FilePart, form_of
from tui.platforms.sockets import is_near
from tui.platforms.values import Row, as_int, as_row, as_text

IM, MAIN, MESSAGE, PASSPORT, WWW = "im", "main", "message", "passport", "www"
HOSTS: Mapping[str, str] = MappingProxyType({
    IM: "https://api.vc.bilibili.com",
    MAIN: "https://api.bilibili.com",
    MESSAGE: "https://message.bilibili.com",
    PASSPORT: "https://passport.bilibili.com",
    WWW: "https://www.bilibili.com",
})  # fmt: skip
PAGE = "https://message.bilibili.com"
"""The page whose calls these are."""

USER_AGENT = f"qiao/{__version__}"
WEB = {"build": "0", "mobi_app": "web"}

CALL_SECONDS, UPLOAD_SECONDS, CONNECT_SECONDS = 30.0, 180.0, 10.0
MAX_BODY = 16 * 1024 * 1024
_NOT_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.LocalProtocolError,
)


class Call(Struct, frozen=True):
    """A request. *host* is one of the five; *name* is what the inspector calls it.

    *files* stand in the form, *progress* is told how much of them has gone. *is_signed*: the query is signed. *has_csrf*: the
    form proves which page asks, *csrf_in_query*: the query does. *hides_answer*: the answer is a secret. *accepts*: codes that
    are no refusal here.
    """

    name: str
    method: str
    host: str
    path: str
    query: Mapping[str, object] = MappingProxyType({})
    form: Mapping[str, object] = MappingProxyType({})
    files: Mapping[str, FilePart] = MappingProxyType({})
    progress: Progress | None = None
    is_signed: bool = False
    has_csrf: bool = False
    csrf_in_query: bool = False
    hides_answer: bool = False
    accepts: tuple[int, ...] = ()


class Reply(Struct, frozen=True):
    """What came: its status, its text, and the cookies that it sets, as they are written there."""

    status: int
    text: str
    cookies: Mapping[str, str]

    @property
    def row(self) -> Row | None:
        """The object in it, None where it is something else."""
        try:
            found = json.loads(self.text)
        except (ValueError, RecursionError):
            return None
        return found if isinstance(found, dict) else None

    @property
    def words(self) -> str:
        """Its status in words."""
        return f"HTTP {self.status}"


class Client:
    """Asks Bilibili. *hosts* replaces some of the addresses, *transport* the network (both for tests).

    Raises CallNotSentError, CallUnansweredError and CallRefusedError (with its kinds, see ``errors``). *lock* is shared by those
    that are to keep to one request in flight among them, *keys* by those that may sign with the same keys. *on_error* hears of
    each failure, whoever asked.
    """

    def __init__(
        self,
        credential: Credential | None = None,
        *,
        hosts: Mapping[str, str] | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        tap: Tap | None = None,
        keys: KeyRing | None = None,
        lock: asyncio.Lock | None = None,
        clock: Callable[[], float] = time.time,
        call_seconds: float = CALL_SECONDS,
        on_error: Callable[[CallError], None] | None = None,
    ) -> None:
        self.credential = credential or Credential()
        self.clock = clock
        self._hosts = dict(HOSTS) | dict(hosts or {})
        self._keys = keys or KeyRing()
        self._lock = lock or asyncio.Lock()
        self._tap = tap or Tap(None, lambda: 0)
        self._call_seconds = call_seconds
        self.on_error = on_error
        self._is_closed = False
        self._http = httpx.AsyncClient(
            transport=transport,
            timeout=httpx.Timeout(None, connect=CONNECT_SECONDS),
            limits=httpx.Limits(max_connections=len(HOSTS), max_keepalive_connections=len(HOSTS)),
            follow_redirects=False,
            trust_env=not all(is_near(urlsplit(host).hostname or "") for host in self._hosts.values()),
        )

    async def __aenter__(self) -> Client:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        await self.close()

    def stop(self) -> None:
        """Send nothing more, not even what waits for its turn."""
        self._is_closed = True

    async def close(self) -> None:
        """Let go of the connections; what waits for its turn is not sent any more."""
        self.stop()
        await self._http.aclose()

    async def call(self, call: Call) -> Row:
        """Return the answer to *call*, the whole envelope."""
        return (await self.call_for_cookies(call))[0]

    async def call_for_cookies(self, call: Call) -> tuple[Row, Mapping[str, str]]:
        """Return the answer to *call* and the cookies that came with it."""
        try:
            return await self._call(call)
        except CallError as error:
            if self.on_error is not None:
                self.on_error(error)
            raise

    async def _call(self, call: Call) -> tuple[Row, Mapping[str, str]]:
        if not call.is_signed:
            reply = await self._exchange(call, _strings(call.query))
            return judge(reply, call.accepts), reply.cookies
        keys = await self._signing_keys()
        try:
            return await self._call_signed(call, keys)
        except errors.CallRefusedError as error:
            if error.code not in (errors.FORBIDDEN, errors.BAD_REQUEST):
                raise
            self._keys.forget(keys)
            fresh = await self._signing_keys()
            if fresh == keys and error.code == errors.BAD_REQUEST:
                raise
            return await self._call_signed(call, fresh)

    async def fetch_page(self, call: Call) -> Reply:
        """Return what stands at an address that is no call. It is not judged, but for a host that answers with nothing."""
        return await self._exchange(call, _strings(call.query))

    async def _call_signed(self, call: Call, keys: WbiKeys) -> tuple[Row, Mapping[str, str]]:
        query = sign({**_strings(call.query), "web_location": WEB_LOCATION}, keys, int(self.clock()))
        reply = await self._exchange(call, query)
        return judge(reply, call.accepts), reply.cookies

    async def _signing_keys(self) -> WbiKeys:
        """Return the keys. Without them nothing was sent of what is to be signed."""
        try:
            keys = await self._keys.get(self._ask_keys)
        except CallUnansweredError as error:
            raise CallNotSentError(error.words) from error
        if keys is None:
            raise CallNotSentError("nav: no keys to sign with")
        return keys

    async def _ask_keys(self) -> WbiKeys | None:
        answer = await self.call(NAV)
        images = as_row(as_row(answer.get("data")).get("wbi_img"))
        return keys_of(as_text(images.get("img_url")), as_text(images.get("sub_url")))

    async def _exchange(self, call: Call, query: Mapping[str, str]) -> Reply:
        form = _strings(call.form)
        if call.has_csrf:
            secret = {"csrf": self.credential.bili_jct, "csrf_token": self.credential.bili_jct}
            form = form | secret
        if call.csrf_in_query:
            query = {**query, "csrf": self.credential.bili_jct}
        async with self._lock:
            if self._is_closed:
                raise CallNotSentError("closed")
            asked = self._tap.sent(call.name, call.method, call.host, call.path, query, form)
            try:
                async with asyncio.timeout(UPLOAD_SECONDS if call.files else self._call_seconds):
                    reply = await self._request(call, query, form)
            except asyncio.CancelledError:
                asked.given_up("cancelled")
                raise
            except (TimeoutError, httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError) as error:
                raise _failure(call, error, asked) from error
        is_failed = reply.status != HTTPStatus.OK or (reply.row is not None and _code(reply.row) not in (0, *call.accepts))
        asked.answered(reply.status, reply.text, is_failed=is_failed, hides_data=call.hides_answer)
        return reply

    async def _request(self, call: Call, query: Mapping[str, str], form: Mapping[str, str]) -> Reply:
        headers = {"User-Agent": USER_AGENT, "Accept": "application/json, text/plain, */*", "Referer": f"{PAGE}/", "Origin": PAGE}
        if cookies := self.credential.cookies():
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
        options: dict[str, Any] = {}
        if call.files:
            body = await form_of(form, call.files, progress=call.progress)
            headers |= body.headers
            options["content"] = body.pieces
        elif call.method == "POST":
            options["data"] = form
        url = self._hosts[call.host].rstrip("/") + call.path
        async with self._http.stream(call.method, url, params=query or None, headers=headers, **options) as response:
            # Only what a login sets counts, and that is read from the answer itself: nothing else is carried along.
            self._http.cookies.clear()
            taken = bytearray()
            async for piece in response.aiter_bytes():
                taken += piece
                if len(taken) > MAX_BODY:
                    raise httpx.DecodingError("the answer is too large")
            return Reply(response.status_code, taken.decode("utf-8", "replace"), _cookies(response))


NAV = Call("nav", "GET", MAIN, "/x/web-interface/nav", accepts=(errors.LOGGED_OUT,))
"""Who we are, and the keys of the day; it tells those to anybody."""

MYINFO = Call("myinfo", "GET", MAIN, "/x/space/myinfo")
"""Who we are."""


def judge(reply: Reply, accepts: tuple[int, ...] = ()) -> Row:
    """Return the envelope in *reply*. Raises CallRefusedError, and CallUnansweredError for what is no answer at all."""
    if reply.status == HTTPStatus.PRECONDITION_FAILED:
        raise refusal(errors.BLOCKED, reply.words)
    if reply.status == HTTPStatus.TOO_MANY_REQUESTS:
        raise refusal(int(HTTPStatus.TOO_MANY_REQUESTS), reply.words)
    if reply.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise CallUnansweredError(reply.words)
    row = reply.row
    if row is None:
        if reply.status == HTTPStatus.OK:
            raise CallUnansweredError("the answer is no JSON")
        raise refusal(-reply.status, reply.words)
    code = _code(row)
    words = one_line(as_text(row.get("message")) or as_text(row.get("msg")))
    if code == 0 and "v_voucher" in as_row(row.get("data")):
        raise refusal(errors.RISK, "v_voucher")
    if code != 0 and code not in accepts:
        raise refusal(code, words or f"code {code}")
    if reply.status != HTTPStatus.OK:
        raise refusal(-reply.status, reply.words)
    return row


def _code(row: Row) -> int:
    return as_int(row.get("code"), errors.NO_CODE)


def _failure(call: Call, error: Exception, asked: Asked) -> CallNotSentError | CallUnansweredError:
    words = one_line(str(error)) or type(error).__name__
    if isinstance(error, TimeoutError):
        words = "no answer in time"
    asked.given_up(words)
    kind = CallNotSentError if isinstance(error, (*_NOT_SENT, httpx.InvalidURL)) else CallUnansweredError
    return kind(f"{call.name}: {words}")


def _strings(values: Mapping[str, object]) -> dict[str, str]:
    """Return *values* as they are written on the wire; what is None is not there."""
    return {name: str(value) for name, value in values.items() if value is not None}


def _cookies(response: httpx.Response) -> dict[str, str]:
    """Return the cookies that *response* sets, quoted as they came."""
    pairs = (line.partition(";")[0].partition("=") for line in response.headers.get_list("set-cookie"))
    return {name.strip(): value.strip() for name, _, value in pairs if name.strip()}
