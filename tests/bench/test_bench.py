"""The benchmark itself: that its harness sees the frames that answer, over a tiny store; no time is judged."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("the benchmark needs a pty", allow_module_level=True)

from tests.bench.filling import fill
from tests.bench.measures import Amounts
from tests.bench.report import percentile
from tests.bench.talk import marks_in, words_of
from tests.bench.terminal import GoneError, Terminal
from tui.store.reader import Reader
from tui.store.store import FILE_NAME

TINY = Amounts(letters=6, steps=2, pages=2, switches=2, loaded_seconds=0.5, burst=200, quiet=0.6)
MESSAGES = 2000


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bench")
    fill(folder, MESSAGES)
    return folder


def test_a_filled_store_reads_as_the_writer_would_have_left_it(store: Path) -> None:
    reader = Reader(store / FILE_NAME)
    rows = reader.conversations()
    assert len(rows) == 1000
    newest = max(rows, key=lambda row: row.last_time)
    page = reader.page(newest.id, limit=3)
    assert newest.last_message == page[-1].id
    assert [message.position for message in page] == sorted(message.position for message in page)
    assert sum(row.unread for row in rows) == sum(len(reader.page(row.id, limit=5)) > 0 and row.unread for row in rows) > 0
    reader.close()
    db = sqlite3.connect(store / FILE_NAME)
    assert db.execute("SELECT COUNT(*) FROM message").fetchone()[0] >= MESSAGES
    assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    db.close()


def test_a_program_that_ends_is_no_frame() -> None:
    with Terminal([sys.executable, "-c", "print('gone')"], {}) as terminal, pytest.raises(GoneError, match="gone"):
        terminal.wait(lambda frame: True)


def test_marks_are_found_in_what_is_said() -> None:
    frame = f"\x1b[1m{words_of(3, 14)}\x1b[0m {words_of(15, 926)}".encode()
    assert marks_in(frame) == {(3, 14), (15, 926)}


@pytest.mark.parametrize(("percent", "expected"), [(50, 5), (95, 10), (99, 10), (10, 1)])
def test_percentiles_are_values_that_were_seen(percent: float, expected: int) -> None:
    assert percentile(range(1, 11), percent) == expected
