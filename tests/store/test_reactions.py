"""Reactions are counted once each, whoever tells of them, and read with the message that they belong to."""

from __future__ import annotations

from msgspec.structs import replace

from tests.store.making import GROUP, ME, Bench, message
from tui.chat.emoji import Emoji, Reaction, Tally
from tui.chat.events import ReactionChanged
from tui.chat.reactions import Reactor, Reactors
from tui.store import reactions

LIKE, HEART = Emoji("128077", sign="👍"), Emoji("66", "爱心")


def by(user: str, emoji: Emoji = LIKE, *, native: str = "1", is_added: bool = True, total: int = 0) -> ReactionChanged:
    return ReactionChanged(GROUP, native, user, emoji, is_added, total)


def shown(bench: Bench) -> list[tuple[str, int, bool]]:
    (row,) = bench.rows()
    return [(reaction.label, reaction.count, reaction.is_own) for reaction in row.reactions]


def test_each_person_counts_once_in_the_order_of_coming(bench: Bench) -> None:
    bench.apply(message(1), by("20002", HEART), by("20001"), by("20001"), by(ME.own_id))
    assert shown(bench) == [("[爱心]", 1, False), ("👍", 2, True)]
    assert bench.rows()[0].reactions[1] == Reaction("128077", "👍", 2, True)


def test_what_is_taken_back_goes_and_twice_is_once(bench: Bench) -> None:
    bench.apply(message(1), by("20001"), by(ME.own_id), by("20002", HEART))
    bench.apply(by(ME.own_id, is_added=False), by(ME.own_id, is_added=False), by("20002", HEART, is_added=False))
    assert shown(bench) == [("👍", 1, False)]


def test_a_told_total_raises_the_count_and_one_is_no_total(bench: Bench) -> None:
    bench.apply(message(1), by("20001", total=5))
    assert shown(bench) == [("👍", 5, False)]
    bench.apply(by("20002", total=1))
    assert shown(bench) == [("👍", 6, False)]
    bench.apply(by("20009", is_added=False, total=1))
    assert shown(bench) == [("👍", 5, False)]
    bench.apply(by("20008", is_added=False, total=3))
    assert shown(bench) == [("👍", 3, False)]


def test_a_reaction_may_come_before_its_message(bench: Bench) -> None:
    bench.apply(by("20001"))
    bench.apply(message(1))
    assert shown(bench) == [("👍", 1, False)]


def test_the_change_names_the_message(bench: Bench) -> None:
    bench.apply(message(1))
    (row,) = bench.rows()
    told = []
    bench.store.subscribe(lambda changes: told.append(changes.by_conversation[bench.row().id].updated))
    bench.apply(by("20001"))
    bench.store.submit(lambda tx: None).result()  # a job is done before its batch is told of, but after all earlier ones were
    assert told == [{row.id}]


def test_counts_that_come_with_a_message_replace_ours(bench: Bench) -> None:
    bench.apply(message(1), by("20001"), by(ME.own_id, HEART))
    again = replace(message(1), reactions=(Tally(HEART, 4), Tally(Emoji("76", "赞"), 1)))
    where = bench.row().id
    bench.store.submit(lambda tx: reactions.take(tx, where, again)).result()
    assert shown(bench) == [("[爱心]", 4, True), ("[赞]", 1, False)]
    bench.apply(message(1))  # tells nothing of reactions, so nothing changes
    assert len(shown(bench)) == 2


def test_who_was_listed_is_known_from_then_on(bench: Bench) -> None:
    bench.apply(message(1), by("20001", HEART))
    where = bench.row().id
    found = [Reactors(LIKE, 2, (Reactor("20002"), Reactor(ME.own_id)))]
    bench.store.submit(lambda tx: reactions.take_people(tx, where, "1", ME.own_id, found)).result()
    assert shown(bench) == [("👍", 2, True)]
    bench.apply(by("20002"))
    assert shown(bench) == [("👍", 2, True)]


def test_a_message_has_only_so_many_different_ones(bench: Bench) -> None:
    bench.apply(message(1), *(by("20001", Emoji(str(number), f"e{number}")) for number in range(reactions.MAX_EMOJI + 5)))
    assert len(shown(bench)) == reactions.MAX_EMOJI
    bench.apply(by("20002", Emoji("0", "e0")))
    assert shown(bench)[0] == ("[e0]", 2, False)
