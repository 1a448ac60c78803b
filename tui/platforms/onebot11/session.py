"""One OneBot connection from its first frame to its end: sorts answers from events, and notices when it died without a word."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from tui.platforms.base import ConnectError
from tui.platforms.call_tap import CallTap
from tui.platforms.onebot11.calls import Calls, is_token_refusal, words_of
from tui.platforms.onebot11.heartbeat import CallLater, HeartbeatWatch
from tui.platforms.onebot11.tap import Tap
from tui.platforms.socket_session import JsonSink, SocketSession
from tui.platforms.sockets import Transport
from tui.platforms.values import Row, as_int, as_user

log = logging.getLogger(__name__)

SEEN_IDS = 4000
"""Message ids remembered as known to the implementation; NapCat's own table holds the last 5,000."""


class Session(SocketSession):
    """One connection, and the ids that the implementation told on it."""

    def __init__(
        self,
        transport: Transport,
        on_frame: JsonSink,
        *,
        call_timeout: float,
        call_later: CallLater | None = None,
        until_ready: Callable[[], Awaitable[None]] | None = None,
        tap: CallTap | None = None,
    ) -> None:
        tap = tap or Tap(None, lambda: 0)
        self._watch = HeartbeatWatch(call_later or asyncio.get_running_loop().call_later, self._beat_lost)
        self._seen: dict[str, None] = {}
        self.calls = Calls(transport.send, lambda: self.is_open, call_timeout, tap)
        self.greeting_id = ""
        super().__init__(transport, on_frame, tap, until_ready)

    def saw(self, native: str) -> None:
        """Remember that the implementation knows the message *native* at present."""
        self._seen.pop(native, None)
        self._seen[native] = None
        if len(self._seen) > SEEN_IDS:
            del self._seen[next(iter(self._seen))]

    def has_seen(self, native: str) -> bool:
        """Whether the implementation certainly knows *native*, because it told us of it on this connection."""
        return native in self._seen

    def on_end(self, reason: str) -> None:
        """Watch no more, and end the waiting calls."""
        self._watch.stop()
        self.calls.fail_all(reason)

    def take(self, frame: Any, text: str) -> None:
        """Sort one frame."""
        self._watch.sign_of_life()
        if not isinstance(frame, dict):
            self.pass_on(frame, text)
            return
        if is_token_refusal(frame):
            self._tap.answered("", text, is_failed=True)
            self.end(ConnectError("token_refused", words_of(frame), is_final=True))
        elif not self.calls.take(frame, text):
            self._note_meta(frame)
            self.pass_on(frame, text)

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
