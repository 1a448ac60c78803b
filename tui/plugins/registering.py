"""The decorators by which a plugin says what it does."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any, overload

from tui.plugins.command.registry import Command, registry
from tui.plugins.command.session import CommandSession
from tui.plugins.natural_language import NLProcessor
from tui.plugins.permission import policy_of
from tui.plugins.runtime import runtime
from tui.plugins.typing import CommandHandler_T, CommandName_T, NLPHandler_T, Patterns_T, PermissionPolicy_T


def on_command(
    name: str | CommandName_T,
    *,
    aliases: Iterable[str] | str = (),
    patterns: Patterns_T = (),
    permission: PermissionPolicy_T | Iterable[PermissionPolicy_T] = ...,  # type: ignore[assignment]
    only_to_me: bool = True,
    privileged: bool = False,
    shell_like: bool = False,
    expire_timeout: timedelta | None = ...,  # type: ignore[assignment]
    run_timeout: timedelta | None = ...,  # type: ignore[assignment]
    session_class: type[CommandSession] | None = None,
) -> Callable[[CommandHandler_T], CommandHandler_T]:
    """Register a handler as the command *name* (a tuple for one below another). A list of policies means all of them.

    A privileged command is run even when there is a session. *shell_like* splits the argument into ``session.argv``.
    """

    def register(func: CommandHandler_T) -> CommandHandler_T:
        if not isinstance(name, str | tuple):
            raise TypeError("the name of a command must be a str or tuple")
        if not name:
            raise ValueError("the name of a command must not be empty")
        if session_class is not None and not issubclass(session_class, CommandSession):
            raise TypeError("session_class must be a subclass of CommandSession")
        command = Command(
            name=(name,) if isinstance(name, str) else name,
            func=func,
            only_to_me=only_to_me,
            privileged=privileged,
            permission=policy_of(permission),
            expire_timeout=expire_timeout,
            run_timeout=run_timeout,
            session_class=session_class,
        )
        if shell_like:
            command.args_parser_func = _split_as_a_shell
        registry.add(command, aliases, patterns)
        func.args_parser = command.args_parser  # type: ignore[attr-defined]
        return func

    return register


async def _split_as_a_shell(session: CommandSession) -> None:
    session.state["argv"] = shlex.split(session.current_arg) if session.current_arg else []


@overload
def on_natural_language(keywords: NLPHandler_T, /) -> NLPHandler_T: ...


@overload
def on_natural_language(
    keywords: Iterable[str] | str | None = None,
    *,
    permission: PermissionPolicy_T | Iterable[PermissionPolicy_T] = ...,
    only_to_me: bool = True,
    only_short_message: bool = True,
    allow_empty_message: bool = False,
) -> Callable[[NLPHandler_T], NLPHandler_T]: ...


def on_natural_language(
    keywords: Any = None,
    *,
    permission: Any = ...,
    only_to_me: bool = True,
    only_short_message: bool = True,
    allow_empty_message: bool = False,
) -> Any:
    """Register a handler as a processor of natural language: for messages with one of *keywords*, or for all."""

    def register(func: NLPHandler_T) -> NLPHandler_T:
        runtime.processors.append(
            NLProcessor(
                func=func,
                keywords=(keywords,) if isinstance(keywords, str) else keywords,
                permission=policy_of(permission),
                only_to_me=only_to_me,
                only_short_message=only_short_message,
                allow_empty_message=allow_empty_message,
            )
        )
        return func

    return on_natural_language()(keywords) if callable(keywords) else register
