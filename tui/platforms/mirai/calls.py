"""Calls over one connection: a table of syncIds, each with its own time limit, which runs while it is the call's turn."""

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
from tui.platforms.mirai.tap import Tap
from tui.platforms.values import Row, as_int, as_row, as_text

log = logging.getLogger(__name__)

SUCCESS, WRONG_KEY, NO_BOT, NO_SESSION, UNBOUND, NO_TARGET = 0, 1, 2, 3, 4, 5
UNSUPPORTED, NO_PERMISSION, MUTED, TOO_LONG, BAD_PARAMETERS, BROKEN = 6, 10, 20, 30, 400, 500


class CallRefusedError(CallError):
    """The other side answered that it would not, or could not; *code* says why."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(words)
        self.code = code

    @property
    def is_unknown_command(self) -> bool:
        """Whether the other side does not have this command at all: what Overflow leaves out is not implemented."""
        return self.code == UNSUPPORTED or (self.code == BROKEN and "not implemented" in self.words.lower())


class Calls:
    """The calls of one connection. *send* writes one text frame; *is_open* says whether it still can.

    *in_turn*: a socket's commands are done one after another, so that the time of a call begins when those before it are done.
    """

    def __init__(
        self,
        send: Callable[[str], Awaitable[None]],
        is_open: Callable[[], bool],
        timeout: float,
        tap: CallTap | None = None,
        *,
        in_turn: bool = True,
    ) -> None:
        self._tap = tap or Tap(None, lambda: 0)
        self._timeout = timeout
        self._in_turn = in_turn
        self._table: CallTable[Pending] = CallTable(send, is_open, self._tap)

    async def call(
        self, command: str, content: Mapping[str, Any] | None = None, *, sub: str | None = None, timeout: float | None = None
    ) -> Row:
        """Call *command* and return its whole answer; *sub* is its second word, *timeout* in seconds.

        Raises CallRefusedError, CallNotSentError, CallUnansweredError.
        """
        sync = self._table.new_key()
        row = {"syncId": sync, "command": command, "subCommand": sub, "content": dict(content or {})}
        frame = json.dumps(row, ensure_ascii=False)
        seconds = self._timeout if timeout is None else timeout

        def wait(answer: asyncio.Future[Row], deadline: asyncio.Timeout) -> Pending:
            if self._in_turn and self._oldest is not None:
                deadline.reschedule(None)
            return Pending(answer, deadline, seconds)

        try:
            return await self._table.exchange(name_of(command, sub), sync, frame, seconds, wait)
        finally:
            self._begin_turn()

    @property
    def _oldest(self) -> Pending | None:
        return next((pending for pending in self._table.waiting.values() if not pending.answer.done()), None)

    def _begin_turn(self) -> None:
        """Let the time run of the call that is the oldest now."""
        oldest = self._oldest
        if oldest is not None and oldest.deadline.when() is None:
            oldest.deadline.reschedule(asyncio.get_running_loop().time() + oldest.seconds)

    def take(self, sync: str, data: Row, text: str) -> bool:
        """Take *data* if it answers a call of ours, in time or late; return whether it did."""
        if not self._table.is_ours(sync):
            return False
        self._tap.answered(sync, text, is_refusal(data), is_hidden=not is_refusal(data))
        pending = self._table.waiting.get(sync)
        if pending is None:
            log.debug("an answer to no waiting call was passed over, code %d", as_int(data.get("code")))
        elif not pending.answer.done():
            _settle(pending.answer, data)
        return True

    def take_bare(self, data: Row, text: str) -> None:
        """Take a refusal that does not say which call it is for: they are answered in order, so it is the oldest."""
        waiting = ((sync, pending.answer) for sync, pending in self._table.waiting.items() if not pending.answer.done())
        sync, answer = next(waiting, ("", None))
        self._tap.answered(sync, text, is_failed=True, is_hidden=False)
        if answer is not None:
            _settle(answer, data)

    def fail_all(self, words: str) -> None:
        """End all waiting calls as unanswered, because the connection ended."""
        self._table.fail_all(words)


def _settle(answer: asyncio.Future[Row], data: Row) -> None:
    if is_refusal(data):
        answer.set_exception(CallRefusedError(as_int(data.get("code"), BROKEN), words_of(data)))
    else:
        answer.set_result(data)


def name_of(command: str, sub: str | None) -> str:
    """Return what a person calls *command* by: with its second word, where it has one."""
    return f"{command}.{sub}" if sub else command


def is_refusal(data: Row) -> bool:
    """Return whether an answer says that the call was not done; one without a code is the object that was asked for."""
    return "code" in data and as_int(data.get("code"), BROKEN) != SUCCESS


def words_of(data: Row) -> str:
    """Return why, in the other side's own words, else the bare code."""
    return one_line(as_text(data.get("msg"))) or f"code {as_int(data.get('code'), BROKEN)}"


def value_of(answer: Row) -> Any:
    """Return what was asked for: behind ``data``, or the answer itself where it is bare."""
    return answer.get("data") if "code" in answer else answer


def rows_of(answer: Row) -> list[Row]:
    """Return the rows of an answer that is a list."""
    value = value_of(answer)
    return [as_row(row) for row in value] if isinstance(value, list) else []
