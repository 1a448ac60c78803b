"""Commands that look for words in what was said: the screen for all conversations, and from hit to hit within the open one."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from tui.chat.text import one_line
from tui.locale import t
from tui.ui.search_memory import SearchMemory

if TYPE_CHECKING:
    from tui.store.search import Step
    from tui.ui.commands import Handler
    from tui.ui.screens.main import Main

_SHOWN = 40
"""Characters of the words that are repeated: what can be done stands behind them."""

TELLS_AFTER = 0.4
"""Seconds after which it is said that the search goes on, and how far it is."""


def memory_of(main: Main) -> SearchMemory:
    """Return what the search remembers, made now if it is the first time."""
    if main.search is None:
        main.search = SearchMemory()
    return main.search


def open_search(main: Main, number: int = 0, words: str | None = None, *, is_only_here: bool | None = None) -> None:
    """Open the screen that looks for messages, with *words* or those of last time."""
    from tui.ui.screens.search import SearchSheet

    memory = memory_of(main)
    if words is not None:
        memory.words, memory.hit = words, None
    if is_only_here is not None:
        memory.is_only_here = is_only_here
    main.app.push_screen(SearchSheet(main, memory))


def ask(main: Main, number: int) -> None:
    """Ask for words, and go to the nearest older message of this conversation that has them."""
    where = main.current
    if where is None:
        main.say(t("main.no_conversation"), is_good=False)
        return
    memory, keys = memory_of(main), main.services.keys
    older, newer = keys.label_for("message.find_older"), keys.label_for("message.find_newer")
    lines = [t("search.ask_how", older=older, newer=newer)]
    if memory.here:
        lines.append(t("search.ask_again", words=one_line(memory.here, _SHOWN)))

    def take(words: str) -> None:
        memory.here = words or memory.here
        if memory.here:
            _find(main, is_newer=False)

    main.ask_text(t("search.ask", where=where.title), take, *lines)


def again(main: Main, number: int, *, is_newer: bool) -> None:
    """Go to the next older or newer message with the words of last time."""
    if main.current is None:
        main.say(t("main.no_conversation"), is_good=False)
    elif not memory_of(main).here:
        main.say(t("search.no_words", key=main.services.keys.label_for("message.find")), is_good=False)
    else:
        _find(main, is_newer=is_newer)


def _find(main: Main, *, is_newer: bool) -> None:
    where = main.pane.conversation
    if where is not None:
        main.start(_go_to_next(main, where, memory_of(main).here, is_newer=is_newer), t("keys.message.find"))


async def _go_to_next(main: Main, where: int, words: str, *, is_newer: bool) -> None:
    from tui.chat.finding import Query
    from tui.store.search import Search
    from tui.ui.describe import moment

    keys = main.services.keys
    older, newer = keys.label_for("message.find_older"), keys.label_for("message.find_newer")
    said = {"older": older, "newer": newer, "words": one_line(words, _SHOWN)}
    async with memory_of(main).turn:
        row = main.pane.cursor_row
        if main.pane.conversation != where:
            return
        search = Search(main.services.store.path, Query.of(words), where, row.position if row else None, newer=is_newer)
        try:
            step = await _first(main, where, search.step, words)
        finally:
            search.close()
        if step is None or main.pane.conversation != where:
            return
        if step.hits:
            found = step.hits[0]
            main.pane.focus()
            main.pane.go_to(found.id)
            main.say(t("search.found_here", day=moment(found.position.time, main.services.zone), **said))
        else:
            key = "none_here" if row is None else "no_newer" if is_newer else "no_older"
            # No trouble that had to be read before something else is said: the other key may follow at once.
            main.app.bell()
            main.say(t(f"search.{key}", **said))


async def _first(main: Main, where: int, look: Callable[[], Step], words: str) -> Step | None:
    """Return the first step with a hit, else the last one; None when somebody went elsewhere meanwhile."""
    from tui.ui.describe import day_of

    begun = time.monotonic()
    while main.pane.conversation == where:
        step = await asyncio.to_thread(look)
        if step.hits or step.is_last:
            return step
        if time.monotonic() - begun > TELLS_AFTER:
            begun = time.monotonic()
            day = day_of(step.reached, main.services.zone).isoformat()
            main.say(t("search.looking_here", words=one_line(words, _SHOWN), day=day))
    return None


HANDLERS: dict[str, Handler] = {
    "search.open": open_search,
    "message.find": ask,
    "message.find_older": partial(again, is_newer=False),
    "message.find_newer": partial(again, is_newer=True),
}
