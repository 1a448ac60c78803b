"""A forward's messages are rows like any others, in the forward's own order."""

from __future__ import annotations

import pytest

from tests.ui.rows import conversation
from tui.chat.ids import LocalId
from tui.chat.segments import Forward, ForwardedMessage, Text
from tui.store.rows import Position
from tui.ui.forward_rows import ForwardRows


def said(words: str, time: int = 0, sender: str = "20001", name: str = "甲") -> ForwardedMessage:
    return ForwardedMessage(sender, name, time, (Text(words),))


def source(*times: int) -> ForwardRows:
    rows = ForwardRows(conversation(7))
    rows.add(Forward("1", tuple(said(str(place), time) for place, time in enumerate(times))))
    return rows


def words(rows: list[object]) -> str:
    return "".join(row.segments[0].text for row in rows)  # type: ignore[attr-defined]


@pytest.mark.parametrize("times", [(1000, 2000, 3000, 4000, 5000), (5000, 1000, 1000, 9000, 2000), (0, 0, 0, 0, 0)])
def test_pages_follow_the_order_of_the_forward(times: tuple[int, ...]) -> None:
    rows = source(*times)
    middle = rows.rows(0)[2].position
    assert words(rows.page(0, limit=2)) == "34"
    assert words(rows.page(0, before=middle, limit=9)) == "01"
    assert words(rows.page(0, after=middle, limit=1)) == "3"
    assert words(rows.page(0, after=Position(-1, 0, 0), limit=9)) == "01234"
    for place, row in enumerate(rows.rows(0)):
        before = Position(row.position.time, 0, row.position.tie - 1)
        around = rows.page(0, before=row.position, limit=9) + rows.page(0, after=before, limit=9)
        assert words(around) == "01234", place


def test_a_moment_is_found_by_its_time() -> None:
    assert words(source(1000, 2000, 3000).page(0, after=Position(1500, 0, -1), limit=9)) == "12"


def test_levels_are_apart_and_go() -> None:
    rows = source(1, 2)
    inner = rows.add(Forward("2", (said("innen", sender="", name="乙"), said("außen", sender="", name="丙"))))
    one, other = rows.rows(inner)
    assert one.sender != other.sender, "people without a number are told apart by their names"
    assert rows.message(one.id) is one and rows.messages([one.id, LocalId(1)])[one.id] is one
    assert rows.conversation(inner) is not None
    rows.drop()
    assert rows.message(one.id) is None and rows.conversation(inner) is None
    assert rows.message(LocalId(1)) is not None and rows.message(LocalId(2)) is None


def test_what_we_said_ourselves_is_ours() -> None:
    rows = ForwardRows(conversation(7))
    rows.add(Forward("1", (said("x", sender="10001"), said("y"))))
    assert [row.is_own for row in rows.rows(0)] == [True, False]
