"""`python -m tui.simulator`: a simulated implementation as a process, driven by control lines on stdin, ended by their end."""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import sys
import threading
from contextlib import AsyncExitStack

from tui.simulator.control import obey, runs_long
from tui.simulator.demo_world import demo_world
from tui.simulator.life import Life
from tui.simulator.onebot11.dialects import DIALECTS
from tui.simulator.onebot11.server import OneBotServer
from tui.simulator.world import small_world


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tui.simulator", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0: one that is free")
    parser.add_argument("--token", default="")
    parser.add_argument("--http-port", type=int, default=None, help="serve the HTTP API there, too (0: a port that is free)")
    parser.add_argument("--webhook", default="", metavar="URL", help="post events there")
    parser.add_argument("--secret", default="", help="sign what is posted with this")
    parser.add_argument("--reverse", default="", metavar="URL", help="dial who listens there")
    parser.add_argument("--reconnect", type=float, default=5.0, help="seconds between two attempts to dial")
    parser.add_argument("--demo", action="store_true", help="the demo's population instead of the small one of the tests")
    parser.add_argument("--quiet", action="store_true", help="nobody speaks of their own accord")
    parser.add_argument("--speed", type=float, default=1.0, help="how much faster than life people are")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--heartbeat", type=float, default=30.0, help="seconds; 0: none")
    parser.add_argument(
        "--report-self", action="store_true", help="own messages are events, too: reportSelfMessage, or IgnoreSelf off"
    )
    parser.add_argument("--dialect", choices=tuple(DIALECTS), default="napcat", help="which implementation to be")
    parser.add_argument("--verbose", action="store_true", help="log to stderr")
    return parser.parse_args(arguments)


def _say(line: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def _read_lines(loop: asyncio.AbstractEventLoop, lines: asyncio.Queue[str | None]) -> None:
    """Hand stdin to the loop, line by line, and its end as None; in a thread, because not every stdin can be polled."""
    for line in sys.stdin:
        loop.call_soon_threadsafe(lines.put_nowait, line)
    loop.call_soon_threadsafe(lines.put_nowait, None)


async def _answer(server: OneBotServer, line: str) -> None:
    _say(await obey(server, line))


async def _open_ways(server: OneBotServer, options: argparse.Namespace, ways: AsyncExitStack, place: dict[str, object]) -> None:
    """Serve in the other ways that were asked for; what they need is only imported for them."""
    if options.http_port is not None:
        from tui.simulator.onebot11.http_api import HttpApi

        place["http"] = (await ways.enter_async_context(HttpApi(server, port=options.http_port, token=options.token))).url
    if options.webhook:
        from tui.simulator.onebot11.webhook import WebhookPoster

        await ways.enter_async_context(WebhookPoster(server, options.webhook, options.secret))
    if options.reverse:
        from tui.simulator.onebot11.reverse import ReverseDialler

        dialler = ReverseDialler(server, options.reverse, token=options.token, every=options.reconnect)
        await ways.enter_async_context(dialler)


async def run(options: argparse.Namespace) -> None:
    """Serve until stdin ends; say on stdout where."""
    world = demo_world(seed=options.seed) if options.demo else small_world()
    server = OneBotServer(
        world,
        port=options.port,
        token=options.token,
        heartbeat=options.heartbeat,
        report_self=options.report_self,
        dialect=options.dialect,
    )
    async with server, AsyncExitStack() as ways:
        place: dict[str, object] = {"url": server.url, "self_id": server.self_id}
        await _open_ways(server, options, ways, place)
        life = Life(world, server.self_id, seed=options.seed, speed=options.speed, is_quiet=options.quiet)
        server.on_connected = life.connected
        lines: asyncio.Queue[str | None] = asyncio.Queue()
        reader = (asyncio.get_running_loop(), lines)
        threading.Thread(target=_read_lines, args=reader, daemon=True, name="control").start()
        _say(place)
        floods = []
        while (line := await lines.get()) is not None:
            if runs_long(line):
                floods.append(asyncio.create_task(_answer(server, line)))
            elif line.strip():
                await _answer(server, line)
        for flood in floods:
            flood.cancel()
        await asyncio.gather(*floods, return_exceptions=True)
        await life.stop()


def main(arguments: list[str] | None = None) -> None:
    """Entry point."""
    options = parse(arguments)
    if options.verbose:
        logging.basicConfig(stream=sys.stderr, level=logging.DEBUG)
    else:
        logging.getLogger().addHandler(logging.NullHandler())
    try:
        asyncio.run(run(options))
    except KeyboardInterrupt:
        logging.getLogger(__name__).debug("interrupted")


if __name__ == "__main__":
    main()
