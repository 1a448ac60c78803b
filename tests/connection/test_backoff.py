"""Delays before dialling again."""

from __future__ import annotations

import random

from tui.connection.backoff import FIRST, LONGEST, Backoff


def test_delays_double_to_the_longest_and_never_fall_under_a_second() -> None:
    backoff = Backoff(lambda: 1.0)
    assert [backoff.next() for _ in range(8)] == [1, 2, 4, 8, 16, 32, 60, 60]


def test_half_of_each_delay_is_chance() -> None:
    backoff = Backoff(lambda: 0.0)
    assert [backoff.next() for _ in range(4)] == [1, 1, 2, 4]


def test_success_begins_anew() -> None:
    backoff = Backoff(random.random)
    for _ in range(20):
        assert FIRST <= backoff.next() <= LONGEST
    backoff.reset()
    assert backoff.next() == FIRST
