"""mirai-api-http behind HTTP: each command at a path of its own, and its events fetched from a queue, or posted to us."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from tui.platforms.addresses import UrlError
from tui.platforms.base import ConnectError
from tui.platforms.call_errors import CallNotSentError, CallUnansweredError
from tui.platforms.http_client import ERRORS, Progress, Reply, words_of
from tui.platforms.http_transport import HttpTransport
from tui.platforms.mirai import calls as codes
from tui.platforms.mirai.calls import is_refusal
from tui.platforms.mirai.calls import words_of as words_in
from tui.platforms.mirai.refusals import session_refusal
from tui.platforms.mirai.routes import answer_in, route_of
from tui.platforms.mirai.settings import Settings, page_url
from tui.platforms.mirai.webhook import Webhook
from tui.platforms.values import Row, as_int, as_row, as_text, as_user
from tui.platforms.ways import Way

log = logging.getLogger(__name__)

FULL = 100
"""Events that wait unread at most, where nobody has set another number: what comes when there are so many is dropped."""

FETCHED = 1000
"""Events asked for at once: more than the queue holds. The server makes room for so many each time, so not any number will do."""

CALM_SECONDS = 60.0
"""So long after events may have been lost, and none since, nothing is said of it any more."""

RELEASE_SECONDS = 2.0
PUSHED = "-1"
"""The syncId that events have over a WebSocket."""


class OverHttp(Way):
    """Commands over HTTP. *on_missed* hears that events may have been lost."""

    def __init__(self, settings: Settings, on_missed: Callable[[], None]) -> None:
        self._settings = settings
        self._webhook = Webhook(settings, self._take) if settings.way == "webhook" else None
        self._on_missed = on_missed
        self._current: MiraiOverHttp | None = None

    async def __call__(self) -> MiraiOverHttp:
        """Open a session at ``settings.url``; where events are posted we listen for them first. Raises ConnectError."""
        if self._webhook is not None:
            await self._webhook.open()
        self.warn("")
        transport = MiraiOverHttp(self._settings, self._note_loss if self._webhook is None else None)
        await transport.open()
        self._current = transport
        return transport

    async def shut(self) -> None:
        """Stop listening."""
        if self._webhook is not None:
            await self._webhook.shut()

    async def _take(self, event: object) -> None:
        transport = self._current
        # Without a connection it was posted rightly nevertheless: the next one asks for what was missed.
        if transport is not None and transport.is_open:
            await transport.take_event(event)

    def _note_loss(self, has_lost: bool) -> None:
        self.warn("events_lost" if has_lost else "")
        if has_lost:
            self._on_missed()


class MiraiOverHttp(HttpTransport):
    """The connection to an HTTP server, as far as there is one; what is received looks as it does over a WebSocket.

    *on_loss* hears whether events may have been lost, where they are fetched; None: somebody posts them.
    """

    def __init__(self, settings: Settings, on_loss: Callable[[bool], None] | None) -> None:
        self._settings = settings
        try:
            self._url = urlsplit(page_url(settings.url))
        except UrlError as error:
            raise ConnectError("bad_url", str(error), is_final=True) from error
        super().__init__(self._url.hostname or "", {}, settings.connect_timeout)
        self._on_loss = on_loss
        self._session = ""
        self._is_bound = False
        self._lost_at: float | None = None

    async def knock(self) -> None:
        """Open a session and bind it to our account. Raises ConnectError."""
        await self.reach(self._begin())
        self.put(_frame("", {"code": codes.SUCCESS, "session": self._session}))

    async def _begin(self) -> None:
        verified = await self._ask_session("verify", {"verifyKey": self._settings.verify_key.strip()})
        self._session = as_text(verified.get("session"))
        bound = as_row((await self._ask("bind", {"sessionKey": self._session, "qq": self._settings.qq})).value)
        if as_int(bound.get("code"), codes.BROKEN) == codes.UNSUPPORTED:
            # There is but one session, for the one account that is logged in there: whose it is has to be asked.
            told = await self._ask_session("sessionInfo", {})
            own = as_user(as_row(as_row(told.get("data")).get("qq")).get("id"))
            if own != str(self._settings.qq):
                raise ConnectError("wrong_account", own)
        elif is_refusal(bound) or not bound:
            raise session_refusal(bound)
        else:
            self._is_bound = True

    async def _ask_session(self, command: str, content: Row) -> Row:
        """Return the answer to *command*, which opens the session. Raises ConnectError when it is a refusal, or none."""
        reply = await self._ask(command, content)
        answer = as_row(reply.value)
        if "code" not in answer:
            # Where only the WebSocket listens, no path of a session is known.
            raise ConnectError("no_http_adapter" if reply.status == HTTPStatus.NOT_FOUND else "protocol", reply.words)
        if is_refusal(answer):
            raise session_refusal(answer)
        return answer

    async def _ask(self, command: str, content: Row, sub: str | None = None, progress: Progress | None = None) -> Reply:
        route, parts = route_of(command, sub, content), self._url
        path, _, query = route.target.partition("?")
        url = urlunsplit((parts.scheme, parts.netloc, f"{parts.path.rstrip('/')}{path}", query, ""))
        headers = {"sessionKey": self._session} if self._session else {}
        if route.body is not None:
            headers["Content-Type"] = "application/json; charset=utf-8"
        return await self.client.request(route.method, url, progress, content=route.body, headers=headers)

    # Calls ----------------------------------------------------------------------------------------------------------------

    async def call(self, text: str, progress: Progress) -> None:
        """Ask for the command that *text* is over a WebSocket."""
        frame = json.loads(text)
        reply = await self.deliver(self._ask(frame["command"], frame["content"], frame["subCommand"], progress), progress)
        self.put(_frame(frame["syncId"], self._judge(reply)))

    def _judge(self, reply: Reply) -> Row:
        """Return what *reply* answers, where there is still a session. Raises CallError."""
        try:
            answer = answer_in(reply)
        except CallUnansweredError:
            self.look_now.set()
            raise
        if self._ends_with(answer):
            raise CallNotSentError(words_in(answer))
        return answer

    def _ends_with(self, answer: Row) -> bool:
        """End the connection where *answer* says that the session is gone; return whether it does."""
        if "code" not in answer or as_int(answer["code"], codes.BROKEN) not in (codes.NO_SESSION, codes.UNBOUND):
            return False
        self.end(ConnectError("session_gone", words_in(answer)))
        return True

    # Events and signs of life ---------------------------------------------------------------------------------------------

    async def watch(self) -> None:
        """Fetch events, or where they are posted ask for signs of life, and say once why there are none."""
        is_fetching = self._on_loss is not None
        asks: tuple[str, Row] = ("fetchMessage", {"count": FETCHED}) if is_fetching else ("sessionInfo", {})
        while self.is_open:
            self.look_now.clear()
            reply = await self.look(self._ask(*asks))
            if reply is None:
                if self.is_open:
                    await self._note_loss()  # what was fetched is gone there, whether it came here or not
                continue
            answer = reply.value
            if isinstance(answer, dict) and self._ends_with(answer):
                return
            is_more = is_fetching and await self._take_fetched(reply)
            if not is_more:
                await self._pause(self._settings.poll_every if is_fetching else self._settings.status_every)

    async def take_event(self, event: object) -> None:
        """Take one event. Waits while too much waits to be read."""
        await self.put_event(_frame(PUSHED, event))

    async def _take_fetched(self, reply: Reply) -> bool:
        """Take the events that were fetched; return whether more may wait."""
        answer = as_row(reply.value)
        events = answer.get("data")
        if is_refusal(answer) or not isinstance(events, list):
            if is_refusal(answer) and "not a http session" in words_in(answer).lower():
                self.end(ConnectError("session_gone", words_in(answer)))
                return False
            log.warning("fetching events was answered with %s", words_in(answer) if answer else reply.words)
            if not is_refusal(answer):
                await self.take_event(reply.text)  # what is broken is counted
            await self._note_loss()
            return False
        for event in events:
            await self.take_event(event)
        if len(events) >= FULL:
            log.warning("%d events waited unread: some may have been dropped", len(events))
            await self._note_loss()
        elif self._lost_at is not None and asyncio.get_running_loop().time() - self._lost_at >= CALM_SECONDS:
            self._lost_at = None
            if self._on_loss is not None:
                self._on_loss(False)
        return len(events) >= FETCHED

    async def _note_loss(self) -> None:
        """Say that events may have been lost after those that came, as soon as these are read."""
        await self.until_read()
        self._lost_at = asyncio.get_running_loop().time()
        if self._on_loss is not None:
            self._on_loss(True)

    async def _pause(self, seconds: float) -> None:
        """Wait so long, or until something went wrong."""
        try:
            async with asyncio.timeout(seconds):
                await self.look_now.wait()
        except TimeoutError:
            return

    async def part(self) -> None:
        """Release the session: a bound one never ends by itself."""
        if not self._is_bound:
            return
        try:
            async with asyncio.timeout(RELEASE_SECONDS):
                await self._ask("release", {"sessionKey": self._session, "qq": self._settings.qq})
        except (TimeoutError, *ERRORS) as error:
            log.debug("the session was not released: %s", words_of(error))


def _frame(sync: str, data: Any) -> str:
    text = json.dumps({"syncId": sync, "data": data}, ensure_ascii=False)
    return text.encode("utf-8", "replace").decode()  # half of a pair of surrogates can stand in JSON, and in nothing else
