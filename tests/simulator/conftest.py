"""A small world by a clock that does not run; what serves one has a world of its own."""

import pytest

from tui.simulator.world import World, small_world

from .rules import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def world(clock: Clock) -> World:
    return small_world(clock=clock)
