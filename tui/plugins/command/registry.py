"""Commands: their names, aliases and patterns, and which of them a message calls."""

from __future__ import annotations

import re
import warnings
from collections.abc import Awaitable, Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from tui.plugins.bot import NoneBot
from tui.plugins.command.argfilter import ValidateError
from tui.plugins.command.interrupts import YieldException
from tui.plugins.helpers import render_expression
from tui.plugins.permission import check_permission
from tui.plugins.typing import CommandHandler_T, CommandName_T, Patterns_T

if TYPE_CHECKING:
    from tui.plugins.command.session import CommandSession

FAILURES = "__validation_failure_num"
"""Where a session's state counts answers that were not valid."""


class Command:
    """One command. ``...`` for a permission or a timeout means what the config says."""

    def __init__(
        self,
        *,
        name: CommandName_T,
        func: CommandHandler_T,
        only_to_me: bool,
        privileged: bool,
        permission: Any,
        expire_timeout: timedelta | Any | None,
        run_timeout: timedelta | Any | None,
        session_class: type[CommandSession] | None,
    ) -> None:
        self.name = name
        self.func = func
        self.only_to_me = only_to_me
        self.privileged = privileged
        self.permission = permission
        self.expire_timeout = expire_timeout
        self.run_timeout = run_timeout
        self.session_class = session_class
        self.args_parser_func: CommandHandler_T | None = None
        self.aliases: tuple[str, ...] = ()

    def args_parser(self, parser_func: CommandHandler_T) -> CommandHandler_T:
        """Decorator: *parser_func* reads what comes before the handler sees it."""
        self.args_parser_func = parser_func
        return parser_func

    async def run(self, session: CommandSession, *, check_perm: bool = True) -> bool:
        """Take the session's argument, and run the handler; False when the sender may not call it."""
        if check_perm and not await self._is_allowed(session):
            return False
        if session.current_arg_filters is not None and session.current_key is not None:
            session.state[session.current_key] = await self._filtered(session)
        else:
            if self.args_parser_func:
                await self.args_parser_func(session)
            if session.current_key is not None and session.current_key not in session.state:
                session.state[session.current_key] = session.current_arg
        if session.waiting:
            session.go_on()
            raise YieldException
        await self.func(session)
        return True

    async def _is_allowed(self, session: CommandSession) -> bool:
        policy = session.bot.config.DEFAULT_COMMAND_PERMISSION if self.permission is ... else self.permission
        return await check_permission(session.bot, session.event, policy)

    async def _filtered(self, session: CommandSession) -> Any:
        """Return the argument as the filters make it; one that is not valid is asked for again, some times."""
        value: Any = session.current_arg
        config = session.bot.config
        try:
            for argument_filter in session.current_arg_filters or ():
                value = argument_filter(value)
                if isinstance(value, Awaitable):
                    value = await value
        except ValidateError as error:
            if config.MAX_VALIDATION_FAILURES > 0:
                session.state[FAILURES] = session.state.get(FAILURES, 0) + 1
                if session.state[FAILURES] >= config.MAX_VALIDATION_FAILURES:
                    session.finish(
                        render_expression(config.TOO_MANY_VALIDATION_FAILURES_EXPRESSION), **session.current_send_kwargs
                    )
            words = error.message
            if words is None:
                words = render_expression(config.DEFAULT_VALIDATION_FAILURE_EXPRESSION)
            session.pause(words, **session.current_send_kwargs)
        return value

    def __repr__(self) -> str:
        return f"<Command, name={self.name!r}>"


class Called(NamedTuple):
    """Which command a message calls, and with what."""

    command: Command
    argument: str


class Registry:
    """The commands of the plugin."""

    def __init__(self) -> None:
        self.commands: dict[CommandName_T, Command] = {}
        self.aliases: dict[str, Command] = {}
        self.patterns: dict[re.Pattern[str], Command] = {}

    def add(self, command: Command, aliases: Iterable[str] | str, patterns: Patterns_T) -> None:
        """Add *command*; a name, alias or pattern that is taken stays with who has it."""
        if command.name in self.commands:
            warnings.warn(f"Command {command.name} already exists", stacklevel=3)
            return
        self.commands[command.name] = command
        for alias in [aliases] if isinstance(aliases, str) else aliases:
            if not isinstance(alias, str) or alias in self.aliases:
                warnings.warn(f"Alias {alias} is not a string or already exists", stacklevel=3)
                continue
            self.aliases[alias] = command
            command.aliases = (*command.aliases, alias)
        for pattern in [patterns] if isinstance(patterns, str | re.Pattern) else patterns:
            self.patterns.setdefault(re.compile(pattern), command)

    def find(self, name: str | CommandName_T) -> Command | None:
        """Return the command of this very name; aliases are no names."""
        return self.commands.get((name,) if isinstance(name, str) else tuple(name))

    def parse(self, bot: NoneBot, text: str) -> Called | None:
        """Return what *text* calls: by name, else by alias, else by pattern."""
        start = _longest(_start_of(text, start) for start in bot.config.COMMAND_START)
        if start is None:
            return None
        whole = text[len(start) :].lstrip()
        if not whole:
            return None
        first, *rest = whole.split(maxsplit=1)
        splits = [_split(first, separator) for separator in bot.config.COMMAND_SEP]
        name = max(splits, key=len, default=(first,))
        command = self.commands.get(name) or self.aliases.get(first)
        if command is not None:
            return Called(command, "".join(rest))
        return next((Called(found, whole) for pattern, found in self.patterns.items() if pattern.search(whole)), None)


def _start_of(text: str, start: str | re.Pattern[str]) -> str | None:
    if isinstance(start, str):
        return start if text.startswith(start) else None
    match = start.match(text)
    return match[0] if match else None


def _longest(starts: Iterable[str | None]) -> str | None:
    return max((start for start in starts if start is not None), key=len, default=None)


def _split(name: str, separator: str | re.Pattern[str]) -> CommandName_T:
    return tuple(name.split(separator) if isinstance(separator, str) else separator.split(name))


registry = Registry()
