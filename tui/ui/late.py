"""Answers that open something, and come when somebody may be typing elsewhere: a box under the fingers takes keys for a yes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from tui.locale import t

if TYPE_CHECKING:
    from tui.platforms.base import Query
    from tui.ui.screens.main import Main

T = TypeVar("T")


def ask_to_open(main: Main, account: int, query: Query[T], what: str, then: Callable[[T], None]) -> None:
    """Ask as ``main.ask`` does; *then* opens something, and is left, in words, where somebody went on before the answer came."""
    main.say(t("main.asking", what=what))
    main.ask(account, query, what, unless_gone_on(main, what, then))


def unless_gone_on(main: Main, what: str, then: Callable[[T], None]) -> Callable[[T], None]:
    """Return *then* for whoever waits: after a key, in another conversation or on another screen *what* is said to be late."""

    def mark() -> object:
        return main.reading.keys, main.app.screen, main.pane.conversation

    began = mark()

    def came(answer: T) -> None:
        if mark() == began:
            then(answer)
        else:
            main.say(t("main.came_late", what=what), is_good=False)

    return came
