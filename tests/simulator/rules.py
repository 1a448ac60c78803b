"""What tests of the world's rules need: a clock that does not run, and why something was refused."""

from collections.abc import Callable

import pytest

from tui.simulator.model import Reason, Refused


class Clock:
    """A clock that stands until it is set forward."""

    def __init__(self) -> None:
        self.time = 1_700_000_000.0

    def __call__(self) -> float:
        return self.time


def reason_of(act: Callable[[], object]) -> Reason:
    """Why the world refuses to do this."""
    with pytest.raises(Refused) as refusal:
        act()
    return refusal.value.reason
