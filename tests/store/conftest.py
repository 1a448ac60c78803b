"""A store in a temporary folder, and makers of the values that go into it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.making import ME, Bench
from tui.store import conversations
from tui.store.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(tmp_path / "data")
    yield made
    made.close()


@pytest.fixture
def bench(store: Store) -> Iterator[Bench]:
    account, _ = store.submit(lambda tx: conversations.begin_connection(tx, ME, "main", "我")).result()
    made = Bench(store, account)
    yield made
    made.reader.close()
