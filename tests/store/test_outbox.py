"""Own messages: on disk before the wire, confirmed by answer or echo in either order, never sent twice by themselves."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.store.making import GROUP, ME, T0, Bench, is_same_text, message
from tui.chat.events import FriendsListed
from tui.chat.ids import LocalId
from tui.chat.messages import SendState
from tui.chat.people import Friend
from tui.chat.segments import Forward, ForwardedMessage, Quote, Text
from tui.store import conversations, messages, outbox
from tui.store.rows import Draft, MessageRow
from tui.store.store import Store


def queue(bench: Bench, text: str, at: int = 100) -> LocalId:
    def job(tx: outbox.Transaction) -> LocalId:
        where = conversations.ensure(tx, bench.account, GROUP)
        return outbox.enqueue(tx, where, (ME.own_id, "我"), [Text(text)], T0 + at * 1000, clear_draft=True)

    return bench.store.submit(job).result()


def do(bench: Bench, work: object, *args: object) -> object:
    return bench.store.submit(lambda tx: work(tx, *args)).result()  # type: ignore[operator]


def state(bench: Bench, id: LocalId) -> MessageRow:
    row = bench.reader.message(id)
    assert row is not None
    return row


def send(bench: Bench, text: str, at: int = 100) -> LocalId:
    id = queue(bench, text, at)
    do(bench, outbox.mark_sending, id, T0 + at * 1000)
    return id


def test_queueing_forgets_the_draft_in_the_same_commit(bench: Bench) -> None:
    bench.apply(message(1))
    where = bench.row().id
    do(bench, conversations.save_draft, where, Draft("half a"))
    id = queue(bench, "half a thought")
    assert bench.row().draft == ""
    assert state(bench, id).state is SendState.QUEUED
    assert bench.row().last_message == id


def test_an_answer_makes_it_sent(bench: Bench) -> None:
    id = send(bench, "hello")
    do(bench, outbox.confirm, id, "77")
    assert (state(bench, id).state, state(bench, id).native) == (SendState.SENT, "77")
    assert do(bench, outbox.waiting, bench.account) == []


def test_an_echo_after_the_answer_is_the_same_bubble(bench: Bench) -> None:
    id = send(bench, "hello")
    do(bench, outbox.confirm, id, "77")
    bench.apply(message(77, text="hello", sender=ME.own_id, at=130))
    assert [row.id for row in bench.rows()] == [id]


def test_an_echo_before_the_answer_is_the_same_bubble_and_keeps_the_handle(bench: Bench) -> None:
    id = send(bench, "hello")
    bench.apply(message(77, text="hello", sender=ME.own_id, at=101, sequence=5))
    assert state(bench, id).state is SendState.SENDING
    do(bench, outbox.confirm, id, "77")
    assert [row.id for row in bench.rows()] == [id]
    assert state(bench, id).position.sequence == 5


def test_equal_words_from_the_phone_are_told_apart_by_the_answer(bench: Bench) -> None:
    id = send(bench, "hello")
    bench.apply(message(50, text="hello", sender=ME.own_id, at=101))
    bench.apply(message(77, text="hello", sender=ME.own_id, at=102))
    do(bench, outbox.confirm, id, "77")
    assert sorted(native or "" for native in bench.natives()) == ["50", "77"]
    assert state(bench, id).native == "77"


def test_an_echo_that_did_not_look_alike_is_merged_by_the_answer(bench: Bench) -> None:
    id = send(bench, "hello")
    bench.apply(message(77, text="hello!", sender=ME.own_id, at=101))
    assert len(bench.rows()) == 2
    do(bench, outbox.confirm, id, "77")
    assert [row.id for row in bench.rows()] == [id]
    assert all(gap.upper == id for gap in bench.reader.gaps(bench.row().id))


def test_no_answer_is_unconfirmed_and_does_not_wait_to_be_sent_again(bench: Bench) -> None:
    id = send(bench, "hello")
    assert do(bench, outbox.leave_unanswered, id) is SendState.UNCONFIRMED
    (waiting,) = do(bench, outbox.waiting, bench.account)  # type: ignore[misc]
    assert waiting.state is SendState.UNCONFIRMED


def test_no_answer_after_the_echo_is_sent(bench: Bench) -> None:
    id = send(bench, "hello")
    bench.apply(message(77, text="hello", sender=ME.own_id, at=101))
    assert do(bench, outbox.leave_unanswered, id) is SendState.SENT


def test_what_was_on_the_wire_when_the_process_died_is_unconfirmed(tmp_path: Path) -> None:
    store = Store(tmp_path)
    account, _ = store.submit(lambda tx: conversations.begin_connection(tx, ME, "main", "我")).result()
    bench = Bench(store, account)
    sending, queued = send(bench, "one"), queue(bench, "two")
    bench.reader.close()
    store.close()
    store = Store(tmp_path)
    bench = Bench(store, account)
    do(bench, outbox.recover)
    assert state(bench, sending).state is SendState.UNCONFIRMED
    assert state(bench, queued).state is SendState.QUEUED
    bench.reader.close()
    store.close()


def test_unconfirmed_messages_are_found_in_the_history_one_to_one_and_in_order(bench: Bench) -> None:
    first, second, third = send(bench, "ok"), send(bench, "ok"), send(bench, "lost")
    for id in (first, second, third):
        do(bench, outbox.leave_unanswered, id)
    page = [
        message(1, text="ok", sender=ME.own_id, at=-500),  # long before the send: not ours
        message(2, text="ok", sender="20001", at=100),  # somebody else's
        message(3, text="ok", sender=ME.own_id, at=101),
        message(4, text="ok", sender=ME.own_id, at=102),
    ]
    assert do(bench, outbox.match_history, bench.row().id, page, is_same_text, 120_000) == (2, 1)
    assert [state(bench, id).native for id in (first, second, third)] == ["3", "4", None]
    assert state(bench, third).state is SendState.UNCONFIRMED


def test_what_the_history_proves_keeps_its_place_within_the_second(bench: Bench) -> None:
    first, second = queue(bench, "one", 100), queue(bench, "two", 100)
    do(bench, outbox.mark_sending, first, T0)
    do(bench, outbox.confirm, first, "2")
    do(bench, outbox.leave_unanswered, second)
    late = message(3, text="two", sender=ME.own_id, at=100, sequence=9)
    do(bench, outbox.match_history, bench.row().id, [replace(late, time=late.time - 400)], is_same_text, 120_000)
    assert [row.id for row in bench.rows()] == [first, second]
    third = send(bench, "three", 100)
    do(bench, outbox.leave_unanswered, third)
    page = [message(4, text="three", sender=ME.own_id, at=90)]
    do(bench, outbox.match_history, bench.row().id, page, is_same_text, 120_000)
    assert [row.id for row in bench.rows()] == [third, first, second]


def test_the_messages_of_a_forward_are_kept_once_they_were_asked_for(bench: Bench) -> None:
    asked, other = Forward("7"), Forward("8")
    bench.apply(message(1, segments=(Text("看"), asked, other)))
    (row,) = bench.rows()
    found = Forward("7", (ForwardedMessage("20001", "甲", 1, (Text("x"),)),))
    do(bench, messages.keep_forward, row.id, asked, found)
    assert bench.rows()[0].segments == (Text("看"), found, other)
    do(bench, messages.keep_forward, 999, asked, found)


def test_a_name_for_others_is_not_our_remark(bench: Bench) -> None:
    bench.apply(message(1), FriendsListed((Friend("20001", "n", "我的叫法"),)))
    (row,) = bench.rows()
    assert row.sender_name == "我的叫法"
    assert bench.reader.public_names([row.id]) == {row.id: "n20001"}


def test_a_message_already_bound_is_not_taken_for_an_unconfirmed_one(bench: Bench) -> None:
    bound, lost = send(bench, "ok"), send(bench, "ok")
    do(bench, outbox.confirm, bound, "3")
    do(bench, outbox.leave_unanswered, lost)
    page = [message(3, text="ok", sender=ME.own_id, at=101)]
    assert do(bench, outbox.match_history, bench.row().id, page, is_same_text, 120_000) == (0, 1)


@pytest.mark.parametrize("ending", ["failed", "unconfirmed"])
def test_a_person_resends_or_discards(bench: Bench, ending: str) -> None:
    id, other = send(bench, "one"), send(bench, "two")
    for each in (id, other):
        if ending == "failed":
            do(bench, outbox.fail, each, "已被禁言")
        else:
            do(bench, outbox.leave_unanswered, each)
    bench.apply(message(9, at=200))
    assert do(bench, outbox.resend, id, T0 + 300_000)
    assert state(bench, id).state is SendState.QUEUED
    assert bench.rows()[-1].id == id
    assert do(bench, outbox.discard, other)
    assert bench.reader.message(other) is None


def test_one_on_the_wire_is_neither_resent_nor_discarded(bench: Bench) -> None:
    id = send(bench, "one")
    assert not do(bench, outbox.resend, id, T0)
    assert not do(bench, outbox.discard, id)


def test_a_refusal_keeps_the_platforms_words(bench: Bench) -> None:
    id = send(bench, "one")
    do(bench, outbox.fail, id, "你已被禁言")
    assert (state(bench, id).state, state(bench, id).error) == (SendState.FAILED, "你已被禁言")


def test_a_quote_goes_out_with_what_it_points_at(bench: Bench) -> None:
    bench.apply(message(5, at=5, sequence=9))
    where = bench.row().id
    segments = [Quote("5"), Text("yes")]
    bench.store.submit(lambda tx: outbox.enqueue(tx, where, (ME.own_id, "我"), segments, T0 + 9000, clear_draft=True)).result()
    (waiting,) = do(bench, outbox.waiting, bench.account)  # type: ignore[misc]
    assert waiting.quoted == ("5", 9, T0 + 5000, "20001")


def test_what_waited_for_the_one_before_stays_below_it_when_the_platform_dates_that(bench: Bench) -> None:
    first, second = queue(bench, "一", at=100), queue(bench, "二", at=101)
    for id, at, native in ((first, 102_100, "1"), (second, 102_300, "2")):
        do(bench, outbox.mark_sending, id, T0 + at)
        do(bench, outbox.confirm, id, native)
    bench.apply(message(1, at=102, sender=ME.own_id, text="一"))
    assert [row.id for row in bench.rows()] == [first, second]


def test_what_waited_long_stands_where_it_was_sent(bench: Bench) -> None:
    early = queue(bench, "写在路上", at=100)
    bench.apply(message(1, at=150))
    assert bench.rows()[0].id == early
    do(bench, outbox.mark_sending, early, T0 + 200_000)
    assert bench.rows()[-1].id == early


def test_what_is_dated_to_the_second_does_not_overtake_what_we_said_before(bench: Bench) -> None:
    first, second = queue(bench, "一", at=100), queue(bench, "二", at=100)
    for id, at, native in ((first, 100_300, "1"), (second, 100_400, "2")):
        do(bench, outbox.mark_sending, id, T0 + at)
        do(bench, outbox.confirm, id, native)
    bench.apply(message(2, at=100, sender=ME.own_id, text="二"))
    assert [row.id for row in bench.rows()] == [first, second]


def test_what_was_sent_again_stays_below_what_was_said_before_that(bench: Bench) -> None:
    again, between = queue(bench, "一", at=100), queue(bench, "二", at=100)
    do(bench, outbox.fail, again, "")
    do(bench, outbox.mark_sending, between, T0 + 100_300)
    do(bench, outbox.confirm, between, "2")
    do(bench, outbox.resend, again, T0 + 100_600)
    do(bench, outbox.mark_sending, again, T0 + 100_600)
    do(bench, outbox.confirm, again, "1")
    bench.apply(message(2, at=100, sender=ME.own_id, text="二"))
    assert [row.id for row in bench.rows()] == [between, again]


def test_what_we_said_stays_in_its_order_however_the_platforms_clock_goes(bench: Bench) -> None:
    bench.apply(message(1, at=500, sequence=7))
    ids = [queue(bench, text, at=at) for text, at in (("一", 100), ("二", 101), ("三", 101))]
    for id in ids:
        do(bench, outbox.mark_sending, id, T0 + 102_000)
        do(bench, outbox.confirm, id, f"n{id}")
    assert [row.id for row in bench.rows()][1:] == ids


def test_what_was_never_numbered_stays_between_numbered_ones_of_its_second(bench: Bench) -> None:
    ids = [queue(bench, text, at=100) for text in ("一", "二", "三")]
    for id, at in zip(ids, (100_300, 100_400, 100_500), strict=True):
        do(bench, outbox.mark_sending, id, T0 + at)
        do(bench, outbox.confirm, id, str(id))
    told = [
        message(str(id), at=100, sender=ME.own_id, text=text, sequence=7 + id) for id, text in zip(ids, "一二三", strict=True)
    ]
    for own in (told[0], told[2], told[2], told[1]):  # twice changes nothing, and the missing number may come yet
        bench.apply(own)
        assert [row.id for row in bench.rows()] == ids
    assert [row.position.sequence for row in bench.rows()] == [7 + id for id in ids]
