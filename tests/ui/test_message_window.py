from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.store_fixture import NOON, StoreFixture
from tui.chat import segments as seg
from tui.store.reader import _MESSAGE
from tui.store.rows import Position
from tui.ui.message_window import MAX_ROWS, PAGE, MessageWindow


@pytest.fixture
def store(tmp_path: Path) -> StoreFixture:
    store = StoreFixture(tmp_path)
    store.conversation()
    return store


def test_the_newest_rows_and_then_pages_above(store: StoreFixture) -> None:
    ids = store.many(100)
    window = MessageWindow(store.reader(), 1)
    window.load_newest(20)
    assert [row.id for row in window.rows] == ids[-20:]
    assert (window.is_oldest, window.is_newest) == (False, True)
    ordinal = window.ordinal(ids[-1])
    assert window.extend_older()
    assert window.extend_older()
    assert not window.extend_older()
    assert [row.id for row in window.rows] == ids
    assert window.is_oldest
    assert window.ordinal(ids[-1]) == ordinal == window.last


def test_no_more_rows_are_held_than_may_be(store: StoreFixture) -> None:
    ids = store.many(MAX_ROWS + 3 * PAGE)
    window = MessageWindow(store.reader(), 1)
    window.load_newest(20)
    while window.extend_older():
        assert len(window) <= MAX_ROWS
    assert window.rows[0].id == ids[0]
    assert not window.is_newest
    while window.extend_newer():
        assert len(window) <= MAX_ROWS
    assert window.rows[-1].id == ids[-1]
    assert window.is_newest
    assert not window.is_oldest
    assert [window.row(ordinal).id for ordinal in range(window.first, window.last + 1)] == ids[-MAX_ROWS:]


def test_around_a_row_both_sides_are_read(store: StoreFixture) -> None:
    ids = store.many(50)
    window = MessageWindow(store.reader(), 1)
    row = store.reader().message(ids[25])
    assert row is not None
    window.load_around(row.position, 5, 10)
    assert [row.id for row in window.rows] == ids[20:35]


def test_rows_that_did_not_change_stay_the_same_objects_and_keep_their_ordinals(store: StoreFixture) -> None:
    ids = store.many(10)
    window = MessageWindow(store.reader(), 1)
    window.load_newest(20)
    before = {row.id: (row, window.ordinal(row.id)) for row in window.rows}
    store.set(ids[4], recalled_at=NOON, recalled_by="20002")
    store.many(3)
    window.load_newest(8)
    for row in window.rows:
        if row.id in before:
            assert window.ordinal(row.id) == before[row.id][1]
            assert (row is before[row.id][0]) == (row.id != ids[4])


def test_ordinals_are_not_used_twice(store: StoreFixture) -> None:
    store.many(100)
    window = MessageWindow(store.reader(), 1)
    window.load_newest(20)
    last = window.last
    window.load_around(Position(0, 0, 0), 5, 10)
    assert window.first > last


def test_rereading_tells_whether_something_changed(store: StoreFixture) -> None:
    ids = store.many(10)
    window = MessageWindow(store.reader(), 1)
    window.load_newest(5)
    assert not window.reread([ids[0], ids[9], 999])
    store.set(ids[9], mentions_me=1)
    assert window.reread([ids[9]])
    assert window.row(window.last).mentions_me


def test_the_quoted_row_is_found_by_its_id_not_by_walking_the_conversation(store: StoreFixture) -> None:
    quoted = store.add("问")
    store.add([seg.Quote(f"n{quoted}"), seg.Text("答")])
    plan = store.db.execute(f"EXPLAIN QUERY PLAN {_MESSAGE} WHERE m.conversation = 1 ORDER BY m.time LIMIT 64").fetchall()
    assert any("message_by_native (native=? AND conversation=?)" in step[3] for step in plan)
    assert store.reader().page(1, limit=2)[-1].quoted is not None
