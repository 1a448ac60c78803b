"""Tells the time, and notices that the machine slept."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

TICK = 2.0
JUMP = 15.0


def now_ms() -> int:
    """Return the time in milliseconds since the epoch."""
    return time.time_ns() // 1_000_000


def awake_seconds() -> float:
    """Return seconds of a clock that goes on while the machine sleeps, where the system has one."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


async def watch_for_sleep(
    on_wake: Callable[[float], None], clock: Callable[[], float] = awake_seconds, tick: float = TICK, jump: float = JUMP
) -> None:
    """Call *on_wake* with the seconds missed whenever *clock* went on by more than *jump* beyond a *tick*; never returns.

    A suspended laptop, a stopped process and a paused machine look alike: their sockets may be dead without a word.
    """
    before = clock()
    while True:
        await asyncio.sleep(tick)
        after = clock()
        if after - before > tick + jump:
            on_wake(after - before)
        before = after
