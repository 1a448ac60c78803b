from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.ui.looks import make_look
from tests.ui.store_fixture import MINUTE, NOON, StoreFixture
from tui.chat import segments as seg
from tui.chat.ids import LocalId
from tui.store.changes import Change
from tui.store.rows import MessageRow
from tui.ui.message_lines import PLAIN, Block, lay_out
from tui.ui.message_view import MessageView

HEIGHT = 12
LOOK = make_look(30)


@pytest.fixture
def store(tmp_path: Path) -> StoreFixture:
    store = StoreFixture(tmp_path)
    store.conversation()
    return store


def fill(store: StoreFixture, count: int = 400) -> list[LocalId]:
    """Insert messages of one to several lines by two people, with notices in between."""
    chance = random.Random(7)
    ids = []
    store.db.execute("BEGIN")
    for n in range(count):
        what: str | seg.Segment = "话" * chance.choice((3, 20, 60)) + str(n)
        if chance.random() < 0.1:
            what = seg.Notice("poke", "20002", "20003")
        user = chance.choice(("20002", "20003"))
        ids.append(store.add(what, user, user))
    store.db.execute("COMMIT")
    return ids


def make(store: StoreFixture, height: int = HEIGHT) -> MessageView:
    view = MessageView(store.reader(), 1, LOOK, height)
    view.show_newest()
    return view


def written(row: MessageRow, block: Block, number: int) -> str:
    return f"{row.id}:" + "".join(segment.text for segment in block.lines[number].segments)


def screen(view: MessageView) -> list[str]:
    """Return the lines on the screen, each with its message's id."""
    found = [view.line(y) for y in range(view.height)]
    return [written(*line) if line else "" for line in found]


def whole(store: StoreFixture) -> list[str]:
    """Return all lines of the conversation, laid out at once."""
    lines: list[str] = []
    above = None
    for row in store.reader().page(1, limit=100_000):
        block = lay_out(row, above, PLAIN, LOOK, 0)
        lines += [written(row, block, number) for number in range(len(block.lines))]
        above = row
    return lines


def body_lines(view: MessageView) -> list[str]:
    """Return the lines of the screen that are words of messages, with the lines of the screen they are on."""
    lines = []
    for y in range(view.height):
        found = view.line(y)
        if found and found[2] >= found[1].body:
            lines.append(f"{y} {written(*found)}")
    return lines


def test_any_walk_shows_what_stands_there(store: StoreFixture) -> None:
    fill(store)
    lines = whole(store)
    view = make(store)
    at = len(lines) - HEIGHT
    chance = random.Random(3)
    for _ in range(300):
        step = chance.choice((-1, -3, -9, -10, -40, -300, 1, 5, 10, 60))
        view.scroll(step)
        at = min(max(at + step, 0), len(lines) - HEIGHT)
        assert screen(view) == lines[at : at + HEIGHT]
        assert view.is_at_bottom == view.is_following == (at == len(lines) - HEIGHT)


def test_pages_reach_the_beginning_and_the_end(store: StoreFixture) -> None:
    fill(store)
    lines = whole(store)
    view = make(store)
    pages = 0
    while view.page(-1):
        pages += 1
    assert screen(view) == lines[:HEIGHT]
    assert pages == (len(lines) - HEIGHT) // (HEIGHT - 2)
    while view.page(1):
        pages -= 1
    assert screen(view) == lines[-HEIGHT:]


def test_a_short_conversation_stands_at_the_bottom(store: StoreFixture) -> None:
    store.add("你好", time=NOON)
    view = make(store)
    assert [bool(line) for line in screen(view)] == [False] * 9 + [True] * 3
    assert view.is_at_bottom
    assert not view.scroll(-1)
    assert view.thumb() == range(0)


def test_an_empty_conversation_shows_nothing_and_bears_everything(store: StoreFixture) -> None:
    view = make(store)
    for act in (view.show_top, view.reload, view.show_newest, lambda: view.move(-1), lambda: view.page(-1)):
        act()
    assert view.visible == []
    assert view.is_following
    store.add("你好")
    view.reload()
    assert len(view.visible) == 3


def test_the_end_is_followed(store: StoreFixture) -> None:
    fill(store, 50)
    view = make(store)
    store.many(500)
    view.reload()
    assert screen(view) == whole(store)[-HEIGHT:]
    assert len(view.window) < 70


def test_what_is_read_stays_where_it_is_when_rows_come_below(store: StoreFixture) -> None:
    fill(store, 100)
    view = make(store)
    view.scroll(-30)
    before = screen(view)
    store.many(500)
    view.reload()
    assert screen(view) == before
    assert not view.is_following


def test_what_is_read_stays_where_it_is_when_rows_come_above(store: StoreFixture) -> None:
    ids = fill(store, 60)
    gap = store.gap(ids[30])
    view = make(store)
    row = store.reader().message(ids[30])
    assert row is not None
    view.show(row, 3)
    before = body_lines(view)
    assert view.gaps_in_sight() == [gap]
    store.db.execute("DELETE FROM gap")
    store.db.execute("UPDATE message SET time = time + ? WHERE id > 30", (1000 * MINUTE,))
    middle = int(store.db.execute("SELECT time FROM message WHERE id = 30").fetchone()[0])
    for n in range(200):
        store.add(f"补 {n}", "20003", "20003", time=middle + n)
    view.reload()
    after = body_lines(view)
    assert [line for line in before if line.partition(" ")[2].startswith(f"{ids[30]}:")] == [
        line for line in after if line.partition(" ")[2].startswith(f"{ids[30]}:")
    ]
    assert any("补 199" in line for line in after)


def test_a_row_that_goes_leaves_its_place_to_the_next(store: StoreFixture) -> None:
    ids = fill(store, 100)
    view = make(store)
    view.scroll(-60)
    top = view.window.row(view.visible[0][0]).id
    store.db.execute("DELETE FROM message WHERE id = ?", (top,))
    view.reload()
    assert view.window.row(view.visible[0][0]).id == top + 1
    assert ids


def test_a_resize_keeps_the_top_message(store: StoreFixture) -> None:
    fill(store, 100)
    view = make(store)
    view.scroll(-60)
    top = view.window.row(view.visible[0][0]).id
    view.change_look(make_look(60), 20)
    assert view.window.row(view.visible[0][0]).id in (top, top - 1)
    view.change_look(make_look(20), 6)
    assert view.window.row(view.visible[0][0]).id in (top, top - 1)


def test_the_cursor_walks_and_the_screen_comes_along(store: StoreFixture) -> None:
    ids = fill(store)
    view = make(store)
    view.move(-1)
    assert view.cursor == ids[-1]
    seen = [view.cursor]
    for _ in range(3000):
        view.move(-1)
        assert view.span_of(view.cursor)
        if view.cursor != seen[-1]:
            seen.append(view.cursor)
    assert seen == ids[::-1]
    for _ in range(3000):
        view.move(1)
    assert view.cursor == ids[-1]
    assert view.is_at_bottom


def test_a_message_taller_than_the_screen_is_read_through(store: StoreFixture) -> None:
    store.many(20)
    tall = store.add("\n".join(f"行 {n}" for n in range(35)))
    store.many(20)
    view = make(store)
    view.move(-1)
    while view.cursor != tall:
        view.move(-1)
    seen = set()
    while view.cursor == tall:
        seen.update(line.partition(":")[2].strip() for line in screen(view))
        view.move(-1)
    assert {f"行 {n}" for n in range(35)} <= seen


def test_paging_takes_the_cursor_along(store: StoreFixture) -> None:
    ids = fill(store)
    view = make(store)
    view.move(-1)
    for _ in range(5):
        view.page(-1)
        assert view.span_of(view.cursor)
    while view.page(-1):
        pass
    assert view.cursor == ids[0]


def test_while_it_is_held_the_cursor_is_not_pushed_off_the_screen(store: StoreFixture) -> None:
    store.many(30)
    view = make(store)
    view.move(-1)
    cursor, view.is_held = view.cursor, True
    for _ in range(30):
        store.many(1)
        view.reload()
    assert view.cursor == cursor
    assert view.span_of(cursor)
    assert not view.is_following
    view = make(store)
    view.move(-1)
    view.is_held = True
    store.many(500)
    view.reload()
    assert view.span_of(view.cursor)


def test_the_top_of_what_is_loaded_is_the_nearest_gap(store: StoreFixture) -> None:
    ids = fill(store)
    store.gap(ids[0])
    store.gap(ids[200])
    view = make(store)
    view.cursor = ids[-1]
    view.show_top()
    assert (view.visible[0][0], view.visible[0][1]) == (view.window.ordinal(ids[200]), 0)
    assert view.cursor == ids[200]
    view.show_top()
    assert view.window.row(view.visible[0][0]).id == ids[0]


def test_open_gaps_are_in_sight_only_near_the_screen(store: StoreFixture) -> None:
    ids = fill(store, 100)
    gap = store.gap(ids[40])
    store.gap(ids[98], state="refused")
    view = make(store)
    assert view.gaps_in_sight() == []
    row = store.reader().message(ids[45])
    assert row is not None
    view.show(row, 0)
    assert view.gaps_in_sight() == [gap]


def test_the_thumb_goes_from_top_to_bottom(store: StoreFixture) -> None:
    fill(store, 800)
    view = make(store)
    assert view.thumb().stop == HEIGHT
    tops = []
    while view.page(-1):
        tops.append(view.thumb().start)
    assert tops == sorted(tops, reverse=True)
    assert view.thumb().start == 0
    view.show_fraction(0.5)
    assert view.thumb().start == pytest.approx(HEIGHT / 2, abs=2)


def test_a_replaced_row_keeps_cursor_and_unread_line(store: StoreFixture) -> None:
    ids = store.many(30)
    view = make(store)
    view.cursor = view.unread_from = ids[-1]
    view.revealed.add(ids[-1])
    change = Change(1, replaced={ids[-1]: 99}, removed={ids[-1]})
    view.follow_replacements(change)
    assert (view.cursor, view.unread_from) == (99, 99)
    assert 99 in view.revealed
    view.follow_replacements(Change(1, removed={99}))
    assert view.cursor is None
