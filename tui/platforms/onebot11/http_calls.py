"""An implementation behind HTTP: calls are posted to it, its events to us, and it is asked now and then if it lives."""

from __future__ import annotations

import asyncio
import json
import logging
import ssl
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

import httpx
from msgspec import Struct

from tui.chat.text import one_line
from tui.platforms.base import ConnectError
from tui.platforms.call_errors import CallNotSentError, CallUnansweredError
from tui.platforms.onebot11.calls import is_answer
from tui.platforms.onebot11.settings import Settings, UrlError, dial_url
from tui.platforms.onebot11.transports import WEBUI_PORT, Way, authorize, explain
from tui.platforms.onebot11.webhook import Webhook
from tui.platforms.sockets import MAX_FRAME, is_near
from tui.platforms.values import Row, as_int, as_row, as_user

log = logging.getLogger(__name__)

CONNECT_SECONDS = 5.0
IDLE_SECONDS = 3.0
"""How long an idle connection is used again: Node, on which NapCat runs, hangs up after five."""

MAX_CALLS = 32
MAX_WAITING = 500
"""Events that wait to be read when who posts more has to wait."""

MISSED = 2
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError, httpx.UnsupportedProtocol, httpx.LocalProtocolError)
_NOT_WEBSOCKET = (HTTPStatus.BAD_REQUEST, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.UPGRADE_REQUIRED)


class Reply(Struct, frozen=True):
    """What an HTTP server answered."""

    status: int
    words: str
    text: str
    location: str = ""

    @property
    def answer(self) -> Row | None:
        """The OneBot answer that it holds; None where it is something else."""
        try:
            frame = json.loads(self.text)
        except (ValueError, RecursionError):
            return None
        return frame if isinstance(frame, dict) and is_answer(frame) else None

    @property
    def refuses_token(self) -> bool:
        """Whether it says that the token is wrong, or missing."""
        return self.status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)


class _Progress:
    """How far a call came: *has_begun* once anything of it may have left us."""

    has_begun = False

    async def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Hear from httpx what it is about to do."""
        self.has_begun = self.has_begun or event.endswith("send_request_headers.started")


class OverHttp(Way):
    """Calls over HTTP, and a webhook where there is to be one."""

    def __init__(self, settings: Settings) -> None:
        self._webhook = Webhook(self._take, self._note_signature) if settings.webhook else None
        self._current: HttpTransport | None = None
        if self._webhook is None:
            self.caveat = "polled"
            self.asks_every = settings.news_every

    @property
    def webhook_port(self) -> int:
        """The port on which events are taken, 0 for none."""
        return self._webhook.port if self._webhook is not None else 0

    async def __call__(self, settings: Settings) -> HttpTransport:
        """Make sure that a OneBot answers at ``settings.url`` and that we can be posted to. Raises ConnectError."""
        if self._webhook is not None:
            await self._webhook.open(settings)
        transport = HttpTransport(settings)
        try:
            await transport.knock()
        except BaseException:
            await transport.close()
            raise
        self._current = transport
        return transport

    async def shut(self) -> None:
        """Stop listening."""
        if self._webhook is not None:
            await self._webhook.shut()

    async def _take(self, self_id: str, event: object, text: str) -> bool:
        transport = self._current
        if transport is None or not transport.is_open:
            return True  # it was posted rightly, but there is no connection: the next one asks for what was missed
        return await transport.take_event(self_id, event, text)

    def _note_signature(self, is_good: bool) -> None:
        self.warn("" if is_good else "signature")


class HttpTransport:
    """The connection to an HTTP API, as far as there is one: it is open until it was found that nobody answers any more."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        try:
            headers, url = authorize(settings.token, dial_url(settings.url))
        except UrlError as error:
            raise ConnectError("bad_url", str(error), is_final=True) from error
        self._url = urlsplit(url)
        try:
            self._client = httpx.AsyncClient(
                headers=headers,
                timeout=httpx.Timeout(None, connect=min(CONNECT_SECONDS, settings.connect_timeout), pool=CONNECT_SECONDS),
                limits=httpx.Limits(max_connections=MAX_CALLS, keepalive_expiry=IDLE_SECONDS),
                trust_env=not is_near(self._url.hostname or ""),
            )
        except (ImportError, ValueError) as error:
            # The environment names a proxy that can not be used.
            raise ConnectError("unreachable", one_line(str(error))) from error
        self._frames: asyncio.Queue[tuple[str, bool] | ConnectError] = asyncio.Queue()
        self._room = asyncio.Semaphore(MAX_WAITING)
        self._own_id = ""
        self._posts: set[asyncio.Task[None]] = set()
        self._is_ended = False
        self._is_told_of_life = False
        self._look_now = asyncio.Event()
        self._heard_at = asyncio.get_running_loop().time()
        self._watching: asyncio.Task[None] | None = None

    @property
    def is_open(self) -> bool:
        """Whether a call can still be made."""
        return not self._is_ended

    async def knock(self) -> None:
        """Make sure that a OneBot answers, and to whom it belongs; from then on watch over it. Raises ConnectError."""
        try:
            async with asyncio.timeout(self._settings.connect_timeout):
                reply = await self._post("get_login_info", {})
        except TimeoutError as error:
            raise ConnectError("silent") from error
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ImportError) as error:
            raise await self._explain(error) from error
        answer = reply.answer
        if reply.refuses_token:
            raise ConnectError("token_refused", reply.words, is_final=True)
        if answer is None:
            raise await self._explain_reply(reply)
        self._own_id = as_user(as_row(answer.get("data")).get("user_id"))
        self._watching = asyncio.create_task(self._watch(), name="onebot11 http watch")

    async def send(self, text: str) -> None:
        """Post a call and put its answer where it is received; return once that is done.

        Raises CallNotSentError, CallUnansweredError, and ConnectionResetError when the connection ended meanwhile.
        """
        progress = _Progress()
        post = asyncio.create_task(self._call(text, progress))
        self._posts.add(post)
        try:
            await asyncio.wait((post,))
        finally:
            post.cancel()
            self._posts.discard(post)
        if not post.cancelled():
            post.result()
        elif progress.has_begun:
            raise ConnectionResetError("the connection ended")
        else:
            raise CallNotSentError("the connection ended")

    async def receive(self) -> str:
        """Return the next answer or event. Raises ConnectError when there will be none any more."""
        taken = await self._frames.get()
        if isinstance(taken, ConnectError):
            raise taken
        text, is_event = taken
        if is_event:
            self._room.release()
        return text

    async def close(self) -> None:
        """End it: nothing is watched, and nobody waits for an answer."""
        self._end(ConnectError("closed", "by us"))
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)
        await self._client.aclose()

    async def take_event(self, self_id: str, event: object, text: str) -> bool:
        """Take what was posted for the account *self_id*; return whether that is ours. Waits while too much waits to be read."""
        if self_id != self._own_id:
            self._look_now.set()  # perhaps another account was logged in there: then nothing may be said in its name
            return False
        self._heard_at = asyncio.get_running_loop().time()
        row = as_row(event)
        if row.get("meta_event_type") == "heartbeat":
            self._is_told_of_life = as_int(row.get("interval")) > 0
        await self._room.acquire()
        self._frames.put_nowait((text, True))
        return True

    async def _call(self, text: str, progress: _Progress) -> None:
        frame = json.loads(text)
        try:
            reply = await self._post(frame["action"], frame["params"], progress)
        except httpx.PoolTimeout as error:
            raise CallNotSentError("too many calls at once") from error
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            if progress.has_begun:
                self._look_now.set()
                raise CallUnansweredError(_words(error)) from error
            self._end(await self._explain(error))
            raise CallNotSentError(_words(error)) from error
        if reply.refuses_token:
            self._end(ConnectError("token_refused", reply.words, is_final=True))
            raise CallUnansweredError(reply.words)
        answer = reply.answer
        if answer is None and reply.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            self._look_now.set()  # a proxy says that nobody is behind it, or the implementation fell over: done or not, who knows
            raise CallUnansweredError(reply.words)
        # 404 is how go-cqhttp says that it has no such action; its number is that of the retcode.
        answered = answer or {"status": "failed", "retcode": reply.status, "wording": reply.words}
        self._frames.put_nowait((json.dumps({**answered, "echo": frame["echo"]}, ensure_ascii=False), False))

    async def _post(self, action: str, params: Row, progress: _Progress | None = None) -> Reply:
        parts = self._url
        path = f"{parts.path.rstrip('/')}/{quote(action, safe='')}"
        url = urlunsplit((parts.scheme, parts.netloc, path, parts.query, ""))
        body = json.dumps(params, ensure_ascii=False).encode("utf-8", "replace")
        trace = {"trace": progress.trace} if progress is not None else {}
        return await self._request("POST", url, content=body, headers={"Content-Type": "application/json"}, extensions=trace)

    async def _request(self, method: str, url: str, **options: Any) -> Reply:
        async with self._client.stream(method, url, follow_redirects=False, **options) as response:
            body = bytearray()
            async for part in response.aiter_bytes():
                body += part
                if len(body) > MAX_FRAME:
                    raise httpx.DecodingError("the answer is too large")
        words = one_line(f"HTTP {response.status_code} {response.reason_phrase}")
        return Reply(response.status_code, words, body.decode("utf-8", "replace"), response.headers.get("Location", ""))

    async def _watch(self) -> None:
        """Ask for signs of life, and say once why there are none."""
        missed = 0
        while not self._is_ended:
            await self._until_doubtful()
            try:
                async with asyncio.timeout(self._settings.connect_timeout):
                    reply = await self._post("get_status", {})
                    login = await self._post("get_login_info", {})
            except _NOT_SENT as error:
                self._end(await self._explain(error))
                return
            except (TimeoutError, httpx.HTTPError, OSError):
                missed += 1
                if missed == MISSED:
                    self._end(ConnectError("heartbeat_lost"))
                    return
                self._look_now.set()
                continue
            missed = 0
            self._note_life(reply, login)

    def _note_life(self, status: Reply, login: Reply) -> None:
        if login.refuses_token:
            self._end(ConnectError("token_refused", login.words, is_final=True))
        told = as_user(as_row((login.answer or {}).get("data")).get("user_id"))
        if told and told != self._own_id:
            self._end(ConnectError("wrong_account", told))
        if status.answer is None and login.answer is None:
            self._end(ConnectError("unreachable", status.words))
        beat = {"post_type": "meta_event", "meta_event_type": "heartbeat", "interval": 0}
        data = as_row((status.answer or {}).get("data"))
        if data:
            self._frames.put_nowait((json.dumps(beat | {"status": data}), False))

    async def _until_doubtful(self) -> None:
        """Wait until nothing has come for long, or something went wrong; where heartbeats are posted, the session counts them."""
        loop = asyncio.get_running_loop()
        start = loop.time()
        while True:
            due = max(start, self._heard_at) + self._settings.status_every
            try:
                async with asyncio.timeout_at(None if self._is_told_of_life else due):
                    await self._look_now.wait()
                self._look_now.clear()
                return
            except TimeoutError:
                if loop.time() >= max(start, self._heard_at) + self._settings.status_every:
                    return

    def _end(self, error: ConnectError) -> None:
        if self._is_ended:
            return
        self._is_ended = True
        self._frames.put_nowait(error)
        for post in self._posts - {asyncio.current_task()}:
            post.cancel()

    async def _explain(self, error: BaseException) -> ConnectError:
        if isinstance(error, httpx.TimeoutException):
            return ConnectError("timeout")
        found = next((cause for cause in _causes(error) if isinstance(cause, (OSError, ssl.SSLError))), None)
        if found is not None:
            return explain(found)
        if isinstance(error, httpx.RemoteProtocolError) and "disconnected" in str(error):
            return await self._look_closer() or ConnectError("reset", _words(error))
        if isinstance(error, (httpx.ReadError, httpx.WriteError, httpx.CloseError)):
            return ConnectError("reset", _words(error))
        return ConnectError("unreachable" if isinstance(error, (httpx.ProxyError, ImportError)) else "protocol", _words(error))

    async def _explain_reply(self, reply: Reply) -> ConnectError:
        about = f"{reply.location}\n{reply.text[:4096]}".lower()
        if "webui" in about or self._url.port == WEBUI_PORT:
            return ConnectError("webui", reply.words)
        if reply.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return ConnectError("unreachable", reply.words)
        return await self._look_closer() or ConnectError("protocol", reply.words)

    async def _look_closer(self) -> ConnectError | None:
        """Return that a WebSocket server listens there, if it does: such a one says so when it is asked for a page."""
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                reply = await self._request("GET", urlunsplit(self._url))
        except (TimeoutError, httpx.HTTPError, OSError):
            return None
        says_so = any(word in reply.text[:4096].lower() for word in ("websocket", "upgrade"))
        if reply.status == HTTPStatus.UPGRADE_REQUIRED or (reply.status in _NOT_WEBSOCKET and says_so):
            return ConnectError("websocket_not_http", reply.words)
        return None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield what led to *error*, the root first."""
    if error is None:
        return
    yield from _causes(error.__cause__ or error.__context__)
    if isinstance(error, BaseExceptionGroup):
        for part in error.exceptions:
            yield from _causes(part)
    yield error


def _words(error: BaseException) -> str:
    return one_line(str(error)) or type(error).__name__
