"""What every test begins with: the interface speaks Chinese until a test says otherwise."""

from __future__ import annotations

import pytest

from tui.locale import set_language


@pytest.fixture(autouse=True)
def _chinese() -> None:
    set_language("zh")
