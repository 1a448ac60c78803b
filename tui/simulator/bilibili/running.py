"""One run of the simulated Bilibili: its world, what happens in it by script, and who drives it."""

from __future__ import annotations

import argparse
import asyncio
from contextlib import AsyncExitStack, aclosing

from tui.simulator.bilibili.control import COMMANDS
from tui.simulator.bilibili.life import Life
from tui.simulator.bilibili.population import demo_world, small_world
from tui.simulator.bilibili.server import BilibiliServer
from tui.simulator.pipe import CanNotServeError, lines_of_parent, say, tell, when_told_to_end
from tui.simulator.script import ScriptError, read_script, run_script

UNKNOWN = {"replay": "recordings are", "webhook": "webhooks are", "reverse": "dialling is", "human": "a second person is"}


class Run:
    """From the first listening to the end."""

    def __init__(self, options: argparse.Namespace, usual_port: int) -> None:
        for name, words in UNKNOWN.items():
            if getattr(options, name):
                raise CanNotServeError(f"--{name}: {words} of OneBot 11")
        self._options = options
        is_large = not options.small and (options.demo or options.serve)
        port = options.port if options.port is not None else usual_port if options.serve else 0
        world = demo_world(seed=options.seed) if is_large else small_world(seed=options.seed)
        self.server = BilibiliServer(world, port=port, seed=options.seed)
        self.server.troubles.qr_seconds = options.qr_seconds
        try:
            self._steps = read_script(options.script, COMMANDS) if options.script else []
        except ScriptError as error:
            raise CanNotServeError(f"{options.script}: {error}") from error
        except (OSError, UnicodeDecodeError) as error:
            raise CanNotServeError(str(error)) from error
        self._life = Life(world, seed=options.seed, speed=options.speed, is_quiet=options.quiet)
        self._script: asyncio.Task[None] | None = None
        self._ended = asyncio.Event()
        self.has_failed = False

    async def run(self) -> None:
        """Serve until a parent's lines end, or a person ends it."""
        async with AsyncExitStack() as stack:
            try:
                await stack.enter_async_context(self.server)
            except OSError as error:
                raise CanNotServeError(f"port {self.server.port}: {error.strerror or error}") from error
            stack.push_async_callback(self._life.stop)
            stack.push_async_callback(self._end_script)
            self.server.on_connected = self._connected
            if self._options.serve:
                self._introduce()
                when_told_to_end(self._ended)
                await self._ended.wait()
            else:
                await self._obey()

    async def _obey(self) -> None:
        login = self.server.logins.first
        say(
            {
                "url": self.server.url,
                "self_id": self.server.self_id,
                "cookies": login.cookies,
                "refresh_token": login.refresh_token,
            }
        )
        lines = lines_of_parent()
        while (line := await lines.get()) is not None:
            if line.strip():
                say(await self.server.obey(line))

    def _introduce(self) -> None:
        server, cookies = self.server, self.server.logins.first.cookies
        tell(f"bilibili · {server.self_id} {server.world.own.name}")
        tell(f"  HTTP  {server.url}")
        for name, value in cookies.items():
            tell(f"  {name}={value}")
        tell("  ctrl+c ends · ctrl+c 结束")

    # -- what happens by script

    def _connected(self) -> None:
        self._life.connected()
        if self._steps and self._script is None:
            self._script = asyncio.create_task(self._play())

    async def _play(self) -> None:
        try:
            async with aclosing(run_script(self.server, self._steps, speed=self._options.speed)) as lines:  # type: ignore[type-var]
                async for line in lines:
                    self._report(f"script: {line}", {"script": line})
        except ScriptError as error:
            self._report(f"script: {error}", {"failed": "script", "why": str(error)})
            self.has_failed = True
            self._ended.set()
            return
        self._report("script: done", {"script": "done"})
        if self._steps[-1].ends:
            self._ended.set()

    def _report(self, words: str, line: dict[str, object]) -> None:
        if self._options.serve:
            tell(words)
        else:
            say(line)

    async def _end_script(self) -> None:
        if self._script is not None:
            self._script.cancel()
            await asyncio.gather(self._script, return_exceptions=True)


async def run(options: argparse.Namespace, usual_port: int) -> int:
    """Serve as the options say, for a person at the usual port; the exit status is 1 when a script failed."""
    simulation = Run(options, usual_port)
    await simulation.run()
    return 1 if simulation.has_failed else 0
