"""The dialect follows from what the implementation calls itself."""

from __future__ import annotations

import pytest

from tui.platforms.onebot11.dialects import NAPCAT, UNKNOWN, Dialect, choose


@pytest.mark.parametrize(
    ("name", "dialect"), [("NapCat.Onebot", NAPCAT), ("napcat", NAPCAT), ("Lagrange.OneBot", UNKNOWN), ("", UNKNOWN)]
)
def test_choose(name: str, dialect: Dialect) -> None:
    assert choose(name) is dialect
