"""Reads frames into events, by table; whatever JSON comes, an event comes out and never an exception."""

from __future__ import annotations

from collections.abc import Callable

from tui.chat.events import ClockTold, Event, Malformed, MessageReceived, OnlineChanged
from tui.chat.ids import AccountId
from tui.platforms.decoding import OnlineState, wall_clock
from tui.platforms.onebot11.dialects import NAPCAT, Dialect
from tui.platforms.onebot11.messages import decode_message
from tui.platforms.onebot11.notices import decode_notice, decode_request
from tui.platforms.values import Row, as_bool, as_name, as_row, as_time, compact


class EventDecoder:
    """Reads the frames of one account's connection; it remembers only whether QQ was online, to tell changes alone."""

    def __init__(self, account: AccountId, dialect: Dialect = NAPCAT, clock: Callable[[], int] = wall_clock) -> None:
        self.account = account
        self.dialect = dialect
        self._clock = clock
        self._online = OnlineState()

    def decode(self, frame: object, raw: str = "") -> list[Event]:
        """Return what *frame* says; *raw* is its JSON text, made again where not given. Never raises."""
        if not isinstance(frame, dict):
            return [Malformed(type(frame).__name__)]
        raw = raw or compact(frame)
        post_type = frame.get("post_type")
        try:
            if post_type == "meta_event":
                return self._meta(frame)
            if post_type in ("message", "message_sent"):
                return self._message(frame, raw)
            if post_type == "notice":
                if self.dialect.heralds_requests and frame.get("notice_type") == "friend_add":
                    return []
                return self._online.only_changes(decode_notice(frame, self.account, self._clock(), raw))
            if post_type == "request":
                return decode_request(frame, self.account, self._clock(), raw)
        except RecursionError:
            # Only a frame nested for this purpose gets here; its neighbours must not suffer for it.
            return [Malformed(f"{as_name(post_type)}: nested too deep")]
        return [Malformed(as_name(post_type) or "no post_type")]

    def _message(self, frame: Row, raw: str) -> list[Event]:
        message = decode_message(frame, self.account, self.dialect, self._clock(), raw)
        if message is not None:
            return [MessageReceived(message)]
        if frame.get("message") in (None, "", []) and as_row(frame.get("sender")):
            return []  # a grey tip that NapCat sends through the messages, with nothing in it
        return [Malformed(f"message/{as_name(frame.get('message_type'))}")]

    def _meta(self, frame: Row) -> list[Event]:
        kind = frame.get("meta_event_type")
        if kind == "lifecycle":
            return []
        if kind != "heartbeat":
            return [Malformed(f"meta_event/{as_name(kind)}")]
        told = as_time(frame.get("time"))
        events: list[Event] = [ClockTold(told)] if told else []
        status = as_row(frame.get("status"))
        events += self._online.only_changes([OnlineChanged(as_bool(status.get("online"), default=True))])
        return events
