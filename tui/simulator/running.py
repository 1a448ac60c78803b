"""One run of the simulator, whatever it simulates: what it reads, what happens by script, who drives it, and how it ends."""

from __future__ import annotations

import argparse
import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import AsyncExitStack, aclosing
from pathlib import Path
from typing import Any, TypeVar

from tui.simulator.listening import Listening
from tui.simulator.pipe import CanNotServeError, lines_of_parent, say, tell, when_told_to_end
from tui.simulator.script import ScriptError, Step

T = TypeVar("T")


class Running(ABC):
    """From the first listening to the end. `has_failed` says whether a script did."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._options = options
        self._steps: list[Step] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._ended = asyncio.Event()
        self.has_failed = False

    async def run(self) -> None:
        """Serve until a parent's lines end, or a person ends it. Raises CanNotServeError."""
        async with AsyncExitStack() as stack:
            await self._begin(stack)
            stack.push_async_callback(self._end_tasks)
            if self._options.serve:
                tell("\n".join([*self._introduction(), "  ctrl+c ends · ctrl+c 结束"]))
                when_told_to_end(self._ended)
                await self._ended.wait()
            else:
                lines = lines_of_parent()
                say(self.address())
                while (line := await lines.get()) is not None:
                    if line.strip():
                        await self._obey(line)

    @abstractmethod
    async def _begin(self, stack: AsyncExitStack) -> None:
        """Open the servers, and let people live."""

    @abstractmethod
    def address(self) -> dict[str, object]:
        """What the parent is told first: where to dial as whom."""

    @abstractmethod
    def _introduction(self) -> list[str]:
        """What a person is told first."""

    @abstractmethod
    async def _obey(self, line: str) -> None:
        """Do what the parent says, and answer."""

    @staticmethod
    def _read(path: Path | None, read: Callable[[Path], list[T]]) -> list[T]:
        """What `read` makes of a file, if there is one. Raises CanNotServeError."""
        try:
            return read(path) if path else []
        except OSError as error:
            raise CanNotServeError(str(error)) from error
        except ValueError as error:
            raise CanNotServeError(f"{path}: {error}") from error

    @staticmethod
    async def _open(stack: AsyncExitStack, server: Listening) -> None:
        """Let a server listen to the end. Raises CanNotServeError."""
        try:
            await stack.enter_async_context(server)
        except OSError as error:
            raise CanNotServeError(f"port {server.port}: {error.strerror or error}") from error

    def _spawn(self, doing: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(doing)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _end_tasks(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # -- what happens by script

    async def _play(self, doing: AsyncGenerator[str, None], name: str) -> None:
        try:
            async with aclosing(doing) as lines:
                async for line in lines:
                    self._report(f"{name}: {line}", {name: line})
        except ScriptError as error:
            self._report(f"{name}: {error}", {"failed": name, "why": str(error)})
            self.has_failed = True
            self._ended.set()
            return
        self._report(f"{name}: done", {name: "done"})
        if name == "script" and self._steps[-1].ends:
            self._ended.set()

    def _report(self, words: str, line: dict[str, object]) -> None:
        if self._options.serve:
            tell(words)
        else:
            say(line)
