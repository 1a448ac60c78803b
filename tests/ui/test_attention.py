"""What rings, and what is counted."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from tests.ui.rows import FRIEND, GROUP, conversation
from tui.chat.ids import ConversationKind
from tui.store.changes import Changes
from tui.store.rows import ConversationRow
from tui.ui import attention
from tui.ui.attention import BELL_EVERY, Attention
from tui.ui.reading import ReadWatch


class Room:
    """A main screen as the bell sees it: what is open, where its pane stands, and how often it rang."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        self.bells = 0
        self.pane = SimpleNamespace(conversation=None, is_at_bottom=True)
        self.app = SimpleNamespace(bell=self._ring)
        self.reading = ReadWatch(lambda: self.now, lambda conversation, bottom: None)
        self.reading.focus_changed(True)
        self.attention = Attention(self.reading)
        monkeypatch.setattr(attention, "time", SimpleNamespace(monotonic=lambda: self.now))

    def hear(self, *rows: ConversationRow, is_live: bool = True, to_us: bool | None = None) -> int:
        """Let something be said in each of *rows*, to us where one mentions us; return how often that rang."""
        changes = Changes()
        for row in rows:
            changes.of(row.id).inserted.add(7)
            if is_live:
                changes.of(row.id).live.add(7)
                changes.of(row.id).mentions_us = row.mentions > 0 if to_us is None else to_us
        before = self.bells
        room: Any = self
        self.attention.consider(changes, {row.id: row for row in rows}, room)
        return self.bells - before

    def _ring(self) -> None:
        self.bells += 1


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Room:
    return Room(monkeypatch)


@pytest.mark.parametrize(
    ("kind", "more", "rings"),
    [
        (FRIEND, {}, True),
        (ConversationKind.TEMP, {}, True),
        (FRIEND, {"is_muted": True}, False),
        (GROUP, {}, False),
        (GROUP, {"mentions": 1}, True),
        (GROUP, {"is_quiet": True}, False),
        (GROUP, {"is_quiet": True, "mentions": 1}, True),
        (GROUP, {"is_muted": True}, False),
    ],
)
def test_people_and_mentions_ring_and_groups_do_not(
    room: Room, kind: ConversationKind, more: dict[str, Any], rings: bool
) -> None:
    assert room.hear(conversation(1, kind, unread=1, **more)) == int(rings)


def test_only_what_was_just_said_rings(room: Room) -> None:
    assert room.hear(conversation(1, FRIEND, unread=1), is_live=False) == 0
    assert room.hear(conversation(1, FRIEND, unread=1)) == 1


@pytest.mark.parametrize(
    ("is_open", "is_at_bottom", "has_focus", "rings"),
    [(True, True, True, False), (True, False, True, True), (True, True, False, True), (False, True, True, True)],
)
def test_what_is_looked_at_does_not_ring(room: Room, is_open: bool, is_at_bottom: bool, has_focus: bool, rings: bool) -> None:
    room.pane.conversation = 1 if is_open else 2
    room.pane.is_at_bottom = is_at_bottom
    room.reading.focus_changed(has_focus)
    assert room.hear(conversation(1, FRIEND, unread=1)) == int(rings)


def test_another_conversation_rings_beside_the_one_that_is_looked_at(room: Room) -> None:
    room.pane.conversation = 1
    assert room.hear(conversation(1, FRIEND, unread=1), conversation(2, FRIEND, unread=1)) == 1


def test_a_flood_rings_once_and_again_later(room: Room) -> None:
    rows = [conversation(id, FRIEND, unread=1) for id in range(1, 6)]
    assert room.hear(*rows) == 1
    room.now += BELL_EVERY - 0.1
    assert room.hear(*rows) == 0
    room.now += 0.1
    assert room.hear(*rows) == 1


def test_what_does_not_ring_puts_no_bell_off(room: Room) -> None:
    room.hear(conversation(1, is_muted=True, unread=1))
    assert room.hear(conversation(2, FRIEND, unread=1)) == 1


def test_behind_the_boss_screen_nothing_rings(room: Room) -> None:
    room.attention.is_hidden = True
    assert room.hear(conversation(1, FRIEND, unread=1, mentions=1)) == 0
    room.attention.is_hidden = False
    assert room.hear(conversation(1, FRIEND, unread=1, mentions=1)) == 1


@pytest.mark.parametrize(
    ("more", "totals"),
    [
        ({"unread": 5}, (5, 0)),
        ({"unread": 5, "mentions": 2}, (5, 2)),
        ({"unread": 5, "is_muted": True}, (0, 0)),
        ({"unread": 5, "is_quiet": True}, (0, 0)),
        ({"unread": 5, "mentions": 2, "is_quiet": True}, (2, 2)),
        ({"unread": 5, "mentions": 2, "is_muted": True}, (2, 2)),
        ({"is_marked": True}, (1, 0)),
        ({"unread": 5, "is_marked": True}, (5, 0)),
        ({"is_marked": True, "is_quiet": True}, (0, 0)),
    ],
)
def test_quiet_and_muted_conversations_count_with_their_mentions_only(
    room: Room, more: dict[str, Any], totals: tuple[int, int]
) -> None:
    assert room.attention.totals([conversation(1, **more)]) == totals
    assert room.attention.totals([conversation(1, **more), conversation(2, unread=1)]) == (totals[0] + 1, totals[1])


@pytest.mark.parametrize("silenced", [{}, {"is_muted": True}, {"is_quiet": True}])
def test_an_old_mention_makes_no_other_word_ring(room: Room, silenced: dict[str, bool]) -> None:
    assert room.hear(conversation(1, GROUP, unread=5, mentions=1, **silenced), to_us=False) == 0
    assert room.hear(conversation(1, GROUP, unread=6, mentions=2, **silenced)) == 1


def test_a_request_rings_once(room: Room) -> None:
    screen: Any = room
    asked = Changes(requests=True, asked=True)
    room.attention.consider(asked, {}, screen)
    room.attention.consider(asked, {}, screen)
    assert room.bells == 1
    room.now += BELL_EVERY
    room.attention.consider(Changes(requests=True), {}, screen)
    assert room.bells == 1, "an answer does not"
