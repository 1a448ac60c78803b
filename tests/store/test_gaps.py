"""Contiguity: gaps open with the first message of a connection, shrink, close, and nothing is lost or doubled."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.making import GROUP, ME, T0, Bench, message
from tui.chat.events import MessageRecalled
from tui.chat.segments import Text
from tui.store import conversations, gaps, outbox
from tui.store.rows import GapState
from tui.store.store import Store
from tui.store.writer import Transaction


def fill(bench: Bench, gap: int, *page: object, is_end: bool = False, is_automatic: bool = False) -> None:
    bench.store.submit(lambda tx: gaps.fill(tx, gap, page, is_end=is_end, is_automatic=is_automatic)).result()  # type: ignore[arg-type]


def test_the_first_message_ever_has_the_unknown_past_above_it(bench: Bench) -> None:
    bench.apply(message(1), message(2, at=1))
    (gap,) = bench.reader.gaps(bench.row().id)
    first, second = bench.rows()
    assert (gap.lower, gap.upper) == (None, first.id)
    assert first.gap == gap
    assert second.gap is None


def test_the_first_message_after_a_connect_opens_a_gap_in_the_same_commit(bench: Bench) -> None:
    bench.apply(message(1))
    bench.reconnect()
    bench.apply(message(5, at=5), message(6, at=6))
    newest, _ = bench.reader.gaps(bench.row().id)
    one, five, _ = bench.rows()
    assert (newest.lower, newest.upper) == (one.id, five.id)


def test_a_page_that_meets_the_older_edge_closes_the_gap(bench: Bench) -> None:
    bench.apply(message(1))
    bench.reconnect()
    bench.apply(message(4, at=4))
    gap = bench.reader.gaps(bench.row().id)[0]
    fill(bench, gap.id, message(1), message(2, at=2), message(3, at=3))
    assert bench.natives() == ["1", "2", "3", "4"]
    assert [row.gap is None for row in bench.rows()] == [False, True, True, True]


def test_a_page_that_does_not_meet_it_shrinks_the_gap(bench: Bench) -> None:
    bench.apply(message(1))
    bench.reconnect()
    bench.apply(message(9, at=9))
    gap = bench.reader.gaps(bench.row().id)[0]
    fill(bench, gap.id, message(7, at=7), message(8, at=8))
    rows = {row.native: row for row in bench.rows()}
    assert rows["7"].gap is not None
    assert rows["7"].gap.lower == rows["1"].id
    assert rows["9"].gap is None


def test_what_the_platform_has_lost_stays_a_gap_that_says_so(bench: Bench) -> None:
    bench.apply(message(1))
    bench.reconnect()
    bench.apply(message(9, at=9))
    gap = bench.reader.gaps(bench.row().id)[0]
    fill(bench, gap.id, message(8, at=8), is_end=True)
    refused = bench.reader.gaps(bench.row().id)[0]
    assert refused.state is GapState.REFUSED


def test_the_beginning_of_history_is_no_gap(bench: Bench) -> None:
    bench.apply(message(3, at=3))
    fill(bench, bench.reader.gaps(bench.row().id)[0].id, message(1), message(2, at=2), is_end=True)
    assert bench.reader.gaps(bench.row().id) == []


def test_messages_of_one_second_keep_their_order_across_pages(bench: Bench) -> None:
    bench.apply(message(7, at=1))
    top = bench.reader.gaps(bench.row().id)[0].id
    fill(bench, top, message(4, at=1), message(5, at=1), message(6, at=1))
    fill(bench, top, message(1, at=1), message(2, at=1), message(3, at=1), is_end=True)
    assert bench.natives() == ["1", "2", "3", "4", "5", "6", "7"]


def test_an_isolated_old_message_is_an_island_until_pages_reach_it(bench: Bench) -> None:
    bench.apply(message(9, at=9))
    where = bench.row().id
    bench.store.submit(lambda tx: gaps.add_isolated(tx, where, message(3, at=3))).result()
    three, _ = bench.rows()
    assert [gap.lower for gap in bench.reader.gaps(where)] == [three.id, None]
    fill(bench, bench.reader.gaps(where)[0].id, *(message(n, at=n) for n in range(2, 9)))
    assert bench.natives() == [str(n) for n in range(2, 10)]
    assert all(row.gap is None for row in bench.rows() if row.native not in ("2", "3"))
    fill(bench, bench.reader.gaps(where)[0].id, message(1, at=1), message(2, at=2), is_end=True)
    assert bench.natives() == [str(n) for n in range(1, 10)]


def test_a_filled_gap_is_unread_down_to_our_own_word(bench: Bench) -> None:
    bench.synced()
    bench.apply(message(1))
    bench.reconnect()
    bench.apply(message(9, at=9))
    gap = bench.reader.gaps(bench.row().id)[0]
    fill(bench, gap.id, message(1), message(2, at=2), message(3, at=3, sender=ME.own_id), message(4, at=4), is_automatic=True)
    assert [row.native for row in bench.rows() if row.unread] == ["4", "9"]
    assert bench.row().unread == 2


def test_paged_history_is_never_unread(bench: Bench) -> None:
    bench.synced()
    bench.apply(message(9, at=9))
    fill(bench, bench.reader.gaps(bench.row().id)[0].id, message(7, at=7), message(8, at=8))
    assert bench.row().unread == 1


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("say"), st.integers(1, 4)),
        st.tuples(st.just("away"), st.integers(0, 6)),
        st.tuples(st.just("recent"), st.just(0)),
        st.tuples(st.just("page"), st.integers(1, 5)),
        st.tuples(st.just("quote"), st.integers(0, 60)),
    ),
    max_size=14,
)


@settings(max_examples=150, deadline=None)
@given(STEPS, st.booleans())
def test_however_it_came_filling_all_gaps_gives_the_platforms_history(steps: list[tuple[str, int]], has_sequence: bool) -> None:
    """A platform with a true history; a client that connects, hears, misses, pages and jumps; then fills every gap."""
    truth = []

    def say() -> object:
        n = len(truth) + 1
        truth.append(message(n, at=n // 3, sequence=n if has_sequence else None))
        return truth[-1]

    def page_before(native: str, limit: int) -> tuple[list[object], bool]:
        end = next(index for index, known in enumerate(truth) if known.native == native)
        return truth[max(0, end - limit) : end], end - limit <= 0

    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        account, _ = store.submit(lambda tx: conversations.begin_connection(tx, ME, "main", "我")).result()
        bench = Bench(store, account)
        bench.apply(say())  # type: ignore[arg-type]
        where = bench.row().id

        def fill_one(limit: int) -> bool:
            for gap in bench.reader.gaps(where):
                edge = bench.reader.message(gap.upper)
                assert edge is not None and edge.native is not None
                page, is_end = page_before(edge.native, limit)
                fill(bench, gap.id, *page, is_end=is_end)
                return True
            return False

        for kind, number in steps:
            if kind == "say":
                for _ in range(number):
                    bench.apply(say())  # type: ignore[arg-type]
            elif kind == "away":
                for _ in range(number):
                    say()
                bench.reconnect()
            elif kind == "recent":
                store.submit(lambda tx: gaps.add_newest(tx, where, truth[-1:], is_whole=False)).result()
            elif kind == "page":
                fill_one(number)
            elif number < len(truth) and has_sequence:  # alone and without a sequence its place within a second is not known
                store.submit(lambda tx, n=number: gaps.add_isolated(tx, where, truth[n])).result()
        store.submit(lambda tx: gaps.add_newest(tx, where, truth[-5:], is_whole=len(truth) <= 5)).result()
        for _ in range(200):
            if not fill_one(4):
                break
        stored = bench.natives()
        bench.reader.close()
        store.close()
    newest = int(stored[-1] or 0)
    assert stored == [str(n) for n in range(1, newest + 1)]


def test_what_was_missed_before_an_own_message_is_taken_whatever_our_clock_says(bench: Bench) -> None:
    bench.apply(message(1))
    bench.reconnect()

    def send(tx: Transaction) -> None:
        id = outbox.enqueue(tx, bench.row().id, (ME.own_id, "我"), [Text("我")], T0 + 2000, clear_draft=False)
        outbox.mark_sending(tx, id, T0 + 3000)
        outbox.confirm(tx, id, "9")

    bench.store.submit(send).result()
    gap = bench.reader.gaps(bench.row().id)[0]
    fill(bench, gap.id, message(1), message(2, at=3), message(3, at=5))
    assert bench.natives() == ["1", "2", "3", "9"]
    assert not [gap for gap in bench.reader.gaps(bench.row().id) if gap.lower]


def test_the_beginning_is_reached_where_the_older_edge_was_taken_back(bench: Bench) -> None:
    bench.apply(message(1))
    bench.apply(MessageRecalled(GROUP, "1", "20001", "20001", T0))
    bench.reconnect()
    bench.apply(message(4, at=4))
    gap = bench.reader.gaps(bench.row().id)[0]
    fill(bench, gap.id, message(2, at=2), is_end=False)
    (left,) = [gap for gap in bench.reader.gaps(bench.row().id) if gap.lower]
    fill(bench, left.id, is_end=True)
    assert not [gap for gap in bench.reader.gaps(bench.row().id) if gap.lower]
