"""What counts as read: shown, at the bottom, for a second, with somebody there."""

from __future__ import annotations

import pytest

from tui.chat.ids import LocalId
from tui.ui.reading import KEY_IS_RECENT, ReadWatch


class Desk:
    """A watch with a clock in the hand."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.read: list[tuple[int, int]] = []
        self.watch = ReadWatch(lambda: self.now, lambda conversation, bottom: self.read.append((conversation, bottom)))

    def wait(self, seconds: float) -> None:
        self.now += seconds
        self.watch.tick()


@pytest.fixture
def desk() -> Desk:
    made = Desk()
    made.watch.focus_changed(True)
    return made


def test_what_is_shown_at_the_bottom_for_a_second_is_read(desk: Desk) -> None:
    desk.watch.shown(1, LocalId(9), at_bottom=True)
    desk.wait(0.9)
    assert desk.read == []
    desk.wait(0.2)
    assert desk.read == [(1, 9)]


def test_passing_through_reads_nothing(desk: Desk) -> None:
    for conversation in range(5):
        desk.watch.shown(conversation, LocalId(9), at_bottom=True)
        desk.wait(0.5)
    assert desk.read == []


def test_further_up_nothing_is_read(desk: Desk) -> None:
    desk.watch.shown(1, LocalId(9), at_bottom=False)
    desk.wait(5)
    assert desk.read == []


def test_somebody_who_reads_at_the_bottom_reads_what_comes(desk: Desk) -> None:
    desk.watch.shown(1, LocalId(9), at_bottom=True)
    desk.wait(2)
    desk.watch.shown(1, LocalId(10), at_bottom=True)
    desk.wait(0.1)
    assert desk.read[-1] == (1, 10)


def test_a_terminal_without_the_focus_reads_nothing_until_a_second_after_it_is_back(desk: Desk) -> None:
    desk.watch.focus_changed(False)
    desk.watch.shown(1, LocalId(9), at_bottom=True)
    desk.wait(10)
    desk.watch.focus_changed(True)
    desk.wait(0.5)
    assert desk.read == []
    desk.wait(0.6)
    assert desk.read == [(1, 9)]


def test_where_no_focus_is_reported_a_recent_key_tells_that_somebody_is_there() -> None:
    desk = Desk()
    desk.wait(KEY_IS_RECENT + 1)
    desk.watch.shown(1, LocalId(9), at_bottom=True)
    desk.wait(5)
    assert desk.read == []
    desk.watch.key_pressed()
    desk.wait(0.5)
    assert desk.read == []
    desk.wait(0.6)
    assert desk.read == [(1, 9)]


def test_behind_a_dialogue_nothing_is_read(desk: Desk) -> None:
    desk.watch.shown(1, LocalId(9), at_bottom=True)
    desk.watch.cover(True)
    desk.wait(5)
    assert desk.read == []
    desk.watch.cover(False)
    desk.wait(1.1)
    assert desk.read == [(1, 9)]


def test_a_closed_conversation_is_not_read(desk: Desk) -> None:
    desk.watch.shown(1, LocalId(9), at_bottom=True)
    desk.watch.closed()
    desk.wait(5)
    assert desk.read == []
