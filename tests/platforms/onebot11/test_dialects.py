"""The dialect follows from what the implementation calls itself."""

from __future__ import annotations

import pytest

from tui.platforms.onebot11.dialects import DIALECT_NAMES, GOCQHTTP, LAGRANGE, LLBOT, NAPCAT, UNKNOWN, choose, named


@pytest.mark.parametrize(
    ("app_name", "name"),
    [
        ("NapCat.Onebot", NAPCAT.name),
        ("napcat", NAPCAT.name),
        ("LLOneBot", LLBOT),
        ("LLBot", LLBOT),
        ("LuckyLilliaBot", LLBOT),
        ("Lagrange.OneBot", LAGRANGE),
        ("go-cqhttp", GOCQHTTP),
        ("", UNKNOWN.name),
        ("Shamrock", UNKNOWN.name),
    ],
)
def test_choose(app_name: str, name: str) -> None:
    assert choose(app_name) is named(name)
    assert choose(app_name).name == name


def test_each_name_has_its_ways() -> None:
    assert [named(name).name for name in DIALECT_NAMES] == list(DIALECT_NAMES)
