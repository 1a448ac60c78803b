"""An implementation behind HTTP: calls are posted to it, its events to us, and it is asked now and then if it lives."""

from __future__ import annotations

import asyncio
import json
import logging
from http import HTTPStatus
from urllib.parse import quote, urlsplit, urlunsplit

from tui.platforms.addresses import UrlError
from tui.platforms.base import ConnectError
from tui.platforms.call_errors import CallUnansweredError
from tui.platforms.http_client import CONNECT_SECONDS, ERRORS, Progress, Reply, explain_http, is_hang_up
from tui.platforms.http_transport import HttpTransport
from tui.platforms.onebot11.calls import is_answer
from tui.platforms.onebot11.settings import Settings, dial_url
from tui.platforms.onebot11.transports import WEBUI_PORT, authorize
from tui.platforms.onebot11.webhook import Webhook
from tui.platforms.values import Row, as_int, as_row, as_user
from tui.platforms.ways import Way

log = logging.getLogger(__name__)

_NOT_WEBSOCKET = (HTTPStatus.BAD_REQUEST, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.UPGRADE_REQUIRED)


def _answer_in(reply: Reply) -> Row | None:
    """Return the OneBot answer that *reply* holds; None where it is something else."""
    frame = reply.value
    return frame if isinstance(frame, dict) and is_answer(frame) else None


def _refuses_token(reply: Reply) -> bool:
    """Return whether *reply* says that the token is wrong, or missing."""
    return reply.status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)


class OverHttp(Way):
    """Calls over HTTP, and a webhook where there is to be one."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._webhook = Webhook(settings, self._take, self._note_signature) if settings.webhook else None
        self._current: OneBotOverHttp | None = None
        if self._webhook is None:
            self.caveat = "polled"
            self.asks_every = settings.news_every

    async def __call__(self) -> OneBotOverHttp:
        """Make sure that a OneBot answers at ``settings.url`` and that we can be posted to. Raises ConnectError."""
        if self._webhook is not None:
            await self._webhook.open()
        transport = OneBotOverHttp(self._settings)
        await transport.open()
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


class OneBotOverHttp(HttpTransport):
    """The connection to an HTTP API, as far as there is one."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        try:
            headers, url = authorize(settings.token, dial_url(settings.url))
        except UrlError as error:
            raise ConnectError("bad_url", str(error), is_final=True) from error
        self._url = urlsplit(url)
        super().__init__(self._url.hostname or "", headers, settings.connect_timeout)
        self._own_id = ""
        self._is_told_of_life = False
        self._heard_at = asyncio.get_running_loop().time()

    async def knock(self) -> None:
        """Make sure that a OneBot answers, and to whom it belongs. Raises ConnectError."""
        reply = await self.reach(self._post("get_login_info", {}))
        answer = _answer_in(reply)
        if _refuses_token(reply):
            raise ConnectError("token_refused", reply.words, is_final=True)
        if answer is None:
            raise await self._explain_reply(reply)
        self._own_id = as_user(as_row(answer.get("data")).get("user_id"))

    async def take_event(self, self_id: str, event: object, text: str) -> bool:
        """Take what was posted for the account *self_id*; return whether that is ours. Waits while too much waits to be read."""
        if self_id != self._own_id:
            self.look_now.set()  # perhaps another account was logged in there: then nothing may be said in its name
            return False
        self._heard_at = asyncio.get_running_loop().time()
        row = as_row(event)
        if row.get("meta_event_type") == "heartbeat":
            self._is_told_of_life = as_int(row.get("interval")) > 0
        await self.put_event(text)
        return True

    async def call(self, text: str, progress: Progress) -> None:
        """Post the call *text*."""
        frame = json.loads(text)
        reply = await self.deliver(self._post(frame["action"], frame["params"], progress), progress)
        if _refuses_token(reply):
            self.end(ConnectError("token_refused", reply.words, is_final=True))
            raise CallUnansweredError(reply.words)
        answer = _answer_in(reply)
        if answer is None and reply.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            self.look_now.set()  # a proxy says that nobody is behind it, or the implementation fell over: done or not, who knows
            raise CallUnansweredError(reply.words)
        # 404 is how go-cqhttp says that it has no such action; its number is that of the retcode.
        answered = answer or {"status": "failed", "retcode": reply.status, "wording": reply.words}
        self.put(json.dumps({**answered, "echo": frame["echo"]}, ensure_ascii=False))

    async def _post(self, action: str, params: Row, progress: Progress | None = None) -> Reply:
        parts = self._url
        path = f"{parts.path.rstrip('/')}/{quote(action, safe='')}"
        url = urlunsplit((parts.scheme, parts.netloc, path, parts.query, ""))
        body = json.dumps(params, ensure_ascii=False).encode("utf-8", "replace")
        headers = {"Content-Type": "application/json"}
        return await self.client.request("POST", url, progress, content=body, headers=headers)

    async def watch(self) -> None:
        """Ask for signs of life, and say once why there are none."""
        while self.is_open:
            await self._until_doubtful()
            found = await self.look(self._ask_life())
            if found is None:
                self.look_now.set()
            else:
                self._note_life(*found)

    async def _ask_life(self) -> tuple[Reply, Reply]:
        return await self._post("get_status", {}), await self._post("get_login_info", {})

    def _note_life(self, status: Reply, login: Reply) -> None:
        if _refuses_token(login):
            self.end(ConnectError("token_refused", login.words, is_final=True))
        told = as_user(as_row((_answer_in(login) or {}).get("data")).get("user_id"))
        if told and told != self._own_id:
            self.end(ConnectError("wrong_account", told))
        if _answer_in(status) is None and _answer_in(login) is None:
            self.end(ConnectError("unreachable", status.words))
        beat = {"post_type": "meta_event", "meta_event_type": "heartbeat", "interval": 0}
        data = as_row((_answer_in(status) or {}).get("data"))
        if data:
            self.put(json.dumps(beat | {"status": data}))

    async def _until_doubtful(self) -> None:
        """Wait until nothing has come for long, or something went wrong; where heartbeats are posted, the session counts them."""
        loop = asyncio.get_running_loop()
        start = loop.time()
        while True:
            due = max(start, self._heard_at) + self._settings.status_every
            try:
                async with asyncio.timeout_at(None if self._is_told_of_life else due):
                    await self.look_now.wait()
                self.look_now.clear()
                return
            except TimeoutError:
                if loop.time() >= max(start, self._heard_at) + self._settings.status_every:
                    return

    async def explain(self, error: BaseException) -> ConnectError:
        """Return why a request failed, where somebody else listens there: who."""
        return (await self._look_closer() if is_hang_up(error) else None) or explain_http(error)

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
                reply = await self.client.request("GET", urlunsplit(self._url))
        except (TimeoutError, *ERRORS):
            return None
        says_so = any(word in reply.text[:4096].lower() for word in ("websocket", "upgrade"))
        if reply.status == HTTPStatus.UPGRADE_REQUIRED or (reply.status in _NOT_WEBSOCKET and says_so):
            return ConnectError("websocket_not_http", reply.words)
        return None
