"""What every test begins with: the interface speaks Chinese until a test says otherwise."""

from __future__ import annotations

import os

import pytest

from tui.locale import set_language


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Return for how many workers ``-n auto`` stands: who plays a session waits half of the time, so a core has room for two."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(cores, min(2 * cores, 8))


@pytest.fixture(autouse=True)
def _chinese() -> None:
    set_language("zh")
