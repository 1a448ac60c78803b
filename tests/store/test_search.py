"""Looking through what was said: everywhere and in one conversation, in steps, newest first."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.store.making import FRIEND, GROUP, ME, T0, Bench, message
from tui.chat import segments as seg
from tui.chat.events import MessageRecalled
from tui.chat.finding import Query
from tui.chat.ids import ConversationId, ConversationKind
from tui.store import search
from tui.store.rows import Position
from tui.store.schema import StoreError
from tui.store.search import Hit, Search

OTHER = ConversationId(ME, ConversationKind.GROUP, "30002")


def all_hits(found: Search) -> list[Hit]:
    """What *found* finds to its end."""
    hits: list[Hit] = []
    while True:
        step = found.step()
        hits += step.hits
        if step.is_last:
            found.close()
            return hits


def looked_for(bench: Bench, words: str, where: int | None = None, start: Position | None = None, **more: bool) -> list[str]:
    """The platform's ids of what is found, in order."""
    hits = all_hits(Search(bench.store.path, Query.of(words), where, start, **more))
    return [row.native or "" for one in hits if (row := bench.reader.message(one.id)) is not None]


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """So few messages a step that boundaries lie everywhere."""
    monkeypatch.setattr(search, "FIRST_ROWS", 2)
    monkeypatch.setattr(search, "MOST_ROWS", 3)


def test_an_empty_store_has_nothing(bench: Bench) -> None:
    assert looked_for(bench, "any") == []


def test_nothing_is_looked_for_without_words(bench: Bench) -> None:
    bench.apply(message(1, text="a"))
    assert looked_for(bench, "  ") == []


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ('"quoted"', 'she said "quoted"'), ("back\\slash", "a back\\slash"), ("a/b", "a/b"), ("LARGE", "large"),
        ("small", "SMALL"), ("ÄRGER", "ärger"), ("１２３", "tel 123"), ("abc", "ＡＢＣ"), ("下一行", "第一行\n下一行"),
        ("b c", "c\tb"), ("😀", "好😀的"),
        ("%", "100%"), ("_", "a_b"), ("'", "it's"), ("[/b]", "[/b] 老王"),
    ],
)  # fmt: skip
def test_what_json_escapes_and_other_forms_are_found(bench: Bench, words: str, text: str) -> None:
    bench.apply(message(1, text=text), message(2, text="something else", at=1))
    assert looked_for(bench, words) == ["1"]


def test_all_words_must_occur(bench: Bench) -> None:
    bench.apply(message(1, text="报销"), message(2, text="发票 报销", at=1), message(3, text="发票", at=2))
    assert looked_for(bench, "报销 发票") == ["2"]


def test_files_cards_and_forwards_are_found_by_their_words(bench: Bench) -> None:
    forwarded = seg.Forward("f", (seg.ForwardedMessage("9", "老王", 0, (seg.Text("年会安排"),)),))
    bench.apply(
        message(1, segments=[seg.File("年会.xlsx")]),
        message(2, segments=[seg.Card("json", "年会邀请")], at=1),
        message(3, segments=[forwarded], at=2),
        message(4, segments=[seg.Quote("1", text="年会"), seg.Text("好")], at=3),
    )
    assert looked_for(bench, "年会") == ["3", "2", "1"]


def test_recalled_messages_and_notices_are_no_hits(bench: Bench) -> None:
    bench.apply(message(1, text="报销"), message(2, text="报销", at=1))
    bench.apply(message(3, segments=[seg.Notice("card", "20001", value="报销")], at=2))
    bench.apply(MessageRecalled(GROUP, "2", "20001", "20001", T0 + 9000))
    assert looked_for(bench, "报销") == ["1"]
    row = next(row for row in bench.rows() if row.native == "2")
    assert search.hit(Query.of("报销"), row) is None


def test_one_conversation_only(bench: Bench) -> None:
    bench.apply(message(1, text="报销"), message(2, text="报销", where=FRIEND, at=1))
    assert looked_for(bench, "报销", bench.row(FRIEND).id) == ["2"]
    assert looked_for(bench, "报销") == ["2", "1"]


def test_a_hit_says_who_said_it_where_and_when(bench: Bench) -> None:
    bench.apply(message(1, text="来 报销"), message(2, text="报销", sender=ME.own_id, at=1))
    own, theirs = all_hits(Search(bench.store.path, Query.of("报销")))
    assert (theirs.sender, theirs.sender_name, theirs.conversation, theirs.position.time) == (
        "20001",
        "n20001",
        bench.row().id,
        T0,
    )
    assert [theirs.excerpt.text[start:end] for start, end in theirs.excerpt.spans] == ["报销"]
    assert own.is_own


@pytest.mark.usefixtures("small_steps")
class TestSteps:
    def crowd(self, bench: Bench) -> None:
        """Messages of three conversations; many of one second, some years apart."""
        chance = random.Random(5)
        moments = [0] * 9 + [1] * 5 + [60, 60, 3600, 86_400, 86_401, 40_000_000, 90_000_000, 90_000_000]
        for number, at in enumerate(sorted(moments)):
            where = chance.choice((GROUP, FRIEND, OTHER))
            bench.apply(
                message(number, text=chance.choice(("报销", "别的")) + str(number), where=where, at=at, sequence=number + 1)
            )

    def newest_first(self, bench: Bench, where: ConversationId | None = None) -> list[str]:
        rows = [row for one in (GROUP, FRIEND, OTHER) if where in (None, one) for row in bench.rows(one)]
        rows = [row for row in rows if "报销" in seg.plain_text(row.segments)]
        rows.sort(key=lambda row: (-row.time, row.conversation, [-part for part in row.position]))
        return [row.native or "" for row in rows]

    def test_nothing_is_lost_or_found_twice_between_two_steps(self, bench: Bench) -> None:
        self.crowd(bench)
        assert len(self.newest_first(bench)) > 5
        assert looked_for(bench, "报销") == self.newest_first(bench)
        assert looked_for(bench, "报销", bench.row(GROUP).id) == self.newest_first(bench, GROUP)

    @pytest.mark.parametrize("is_newer", [False, True])
    def test_it_goes_on_from_any_message_either_way(self, bench: Bench, is_newer: bool) -> None:
        self.crowd(bench)
        where, order = bench.row(GROUP), self.newest_first(bench, GROUP)
        for row in bench.rows():
            older = [native for native in order if int(native) < int(row.native or 0)]
            newer = [native for native in reversed(order) if int(native) > int(row.native or 0)]
            found = looked_for(bench, "报销", where.id, row.position, newer=is_newer)
            assert found == (newer if is_newer else older), row.native

    def test_it_says_how_far_it_is(self, bench: Bench) -> None:
        self.crowd(bench)
        found = Search(bench.store.path, Query.of("报销"))
        reached: list[int] = []
        while True:
            step = found.step()
            assert all(step.reached <= one.position.time < (reached or [2**62])[-1] for one in step.hits)
            reached.append(step.reached)
            if step.is_last:
                break
        found.close()
        assert reached == sorted(reached, reverse=True)
        assert reached[-1] <= T0
        assert len(reached) > 3

    def test_many_of_one_millisecond_are_one_step(self, bench: Bench) -> None:
        bench.apply(*(message(number, text="报销", sequence=number) for number in range(1, 21)))
        assert looked_for(bench, "报销") == [str(number) for number in range(20, 0, -1)]


def test_a_closed_search_reads_no_more(bench: Bench) -> None:
    bench.apply(message(1, text="报销"))
    found = Search(bench.store.path, Query.of("报销"))
    found.close()
    assert found.step() == search.Step((), 0, True)


def test_a_store_that_can_not_be_read_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="store_broken"):
        Search(tmp_path / "none.db", Query.of("a")).step()


def test_what_is_written_meanwhile_does_no_harm(bench: Bench, small_steps: None) -> None:
    bench.apply(*(message(number, text="报销", at=number) for number in range(20)))
    found = Search(bench.store.path, Query.of("报销"))
    first = found.step()
    bench.apply(message(50, text="报销", at=100), MessageRecalled(GROUP, "0", "20001", "20001", T0))
    natives = {row.native for one in (*first.hits, *all_hits(found)) if (row := bench.reader.message(one.id))}
    assert natives == {str(number) for number in range(1, 20)}


def test_where_messages_are_long_the_next_steps_are_of_fewer(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "FIRST_ROWS", 16)
    monkeypatch.setattr(search, "MANY_CHARS", 5_000)
    bench.apply(*(message(number, text=f"词{'x' * 1000}", at=number) for number in range(100)))
    found = Search(bench.store.path, Query.of("词"), bench.row(GROUP).id)
    steps = [found.step()]
    while not steps[-1].is_last:
        steps.append(found.step())
    found.close()
    counts = [len(step.hits) for step in steps]
    assert sum(counts) == 100 and counts[0] == 16 and max(counts[1:]) <= 8, counts
