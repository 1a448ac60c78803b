"""Who waits for our answer: people whose newest message is theirs, groups that call us; live, after recalls, and dismissed."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.store.making import FRIEND, GROUP, ME, T0, Bench, message
from tui.chat.events import MessageRecalled
from tui.chat.ids import ConversationId, ConversationKind
from tui.chat.segments import Mention, MentionAll, Quote, Text, dump
from tui.store import conversations, outbox, schema, waiting
from tui.store.store import FILE_NAME, Store

CALLED = (Mention("10001"), Text("在吗"))


def since(bench: Bench, where: ConversationId = FRIEND) -> int | None:
    """Return since when *where* waits, in seconds after T0; None: it does not."""
    found = bench.row(where).waits_since
    return (found - T0) // 1000 if found else None


def recall(bench: Bench, native: str, where: ConversationId = FRIEND) -> None:
    bench.apply(MessageRecalled(where, native, "20001", "", T0 + 90_000))


def settle(bench: Bench, where: ConversationId = FRIEND) -> None:
    newest = bench.row(where).last_message
    assert newest is not None
    bench.store.submit(lambda tx: waiting.settle(tx, [newest])).result()


def unsettle(bench: Bench, where: ConversationId = FRIEND) -> None:
    settled = bench.reader.settled(bench.row(where).id)
    assert settled is not None
    bench.store.submit(lambda tx: waiting.unsettle(tx, [settled])).result()


def enqueue(bench: Bench, at: int) -> int:
    id = bench.row(FRIEND).id
    job = lambda tx: outbox.enqueue(tx, id, ("10001", "我"), [Text("好")], T0 + at * 1000, clear_draft=True)  # noqa: E731
    return bench.store.submit(job).result()


def test_a_friend_waits_from_their_first_message_after_our_last_until_we_answer(bench: Bench) -> None:
    bench.apply(message(1, where=FRIEND, sender="10001"))
    assert since(bench) is None
    bench.apply(message(2, where=FRIEND, at=10), message(3, where=FRIEND, at=20))
    assert since(bench) == 10
    bench.apply(message(4, where=FRIEND, sender="10001", at=30))
    assert since(bench) is None


def test_what_is_on_its_way_answers_and_what_was_refused_does_not(bench: Bench) -> None:
    bench.apply(message(1, where=FRIEND))
    id = enqueue(bench, 5)
    assert since(bench) is None
    bench.store.submit(lambda tx: outbox.mark_sending(tx, id, T0 + 6000)).result()
    assert since(bench) is None
    bench.store.submit(lambda tx: outbox.fail(tx, id, "no")).result()
    assert since(bench) == 0
    bench.store.submit(lambda tx: outbox.resend(tx, id, T0 + 7000)).result()
    assert since(bench) is None
    bench.store.submit(lambda tx: outbox.discard(tx, id)).result()
    assert since(bench) == 0


def test_what_was_taken_back_neither_waits_nor_answers(bench: Bench) -> None:
    bench.apply(message(1, where=FRIEND), message(2, where=FRIEND, sender="10001", at=10))
    bench.apply(message(3, where=FRIEND, at=20), message(4, where=FRIEND, at=30))
    recall(bench, "3")
    assert since(bench) == 30
    recall(bench, "4")
    assert since(bench) is None
    recall(bench, "2")
    assert since(bench) == 0


def test_notices_neither_wait_nor_answer(bench: Bench) -> None:
    bench.apply(message(1, where=FRIEND, is_notice=True))
    assert since(bench) is None
    bench.apply(message(2, where=FRIEND, at=10), message(3, where=FRIEND, sender="10001", at=20, is_notice=True))
    assert since(bench) == 10


@pytest.mark.parametrize("kind", ConversationKind)
def test_people_wait_and_systems_do_not(bench: Bench, kind: ConversationKind) -> None:
    where = ConversationId(ME, kind, "20007")
    bench.apply(message(1, where=where, at=5))
    is_person = kind in (ConversationKind.FRIEND, ConversationKind.STRANGER, ConversationKind.TEMP)
    assert since(bench, where) == (5 if is_person else None)


def test_a_group_waits_once_it_calls_us_by_name_or_quotes_us_and_until_we_speak(bench: Bench) -> None:
    bench.apply(message(1, sender="10001"), message(2, at=10))
    bench.apply(message(3, at=20, segments=(MentionAll(), Text("开会")), mentions_me=True))
    bench.apply(message(4, at=25, segments=(Mention("20009"), Text("喂"))))
    assert since(bench, GROUP) is None
    bench.apply(message(5, at=30, segments=(Quote("1"), Text("为什么"))))
    assert since(bench, GROUP) == 30
    bench.apply(message(6, at=40, sender="10001"), message(7, at=50, segments=(Quote("4"), Text("嗯"))))
    assert since(bench, GROUP) is None
    bench.apply(message(8, at=60, segments=CALLED, mentions_me=True), message(9, at=70))
    assert since(bench, GROUP) == 60
    recall(bench, "8", GROUP)
    assert since(bench, GROUP) is None


def test_a_quote_that_came_before_what_it_quotes_is_for_us(bench: Bench) -> None:
    bench.apply(message(2, at=30, segments=(Quote("1"), Text("为什么"))))
    assert since(bench, GROUP) is None
    bench.apply(message(1, sender="10001"))
    assert since(bench, GROUP) == 30


def test_dismissed_until_they_write_again_and_brought_back(bench: Bench) -> None:
    bench.apply(message(1, where=FRIEND), message(2, where=FRIEND, at=10))
    settle(bench)
    assert since(bench) is None
    unsettle(bench)
    assert since(bench) == 0
    settle(bench)
    recall(bench, "2")  # what came before it stays dismissed
    assert since(bench) is None
    bench.apply(message(3, where=FRIEND, at=20))
    assert since(bench) == 20
    settle(bench)
    unsettle(bench)
    assert since(bench) == 20
    bench.apply(message(4, where=FRIEND, sender="10001", at=30))
    assert bench.reader.settled(bench.row(FRIEND).id) is None


def test_what_came_after_the_person_looked_is_not_dismissed(bench: Bench) -> None:
    bench.apply(message(1, where=FRIEND))
    seen = bench.row(FRIEND).last_message
    assert seen is not None
    bench.apply(message(2, where=FRIEND, at=10))
    bench.store.submit(lambda tx: waiting.settle(tx, [seen])).result()
    assert since(bench) == 10


def test_who_is_hidden_does_not_wait_until_they_write_again(bench: Bench) -> None:
    bench.apply(message(1, where=FRIEND))
    bench.store.submit(lambda tx: conversations.set_flag(tx, bench.row(FRIEND).id, "is_hidden", True)).result()
    assert since(bench) is None
    bench.apply(message(2, where=FRIEND, at=10))
    assert since(bench) == 0


def test_the_question_goes_through_indices_alone(bench: Bench) -> None:
    bench.apply(message(1, where=FRIEND), message(2))
    with sqlite3.connect(bench.store.path) as db:
        from tui.store.reader import _CONVERSATION

        plan = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {_CONVERSATION}")]
    steps = [step for step in plan if " message" in step or step.startswith(("SEARCH w", "SCAN w"))]
    assert sum("message_answers (conversation=?)" in step for step in steps) == 2
    assert any("message_asks (conversation=? AND (time,sequence,tie)>(?,?,?))" in step for step in steps), plan
    assert any("message_by_position (conversation=? AND (time,sequence,tie)>(?,?,?))" in step for step in steps), plan


def test_an_older_store_knows_who_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as older:
        older.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[: schema.MIGRATIONS.index(schema._WAITING)])
        Store(tmp_path).close()
    with sqlite3.connect(tmp_path / FILE_NAME) as db:
        db.executescript(
            f"""INSERT INTO account (id, protocol, own_id) VALUES (1, 'onebot11', '10001');
            INSERT INTO conversation (id, account, kind, peer, last_message) VALUES
                (1, 1, 'group', '1', 1), (2, 1, 'group', '2', 2), (3, 1, 'group', '3', 4), (4, 1, 'friend', '4', 5);
            INSERT INTO message (id, conversation, native, sender, time, tie, is_own, quote, mentions_me, segments) VALUES
                (1, 1, 'a', '5', 100, 1, 0, NULL, 1, '{dump(CALLED)}'),
                (2, 2, 'b', '5', 200, 2, 0, NULL, 1, '{dump([MentionAll()])}'),
                (3, 3, 'c', '10001', 300, 3, 1, NULL, 0, '[]'), (4, 3, 'd', '5', 301, 4, 0, 'c', 0, '[]'),
                (5, 4, 'e', '4', 400, 5, 0, NULL, 0, '[]');"""
        )
    store = Store(tmp_path)
    reader = store.reader()
    assert [row.waits_since for row in sorted(reader.conversations(), key=lambda row: row.id)] == [100, 0, 301, 400]
    reader.close()
    store.close()
