"""A command session: one person's conversation with one command, over as many messages as it takes."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NoReturn, cast

from tui.plugins.bot import NoneBot
from tui.plugins.command.interrupts import FinishException, PauseException, SwitchException, YieldException
from tui.plugins.event import Event
from tui.plugins.runtime import runtime
from tui.plugins.segments import Message
from tui.plugins.session import BaseSession
from tui.plugins.typing import CommandArgs_T, Filter_T, Message_T

if TYPE_CHECKING:
    from tui.plugins.command.registry import Command

DEFAULT_KEY = "__default_argument"


class CommandSession(BaseSession):
    """What a command's handler is given."""

    def __init__(
        self, bot: NoneBot, event: Event, cmd: Command, *, current_arg: str | None = "", args: CommandArgs_T | None = None
    ) -> None:
        super().__init__(bot, event)
        self.cmd = cmd
        self.current_key: str | None = None
        self.current_arg: str = current_arg or ""
        self.current_arg_filters: list[Filter_T] | None = None
        self.current_send_kwargs: dict[str, Any] = {}
        self.state: dict[str, Any] = dict(args or {})
        self._last_interaction: datetime | None = None
        self._running = False
        self._future: asyncio.Future[bool] | None = None

    @property
    def args(self) -> dict[str, Any]:
        """The state, by its old name."""
        return self.state

    @property
    def running(self) -> bool:
        """Whether the handler is at work, and not waiting for a message."""
        return self._running

    @running.setter
    def running(self, value: bool) -> None:
        if self._running and not value:
            self._last_interaction = datetime.now()
        self._running = value

    @property
    def waiting(self) -> bool:
        """Whether the handler waits within itself (``aget``, ``apause``)."""
        return self._future is not None and not self._future.done()

    @property
    def expire_timeout(self) -> timedelta | None:
        """How long it waits for the next message."""
        own = self.cmd.expire_timeout
        return cast("timedelta | None", self.bot.config.SESSION_EXPIRE_TIMEOUT if own is ... else own)

    @property
    def run_timeout(self) -> timedelta | None:
        """How long the handler may take with all its waiting."""
        own = self.cmd.run_timeout
        return cast("timedelta | None", self.bot.config.SESSION_RUN_TIMEOUT if own is ... else own)

    @property
    def is_valid(self) -> bool:
        """Whether it has not waited too long."""
        limit = self.expire_timeout
        return not limit or self._last_interaction is None or datetime.now() - self._last_interaction <= limit

    @property
    def is_first_run(self) -> bool:
        """Whether this is the message that called the command."""
        return self._last_interaction is None

    @property
    def current_arg_text(self) -> str:
        """The words of the argument, without CQ codes."""
        return Message(self.current_arg).extract_plain_text()

    @property
    def current_arg_images(self) -> list[str]:
        """The links of the pictures in the argument."""
        return Message(self.current_arg).image_urls()

    @property
    def argv(self) -> list[str]:
        """The argument split as a shell does, for a ``shell_like`` command."""
        return cast("list[str]", self.state.get("argv", []))

    def refresh(self, event: Event, *, current_arg: str | None = "") -> None:
        """Take a further message."""
        self.event = event
        self.current_arg = current_arg or ""

    def get(self, key: str, *, prompt: Message_T | None = None, arg_filters: list[Filter_T] | None = None, **kwargs: Any) -> Any:
        """Return the argument *key*; while there is none, ask for it: the handler starts anew when the answer came."""
        if key not in self.state:
            self._ask(key, arg_filters, kwargs)
            self.pause(prompt, **kwargs)
        return self.state[key]

    async def aget(
        self,
        key: Any = ...,
        *,
        prompt: Message_T | None = None,
        arg_filters: list[Filter_T] | None = None,
        force_update: Any = ...,
        **kwargs: Any,
    ) -> Any:
        """Return the argument *key*; while there is none, ask for it, and go on here when the answer came."""
        if key is ...:
            key, force_update = DEFAULT_KEY, True
        if key in self.state:
            if force_update is not True:
                return self.state[key]
            del self.state[key]
        self._ask(key, arg_filters, kwargs)
        await self.apause(prompt, **kwargs)
        return self.state.get(key, self.current_arg)

    def _ask(self, key: str, filters: list[Filter_T] | None, send_kwargs: dict[str, Any]) -> None:
        self.current_key = key
        self.current_arg_filters = filters
        self.current_send_kwargs = send_kwargs

    def pause(self, message: Message_T | None = None, **kwargs: Any) -> NoReturn:
        """Wait for the next message; the handler starts anew with it."""
        self._say(message, kwargs)
        self._leave(PauseException())

    async def apause(self, message: Message_T | None = None, **kwargs: Any) -> None:
        """Wait for the next message, and go on here with it."""
        self._say(message, kwargs)
        if self.waiting:
            return
        while True:
            self._future = asyncio.get_running_loop().create_future()
            self.running = False
            limit = self.expire_timeout
            try:
                await asyncio.wait_for(self._future, limit.total_seconds() if limit else None)
            except PauseException:
                continue
            return

    def go_on(self) -> None:
        """Let the handler that waits within itself go on."""
        if self._future is not None:
            self._future.set_result(True)

    def abandon(self) -> None:
        """End the handler that waits within itself, if it does."""
        if self._future is not None and not self._future.done():
            self._future.set_exception(FinishException())

    def finish(self, message: Message_T | None = None, **kwargs: Any) -> NoReturn:
        """End the session."""
        self._say(message, kwargs)
        self._leave(FinishException())

    def switch(self, new_message: Message_T) -> NoReturn:
        """End the session, and handle *new_message* as if it had come just now; on the first run the command was not done."""
        if self.is_first_run:
            raise FinishException(result=False)
        self._leave(SwitchException(new_message if isinstance(new_message, Message) else Message(new_message)))

    def _say(self, message: Message_T | None, send_kwargs: dict[str, Any]) -> None:
        if message:
            runtime.spawn(self.send(message, **send_kwargs))

    def _leave(self, way: Exception) -> NoReturn:
        if self.waiting and self._future is not None:
            self._future.set_exception(way)
            raise YieldException
        raise way


__all__ = ["CommandSession"]
