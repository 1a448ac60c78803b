"""Keeps what is written in each conversation: in memory with its mentions, and on disk within a second."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future

from tui.chat.names import NameIndex
from tui.store import conversations
from tui.store.reader import Reader
from tui.store.rows import ConversationRow, Draft, MessageRow
from tui.store.store import Store
from tui.store.writer import Transaction
from tui.ui.completion import Choice, people_index
from tui.ui.widgets.composer import Composer, ComposerState

DELAY = 0.4
"""Seconds after a key until the draft is on disk; further keys do not put it off."""


class Drafts:
    """The drafts of all conversations, and who can be mentioned in the open one."""

    def __init__(self, store: Store, reader: Reader, on_failure: Callable[[BaseException], None]) -> None:
        """*on_failure* hears, on the store's thread, why drafts could not be written."""
        self._store = store
        self._on_failure = on_failure
        self._reader = reader
        self._states: dict[int, ComposerState] = {}
        self._unsaved: dict[int, Draft] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._people: tuple[int, bool, NameIndex[Choice]] | None = None
        self._saves = 0
        self._saved_by: dict[int, int] = {}

    def note(self, conversation: int, draft: Draft) -> None:
        """What stands in the composer changed; it is written a moment later."""
        self._unsaved[conversation] = draft
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(DELAY, self.save)

    def save(self) -> None:
        """Write what is not on disk yet."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        unsaved, self._unsaved = self._unsaved, {}
        if unsaved:
            self._saves += 1
            number = self._saves
            self._saved_by |= dict.fromkeys(unsaved, number)

            def job(tx: Transaction) -> None:
                for conversation, draft in unsaved.items():
                    conversations.save_draft(tx, conversation, draft)

            loop = _running_loop()
            self._store.submit(job).add_done_callback(lambda done: self._written(done, unsaved, number, loop))

    def _written(self, done: Future[None], tried: dict[int, Draft], number: int, loop: asyncio.AbstractEventLoop | None) -> None:
        """Called on the store's thread."""
        error = done.exception()
        if error is not None:
            self._on_failure(error)
            if loop is not None and not loop.is_closed():
                loop.call_soon_threadsafe(self._try_again, tried, number)

    def _try_again(self, tried: dict[int, Draft], number: int) -> None:
        """What could not be written is written with the next change, unless something newer was submitted since."""
        newest = {conversation: draft for conversation, draft in tried.items() if self._saved_by.get(conversation) == number}
        self._unsaved = {**newest, **self._unsaved}

    def sent(self, conversation: int) -> None:
        """The draft went out: the store forgets it in the same transaction that queues the message."""
        self._unsaved.pop(conversation, None)
        self._states.pop(conversation, None)

    def give_back(self, conversation: int, state: ComposerState) -> None:
        """Keep what could not be sent as the draft of a conversation that is not open."""
        known = self._states.get(conversation)
        if known is not None and (known.text.strip() or known.attached):
            text = f"{state.text}\n{known.text}" if known.text.strip() else state.text
            attached = (*state.attached, *known.attached)
            state = ComposerState(text, state.spans, state.quote, state.quote_label, attached=attached)
        self._states[conversation] = state
        self.note(conversation, state.draft)

    def put_away(self, composer: Composer) -> None:
        """Keep what stands in the composer for its conversation."""
        if composer.conversation is not None:
            self._states[composer.conversation] = composer.snapshot()
        self.save()

    def bring_back(self, composer: Composer, row: ConversationRow, label: Callable[[MessageRow], tuple[str, str]]) -> None:
        """Put the draft of *row* into the composer; *label* says by whom a quoted message is, and what it says."""
        state = self._states.get(row.id)
        draft = state.draft if state is not None else self._reader.draft(row.id)
        composer.restore(state or ComposerState(draft.text, draft.mentions), row.id)
        quote = draft.quote
        quoted = self._reader.message(quote) if quote is not None else None
        if quoted is not None and composer.quote is None:
            composer.set_quote(quoted.id, *label(quoted))

    def people(self, row: ConversationRow, can_mention_all: bool) -> NameIndex[Choice]:
        """Return who can be mentioned in *row*; kept until the members change."""
        if self._people is None or self._people[:2] != (row.id, can_mention_all):
            self._people = (row.id, can_mention_all, people_index(self._reader.members(row.id), can_mention_all))
        return self._people[2]

    def forget_people(self) -> None:
        """The members changed."""
        self._people = None


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None  # at the very end there is none any more
