"""Runs commands: one session a context, which the next messages of that context go to, each with limits of time."""

from __future__ import annotations

import asyncio
from typing import Any, NamedTuple

from tui.locale import t
from tui.plugins.bot import NoneBot
from tui.plugins.command.interrupts import (
    CommandInterrupt,
    FinishException,
    PauseException,
    SwitchException,
    YieldException,
)
from tui.plugins.command.registry import Called, Command, registry
from tui.plugins.command.session import CommandSession
from tui.plugins.event import Event
from tui.plugins.helpers import context_id, render_expression, send
from tui.plugins.runtime import runtime
from tui.plugins.typing import CommandArgs_T, CommandName_T

HANDLER_SECONDS = 60.0
"""Seconds that a handler may work between two messages that it waits for."""

BUSY_TRIES = 5
BUSY_PAUSE = 0.3
"""A message that comes while the command works waits so often so many seconds."""

_sessions: dict[str, CommandSession] = {}


class Verdict(NamedTuple):
    """What this plugin would do with a message: ``privileged``, ``session``, ``command`` or ````."""

    kind: str
    called: Called | None = None


def consider(bot: NoneBot, event: Event) -> Verdict:
    """Return what would handle *event*, without running anything."""
    called = _called(bot, event)
    if called is not None and _is_privileged(called.command, event):
        return Verdict("privileged", called)
    session = _sessions.get(context_id(event))
    if session is not None and (session.running or session.is_valid):
        return Verdict("session", called)
    if called is not None and (event["to_me"] or not called.command.only_to_me):
        return Verdict("command", called)
    return Verdict("")


def _called(bot: NoneBot, event: Event) -> Called | None:
    return registry.parse(bot, str(event.message).lstrip())


def _is_privileged(command: Command, event: Event) -> bool:
    return command.privileged and (event["to_me"] or not command.only_to_me)


async def handle_command(bot: NoneBot, event: Event, *, interactive: bool = True) -> bool:
    """Handle *event* by a session or as a command; return whether it was handled. Raises SwitchException."""
    called = _called(bot, event)
    is_privileged = called is not None and _is_privileged(called.command, event)
    id = context_id(event)
    check_permission = True
    session: CommandSession | None = None
    if not is_privileged:
        for _ in range(BUSY_TRIES):
            if not (id in _sessions and _sessions[id].running):
                break
            await asyncio.sleep(BUSY_PAUSE)
        session = _sessions.get(id)
    if session is not None:
        if session.running:
            runtime.spawn(send(bot, event, render_expression(bot.config.SESSION_RUNNING_EXPRESSION)))
            return True
        if session.is_valid:
            event["to_me"] = True
            session.refresh(event, current_arg=str(event["message"]))
            check_permission = False
        else:
            _sessions.pop(id).abandon()
            session = None
    if session is None:
        if called is None or (called.command.only_to_me and not event["to_me"]):
            return False
        session = _new_session(bot, event, called.command, called.argument)
    return await _run(session, id, check_permission, disable_interaction=is_privileged or not interactive)


async def call_command(
    bot: NoneBot,
    event: Event,
    name: str | CommandName_T,
    *,
    current_arg: str = "",
    args: CommandArgs_T | None = None,
    check_perm: bool = True,
    disable_interaction: bool = False,
) -> bool:
    """Run the command *name* as if *event* had called it; return whether it was done."""
    command = registry.find(name)
    if command is None:
        return False
    session = _new_session(bot, event, command, current_arg, args)
    return await _run(session, context_id(event), check_perm, disable_interaction=disable_interaction)


def kill_current_session(event: Event) -> None:
    """End the session in the context of *event*, whatever it is doing."""
    session = _sessions.pop(context_id(event), None)
    if session is not None:
        session.abandon()


def _new_session(
    bot: NoneBot, event: Event, command: Command, argument: str, args: CommandArgs_T | None = None
) -> CommandSession:
    return (command.session_class or CommandSession)(bot, event, command, current_arg=argument, args=args)


async def _run(session: CommandSession, id: str, check_permission: bool, *, disable_interaction: bool) -> bool:
    if not disable_interaction:
        _sessions[id] = session
    try:
        session.running = True
        handled = await _run_handler(session, check_permission)
        raise FinishException(handled)
    except PauseException:
        session.running = False
        return not disable_interaction
    except YieldException:
        return True
    except (FinishException, SwitchException) as way:
        session.running = False
        if not disable_interaction and _sessions.get(id) is session:
            del _sessions[id]
        if isinstance(way, SwitchException):
            raise
        return way.result


async def _run_handler(session: CommandSession, check_permission: bool) -> bool:
    try:
        return await _limited(session, session.cmd.run(session, check_perm=check_permission))
    except CommandInterrupt:
        raise
    except TimeoutError:
        return True  # it waited too long for a message, as it wished, or took too long and that was said
    except Exception as error:  # noqa: BLE001  # a plugin's mistake is the plugin's
        runtime.fail(t("plugins.log.failed", what="/" + "/".join(session.cmd.name)), error)
        return True


async def _limited(session: CommandSession, work: Any) -> bool:
    """Await *work*, but not for ever: the time in which it waits for a message counts only against its own limit."""
    task = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()
    own_limit = session.run_timeout
    ends = loop.time() + own_limit.total_seconds() if own_limit else None
    left = HANDLER_SECONDS
    try:
        while True:
            before = loop.time()
            step = 1.0 if ends is None else max(0.0, min(1.0, ends - before))
            done, _ = await asyncio.wait({task}, timeout=step)
            if done and task.cancelled():
                runtime.fail(t("plugins.log.failed", what="/" + "/".join(session.cmd.name)), asyncio.CancelledError())
                return True
            if done:
                return bool(task.result())
            left = HANDLER_SECONDS if session.waiting else left - (loop.time() - before)
            if ends is not None and loop.time() >= ends:
                raise TimeoutError
            if left <= 0:
                what = "/" + "/".join(session.cmd.name)
                runtime.log_error(t("plugins.log.slow", what=what, seconds=f"{HANDLER_SECONDS:g}"))
                raise TimeoutError
    finally:
        task.cancel()
