"""The kill ring, as readline's."""

from __future__ import annotations

from tui.ui.kill_ring import KillRing


def test_kills_in_a_row_are_one_text_in_reading_order() -> None:
    ring = KillRing()
    ring.kill("two", is_backward=True)
    ring.kill("one ", is_backward=True)
    ring.kill(" three", is_backward=False)
    assert ring.current() == "one two three"


def test_after_something_else_a_kill_stands_alone() -> None:
    ring = KillRing()
    for text in ("a", "b", "c"):
        ring.kill(text, is_backward=False)
        ring.rest()
    assert [ring.current(), ring.previous(), ring.previous(), ring.previous()] == ["c", "b", "a", "c"]
    assert ring.current() == "c"


def test_nothing_killed_is_nothing_to_yank() -> None:
    ring = KillRing()
    assert (ring.current(), ring.previous()) == ("", "")


def test_it_forgets_the_oldest() -> None:
    ring = KillRing()
    for n in range(40):
        ring.kill(str(n), is_backward=False)
        ring.rest()
    seen = {ring.previous() for _ in range(40)}
    assert seen == {str(n) for n in range(24, 40)}
