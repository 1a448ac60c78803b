"""What the tests of each platform are given."""

from __future__ import annotations

import pytest

from tests.platforms.fakes import Heard


@pytest.fixture
def heard() -> Heard:
    return Heard()
