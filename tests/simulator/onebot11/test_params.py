"""Parameters are converted as NapCat's schemas do it."""

import pytest

from tui.simulator.onebot11.errors import ActionFailed
from tui.simulator.onebot11.params import Params


def test_numbers_and_strings_pass_for_ids() -> None:
    assert Params(a=1, b="2").text("a") == "1"
    assert Params(a="7").integer("a") == 7
    assert Params().text("a", "") == ""
    assert Params().integer("a", 20) == 20


@pytest.mark.parametrize("value", [True, [], {}, None])
def test_what_is_no_string_is_named(value: object) -> None:
    with pytest.raises(ActionFailed, match="Key: a, Message: Expected string") as failure:
        Params(a=value).text("a")
    assert failure.value.retcode == 1400


def test_what_is_missing_is_required() -> None:
    with pytest.raises(ActionFailed, match="Key: a, Message: Expected required property\nKey: a, Message: Expected number"):
        Params().integer("a")


@pytest.mark.parametrize(
    ("value", "default", "result"),
    [
        (None, True, True),
        (None, False, False),
        ("false", True, False),
        (False, True, False),
        ("true", False, True),
        (1, False, True),
        ("x", False, False),
        ("x", True, True),
    ],
)
def test_flags_leave_their_default_only_for_the_literal_opposite(value: object, default: bool, result: bool) -> None:
    assert Params(a=value).flag("a", default=default) is result
