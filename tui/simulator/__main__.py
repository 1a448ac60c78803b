"""`python -m tui.simulator`: a simulated implementation of OneBot 11 or mirai-api-http, or Bilibili, as a process.

A parent drives it by control lines on stdin, and it ends with them. With `--serve` a person started it: it says in words where it
listens and what passes, and ends with ctrl+c.
"""

from __future__ import annotations

import argparse
import asyncio
import functools
import logging
import sys
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from tui.simulator.control import obey, runs_long
from tui.simulator.demo_world import demo_world
from tui.simulator.life import Life
from tui.simulator.lines import NETWORK
from tui.simulator.model import Group, Role
from tui.simulator.onebot11.server import OneBotServer
from tui.simulator.options import BILIBILI_PORT, MIRAI_PORT, PORT, parse
from tui.simulator.pipe import CanNotServeError, say, tell
from tui.simulator.replay import OneBot, Wire, read_frames, replay
from tui.simulator.running import Running
from tui.simulator.script import read_script, run_script
from tui.simulator.serving import Serving
from tui.simulator.world import World, small_world

if TYPE_CHECKING:
    from tui.simulator.mirai.server import MiraiServer

SECOND_GREETED = 6.0
"""Seconds after a client of the second account has come until people may turn to it."""


class Simulation(Running):
    """One run: the world, the account's server, the person's when there is one, and what happens by script or recording."""

    def __init__(self, options: argparse.Namespace) -> None:
        super().__init__(options)
        is_for_person = options.serve or bool(options.human)
        is_large = not options.small and (options.demo or is_for_person)
        is_mirai = options.protocol == "mirai"
        usual = MIRAI_PORT if is_mirai else PORT
        port = options.port if options.port is not None else usual if is_for_person else 0
        self.world: World = demo_world(seed=options.seed) if is_large else small_world()
        self.server: OneBotServer | MiraiServer = self._mirai(port) if is_mirai else self._onebot(port)
        self.second = self._second()
        self.human: OneBotServer | None = None
        if options.human:
            if options.human == self.server.self_id or options.human not in self.world.users:
                raise CanNotServeError(f"--human: nobody else has the number {options.human}")
            self.human = OneBotServer(self.world, self_id=options.human, heartbeat=options.heartbeat, report_self=True)
        self._steps = self._read(options.script, read_script)
        self._wire = self._recorded_wire()
        self._frames = self._read(options.replay, functools.partial(read_frames, wire=self._wire))
        self._http = ""
        self._has_begun = False

    def _onebot(self, port: int) -> OneBotServer:
        options = self._options
        return OneBotServer(
            self.world,
            port=port,
            token=options.token,
            heartbeat=options.heartbeat,
            report_self=options.report_self,
            dialect=options.dialect,
        )

    def _recorded_wire(self) -> Wire:
        if self._options.protocol != "mirai":
            return OneBot()
        from tui.simulator.mirai import recorded

        return recorded

    def _second(self) -> MiraiServer | None:
        """Another account of the same world, behind mirai."""
        options = self._options
        if not options.mirai:
            return None
        from tui.simulator.mirai.manner import MIRAI, OVERFLOW
        from tui.simulator.mirai.server import MiraiServer

        if options.mirai in (self.server.self_id, options.human) or options.mirai not in self.world.users:
            raise CanNotServeError(f"--mirai: nobody else has the number {options.mirai}")
        manner = OVERFLOW if options.overflow else MIRAI
        second = MiraiServer(self.world, self_id=options.mirai, verify_key=options.verify_key, manner=manner)
        second.meet_past()
        return second

    def _mirai(self, port: int) -> MiraiServer:
        from tui.simulator.mirai.manner import MIRAI, OVERFLOW
        from tui.simulator.mirai.server import MiraiServer

        if self._options.qq and self._options.qq not in self.world.users:
            raise CanNotServeError(f"--qq: nobody has the number {self._options.qq}")
        manner = OVERFLOW if self._options.overflow else MIRAI
        return MiraiServer(self.world, self_id=self._options.qq, port=port, verify_key=self._options.verify_key, manner=manner)

    async def _begin(self, stack: AsyncExitStack) -> None:
        for server in (self.server, self.second, self.human):
            if server is not None:
                await self._open(stack, server)
        await self._open_ways(stack)
        for place, account in enumerate(self._accounts):
            life = self._live(account, self._options.seed + place)
            stack.push_async_callback(life.stop)
            account.on_connected = functools.partial(self._connected, account, life)

    @property
    def _accounts(self) -> tuple[Serving, ...]:
        """Those to whom things happen: all but the person's."""
        return (self.server, self.second) if self.second else (self.server,)

    def _live(self, account: Serving, seed: int) -> Life:
        played = [server.self_id for server in (*self._accounts, self.human) if server is not None and server is not account]
        options = self._options
        return Life(self.world, account.self_id, seed=seed, speed=options.speed, is_quiet=options.quiet, played=played)

    async def _open_ways(self, stack: AsyncExitStack) -> None:
        """Serve in the other ways that were asked for; what they need is only imported for them."""
        options, server = self._options, self.server
        if not isinstance(server, OneBotServer):
            if options.reverse or options.webhook:
                from tui.simulator.mirai import outgoing

                if options.webhook:
                    await stack.enter_async_context(outgoing.WebhookPoster(server, options.webhook))
                if options.reverse:
                    dialler = outgoing.ReverseDialler(server, options.reverse, every=options.reconnect)
                    await stack.enter_async_context(dialler)
            return  # the HTTP adapter shares the port
        if options.http_port is not None:
            from tui.simulator.onebot11.http_api import HttpApi

            api = HttpApi(server, port=options.http_port, token=options.token)
            await self._open(stack, api)
            self._http = api.url
        if options.webhook:
            from tui.simulator.onebot11.webhook import WebhookPoster

            await stack.enter_async_context(WebhookPoster(server, options.webhook, options.secret))
        if options.reverse:
            from tui.simulator.onebot11.reverse import ReverseDialler

            reverse = ReverseDialler(server, options.reverse, token=options.token, every=options.reconnect)
            await stack.enter_async_context(reverse)

    def address(self) -> dict[str, object]:
        """What the parent is told first: where to dial as whom, and for a person also where the bots dial."""
        if self.human is None:
            http = {"http": self._http} if self._http else {}
            second = {"mirai": {"url": self.second.url, "self_id": self.second.self_id}} if self.second else {}
            return {"url": self.server.url, "self_id": self.server.self_id, **http, **second}
        return {
            "url": self.human.url,
            "self_id": self.human.self_id,
            "bot_url": self.server.url,
            "bot_id": self.server.self_id,
            "names": {server.self_id: self.world.user(server.self_id).nickname for server in (self.server, self.human)},
            "groups": [
                {"id": group.id, "name": group.name, "bot_decides": self._bot_decides(group)}
                for group in self.world.groups.values()
            ],
        }

    def _bot_decides(self, group: Group) -> bool:
        """Whether the account is told who asks to be let in."""
        own = group.members.get(self.server.self_id)
        return own is not None and own.role >= Role.ADMIN

    def _connected(self, account: Serving, life: Life) -> None:
        if account is not self.server:
            self._spawn(self._greet_later(life))
            return
        life.connected()
        if not self._has_begun:
            self._has_begun = True
            if self._steps:
                self._spawn(self._play(run_script(self.server, self._steps, speed=self._options.speed), "script"))
            if self._frames:
                events = replay(self.server, self._frames, speed=self._options.speed, wire=self._wire)
                self._spawn(self._play(events, "replay"))

    async def _greet_later(self, life: Life) -> None:
        """Let people first turn to the account that most is about."""
        await asyncio.sleep(SECOND_GREETED / self._options.speed)
        life.connected()

    # -- driven by a parent

    async def _obey(self, line: str) -> None:
        if runs_long(line):
            self._spawn(self._answer(line))
        else:
            await self._answer(line)

    async def _answer(self, line: str) -> None:
        answer = await obey(self.server, line)
        if self.second is not None and answer.get("done") in NETWORK:
            await obey(self.second, line)
        say(answer)

    # -- started by a person

    def _introduction(self) -> list[str]:
        options, server = self._options, self.server
        if isinstance(server, OneBotServer):
            name, place, key = f"OneBot 11 · {options.dialect}", f"WebSocket  {server.url}", "token" if options.token else ""
        else:
            upon = " · Overflow" if options.overflow else ""
            name, place, key = (
                f"mirai-api-http 2.10{upon}",
                f"HTTP, WebSocket  {server.url}",
                "verifyKey" if options.verify_key else "",
            )
        lines = [f"{name} · {self._who(server)}", f"  {place}" + (f"  ({key})" if key else "")]
        ways = (("HTTP", self._http), ("webhook", options.webhook), ("reverse", options.reverse))
        lines += [f"  {name:9}  {place}" for name, place in ways if place]
        if self.second is not None:
            lines.append(f"  mirai-api-http 2.10 · {self._who(self.second)}  {self.second.url}")
        if self.human is not None:
            lines.append(f"  {self._who(self.human)}  {self.human.url}")
        return lines

    def _who(self, server: Serving) -> str:
        return f"{server.self_id} {self.world.user(server.self_id).nickname}"


def main(arguments: list[str] | None = None) -> int:
    """Entry point; the exit status is 1 when a script failed, 2 when nothing could start."""
    options = parse(arguments)
    if options.verbose:
        logging.basicConfig(stream=sys.stderr, level=logging.DEBUG)
    else:
        logging.getLogger().addHandler(logging.NullHandler())
    if options.serve:
        from tui.simulator.traffic import show_traffic

        show_traffic(tell)
    try:
        return asyncio.run(_run(options))
    except CanNotServeError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except KeyboardInterrupt:
        logging.getLogger(__name__).debug("interrupted")
        return 0


async def _run(options: argparse.Namespace) -> int:
    simulation: Running
    if options.protocol == "bilibili":
        from tui.simulator.bilibili.running import BilibiliRun

        simulation = BilibiliRun(options, BILIBILI_PORT)
    else:
        simulation = Simulation(options)
    await simulation.run()
    return 1 if simulation.has_failed else 0


if __name__ == "__main__":
    sys.exit(main())
