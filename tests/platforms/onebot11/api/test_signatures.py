"""The signatures are the mission's: names, order, what is required and what the others are without being given."""

from __future__ import annotations

import ast
import inspect
import re

import pytest

from tests.places import shared
from tui.platforms.onebot11.api import OFFERS, Api

MISSION = shared("reference", "seeds", "ncatbot-api.md")
_PROTOTYPE = re.compile(r"async def \w+\(.*?\):", re.DOTALL)
Signature = list[tuple[str, object]]
_REQUIRED = "required"


def prototypes(text: str) -> dict[str, Signature]:
    """The methods that *text* declares -> their parameters, each with its default."""
    found: dict[str, Signature] = {}
    for source in _PROTOTYPE.findall(text):
        function = ast.parse(source + " ...").body[0]
        assert isinstance(function, ast.AsyncFunctionDef)
        names = [argument.arg for argument in function.args.args][1:]
        defaults = [ast.literal_eval(node) for node in function.args.defaults]
        found[function.name] = list(zip(names, [_REQUIRED] * (len(names) - len(defaults)) + defaults, strict=True))
    return found


def positional(method: str) -> Signature:
    parameters = list(inspect.signature(getattr(Api, method)).parameters.values())[1:]
    return [
        (one.name, _REQUIRED if one.default is one.empty else one.default)
        for one in parameters
        if one.kind is one.POSITIONAL_OR_KEYWORD
    ]


@pytest.mark.skipif(not MISSION.exists(), reason="the mission's text is not here")
def test_signatures_are_the_missions() -> None:
    wanted = prototypes(MISSION.read_text(encoding="utf-8"))
    assert len(wanted) == 101
    assert set(wanted) == set(OFFERS)
    assert {method: positional(method) for method in wanted} == wanted


@pytest.mark.parametrize("method", OFFERS)
def test_what_the_mission_lacks_is_keyword_only_and_may_be_left_out(method: str) -> None:
    function = getattr(Api, method)
    assert inspect.iscoroutinefunction(function) and function.__doc__
    extra = [one for one in inspect.signature(function).parameters.values() if one.kind is one.KEYWORD_ONLY]
    assert "timeout" in [one.name for one in extra]
    assert all(one.default is not one.empty for one in extra)


@pytest.mark.parametrize(
    ("method", "name"),
    [
        ("set_group_ban", "duration"),
        ("set_group_whole_ban", "enable"),
        ("set_group_admin", "enable"),
        ("get_friend_list", "cache"),
    ],
)
def test_what_acts_by_its_value_has_no_default(method: str, name: str) -> None:
    assert (name, _REQUIRED) in positional(method)
