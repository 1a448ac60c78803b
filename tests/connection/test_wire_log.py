"""The wire log: a line of JSON a frame, masked, for its owner alone; a full disk costs lines and is said, nothing else."""

from __future__ import annotations

import errno
import json
import os
import stat
import threading
from pathlib import Path

import pytest

from tests.connection.harness import running
from tui.connection import wire_log
from tui.connection.wire_log import WireLog
from tui.platforms.frames import Direction, Frame, FrameKind


def frame(text: str = "{}", **values: object) -> Frame:
    return Frame(1_785_204_000_123, Direction.OUT, FrameKind.CALL, "get_msg", text, **values)  # type: ignore[arg-type]


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_line_says_when_who_which_way_and_what(tmp_path: Path) -> None:
    path = tmp_path / "wire.jsonl"
    log = WireLog(path)
    log.sink("main")(frame('{"params": {"message": "[/b] 你好\\u0007"}}', call="e-1"))
    log.sink("other")(Frame(0, Direction.IN, FrameKind.ANSWER, "get_msg", "not\njson", "e-1", 12.34, is_failed=True))
    log.close()
    first, second = lines(path)
    assert first == {
        "time": "2026-07-28T02:00:00.123+00:00", "account": "main", "direction": "out", "kind": "call", "label": "get_msg",
        "call": "e-1", "text": '{"params": {"message": "[/b] 你好\\u0007"}}',
    }  # fmt: skip
    assert (second["account"], second["ms"], second["failed"], second["text"]) == ("other", 12.3, True, "not\njson")


def test_no_secret_is_written(tmp_path: Path) -> None:
    log = WireLog(tmp_path / "log")
    put = log.sink("main")
    put(frame('{"params": {"access_token": "hush-1"}}'))
    put(frame('{"data": ["hush-2"]}', hides_data=True, is_by_hand=True))
    put(frame('{"token": "hush-3'))
    put(Frame(0, Direction.IN, FrameKind.NOTE, "closed", "ws://h/?access_token=hush-4"))
    put(Frame(0, Direction.IN, FrameKind.EVENT, "x.token=hush-5", "{}"))
    log.close()
    assert len(lines(tmp_path / "log")) == 5
    assert "hush" not in (tmp_path / "log").read_text(encoding="utf-8")


def test_it_is_appended_to_and_becomes_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_text("before\n", encoding="utf-8")
    path.chmod(0o644)
    log = WireLog(path)
    log.sink("main")(frame())
    log.close()
    assert path.read_text(encoding="utf-8").startswith("before\n{")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_place_that_can_not_be_written_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="directory"):
        WireLog(tmp_path)


def test_a_full_disk_is_told_once_and_when_it_is_over_with_what_was_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    is_full, half = threading.Event(), threading.Event()
    real = os.write
    told: list[str] = []
    news = threading.Semaphore(0)

    def write(file: int, data: bytes) -> int:
        if not is_full.is_set():
            return real(file, data)
        if not half.is_set():
            half.set()
            return real(file, data[:10])
        news.release()
        raise OSError(errno.ENOSPC, "No space left on device")

    def tell(words: str) -> None:
        told.append(words)
        news.release()

    monkeypatch.setattr(wire_log.os, "write", write)
    log = WireLog(tmp_path / "log")
    log.on_trouble = tell
    put = log.sink("main")
    is_full.set()
    put(frame('{"n": 1}'))
    assert news.acquire(timeout=10) and news.acquire(timeout=10)
    put(frame('{"n": 2}'))
    assert news.acquire(timeout=10)
    is_full.clear()
    put(frame('{"n": 3}'))
    assert news.acquire(timeout=10)
    log.close()
    assert told == ["No space left on device", ""]
    broken, lost, last = (tmp_path / "log").read_text(encoding="utf-8").splitlines()
    assert len(broken) == 10
    assert json.loads(lost) == {"lost": 2}
    assert json.loads(last)["text"] == '{"n": 3}'


def test_a_disk_that_lags_costs_frames_and_no_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    goes_on, is_stuck = threading.Event(), threading.Event()
    real = os.write

    def write(file: int, data: bytes) -> int:
        is_stuck.set()
        goes_on.wait(10)
        return real(file, data)

    monkeypatch.setattr(wire_log.os, "write", write)
    monkeypatch.setattr(wire_log, "MAX_WAITING", 1000)
    log = WireLog(tmp_path / "log")
    put = log.sink("main")
    put(frame())
    assert is_stuck.wait(10)
    for _ in range(50):
        put(frame('"' + "x" * 98 + '"'))
    goes_on.set()
    log.close()
    written = lines(tmp_path / "log")
    assert sum(int(row.get("lost", 1)) for row in written) == 51  # type: ignore[call-overload]
    assert 10 <= len(written) < 20


async def test_a_connection_is_written_down(tmp_path: Path) -> None:
    log = WireLog(tmp_path / "log")
    async with running(tmp_path / "data", wire_log=log) as (server, _):
        await server.say_group("30002", "20001", "hello")
    log.close()
    written = lines(tmp_path / "log")
    labels = [(row["direction"], row["kind"], row["label"]) for row in written]
    assert ("", "note", "connected") in labels and ("", "note", "closed") in labels
    assert ("out", "call", "get_login_info") in labels and ("in", "answer", "get_login_info") in labels
