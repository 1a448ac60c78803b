"""How a simulator's process talks with who started it: lines to read, words for a person, and being told to end."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
import threading


class CanNotServeError(Exception):
    """It can not start; the text says why."""


def say(line: dict[str, object]) -> None:
    """Tell a parent."""
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def tell(words: str) -> None:
    """Tell a person."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def lines_of_parent() -> asyncio.Queue[str | None]:
    """The lines of stdin as they come, and its end as None; read in a thread, because not every stdin can be polled."""
    lines: asyncio.Queue[str | None] = asyncio.Queue()
    reader = (asyncio.get_running_loop(), lines)
    threading.Thread(target=_read_lines, args=reader, daemon=True, name="control").start()
    return lines


def _read_lines(loop: asyncio.AbstractEventLoop, lines: asyncio.Queue[str | None]) -> None:
    for line in sys.stdin:
        loop.call_soon_threadsafe(lines.put_nowait, line)
    loop.call_soon_threadsafe(lines.put_nowait, None)


def when_told_to_end(ended: asyncio.Event) -> None:
    """Set the event on ctrl+c, or when the system wants the process to end."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, ended.set)
        except NotImplementedError:  # Windows: ctrl+c raises KeyboardInterrupt
            break
