"""The file itself: one owner, versions, jobs that fail alone, changes told after the commit."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.store.making import GROUP, Bench, message
from tui.store import conversations, schema
from tui.store.changes import Changes
from tui.store.rows import Draft, DraftMention
from tui.store.schema import MIGRATIONS, StoreError
from tui.store.store import FILE_NAME, Store


def test_a_second_owner_is_refused(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with pytest.raises(StoreError) as caught:
        Store(tmp_path)
    assert caught.value.reason == "already_running"
    store.close()
    Store(tmp_path).close()


def test_a_store_of_a_newer_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / FILE_NAME) as db:
        db.execute("PRAGMA user_version = 999")
    with pytest.raises(StoreError) as caught:
        Store(tmp_path)
    assert caught.value.reason == "store_newer"
    assert "999" in str(caught.value)


def test_a_file_that_is_no_store_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"this is not a database, but somebody's file" * 50)
    with pytest.raises(StoreError) as caught:
        Store(tmp_path)
    assert caught.value.reason == "store_broken"
    assert (tmp_path / FILE_NAME).read_bytes().startswith(b"this is not")


def test_a_migration_backs_up_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Store(tmp_path).close()
    monkeypatch.setattr(schema, "MIGRATIONS", (*MIGRATIONS, "CREATE TABLE later (x)"))
    seen: list[tuple[int, int]] = []
    Store(tmp_path, lambda step, of: seen.append((step, of))).close()
    assert seen == [(len(MIGRATIONS) + 1, len(MIGRATIONS) + 1)]
    assert list(tmp_path.glob("*.bak"))


def test_a_job_that_fails_is_undone_alone(bench: Bench) -> None:
    def broken(tx: object) -> None:
        bench.applier(tx, [])  # type: ignore[arg-type]
        tx.run("INSERT INTO setting VALUES ('a', 'b')")  # type: ignore[attr-defined]
        raise ValueError("no")

    future = bench.store.submit(broken)
    bench.apply(message(1))
    with pytest.raises(ValueError, match="no"):
        future.result()
    assert bench.reader.setting("a") == ""
    assert bench.natives() == ["1"]


def test_changes_are_told_after_the_commit(bench: Bench) -> None:
    seen: list[Changes] = []
    counts: list[int] = []

    def listener(changes: Changes) -> None:
        reader = bench.store.reader()
        counts.append(len(reader.page(1, limit=10)))
        reader.close()
        seen.append(changes)

    bench.store.subscribe(listener)
    bench.apply(message(1), message(2, at=2))
    bench.store.unsubscribe(listener)
    bench.apply(message(3, at=3))
    assert counts == [2]
    assert len(seen[0].of(1).inserted) == 2


def test_the_raw_payload_is_kept(bench: Bench) -> None:
    bench.apply(message(1))
    assert bench.reader.raw(bench.rows()[0].id) == '{"id":"1"}'


def test_only_the_owner_can_read_the_file(tmp_path: Path) -> None:
    store = Store(tmp_path / "d")
    assert store.path.stat().st_mode & 0o077 == 0
    store.close()


def test_nothing_written_is_lost_at_close(tmp_path: Path) -> None:
    from tui.store import conversations

    store = Store(tmp_path)
    for n in range(500):
        store.submit(lambda tx, n=n: conversations.set_setting(tx, str(n), "x"))
    store.close()
    store = Store(tmp_path)
    reader = store.reader()
    assert all(reader.setting(str(n)) == "x" for n in range(500))
    reader.close()
    store.close()


def test_a_job_is_written_though_nobody_waits_any_more(bench: Bench) -> None:
    import threading

    gate = threading.Event()
    bench.store.submit(lambda tx: gate.wait(5))
    future = bench.store.submit(lambda tx: tx.run("INSERT INTO setting VALUES ('a', 'b')"))
    assert not future.cancel()
    gate.set()
    future.result()
    assert bench.reader.setting("a") == "b"


def test_a_draft_outlives_damage_to_its_mentions(bench: Bench) -> None:
    where = bench.store.submit(lambda tx: conversations.ensure(tx, bench.account, GROUP)).result()
    draft = Draft("问 @贤哥 好", None, (DraftMention(2, 5, "20001", "贤哥"),))
    bench.store.submit(lambda tx: conversations.save_draft(tx, where, draft)).result()
    assert bench.reader.draft(where) == draft
    for damage in ("[[1]]", "{", "[[2,5,20001,null]]"):
        bench.store.submit(lambda tx, damage=damage: tx.run("UPDATE conversation SET draft_mentions = ?", damage)).result()
        assert bench.reader.draft(where) == Draft(draft.text)
