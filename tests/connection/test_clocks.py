"""A machine that slept is noticed."""

from __future__ import annotations

import asyncio

from tui.connection.clocks import watch_for_sleep


async def test_a_jump_of_the_clock_is_reported_and_an_ordinary_tick_is_not() -> None:
    readings = iter([0.0, 0.01, 100.0, 100.01, 100.02])
    woken: list[float] = []
    done = asyncio.Event()

    def clock() -> float:
        reading = next(readings, None)
        if reading is None:
            done.set()
            return 100.02
        return reading

    watch = asyncio.create_task(watch_for_sleep(woken.append, clock, tick=0.0, jump=15.0))
    await asyncio.wait_for(done.wait(), 5)
    watch.cancel()
    assert len(woken) == 1
    assert round(woken[0]) == 100
