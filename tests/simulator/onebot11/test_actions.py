"""The table of actions is complete and every entry is a documented coroutine."""

import inspect

import pytest

from tui.simulator.onebot11.actions import ACTIONS


@pytest.mark.parametrize("name", sorted(ACTIONS))
def test_each_action_is_a_documented_coroutine(name: str) -> None:
    action = ACTIONS[name]
    assert inspect.iscoroutinefunction(action)
    assert action.__doc__
