"""One run of the simulated Bilibili: its world, the people in it, and where it is."""

from __future__ import annotations

import argparse
import functools
from contextlib import AsyncExitStack

from tui.simulator.bilibili.control import COMMANDS
from tui.simulator.bilibili.life import Life
from tui.simulator.bilibili.population import demo_world, small_world
from tui.simulator.bilibili.server import BilibiliServer
from tui.simulator.pipe import CanNotServeError, say
from tui.simulator.running import Running
from tui.simulator.script import read_script, run_script

UNKNOWN = {"replay": "recordings are", "webhook": "webhooks are", "reverse": "dialling is", "human": "a second person is"}


class BilibiliRun(Running):
    """For a person at the usual port."""

    def __init__(self, options: argparse.Namespace, usual_port: int) -> None:
        super().__init__(options)
        for name, words in UNKNOWN.items():
            if getattr(options, name):
                raise CanNotServeError(f"--{name}: {words} of OneBot 11")
        is_large = not options.small and (options.demo or options.serve)
        port = options.port if options.port is not None else usual_port if options.serve else 0
        world = demo_world(seed=options.seed) if is_large else small_world(seed=options.seed)
        self.server = BilibiliServer(world, port=port, seed=options.seed)
        self.server.troubles.qr_seconds = options.qr_seconds
        self._steps = self._read(options.script, functools.partial(read_script, known=COMMANDS))
        self._life = Life(world, seed=options.seed, speed=options.speed, is_quiet=options.quiet)
        self._has_begun = False

    async def _begin(self, stack: AsyncExitStack) -> None:
        await self._open(stack, self.server)
        stack.push_async_callback(self._life.stop)
        self.server.on_connected = self._connected

    def _connected(self) -> None:
        self._life.connected()
        if self._steps and not self._has_begun:
            self._has_begun = True
            self._spawn(self._play(run_script(self.server, self._steps, speed=self._options.speed), "script"))

    async def _obey(self, line: str) -> None:
        say(await self.server.obey(line))

    def address(self) -> dict[str, object]:
        """What the parent is told first: where to call, and with which login."""
        login = self.server.logins.first
        return {
            "url": self.server.url,
            "self_id": self.server.self_id,
            "cookies": login.cookies,
            "refresh_token": login.refresh_token,
        }

    def _introduction(self) -> list[str]:
        server = self.server
        cookies = [f"  {name}={value}" for name, value in server.logins.first.cookies.items()]
        return [f"bilibili · {server.self_id} {server.world.own.name}", f"  HTTP  {server.url}", *cookies]
