"""Config files for the tests of this folder."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tui import locale
from tui.config import Config, load
from tui.platforms.onebot11.fields import FIELDS

ACCOUNT_FIELDS = {"onebot11": FIELDS}
Write = Callable[[str], Path]


@pytest.fixture(autouse=True)
def _english() -> None:
    locale.set_language("en")


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a config file that only its owner can read."""

    def write(text: str) -> Path:
        path = tmp_path / "config.toml"
        path.touch(mode=0o600)
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def read(write: Write) -> Callable[[str], Config]:
    """Load a config from a text."""
    return lambda text: load(write(text), ACCOUNT_FIELDS)
