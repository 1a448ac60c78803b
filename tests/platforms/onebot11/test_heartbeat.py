"""Two missed heartbeats end a connection; no beat ever, or none promised, does not."""

from __future__ import annotations

from collections.abc import Callable

from tui.platforms.onebot11.heartbeat import HeartbeatWatch


class Clock:
    """A loop's timers, moved by hand."""

    def __init__(self) -> None:
        self.now = 0.0
        self._timers: dict[int, tuple[float, Callable[[], None]]] = {}
        self._count = 0

    def call_later(self, delay: float, callback: Callable[[], None]) -> Handle:
        self._count += 1
        self._timers[self._count] = (self.now + delay, callback)
        return Handle(self, self._count)

    def forget(self, number: int) -> None:
        self._timers.pop(number, None)

    def move(self, seconds: float) -> None:
        self.now += seconds
        for number, (due, callback) in sorted(self._timers.items()):
            if due <= self.now:
                self.forget(number)
                callback()


class Handle:
    """One of its timers."""

    def __init__(self, clock: Clock, number: int) -> None:
        self._clock = clock
        self._number = number

    def cancel(self) -> None:
        self._clock.forget(self._number)


def watch() -> tuple[Clock, HeartbeatWatch, list[float]]:
    clock = Clock()
    lost: list[float] = []
    return clock, HeartbeatWatch(clock.call_later, lambda: lost.append(clock.now)), lost


def test_two_missed_beats_are_the_end() -> None:
    clock, heartbeat, lost = watch()
    heartbeat.beat(30_000)
    clock.move(59)
    assert not lost
    clock.move(17)
    assert lost == [76]


def test_any_sign_of_life_counts() -> None:
    clock, heartbeat, lost = watch()
    heartbeat.beat(30_000)
    for _ in range(10):
        clock.move(50)
        heartbeat.sign_of_life()
    assert not lost


def test_without_a_promise_nothing_is_missed() -> None:
    clock, heartbeat, lost = watch()
    heartbeat.sign_of_life()
    heartbeat.beat(0)
    clock.move(10_000)
    heartbeat.beat(30_000)
    heartbeat.stop()
    clock.move(10_000)
    assert not lost
