"""What the command bar keeps: lines without anybody's messages, and one act that can be taken back for a while."""

from __future__ import annotations

import json

from tests.intents.people import HERE
from tui.intents import IntentCommand, consider
from tui.ui.bar_memory import MOST_LINES, UNDO_SECONDS, BarMemory


class Kept:
    """A memory with what it wrote last, and a clock to turn."""

    def __init__(self, kept: str = "") -> None:
        self.kept = kept
        self.now = 0.0
        self.memory = BarMemory(self.write, lambda: kept, lambda: self.now)

    def write(self, kept: str) -> None:
        self.kept = kept


def test_lines_come_back_and_words_of_messages_do_not() -> None:
    one = Kept()
    one.memory.note("戳一下李四", is_private=False)
    one.memory.note("回复李四 秘密", is_private=True)
    one.memory.note("置顶", is_private=False)
    assert list(one.memory.lines) == ["戳一下李四", "回复李四 秘密", "置顶"]
    assert list(Kept(one.kept).memory.lines) == ["戳一下李四", "置顶"]


def test_a_line_is_kept_once_and_its_latest_place_counts() -> None:
    one = Kept()
    for line in ("a", "b", "a"):
        one.memory.note(line, is_private=False)
    assert list(one.memory.lines) == ["b", "a"]


def test_a_line_that_was_done_stays_kept_when_it_is_left_unfinished_later() -> None:
    one = Kept()
    one.memory.note("置顶", is_private=False)
    one.memory.note("置顶", is_private=True)
    one.memory.note("b", is_private=False)
    assert json.loads(one.kept) == ["置顶", "b"]


def test_there_is_an_end_to_what_is_kept() -> None:
    one = Kept()
    for number in range(MOST_LINES + 5):
        one.memory.note(f"line {number}", is_private=False)
    one.memory.note("x" * 1000, is_private=False)
    assert len(one.memory.lines) == len(json.loads(one.kept)) == MOST_LINES
    assert one.memory.lines[-1] == f"line {MOST_LINES + 4}"


def test_what_is_broken_on_disk_is_nothing() -> None:
    for kept in ("{", "5", '{"a": 1}', '[1, null, "", "ok"]'):
        assert list(Kept(kept).memory.lines) in ([], ["ok"])


def test_the_last_act_is_taken_back_once_and_not_hours_later() -> None:
    back = consider(IntentCommand(100.0, "unmute", {"user": "20003"}), HERE)
    one = Kept()
    one.memory.offer(back, HERE)
    undo = one.memory.take_undo()
    assert undo is not None
    assert undo.understanding is back
    assert one.memory.take_undo() is None
    one.memory.offer(back, HERE)
    one.now += UNDO_SECONDS + 1
    assert one.memory.take_undo() is None
