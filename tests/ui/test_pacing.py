"""When what arrived is painted: at once, together, or behind a letter's own frame."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from itertools import pairwise
from typing import cast

import pytest

from tui.ui.pacing import FRAME, TYPING, TYPING_FRAME, Pacer


class Handle:
    """A call that may still be cancelled."""

    def __init__(self, call: Callable[[], None]) -> None:
        self.call: Callable[[], None] | None = call

    def cancel(self) -> None:
        self.call = None


class Loop:
    """A loop whose clock the test moves."""

    def __init__(self) -> None:
        self.now = 100.0
        self.calls: list[tuple[float, Handle]] = []

    def time(self) -> float:
        return self.now

    def call_at(self, when: float, call: Callable[[], None]) -> Handle:
        handle = Handle(call)
        self.calls.append((when, handle))
        return handle

    def call_later(self, delay: float, call: Callable[[], None]) -> Handle:
        return self.call_at(self.now + delay, call)

    def go_to(self, now: float) -> None:
        """Let time pass, and what is due happen."""
        for when, handle in sorted(self.calls, key=lambda call: call[0]):
            if when <= now and handle.call is not None:
                self.now = max(self.now, when)
                call, handle.call = handle.call, None
                call()
        self.now = now


@pytest.fixture
def loop() -> Loop:
    return Loop()


@pytest.fixture
def shown() -> list[float]:
    return []


@pytest.fixture
def pacer(loop: Loop, shown: list[float]) -> Pacer:
    return Pacer(cast(asyncio.AbstractEventLoop, loop), lambda: shown.append(round(loop.now - 100, 3)))


def test_what_comes_alone_is_shown_at_once(loop: Loop, pacer: Pacer, shown: list[float]) -> None:
    pacer.arrived()
    loop.go_to(100.0)
    assert shown == [0.0]


def test_what_comes_in_plenty_is_shown_together(loop: Loop, pacer: Pacer, shown: list[float]) -> None:
    for step in range(10):
        loop.go_to(100 + step * FRAME / 5)
        pacer.arrived()
    loop.go_to(101)
    assert shown == [0.0, round(FRAME, 3), round(2 * FRAME, 3)]


def test_what_takes_long_to_paint_is_painted_more_seldom(loop: Loop, pacer: Pacer, shown: list[float]) -> None:
    for step in range(40):
        loop.go_to(100 + step / 100)
        pacer.arrived()
        loop.go_to(loop.now)
        if shown[-1] == round(loop.now - 100, 3):
            loop.now += 0.03
            pacer.painted()
    assert all(later - earlier >= 4 * 0.03 - 0.001 for earlier, later in pairwise(shown))
    assert len(shown) > 2


def test_a_letter_goes_first_and_what_arrived_comes_right_behind(loop: Loop, pacer: Pacer, shown: list[float]) -> None:
    pacer.pressed(is_letter=True)
    pacer.arrived()
    loop.go_to(100.005)
    assert shown == []
    pacer.painted()
    loop.go_to(100.005)
    assert shown == [0.005]


def test_not_every_letter_brings_what_arrived(loop: Loop, pacer: Pacer, shown: list[float]) -> None:
    for step in range(8):
        loop.go_to(100 + step * 0.05)
        pacer.arrived()
        pacer.pressed(is_letter=True)
        pacer.painted()
        loop.go_to(loop.now)
    assert len(shown) == 3
    assert all(later - earlier >= TYPING_FRAME for earlier, later in pairwise(shown))


def test_a_frame_that_is_no_letters_brings_nothing(loop: Loop, pacer: Pacer, shown: list[float]) -> None:
    pacer.pressed(is_letter=True)
    pacer.painted()
    pacer.arrived()
    pacer.painted()
    loop.go_to(100.1)
    assert shown == []


def test_after_the_last_letter_it_is_shown_all_the_same(loop: Loop, pacer: Pacer, shown: list[float]) -> None:
    pacer.pressed(is_letter=True)
    pacer.painted()
    pacer.arrived()
    loop.go_to(101)
    assert shown == [TYPING]


def test_a_key_that_is_no_letter_waits_for_nothing(loop: Loop, pacer: Pacer, shown: list[float]) -> None:
    pacer.pressed(is_letter=True)
    pacer.arrived()
    loop.go_to(100.05)
    pacer.pressed(is_letter=False)
    loop.go_to(100.05)
    assert shown == [0.05]
