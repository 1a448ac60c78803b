"""Decides when something was read: shown, at the bottom, for a second, with a person before the terminal."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from tui.chat.ids import LocalId

DWELL = 1.0
"""Seconds that a message must have been shown; passing through a conversation reads nothing."""

KEY_IS_RECENT = 60.0
"""Seconds after a key press in which somebody is taken to sit there, in terminals that never report their focus."""


class _Shown(Struct):
    conversation: int
    bottom: LocalId
    since: float
    is_told: bool = False


class ReadWatch:
    """Watches what is shown. *clock* gives seconds; *on_read* is called with (conversation, newest message read)."""

    def __init__(self, clock: Callable[[], float], on_read: Callable[[int, LocalId], None]) -> None:
        self._clock = clock
        self._on_read = on_read
        self._shown: _Shown | None = None
        self._has_focus: bool | None = None
        self._last_key = clock()
        self._keys = 0
        self._is_covered = False

    @property
    def is_attended(self) -> bool:
        """Whether somebody seems to look: the terminal says so, or a key was pressed lately where it says nothing."""
        if self._has_focus is not None:
            return self._has_focus
        return self._clock() - self._last_key <= KEY_IS_RECENT

    @property
    def keys(self) -> int:
        """How many keys have been pressed."""
        return self._keys

    @property
    def seconds_since_key(self) -> float:
        """How long ago the last key was pressed."""
        return self._clock() - self._last_key

    def focus_changed(self, has_focus: bool) -> None:
        """The terminal reported that it has the focus, or has lost it."""
        self._has_focus = has_focus
        self._restart()

    def key_pressed(self) -> None:
        """A key was pressed."""
        was_attended = self.is_attended
        self._last_key = self._clock()
        self._keys += 1
        if not was_attended:
            self._restart()

    def cover(self, is_covered: bool) -> None:
        """Something (the boss key's screen, a dialogue) hides the conversation, or no longer does."""
        self._is_covered = is_covered
        self._restart()

    def shown(self, conversation: int, bottom: LocalId, *, at_bottom: bool) -> None:
        """The pane shows *conversation* down to *bottom*; only its newest end counts as reading it."""
        if not at_bottom:
            self._shown = None
        elif self._shown is None or (self._shown.conversation, self._shown.bottom) != (conversation, bottom):
            # A message that scrolls in at the bottom is looked at by whoever reads there already.
            same = self._shown is not None and self._shown.conversation == conversation
            since = self._shown.since if same and self._shown is not None else self._clock()
            self._shown = _Shown(conversation, bottom, since)

    def leave_unread(self, conversation: int) -> None:
        """Somebody marked *conversation* unread: what is shown of it now is not read by going on to look at it."""
        if self._shown is not None and self._shown.conversation == conversation:
            self._shown.is_told = True

    def closed(self) -> None:
        """Nothing is shown any more."""
        self._shown = None

    def tick(self) -> None:
        """To be called every now and then: tells what has been read by now, each once."""
        shown = self._shown
        if shown is None or self._is_covered or not self.is_attended:
            return
        if not shown.is_told and self._clock() - shown.since >= DWELL:
            shown.is_told = True
            self._on_read(shown.conversation, shown.bottom)

    def _restart(self) -> None:
        if self._shown is not None:
            self._shown.since = self._clock()
