"""The question which groups matter waits for a pause of whoever is typing, once, however often the lists change meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

from tui.ui.quiet_question import QuietQuestion


class _Timer:
    def __init__(self, then: Callable[[], None]) -> None:
        self.then = then
        self.is_running = True

    def stop(self) -> None:
        self.is_running = False


class _Main:
    """A main screen with something in its composer, and the timers that were set on it."""

    def __init__(self) -> None:
        self.app = SimpleNamespace(screen=self)
        self.services = SimpleNamespace(demo=None)
        self.composer = SimpleNamespace(is_empty=False)
        self.reading = SimpleNamespace(seconds_since_key=0.0)
        self.timers: list[_Timer] = []

    def set_timer(self, seconds: float, then: Callable[[], None]) -> _Timer:
        self.timers.append(_Timer(then))
        return self.timers[-1]


def test_one_timer_waits_for_the_pause() -> None:
    main = _Main()
    question = QuietQuestion(main)  # type: ignore[arg-type]
    for _ in range(3):
        question.ask()
    assert sum(timer.is_running for timer in main.timers) == 1
    main.timers[-1].then()
    assert sum(timer.is_running for timer in main.timers) == 1, "still typing"
