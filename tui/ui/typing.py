"""Who is typing to us, for as long as that can be believed; and ours shown to a friend, where the config says so."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from textual.timer import Timer

from tui.chat.ids import ConversationKind
from tui.store.rows import ConversationRow

if TYPE_CHECKING:
    from tui.ui.screens.main import Main

BELIEVED = 10.0
"""Seconds after which who began to type and said nothing more is taken to have stopped: not all say that they stop."""

TOLD_EVERY = 8.0
"""Seconds between two tellings that we are still typing."""

IDLE = 6.0
"""Seconds without a key after which we are no longer typing."""


class TypingWatch:
    """Both directions. *shows_ours* is off unless wanted: whom one hesitates to answer need not see it."""

    def __init__(self, main: Main, *, shows_ours: bool) -> None:
        self._main = main
        self._shows_ours = shows_ours
        self._until: dict[int, float] = {}
        self._shown: ConversationRow | None = None
        self._told_at = 0.0
        self._idle: Timer | None = None

    def told(self, conversation: int, is_typing: bool) -> None:
        """The other side of *conversation* began or stopped; it ends by itself."""
        if not is_typing:
            self._until.pop(conversation, None)
            return
        self._until[conversation] = time.monotonic() + BELIEVED
        self._main.set_timer(BELIEVED, self._main.show_typing)

    def is_typing(self, conversation: int | None) -> bool:
        """Return whether the other side of *conversation* is typing."""
        return conversation is not None and self._until.get(conversation, 0.0) > time.monotonic()

    def wrote(self, row: ConversationRow | None, is_empty: bool) -> None:
        """The draft in *row* changed; called for every key, so that nothing here may wait."""
        if not self._shows_ours or row is None or row.kind is not ConversationKind.FRIEND:
            return
        if is_empty:
            self.stopped()
            return
        if self._idle is not None:
            self._idle.stop()
        self._idle = self._main.set_timer(IDLE, self.stopped)
        now = time.monotonic()
        if self._shown is None or self._shown.id != row.id or now - self._told_at >= TOLD_EVERY:
            if self._shown is not None and self._shown.id != row.id:
                self._tell(self._shown, False)
            self._shown, self._told_at = row, now
            self._tell(row, True)

    def stopped(self) -> None:
        """We are no longer typing: it was sent, taken back or left, or no key was pressed for a while."""
        if self._idle is not None:
            self._idle.stop()
            self._idle = None
        shown, self._shown = self._shown, None
        if shown is not None:
            self._tell(shown, False)

    def _tell(self, row: ConversationRow, is_typing: bool) -> None:
        from tui.chat.actions import ActionKind
        from tui.chat.people_actions import ShowTyping

        connection = self._main.services.connection
        verdict = self._main.services.judge.of_account(ActionKind.TYPING, row.account)
        if not verdict.is_no and connection.is_online(row.account):
            # How it ends is nobody's business: a friend who does not see it misses nothing.
            connection.perform(row.account, ShowTyping(row.conversation, is_typing))
