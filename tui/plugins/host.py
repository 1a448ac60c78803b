"""The process in which one plugin runs: ``python -m tui.plugins.host``, spoken to by its standard input and output.

One process a plugin: what hangs, leaks or exits costs nothing but itself. What the plugin prints goes to the log, not the pipe.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import threading
from typing import BinaryIO

import msgspec

from tui.plugins import pipe

MEGABYTE = 1024 * 1024


def main() -> None:
    """Serve the house until it closes the pipe."""
    incoming = os.fdopen(os.dup(0), "rb")
    outgoing = os.fdopen(os.dup(1), "wb")
    _divert()
    first = pipe.to_host.decode(incoming.readline())
    assert isinstance(first, pipe.Start)
    limit_memory(first.megabytes)
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    loop.call_soon(_begin, loop, incoming, outgoing, first)
    loop.run_forever()


def _begin(loop: asyncio.AbstractEventLoop, incoming: BinaryIO, outgoing: BinaryIO, first: pipe.Start) -> None:
    from tui.plugins.hosting import Host

    host = Host(outgoing)
    # A thread, and a daemon: it hears that the house is gone even while the plugin's own code hangs, and then ends all of it.
    threading.Thread(target=_listen, args=(loop, incoming, host.take), daemon=True).start()
    host.take(first)


def _listen(loop: asyncio.AbstractEventLoop, incoming: BinaryIO, take: object) -> None:
    try:
        for raw in incoming:
            loop.call_soon_threadsafe(take, pipe.to_host.decode(raw))  # type: ignore[arg-type]
    except (OSError, msgspec.MsgspecError, RuntimeError):
        pass
    os._exit(0)


def _divert() -> None:
    """Let nothing that the plugin or its libraries print come into the pipe, nor anything they read come out of it."""
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    os.dup2(2, 1)
    sys.stdout = sys.stderr


def limit_memory(megabytes: int) -> None:
    """Let this process have no more memory than that, where the system can limit it."""
    try:
        import resource
    except ImportError:  # Windows has no such limit for a process that limits itself
        return
    try:
        resource.setrlimit(resource.RLIMIT_AS, (megabytes * MEGABYTE, megabytes * MEGABYTE))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ValueError, OSError):
        pass  # macOS takes no limit on address space: the watchdog is what is left


if __name__ == "__main__":
    main()
