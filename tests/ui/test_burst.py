"""Keys of a paste and keys of a hand."""

from __future__ import annotations

from tui.ui.burst import Burst


def answers(burst: Burst, *times: float) -> list[bool]:
    return [burst.is_pasting(time) for time in times]


def test_keys_of_a_hand() -> None:
    assert answers(Burst(), 0.0, 0.03, 0.06, 0.2) == [False] * 4


def test_keys_that_no_hand_typed() -> None:
    assert answers(Burst(), 0.0, 0.001, 0.002, 0.5) == [False, True, True, False]


def test_a_long_burst_goes_on_over_a_short_pause_only() -> None:
    burst = Burst()
    assert answers(burst, *(n / 1000 for n in range(10)))[-1]
    assert answers(burst, 0.04) == [True]
    assert answers(burst, 0.2) == [False]
    assert answers(burst, 0.22) == [False]


def test_it_can_be_off() -> None:
    assert answers(Burst(0), 0.0, 0.0, 0.0) == [False] * 3
