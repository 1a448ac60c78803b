"""The search for messages: words to type, and below them what was said with these words, the newest first."""

from __future__ import annotations

import logging
import time
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.content import Content
from textual.message import Message
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets.input import Selection
from textual.worker import get_current_worker

from tui.chat.finding import Query
from tui.chat.ids import LocalId
from tui.locale import t
from tui.store.changes import Changes
from tui.store.search import Hit, Search, Step, hit
from tui.ui.command_table import Place
from tui.ui.describe import day_of
from tui.ui.outcomes import why_failed
from tui.ui.screens.sheet import Sheet
from tui.ui.search_memory import SearchMemory
from tui.ui.search_paint import paint
from tui.ui.widgets.filter_input import FilterInput
from tui.ui.widgets.prose import Prose
from tui.ui.widgets.row_list import RowList
from tui.ui.wrap import fit

if TYPE_CHECKING:
    from tui.ui.screens.main import Main

log = logging.getLogger(__name__)

MOST_HITS = 500
"""More than anybody looks through; one types another word instead."""

PAUSE = 0.12
"""Seconds after a letter until the search begins: whoever types on does not need it."""

TELLS_EVERY = 0.1
"""Seconds between two reports of a search that finds nothing meanwhile."""

MOST_CHANGED = 500
"""Messages that changed at once and are looked at each; of more, the search begins anew."""


class _State(Widget):
    """A line of our own words that changes ten times a second: it takes no layout to change it."""

    DEFAULT_CSS = """
    _State { height: 1; padding: 0 1; color: $text-muted; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.text = ""

    def update(self, text: str) -> None:
        """Show *text*."""
        if text != self.text:
            self.text = text
            self.refresh()

    def render(self) -> Content:
        """The line, cut where there is no room for it."""
        return Content(fit(self.text, self.content_size.width))


class SearchSheet(Sheet):
    """Looks for what is typed, in all conversations or in the open one; the one chosen is gone to."""

    PLACE = Place.SEARCH
    TOGGLE = "search.open"

    DEFAULT_CSS = """
    SearchSheet {
        .about { color: $text-muted; padding: 1 2; display: none; }
        &.-empty .about { display: block; height: 1fr; }
        &.-empty RowList, &.-empty _State { display: none; }
    }
    """

    class Stepped(Message):
        """The search *number* came a *step* further, or failed (*words*); *is_over*: it goes no further."""

        def __init__(self, number: int, step: Step | None, *, is_over: bool, words: str = "") -> None:
            super().__init__()
            self.number = number
            self.step = step
            self.is_over = is_over
            self.words = words

    def __init__(self, main: Main, memory: SearchMemory) -> None:
        super().__init__(main, "")
        self.memory = memory
        self.field = FilterInput(t("search.field"))
        self.list: RowList[Hit] = RowList(self._draw, lambda hit: hit.id, row_height=2, is_led=True)
        self._state = _State()
        self._query: Query | None = None
        self._hits: list[Hit] = []
        self._number = 0
        self._waiting: Timer | None = None
        self._is_last = False
        self._is_over = True
        self._is_told = True
        self._goes_first = False
        self._reached = 0
        self._changed: set[int] = set()

    def body(self) -> list[Widget]:
        """Return the line to type into, how far the search is, and what it has found."""
        label = self.services.keys.label_for
        find, older, newer = map(label, ("message.find", "message.find_older", "message.find_newer"))
        about = t("search.about", find=find, older=older, newer=newer)
        return [self.field, self._state, Prose(about, classes="about"), self.list]

    def on_mount(self) -> None:
        """Look for the words of last time; what is typed takes their place."""
        self.field.value = self.memory.words
        self.field.selection = Selection(0, len(self.memory.words))
        self.field.focus()
        if self.main.current is None:
            self.memory.is_only_here = False
        self._show_title()
        self._begin()

    def is_shown(self, name: str) -> bool:
        """A switch to the open conversation needs one."""
        return name != "search.scope" or self.main.current is not None

    def look_for(self, words: str) -> None:
        """Look for *words* now."""
        self.field.value = words
        self.field.cursor_position = len(words)

    # What is found --------------------------------------------------------------------------------------------------------

    @on(FilterInput.Changed)
    def _on_changed(self) -> None:
        self._goes_first = False
        if self.field.value == self.memory.words:
            return
        self.memory.words = self.field.value
        self.memory.hit = None
        if self._waiting is not None:
            self._waiting.stop()
        self._waiting = self.set_timer(PAUSE, self._begin)

    def _begin(self) -> None:
        """Look for what the line says, unless that is what is being looked for."""
        if self._waiting is not None:
            self._waiting.stop()
            self._waiting = None
        query = Query.of(self.field.value)
        if query != self._query:
            self._restart(query)

    def _restart(self, query: Query) -> None:
        self._query = query
        self._number += 1
        self._is_told = self._is_last = self._is_over = False
        self._changed.clear()
        self.workers.cancel_group(self, "search")
        self.set_class(not query, "-empty")
        if not query:
            self._show([])
            return
        where = self.main.current if self.memory.is_only_here else None
        search = Search(self.services.store.path, query, where.id if where else None)
        self._state.update(t("search.begins"))
        look = partial(self._look, search, self._number)
        self.run_worker(look, thread=True, group="search", exit_on_error=False)

    def _look(self, search: Search, number: int) -> None:
        """Step by step, on a thread, as long as it is wanted."""
        worker = get_current_worker()
        count, told = 0, 0.0
        try:
            while not worker.is_cancelled:
                step = search.step()
                count += len(step.hits)
                is_over = step.is_last or count >= MOST_HITS
                if step.hits or is_over or time.monotonic() - told > TELLS_EVERY:
                    told = time.monotonic()
                    self.post_message(self.Stepped(number, step, is_over=is_over))
                if is_over:
                    break
        except Exception as error:
            log.exception("a search failed")
            self.post_message(self.Stepped(number, None, is_over=True, words=why_failed(error)))
        finally:
            search.close()

    @on(Stepped)
    def _on_stepped(self, event: Stepped) -> None:
        if event.number != self._number:
            return
        known = self._hits if self._is_told else []
        self._is_over = event.is_over
        if event.step is None:
            self._query, self._goes_first = None, False
            self._show(known)
            self._state.update(event.words)
            return
        step = event.step
        self._reached, self._is_last = step.reached, step.is_last
        here = {one.id for one in known}
        self._show([*known, *(one for one in step.hits if one.id not in here)])
        self._is_told = True
        self._look_again()
        if self._goes_first and (self._hits or self._is_over):
            self._goes_first = False
            self._go(self._hits[0] if self._hits else None)

    def _show(self, hits: list[Hit]) -> None:
        if hits or self._hits:
            self._hits = sorted(hits, key=lambda one: one.order)[:MOST_HITS]
            self.list.set_rows(self._hits, hold=self._is_told and not self._is_cursor_in_sight_at_top())
        if not self._is_told:
            self.list.action_first()
        if self.memory.hit is not None and self.list.move_to(self.memory.hit):
            self.memory.hit = None  # the cursor is the hand's from now on
        self._state.update(self._how_far() if self._query else "")

    def _is_cursor_in_sight_at_top(self) -> bool:
        """Whether newer hits may come in above: the cursor, which stays on its hit, must not leave the screen by that."""
        place = next((at for at, one in enumerate(self._hits) if one.id == self.list.cursor_key), 0)
        return self.list.scroll_offset.y == 0 and (place + 1) * self.list.row_height <= self.list.size.height

    def _how_far(self) -> str:
        count = len(self._hits)
        day = day_of(self._reached, self.services.zone).isoformat() if self._reached > 0 else "…"
        if count >= MOST_HITS or (count and self._is_over and not self._is_last):
            return t("search.most", count=count, day=day_of(self._hits[-1].position.time, self.services.zone).isoformat())
        if not self._is_last:
            return t("search.looking", count=count, day=day)
        return t("search.all", count=count) if count else t("search.none")

    # What changes meanwhile -----------------------------------------------------------------------------------------------

    def apply(self, changes: Changes) -> None:
        """Show what was said meanwhile, and drop what was recalled."""
        if not self._query:
            return
        changed: set[int] = set()
        for change in changes.by_conversation.values():
            changed |= change.inserted | change.updated | change.moved | change.removed
            changed |= {*change.replaced, *change.replaced.values()}
        self._changed |= changed
        if len(changed) > MOST_CHANGED:
            self.memory.hit = self.list.cursor_row.id if self.list.cursor_row else None
            self._restart(self._query)
        elif self._is_told:
            self._look_again()

    def _look_again(self) -> None:
        """Look at the messages that changed by themselves: which are hits, and which are none any more.

        One further back than was looked through is kept for later: it may have been read before it changed.
        """
        if self._query is None or not self._changed or (len(self._changed) > MOST_CHANGED and not self._is_over):
            return
        where = self.main.current if self.memory.is_only_here else None
        is_looked = self._is_last or len(self._hits) >= MOST_HITS
        rows = self.services.reader.messages(self._changed).values()
        reached = [row for row in rows if is_looked or row.position.time >= self._reached]
        found = [hit(self._query, row) for row in reached if where is None or row.conversation == where.id]
        fresh = [one for one in found if one is not None]
        kept = [one for one in self._hits if one.id not in self._changed]
        self._changed = set() if self._is_over else self._changed - {row.id for row in reached}
        if fresh or len(kept) < len(self._hits):
            self._show([*kept, *fresh])

    # What is done ---------------------------------------------------------------------------------------------------------

    @on(FilterInput.Passed)
    def _on_passed(self, event: FilterInput.Passed) -> None:
        self._goes_first = False
        event.move(self.list)

    @on(FilterInput.Submitted)
    def _on_submitted(self) -> None:
        self.command_go()

    @on(RowList.Chosen)
    def _on_chosen(self, event: RowList.Chosen) -> None:
        self._go(event.row)

    def command_go(self) -> None:
        """Go to the message; to the newest one of those that are just being looked for, as soon as there is one."""
        if self._waiting is not None:
            self._begin()
        if self._query and not (self._is_told and (self._hits or self._is_over)):
            self._goes_first = True
        else:
            self._go(self.list.cursor_row)

    def command_scope(self) -> None:
        """Look in the open conversation only, or in all."""
        if self.main.current is None:
            self.main.say(t("main.no_conversation"), is_good=False)
            return
        self.memory.is_only_here = not self.memory.is_only_here
        self._show_title()
        self._restart(Query.of(self.field.value))

    def _go(self, chosen: Hit | None) -> None:
        if chosen is None:
            self.app.bell()
            return
        if self.services.reader.message(chosen.id) is None:
            self.main.say(t("search.gone"), is_good=False)
            return
        self.memory.hit, self.memory.here = chosen.id, self.memory.words
        self.dismiss(None)
        go_to(self.main, chosen.conversation, chosen.id)

    def _show_title(self) -> None:
        where = self.main.current
        is_here = self.memory.is_only_here and where is not None
        self.set_title(t("search.title_here", where=where.title) if is_here and where else t("search.title"))

    def _draw(self, found: Hit, width: int, is_cursor: bool, is_focused: bool) -> list[Strip]:
        row = self.main.sidebar.rows.get(found.conversation) or self.services.reader.conversation(found.conversation)
        place = "" if self.memory.is_only_here or row is None else row.title
        account = self.main.label_of(row) if row is not None and place else ""
        return paint(found, width, self.list.chat, self.services.zone, place=place, account=account, is_cursor=is_cursor)


def go_to(main: Main, conversation: int, id: LocalId) -> None:
    """Show the message *id* with the cursor on it, in its *conversation*."""
    if main.pane.conversation != conversation:
        main.open(conversation)
    main.focus_composer()  # in a narrow terminal: from the list to the conversation
    main.pane.focus()
    main.pane.go_to(id)
