"""Calls over one connection: a table of echoes, each with its own time limit, answered in any order, or never."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from tui.chat.text import one_line
from tui.platforms.call_errors import CallError
from tui.platforms.call_table import CallTable, Pending
from tui.platforms.call_tap import CallTap
from tui.platforms.onebot11.tap import Tap
from tui.platforms.values import Row, as_int, as_row, as_text

log = logging.getLogger(__name__)

UNKNOWN_ACTION = (404, 1404)
"""Retcodes of an action that the implementation does not have (go-cqhttp and Lagrange; NapCat and LLBot)."""

_UNKNOWN_ACTION_WORDS = ("不支持的api", "api 不存在", "api_not_found", "unsupported action")
_REFUSED_TOKEN = 1403


class CallRefusedError(CallError):
    """The implementation answered that it would not, or could not."""

    def __init__(self, retcode: int, words: str) -> None:
        super().__init__(words)
        self.retcode = retcode

    @property
    def is_unknown_action(self) -> bool:
        """Whether the implementation does not have this action at all."""
        words = self.words.lower()
        return self.retcode in UNKNOWN_ACTION or any(known in words for known in _UNKNOWN_ACTION_WORDS)


class _Pending(Pending):
    on_part: Callable[[Row], None] | None = None
    is_one_frame: bool = False


class Calls:
    """The calls of one connection, made on *loop*. *send* writes one text frame; *is_open* says whether it still can."""

    def __init__(
        self,
        send: Callable[[str], Awaitable[None]],
        is_open: Callable[[], bool],
        timeout: float = 15.0,
        tap: CallTap | None = None,
    ) -> None:
        self._tap = tap or Tap(None, lambda: 0)
        self._timeout = timeout
        self._table: CallTable[_Pending] = CallTable(send, is_open, self._tap)
        self.loop = running_loop()

    async def call(
        self,
        action: str,
        params: Mapping[str, Any] | None = None,
        *,
        timeout: float | None = None,
        on_part: Callable[[Row], None] | None = None,
    ) -> Any:
        """Call *action* and return the answer's ``data`` (None where it has none).

        Each part of a stream-action goes to *on_part* and starts the time limit (seconds) anew; the final one is returned.
        Raises CallRefusedError, CallNotSentError, CallUnansweredError.
        """
        return (await self.ask(action, params, timeout=timeout, on_part=on_part)).get("data")

    async def ask(
        self,
        action: str,
        params: Mapping[str, Any] | None = None,
        *,
        timeout: float | None = None,
        on_part: Callable[[Row], None] | None = None,
        is_one_frame: bool = False,
    ) -> Row:
        """Call *action* as :meth:`call` does, and return the whole answer: status, retcode, data, message, wording, echo.

        *is_one_frame*: the first frame is the answer, though it may call itself a part (NapCat's upload_file_stream).
        """
        echo = self._table.new_key()
        frame = json.dumps({"action": action, "params": dict(params or {}), "echo": echo}, ensure_ascii=False)
        seconds = self._timeout if timeout is None else timeout
        return await self._table.exchange(
            action, echo, frame, seconds, lambda answer, deadline: _Pending(answer, deadline, seconds, on_part, is_one_frame)
        )

    def take(self, frame: Row, text: str = "") -> bool:
        """Take *frame* (it came as *text*) if it answers a call of ours, in time or late; return whether it was any's answer."""
        if not is_answer(frame):
            return False
        echo = as_text(frame.get("echo"))
        self._tap.answered(echo, text, is_refusal(frame))
        pending = self._table.waiting.get(echo)
        if pending is None:
            log.debug("an answer to no waiting call was passed over, retcode %d", as_int(frame.get("retcode")))
        elif not pending.answer.done():
            self._settle(pending, frame)
        return True

    @staticmethod
    def _settle(pending: _Pending, frame: Row) -> None:
        data = frame.get("data")
        part = as_row(data)
        is_stream = frame.get("stream") == "stream-action"
        retcode = as_int(frame.get("retcode"), -1)
        if is_stream and not pending.is_one_frame and part.get("type") == "stream" and retcode == 0:
            pending.deadline.reschedule(asyncio.get_running_loop().time() + pending.seconds)
            if pending.on_part is not None:
                pending.on_part(part)
        elif is_refusal(frame):
            pending.answer.set_exception(CallRefusedError(retcode, words_of(frame)))
        else:
            pending.answer.set_result(frame)

    def fail_all(self, words: str) -> None:
        """End all waiting calls as unanswered, because the connection ended."""
        self._table.fail_all(words)


def is_answer(frame: Row) -> bool:
    """Return whether *frame* answers a call, rather than being an event."""
    return "retcode" in frame and "post_type" not in frame


def is_refusal(frame: Row) -> bool:
    """Return whether an answer says that the call was not done."""
    is_stream_error = frame.get("stream") == "stream-action" and as_row(frame.get("data")).get("type") == "error"
    return as_int(frame.get("retcode"), -1) not in (0, 1) or frame.get("status") == "failed" or is_stream_error


def is_token_refusal(frame: Row) -> bool:
    """Return whether *frame* is how NapCat and LLBot say, after accepting the socket, that the token is wrong."""
    return is_answer(frame) and as_int(frame.get("retcode")) == _REFUSED_TOKEN and not frame.get("echo")


def words_of(frame: Row) -> str:
    """Return why, in the implementation's own words: wording, else message, else msg, else the bare retcode."""
    data = as_row(frame.get("data"))
    for value in (frame.get("wording"), frame.get("message"), frame.get("msg"), data.get("message")):
        words = one_line(as_text(value))
        if words:
            return words
    return f"retcode {as_int(frame.get('retcode'), -1)}"


def running_loop() -> asyncio.AbstractEventLoop | None:
    """Return the loop of this thread, None where none runs."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
