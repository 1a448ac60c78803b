"""The process in which one plugin runs: ``python -m tui.plugins.host``, spoken to by its standard input and output.

One process a plugin: what hangs, leaks or exits costs nothing but itself. What the plugin prints goes to the log, not the pipe.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
import threading
from typing import BinaryIO

import msgspec

from tui.plugins import pipe

MEGABYTE = 1024 * 1024
PR_SET_PDEATHSIG = 1


def main() -> None:
    """Serve the house until it closes the pipe."""
    incoming = os.fdopen(os.dup(0), "rb")
    outgoing = os.fdopen(os.dup(1), "wb")
    _divert()
    first = pipe.to_host.decode(incoming.readline())
    assert isinstance(first, pipe.Start)
    limit_memory(first.megabytes)
    end_with_the_house()
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
    if sys.platform != "win32" and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)  # with all that the plugin started: nobody else is left to end it
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


def end_with_the_house() -> None:
    """Let the system end this process a second after the house died, where it can.

    Code that never lets go of the interpreter starves the thread that hears of it and ends the plugin's own children, too. The
    signal's handler is the C library's ``alarm``, called with the signal's number: one second of SIGHUP, then SIGALRM ends us.
    """
    if sys.platform != "linux":
        return
    import ctypes

    try:
        libc = ctypes.CDLL(None)
        libc.signal.argtypes = (ctypes.c_int, ctypes.c_void_p)
        libc.signal(signal.SIGHUP, ctypes.cast(libc.alarm, ctypes.c_void_p))
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGHUP)
    except (OSError, AttributeError):
        pass


if __name__ == "__main__":
    main()
