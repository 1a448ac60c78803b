"""The host's side of the pipe: hands events to the plugin, and the plugin's calls to the house."""

from __future__ import annotations

import asyncio
import itertools
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from msgspec import Struct, field

from tui.locale import set_language, t
from tui.plugins import pipe
from tui.plugins.bot import get_bot
from tui.plugins.command.interrupts import SwitchException
from tui.plugins.command.registry import registry
from tui.plugins.command.running import HANDLER_SECONDS, consider, handle_command
from tui.plugins.event import Event
from tui.plugins.exceptions import ActionFailed
from tui.plugins.loading import load
from tui.plugins.message import prepare
from tui.plugins.natural_language import IntentCommand, find_intents, follow
from tui.plugins.palette import PaletteSession
from tui.plugins.runtime import current_event, current_origin, runtime
from tui.plugins.segments import Message

MOST_LOGGED = 10_000
"""Characters of one line for the log: nobody reads more, and the pipe is not to be filled with it."""

MOST_KEPT = 256
"""Events that are kept between being considered and being handled."""


class Kept(Struct):
    """An event that was considered."""

    event: Event
    origin: int
    intents: list[IntentCommand] = field(default_factory=list)


class Host:
    """Answers the house on *out*; all but :meth:`write` runs on the loop."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._lock = threading.Lock()
        self._kept: OrderedDict[int, Kept] = OrderedDict()
        self._calls: dict[int, asyncio.Future[Any]] = {}
        self._numbers = itertools.count(1)
        self._tasks: set[asyncio.Task[None]] = set()
        runtime.call = self._call
        runtime.log = lambda text: self.write(pipe.Logged(text[:MOST_LOGGED]))
        runtime.log_error = lambda text: self.write(pipe.Logged(text[:MOST_LOGGED], is_error=True))

    def write(self, message: pipe.FromHost) -> None:
        """Tell the house; it may wait while the house reads slowly. Raises ValueError for what is too long."""
        said = pipe.line(message)
        if len(said) > pipe.MAX_LINE:
            raise ValueError(t("plugins.log.too_long", most=pipe.MAX_LINE // 2**20))
        with self._lock:
            self._out.write(said)
            self._out.flush()

    def take(self, message: pipe.ToHost) -> None:
        """Take what the house said."""
        match message:
            case pipe.Ping():
                self.write(pipe.Pong())
            case pipe.Answer(call=number):
                self._answered(number, message)
            case pipe.Start():
                self._start(message)
            case pipe.Consider(id=id):
                self._kept[id] = Kept(_event(message.event), message.origin)
                while len(self._kept) > MOST_KEPT:
                    self._kept.popitem(last=False)
                self._spawn(self._consider, id)
            case pipe.Think(id=id):
                self._spawn(self._think, id)
            case pipe.Handle(id=id):
                self._spawn(self._handle, id, message.interactive)
            case pipe.Follow(id=id):
                self._spawn(self._follow, id, message.intent)
            case pipe.Press(id=id):
                self._kept[id] = Kept(_event(message.event), message.origin)
                self._spawn(self._press, id, message.entry)

    def _spawn(self, work: Callable[..., Any], id: int, *values: Any) -> None:
        task = asyncio.ensure_future(self._run(work, id, *values))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(self, work: Callable[..., Any], id: int, *values: Any) -> None:
        kept = self._kept.get(id)
        if kept is None:
            self.write(pipe.Handled(id, False))
            return
        current_event.set(kept.event)
        current_origin.set(kept.origin)
        try:
            self.write(await work(id, kept, *values))
        except (Exception, asyncio.CancelledError) as error:  # noqa: BLE001  # whatever a plugin's code raises, the house gets an answer
            runtime.fail(t("plugins.log.failed", what=type(error).__name__), error)
            self.write(pipe.Handled(id, False))

    def _start(self, message: pipe.Start) -> None:
        set_language(message.language)
        get_bot().config.SUPERUSERS = set(message.superusers)
        try:
            load(message.name, Path(message.path))
        except BaseException as error:  # noqa: BLE001  # also SystemExit: a plugin does not decide how its loading ends
            runtime.fail(t("plugins.log.not_loaded"), error)
            self.write(pipe.Broken(_words_of(error)[:MOST_LOGGED]))
            return
        commands = [pipe.CommandTold(list(c.name), list(c.aliases), c.only_to_me) for c in registry.commands.values()]
        entries = [pipe.EntryTold(entry.title, entry.key) for entry in runtime.entries]
        starts = sorted(start for start in get_bot().config.COMMAND_START if isinstance(start, str))
        self.write(pipe.Loaded(commands, entries, starts, len(runtime.processors)))

    async def _consider(self, id: int, kept: Kept) -> pipe.FromHost:
        if not await prepare(get_bot(), kept.event):
            return pipe.Considered(id, "ignored")
        return pipe.Considered(id, consider(get_bot(), kept.event).kind or "none", bool(runtime.processors))

    async def _handle(self, id: int, kept: Kept, interactive: bool) -> pipe.FromHost:
        try:
            return pipe.Handled(id, await handle_command(get_bot(), kept.event, interactive=interactive))
        except SwitchException as way:
            kept.event["message"] = way.new_message
            kept.event["to_me"] = True
            return pipe.Handled(id, False, dict(kept.event))

    async def _think(self, id: int, kept: Kept) -> pipe.FromHost:
        found = await find_intents(get_bot(), kept.event)
        kept.intents = [intent for intent in found if registry.find(intent.name) is not None]
        for intent in found:
            if intent not in kept.intents:
                runtime.log_error(t("plugins.log.no_command", name=intent.name))
        return pipe.Thought(id, [min(float(intent.confidence), sys.float_info.max) for intent in kept.intents])

    async def _follow(self, id: int, kept: Kept, index: int) -> pipe.FromHost:
        return pipe.Handled(id, await follow(get_bot(), kept.event, kept.intents[index]))

    async def _press(self, id: int, kept: Kept, index: int) -> pipe.FromHost:
        entry = runtime.entries[index]
        try:
            async with asyncio.timeout(HANDLER_SECONDS):
                await entry.func(PaletteSession(get_bot(), kept.event))
        except TimeoutError:
            runtime.log_error(t("plugins.log.slow", what=entry.title, seconds=f"{HANDLER_SECONDS:g}"))
        return pipe.Handled(id, True)

    async def _call(self, action: str, params: dict[str, Any], self_id: str, origin: int) -> Any:
        number = next(self._numbers)
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._calls[number] = answer
        try:
            self.write(pipe.Call(number, action, params, self_id, origin))
            return await answer
        finally:
            del self._calls[number]

    def _answered(self, number: int, message: pipe.Answer) -> None:
        answer = self._calls.get(number)
        if answer is None or answer.done():
            return
        if message.failure is not None:
            answer.set_exception(ActionFailed(message.failure))
        else:
            answer.set_result(message.data)


def _words_of(error: BaseException) -> str:
    try:
        return f"{type(error).__name__}: {error}"
    except Exception:  # noqa: BLE001  # an exception of the plugin's own, that can not be put into words
        return type(error).__name__


def _event(values: dict[str, Any]) -> Event:
    event = Event(values)
    event["message"] = Message(event.get("message") or "")
    return event
