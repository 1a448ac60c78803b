"""The log file: whose words get in, and that tokens do not."""

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tui.logs import start_logging


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    """A log file that is written to, at level debug."""
    path = tmp_path / "qiao.log"
    stop = start_logging(path, "debug")
    yield path
    stop()


def test_own_modules_at_the_level_asked_for(path: Path) -> None:
    logging.getLogger("tui.connection").debug("connected in %d ms", 7)
    assert "DEBUG tui.connection: connected in 7 ms" in path.read_text(encoding="utf-8")


def test_frames_of_libraries_stay_out(path: Path) -> None:
    logging.getLogger("websockets.client").debug("< TEXT 'a message'")
    logging.getLogger("httpx").info("GET https://example.net/?access_token=sesame")
    assert path.read_text(encoding="utf-8") == ""


@pytest.mark.parametrize(
    "text",
    [
        "ws://h/?access_token=sesame&x=1",
        "Authorization: Bearer sesame",
        "https://h/poll?a=1&qrcode_key=sesame",
        "Cookie: buvid3=sesame; SESSDATA=sesame; bili_jct=sesame",
        "csrf=sesame&refresh_token=sesame",
    ],
)
def test_tokens_are_blackened(path: Path, text: str) -> None:
    logging.getLogger("websockets").error(text)
    try:
        raise ValueError(text)
    except ValueError:
        logging.getLogger("asyncio").exception("not retrieved")
    written = path.read_text(encoding="utf-8")
    assert "sesame" not in written
    assert written.count("***") == 2 * text.count("sesame")


def test_file_is_for_the_user_alone(path: Path) -> None:
    assert os.name == "nt" or path.stat().st_mode & 0o777 == 0o600


def test_end(tmp_path: Path) -> None:
    before = logging.getLogger().handlers[:], logging.getLogger("tui").level
    start_logging(tmp_path / "qiao.log", "debug")()
    assert (logging.getLogger().handlers, logging.getLogger("tui").level) == before


def test_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        start_logging(tmp_path / "nowhere" / "qiao.log", "info")
