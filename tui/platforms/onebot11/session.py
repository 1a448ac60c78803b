"""One connection from its first frame to its end: sorts answers from events, and says once why it ended."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from tui.platforms.base import ConnectError
from tui.platforms.onebot11.calls import Calls, is_token_refusal, words_of
from tui.platforms.onebot11.heartbeat import CallLater, HeartbeatWatch
from tui.platforms.onebot11.tap import Tap
from tui.platforms.sockets import Transport
from tui.platforms.values import NotJson, Row, as_int, as_user

log = logging.getLogger(__name__)

SEEN_IDS = 4000
"""Message ids remembered as known to the implementation; NapCat's own table holds the last 5,000."""

FrameSink = Callable[[object, str], None]
"""Takes a frame that is no answer, parsed (anything JSON can be, or NotJson) and as it came."""


class Session:
    """One connection. *on_frame* is called for each frame that answers no call, in the order of arrival.

    *until_ready* is awaited before each frame is read. *tap* is told of all frames.
    """

    def __init__(
        self,
        transport: Transport,
        on_frame: FrameSink,
        *,
        call_timeout: float,
        call_later: CallLater | None = None,
        until_ready: Callable[[], Awaitable[None]] | None = None,
        tap: Tap | None = None,
    ) -> None:
        loop = asyncio.get_running_loop()
        self._transport = transport
        self._on_frame = on_frame
        self._until_ready = until_ready
        self._watch = HeartbeatWatch(call_later or loop.call_later, self._beat_lost)
        self._seen: dict[str, None] = {}
        self._tap = tap or Tap(None, lambda: 0)
        self.calls = Calls(transport.send, lambda: self.is_open, call_timeout, self._tap)
        self.ended: asyncio.Future[ConnectError] = loop.create_future()
        self.greeting_id = ""
        self._reader = asyncio.create_task(self._read(), name="onebot11 reader")
        self._reader.add_done_callback(self._reader_ended)

    @property
    def is_open(self) -> bool:
        """Whether a call can still be written."""
        return self._transport.is_open and not self.ended.done()

    def saw(self, native: str) -> None:
        """Remember that the implementation knows the message *native* at present."""
        self._seen.pop(native, None)
        self._seen[native] = None
        if len(self._seen) > SEEN_IDS:
            del self._seen[next(iter(self._seen))]

    def has_seen(self, native: str) -> bool:
        """Whether the implementation certainly knows *native*, because it told us of it on this connection."""
        return native in self._seen

    def end(self, error: ConnectError) -> None:
        """End with *error*, unless it has ended; waiting calls end unanswered."""
        if self.ended.done():
            return
        self.ended.set_result(error)
        self._watch.stop()
        self.calls.fail_all(error.words or error.reason)
        self._tap.note("closed", f"{error.reason}: {error.words}" if error.words else error.reason)

    async def close(self) -> None:
        """End it and let go of the socket."""
        self.end(ConnectError("closed", "by us"))
        self._reader.cancel()
        await asyncio.gather(self._reader, return_exceptions=True)
        await self._transport.close()

    async def _read(self) -> None:
        try:
            while not self.ended.done():
                if self._until_ready is not None:
                    await self._until_ready()
                self._take(await self._transport.receive())
        except ConnectError as error:
            self.end(error)

    def _reader_ended(self, reader: asyncio.Task[None]) -> None:
        error = None if reader.cancelled() else reader.exception()
        if error is not None:
            log.error("reading failed: %s", type(error).__name__, exc_info=error)
            self.end(ConnectError("protocol", type(error).__name__))

    def _take(self, text: str) -> None:
        self._watch.sign_of_life()
        try:
            frame: Any = json.loads(text)
        except (ValueError, RecursionError):
            log.warning("a frame of %d characters was no JSON", len(text))
            self._pass_on(NotJson(), text)
            return
        if not isinstance(frame, dict):
            self._pass_on(frame, text)
            return
        if is_token_refusal(frame):
            self._tap.answered(frame, text, is_failed=True)
            self.end(ConnectError("token_refused", words_of(frame), is_final=True))
        elif not self.calls.take(frame, text):
            self._note_meta(frame)
            self._pass_on(frame, text)

    def _pass_on(self, frame: object, text: str) -> None:
        self._tap.came(frame, text)
        self._on_frame(frame, text)

    def _note_meta(self, frame: Row) -> None:
        if frame.get("post_type") != "meta_event":
            return
        if frame.get("meta_event_type") == "heartbeat":
            self._watch.beat(as_int(frame.get("interval")))
        elif frame.get("meta_event_type") == "lifecycle":
            self.greeting_id = as_user(frame.get("self_id"))

    def _beat_lost(self) -> None:
        log.warning("two heartbeats were missed")
        self.end(ConnectError("heartbeat_lost"))
