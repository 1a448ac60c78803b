"""One plugin's host process as the house sees it: started, spoken to, watched, ended, and started again."""

from __future__ import annotations

import asyncio
import itertools
import logging
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct

from tui.locale import t
from tui.plugins import pipe

M = TypeVar("M", bound=pipe.FromHost)
log = logging.getLogger(__name__)

MEGABYTES = 1024
"""Address space of one host, where the system limits it: Python itself reserves some tens of it."""

LINES_A_SECOND = 400
"""What is read of a host at most; more waits in the pipe, and with it the plugin."""

MAX_LOG_LINE = 2000
LAST_WORDS_SECONDS = 1.0
"""For so long what a dead process printed is still read."""

ROOT = str(Path(__file__).resolve().parents[2])
"""Where the host finds this package."""


class HostState(StrEnum):
    """How a plugin's process stands."""

    OFF = "off"
    STARTING = "starting"
    RUNNING = "running"
    RESTARTING = "restarting"
    BROKEN = "broken"
    GIVEN_UP = "given_up"


class Timing(Struct, frozen=True):
    """The watchdog's limits, in seconds; tests give shorter ones."""

    ping_every: float = 2.0
    answer_within: float = 10.0
    load_within: float = 30.0
    restart_after: float = 1.0
    most_deaths: int = 5
    deaths_within: float = 600.0


class Hooks(Struct, frozen=True):
    """What a host tells the house of: calls to answer, lines for its log (and whether one tells of a mistake), a new state."""

    call: Callable[[pipe.Call], Awaitable[pipe.Answer]]
    log: Callable[[str, bool], None]
    changed: Callable[[], None]


class HostProcess:
    """The process of one plugin, told by *start* what to load. All methods run on the plugins' loop."""

    def __init__(self, start: pipe.Start, hooks: Hooks, timing: Timing) -> None:
        self.name = start.name
        self.state = HostState.OFF
        self.words = ""
        self.loaded: pipe.Loaded | None = None
        self._start = start
        self._folder = Path(start.path).parent
        self._hooks = hooks
        self._timing = timing
        self._process: asyncio.subprocess.Process | None = None
        self._answers: dict[int, asyncio.Future[pipe.FromHost]] = {}
        self._numbers = itertools.count(1)
        self._ponged = asyncio.Event()
        self._settled = asyncio.Event()
        self._deaths: deque[float] = deque()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def deaths(self) -> int:
        """How often it ended lately without being told to."""
        return len(self._deaths)

    @property
    def memory(self) -> int:
        """The bytes of memory that it holds, 0 where the system does not tell."""
        process = self._process
        if process is None:
            return 0
        try:
            pages = Path(f"/proc/{process.pid}/statm").read_text(encoding="ascii").split()[1]
            return int(pages) * os.sysconf("SC_PAGE_SIZE")
        except (OSError, ValueError, IndexError, AttributeError):
            return 0

    def next_id(self) -> int:
        """Return an id for an event that is to be considered or pressed."""
        return next(self._numbers)

    def post(self, id: int, message: pipe.ToHost) -> asyncio.Future[pipe.FromHost]:
        """Tell the host, now; the future is its answer. It is cancelled when the host dies."""
        answer: asyncio.Future[pipe.FromHost] = asyncio.get_running_loop().create_future()
        if self.state is not HostState.RUNNING:
            answer.cancel()
            return answer
        self._answers[id] = answer
        answer.add_done_callback(lambda done: self._answers.pop(id, None) if self._answers.get(id) is done else None)
        self._write(message)
        return answer

    async def settled(self) -> None:
        """Wait until it is loaded, or will not be."""
        await self._settled.wait()

    async def run(self) -> None:
        """Keep the process running until cancelled, or until it is not worth it any more."""
        try:
            await self._keep_alive()
        finally:
            self._settled.set()  # nobody waits for what is being ended

    async def _keep_alive(self) -> None:
        while True:
            self._settled.clear()
            self._set(HostState.STARTING)
            words = await self._live()
            self.loaded = None
            if self.state is HostState.BROKEN:
                return
            now = time.monotonic()
            self._deaths.append(now)
            while self._deaths and self._deaths[0] < now - self._timing.deaths_within:
                self._deaths.popleft()
            if len(self._deaths) >= self._timing.most_deaths:
                self._set(HostState.GIVEN_UP, words)
                self._hooks.log(t("plugins.log.given_up", count=len(self._deaths), why=words), True)
                return
            wait = self._timing.restart_after * 2 ** (len(self._deaths) - 1)
            self._set(HostState.RESTARTING, words)
            self._hooks.log(t("plugins.log.restarting", why=words, seconds=f"{wait:g}"), True)
            await asyncio.sleep(wait)

    async def _live(self) -> str:
        """Start the process and serve it until it ends; return why it ended."""
        try:
            self._process = process = await self._spawn()
        except OSError as error:
            return t("plugins.end.not_started", words=error.strerror or error)
        self._write(self._start)
        assert process.stdout is not None and process.stderr is not None
        errors = asyncio.create_task(self._read_errors(process.stderr))
        ways = [asyncio.create_task(self._read(process.stdout)), asyncio.create_task(self._watch())]
        try:
            done, _ = await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            why = next((task.result() for task in ways if task in done), "")
        finally:
            code = await _wholly(self._end(process, ways, errors))
        return why or _say_code(code)

    async def _end(self, process: asyncio.subprocess.Process, ways: list[asyncio.Task[str]], errors: asyncio.Task[None]) -> int:
        """Leave nothing behind of a process that ended or is to end; return its exit code."""
        is_dead = any(way.done() for way in ways)
        self._kill(process)
        under_way: list[asyncio.Future[Any]] = [*ways, *self._answers.values(), *self._tasks]
        for one in under_way:
            one.cancel()
        if is_dead:  # by itself: what it said at last tells why
            await asyncio.wait([errors], timeout=LAST_WORDS_SECONDS)
        errors.cancel()
        await asyncio.gather(errors, *under_way, return_exceptions=True)
        # A grandchild that left the session may hold the pipes open, and asyncio waits for their end along with the process's:
        # they are closed on our side, though by no public way. The process is asked for its code before all of it is closed.
        transport: asyncio.SubprocessTransport = process._transport  # type: ignore[attr-defined]
        for pipe_of in map(transport.get_pipe_transport, range(3)):
            if pipe_of is not None:
                pipe_of.close()
        code = await process.wait()
        self._process = None
        transport.close()
        return code

    async def _spawn(self) -> asyncio.subprocess.Process:
        path = os.pathsep.join(filter(None, [ROOT, os.environ.get("PYTHONPATH", "")]))
        return await asyncio.create_subprocess_exec(
            sys.executable, "-P", "-m", "tui.plugins.host",
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
            cwd=self._folder, env=os.environ | {"PYTHONPATH": path, "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"},
            limit=pipe.MAX_LINE, start_new_session=True,
        )  # fmt: skip

    def _kill(self, process: asyncio.subprocess.Process) -> None:
        """End it with all that it started."""
        try:
            if sys.platform == "win32":
                process.kill()
            else:
                os.killpg(process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            pass

    def _write(self, message: pipe.ToHost) -> None:
        if self._process is not None and self._process.stdin is not None and not self._process.stdin.is_closing():
            self._process.stdin.write(pipe.line(message))

    async def _read(self, stream: asyncio.StreamReader) -> str:
        """Take what the host says until it says no more; return why, "" where its exit code says it."""
        began, count = time.monotonic(), 0
        while True:
            try:
                raw = await stream.readline()
                if not raw:
                    return ""
                self._take(pipe.from_host.decode(raw))
            except (ValueError, RecursionError) as error:  # a line too long, or no message of the pipe
                return t("plugins.end.nonsense", words=error)
            count += 1
            if count >= LINES_A_SECOND:
                await asyncio.sleep(max(0.0, began + 1.0 - time.monotonic()))
                began, count = time.monotonic(), 0

    def _take(self, message: pipe.FromHost) -> None:
        match message:
            case pipe.Loaded():
                self.loaded = message
                self._set(HostState.RUNNING)
            case pipe.Broken(words=words):
                self._set(HostState.BROKEN, words)
            case pipe.Pong():
                self._ponged.set()
            case pipe.Logged(text=text, is_error=is_error):
                self._hooks.log(text, is_error)
            case pipe.Call():
                task = asyncio.create_task(self._answer(message))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
            case _:
                answer = self._answers.get(message.id)
                if answer is not None and not answer.done():
                    answer.set_result(message)

    async def _answer(self, call: pipe.Call) -> None:
        self._write(await self._hooks.call(call))

    async def _watch(self) -> str:
        """Ask again and again whether it is there; return when it is not."""
        try:
            async with asyncio.timeout(self._timing.load_within):
                await self._settled.wait()
        except TimeoutError:
            return t("plugins.end.not_loaded", seconds=f"{self._timing.load_within:g}")
        if self.state is HostState.BROKEN:
            return self.words
        while True:
            self._ponged.clear()
            self._write(pipe.Ping())
            try:
                async with asyncio.timeout(self._timing.answer_within):
                    await self._ponged.wait()
            except TimeoutError:
                return t("plugins.end.no_answer", seconds=f"{self._timing.answer_within:g}")
            await asyncio.sleep(self._timing.ping_every)

    async def _read_errors(self, stream: asyncio.StreamReader) -> None:
        """Put what the plugin prints into the log, no faster than a person could ever read it."""
        rest = ""
        while data := await stream.read(16384):
            *lines, rest = (rest + data.decode("utf-8", "replace")).split("\n")
            rest = rest[-MAX_LOG_LINE:]
            shown = [line for line in lines if line.strip()]
            for line in shown[:50]:
                self._hooks.log(line, False)
            if len(shown) > 50:
                self._hooks.log(t("plugins.log.more_lines", count=len(shown) - 50), False)
                await asyncio.sleep(0.2)
        if rest.strip():
            self._hooks.log(rest, False)

    def _set(self, state: HostState, words: str = "") -> None:
        self.state, self.words = state, words
        if state is not HostState.STARTING:
            self._settled.set()
        self._hooks.changed()


async def _wholly(work: Coroutine[Any, Any, int]) -> int:
    """Await *work* to its end, though we are cancelled meanwhile."""
    task = asyncio.ensure_future(work)
    is_cancelled = False
    while not task.done():
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError:
            is_cancelled = True
    if is_cancelled:
        raise asyncio.CancelledError
    return task.result()


def _say_code(code: int) -> str:
    if code >= 0:
        return t("plugins.end.exited", code=code)
    name = next((known.name for known in signal.Signals if known == -code), str(-code))
    return t("plugins.end.signal", name=name)


async def answer_of(answer: asyncio.Future[pipe.FromHost], cls: type[M], seconds: float | None = None) -> M | None:
    """Return what the host answers, None when it dies before, or takes longer than *seconds*."""
    await asyncio.wait([answer], timeout=seconds)
    if not answer.done() or answer.cancelled():
        answer.cancel()
        return None
    found = answer.result()
    return found if isinstance(found, cls) else None


__all__ = ["Hooks", "HostProcess", "HostState", "Timing", "answer_of"]
