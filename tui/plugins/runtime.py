"""What the one plugin of this host process has registered, and how its code reaches the house: the pipe, and the log."""

from __future__ import annotations

import asyncio
import sys
import traceback
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from tui.locale import t
from tui.plugins.event import Event
from tui.plugins.exceptions import ApiNotAvailable

if TYPE_CHECKING:
    from tui.plugins.natural_language import NLProcessor
    from tui.plugins.palette import Entry

MAX_TRACEBACK = 8000
"""Characters kept of one traceback: its end, where the mistake stands."""

current_event: ContextVar[Event | None] = ContextVar("current_event", default=None)
"""The event that is being handled."""

current_origin: ContextVar[int] = ContextVar("current_origin", default=0)
"""The store's id of the conversation in which it happened; 0 outside of a handler."""


async def _nobody(action: str, params: dict[str, Any], self_id: str, origin: int) -> Any:
    raise ApiNotAvailable(f"{action}: nobody hears calls here: the plugin does not run in its host")


class Runtime:
    """The registries. Commands are registered by :mod:`tui.plugins.command`."""

    def __init__(self) -> None:
        self.call: Callable[[str, dict[str, Any], str, int], Awaitable[Any]] = _nobody
        self.processors: list[NLProcessor] = []
        self.preprocessors: list[Callable[..., Awaitable[Any]]] = []
        self.entries: list[Entry] = []
        self.log: Callable[[str], None] = lambda text: print(text, file=sys.stderr)  # noqa: T201
        self.log_error: Callable[[str], None] = self._log_plainly
        self._tasks: set[asyncio.Future[Any]] = set()

    def _log_plainly(self, text: str) -> None:
        self.log(text)

    def spawn(self, work: Awaitable[Any]) -> None:
        """Let *work* run by itself; what it fails with is logged."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._over)

    def _over(self, task: asyncio.Future[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self.fail(t("plugins.log.send_failed"), error)

    def fail(self, what: str, error: BaseException) -> None:
        """Log that *what* failed, with where."""
        lines = "".join(traceback.format_exception(error)).rstrip()
        if len(lines) > MAX_TRACEBACK:
            lines = "…" + lines[-MAX_TRACEBACK:]
        self.log_error(f"{what}\n{lines}")


runtime = Runtime()
