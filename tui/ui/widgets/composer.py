"""The composer: where a message is written, with its mentions and its quote, until it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.document._document import Location
from textual.message import Message
from textual.timer import Timer

from tui.chat.emoji import Emoji
from tui.chat.ids import LocalId
from tui.chat.segments import Mention, Segment
from tui.chat.text import clean_text, one_line
from tui.locale import t
from tui.store.rows import Draft
from tui.ui.burst import HAND, Burst
from tui.ui.command_table import Place
from tui.ui.keys import KeyTable
from tui.ui.mentions import Spans
from tui.ui.type_ahead import TypeAheadApp
from tui.ui.widgets.completing_area import CompletingArea
from tui.ui.widgets.completion_list import CompletionList
from tui.ui.widgets.readline_area import MAX_PASTE, typed
from tui.ui.wrap import fit

# What is only needed once somebody attaches something is imported then: the first frame does not wait for it.
if TYPE_CHECKING:
    from tui.chat.capabilities import TextLimit
    from tui.ui.attachments import Attachment

MOST_LINES = 9
"""Lines of the composer at most, its border included, as in its style."""

# xterm's modifyOtherKeys names enter by its character.
_ENTER_FORMS = {"shift+\r": "shift+enter", "ctrl+\r": "ctrl+enter", "\r": "alt+enter"}

ELSEWHERE = frozenset(("editor", "emoji", "attach", "replies"))
"""Commands of its own that are done outside of it."""

NEAR = 0.8
"""The part of a limit from which on it is counted."""

MOST_BYTES = 8
"""Bytes that a character takes, at most, with its share of what surrounds it."""

ENTER_WAITS = 0.03
"""Seconds that an enter in a burst of keys waits for more: then it is a line end of a paste, else it sends."""


class ComposerState(Struct, frozen=True):
    """All that stands in a composer, to be put away and brought back: by conversation, or after a refused send."""

    text: str = ""
    spans: Spans = ()
    quote: LocalId | None = None
    quote_label: str = ""
    caret: Location | None = None
    attached: tuple[Attachment, ...] = ()

    @property
    def draft(self) -> Draft:
        """What of it is kept on disk."""
        return Draft(self.text, self.quote, self.spans)


class Composer(CompletingArea):
    """Writes one message. It knows its keys by the table; what is not its own bubbles up to the screen.

    On sending it is emptied at once (so that two quick enters send one message); ``Submitted.state`` brings it all back.
    """

    DEFAULT_CSS = """
    Composer {
        border-top: solid $border-blurred;
        border-title-color: $text-muted;
        background: $background;
        max-height: 9;
        &:focus { border-top: solid $border; }
    }
    """

    class _Told(Message):
        def __init__(self, composer: Composer) -> None:
            super().__init__()
            self.composer = composer
            self.conversation = composer.conversation

        @property
        def control(self) -> Composer:
            """The composer that says this."""
            return self.composer

    class Submitted(_Told):
        """A message is to be sent to *conversation*: its *segments* without the quote, and what it quotes."""

        def __init__(self, composer: Composer, segments: tuple[Segment, ...], state: ComposerState) -> None:
            super().__init__(composer)
            self.segments = segments
            self.state = state

        @property
        def text(self) -> str:
            """The words as they were typed."""
            return self.state.text

        @property
        def quote(self) -> LocalId | None:
            """The quoted message."""
            return self.state.quote

        @property
        def mentions(self) -> tuple[Mention, ...]:
            """Who is mentioned by name."""
            return tuple(segment for segment in self.segments if isinstance(segment, Mention))

    class DraftChanged(_Told):
        """The draft of *conversation* is another one; every key says so, so save it a moment later."""

        def __init__(self, composer: Composer) -> None:
            super().__init__(composer)
            self.draft = Draft(composer.text, composer.quote, composer.spans)

    class Wanted(_Told):
        """Something is wanted that begins outside: the command *name* of ELSEWHERE is to be done."""

        def __init__(self, composer: Composer, name: str) -> None:
            super().__init__(composer)
            self.name = name

    class SelectMessage(_Told):
        """A message is to be selected: the focus goes to the pane."""

    class ScrollHistory(_Told):
        """The pane is to page by *pages*, negative is back in time."""

        def __init__(self, composer: Composer, pages: int) -> None:
            super().__init__(composer)
            self.pages = pages

    def __init__(
        self,
        keys: KeyTable,
        completion_list: CompletionList | None = None,
        *,
        burst_gap: float | None = None,
        id: str | None = None,
    ) -> None:
        """Take the table of keys and the list to show completions in (mounted by the screen).

        *burst_gap*: seconds under which two keys are taken for a paste; by default 5 ms on a terminal, and off under a
        headless driver, which is no terminal.
        """
        super().__init__(completion_list, id=id)
        self.conversation: int | None = None
        self._keys = keys
        self._commands = keys.acts(Place.COMPOSER)
        self._burst_gap = burst_gap
        self._burst: Burst | None = None
        self._waiting_enter: Timer | None = None
        self._quote: LocalId | None = None
        self._quote_label = ""
        self._attached: tuple[Attachment, ...] = ()
        self._limit: TextLimit | None = None
        self.set_hint()

    # What stands here

    @property
    def quote(self) -> LocalId | None:
        """The message that will be quoted."""
        return self._quote

    def set_hint(self, words: str = "") -> None:
        """Show *words* while nothing is written, without any what the keys do."""
        send, newline = self._keys.label_for("composer.send"), self._keys.label_for("composer.newline")
        hint = Content(one_line(words or t("composer.hint", send=send, newline=newline)))
        if self.placeholder != hint:
            self.placeholder = hint

    def set_most_lines(self, lines: int) -> None:
        """Grow to *lines* at most, and never beyond MOST_LINES."""
        wanted = max(2, min(lines, MOST_LINES))
        if self.styles.max_height is None or self.styles.max_height.value != wanted:
            self.styles.max_height = wanted
            self.call_after_refresh(self.scroll_cursor_visible)

    def set_quote(self, message: LocalId | None, name: str = "", line: str = "") -> None:
        """Quote *message*, by *name* saying *line*; None quotes nothing."""
        label = t("composer.reply_to", name=one_line(name, 40), line=one_line(line, 200)) if message is not None else ""
        self._show_quote(message, label)
        self.post_message(self.DraftChanged(self))

    def attach(self, attached: Sequence[Attachment]) -> None:
        """Let files go with what is written."""
        self._attached += tuple(one for one in attached if one not in self._attached)
        self._fit_title(self.size.width)

    def set_limit(self, limit: TextLimit | None) -> None:
        """Count what is written once it comes near *limit*; None counts nothing."""
        self._limit = limit
        self._fit_title(self.size.width)

    def draft_changed(self) -> None:
        """Say that what stands here is another draft now."""
        self.post_message(self.DraftChanged(self))

    def _show_quote(self, message: LocalId | None, label: str) -> None:
        self._quote = message
        self._quote_label = label
        self._fit_title(self.size.width)

    def _counted(self) -> str:
        """Return how much of the limit is used, "" while there is much room."""
        if self._limit is None or len(self.text) < self._limit.most // MOST_BYTES:
            return ""
        count = self._limit.count(self.text)
        if count < self._limit.most * NEAR:
            return ""
        key = "composer.too_long" if count > self._limit.most else "composer.bytes"
        return t(key, count=count, most=self._limit.most)

    def _fit_title(self, width: int) -> None:
        counted = self._counted()
        if self._quote is None and not self._attached:
            self.border_title = Content(counted) if counted else None
            return
        parts = [self._quote_label] if self._quote is not None else []
        if self._attached:
            from tui.ui.attachments import label

            parts.append(label(self._attached))
        words = "  ".join(parts)
        counted = f"{counted}  " if counted else ""
        hint = "  " + t("composer.drop", key=self._keys.label_for("composer.drop_quote"))
        room = width - cell_len(hint) - cell_len(counted) - 2
        self.border_title = Content(f"{counted}{fit(words, room) if room > 8 else words}{hint}")

    def on_resize(self, event: events.Resize) -> None:
        """Fit the quoted line to the new width, and keep the caret in sight."""
        self._fit_title(self.size.width)
        self.call_after_refresh(self.scroll_cursor_visible)

    def snapshot(self) -> ComposerState:
        """Return all that stands here."""
        return ComposerState(self.text, self.spans, self._quote, self._quote_label, self.cursor_location, self._attached)

    def restore(self, state: ComposerState, conversation: int | None) -> None:
        """Stand as *state* says, for *conversation*; says nothing of it. Undo starts anew."""
        self.close_list()
        self.conversation = conversation
        text = clean_text(state.text, MAX_PASTE)
        if text != self.text:
            self.load_text(text)
        self.history.clear()
        self.set_spans(state.spans)
        self._attached = state.attached
        self._show_quote(state.quote, state.quote_label)
        self.move_cursor(state.caret or self.document.end)

    def insert_emoji(self, emoji: Emoji) -> None:
        """Put *emoji* at the caret."""
        self.put_emoji(emoji, *self.selection)

    def send(self) -> None:
        """Post what is written as :class:`Submitted` and empty the composer; nothing happens when nothing is written."""
        segments = self.compose_segments()
        if not segments and not self._attached:
            return
        message = self.Submitted(self, segments, self.snapshot())
        self.restore(ComposerState(), self.conversation)
        self.post_message(message)
        self.post_message(self.DraftChanged(self))

    # Keys

    async def _on_key(self, event: events.Key) -> None:
        event.prevent_default()
        if self._waiting_enter is not None:
            # More follows at once, so the enter was a line end of a paste.
            self._stop_waiting()
            self._type_line()
        is_pasting = self._is_pasting(event.time)
        key = _ENTER_FORMS.get(event.key, event.key)
        name = self._commands.get(key)
        edits_before = self.edits
        if name is not None:
            is_done = self._command(name, is_pasting)
        elif text := typed(key, event.character):
            self.type_text(text)
            is_done = True
        else:
            is_done = False
        if is_done:
            event.stop()
            self.follow_completion(may_open=self.edits != edits_before)

    def _is_pasting(self, now: float) -> bool:
        if self._burst is None:
            gap = self._burst_gap if self._burst_gap is not None else 0.0 if self.app.is_headless else HAND
            self._burst = Burst(gap)
        return self._burst.is_pasting(now)

    def action_command(self, name: str) -> None:
        """Do the composer command *name* of the table, as a menu or the palette asks for it."""
        self._command(name.removeprefix("composer."), False)

    def _command(self, name: str, is_pasting: bool) -> bool:
        """Do the command; return False when it is for somebody else now."""
        if name in ELSEWHERE:
            self.close_list()
            self.post_message(self.Wanted(self, name))
            return True
        own = getattr(self, f"_key_{name}", None)
        if own is not None:
            return bool(own(is_pasting))
        return self.run(name)

    def _key_send(self, is_pasting: bool) -> bool:
        if self.has_moved_in_list:
            return self.take_choice()
        row, column = self.cursor_location
        if is_pasting and self._burst is not None and self._burst.is_certain:
            self._type_line()
        elif is_pasting:
            # Fast fingers, or a line that a slow network delivers at once: it sends unless more follows.
            self._waiting_enter = self.set_timer(ENTER_WAITS, self._enter_stood_alone)
        elif self.selection.is_empty and self.document[row][:column].endswith("\\"):
            self._replace_via_keyboard("\n", (row, column - 1), (row, column))
        else:
            self.send()
        return True

    def _type_line(self) -> None:
        if self._burst is not None:
            self._burst.note_line()
        self.type_text("\n")

    def _stop_waiting(self) -> None:
        if self._waiting_enter is not None:
            self._waiting_enter.stop()
            self._waiting_enter = None

    def _enter_stood_alone(self) -> None:
        if self._waiting_enter is None:
            return  # a key was faster than the stopping of the timer
        if isinstance(self.app, TypeAheadApp) and self.app.is_holding:
            self._waiting_enter = self.set_timer(ENTER_WAITS, self._enter_stood_alone)
        else:
            self.call_later(self._send_unless_more)  # behind the keys that stand in our queue already

    def _send_unless_more(self) -> None:
        if self._waiting_enter is not None:
            self._waiting_enter = None
            self._key_send(False)

    def _key_newline(self, is_pasting: bool) -> bool:
        if self.has_moved_in_list and not is_pasting:
            return self.take_choice()
        self.type_text("\n")
        return True

    def _key_kill_to_end(self, is_pasting: bool) -> bool:
        return False if self.is_empty else self.run("kill_to_end")

    def _key_up(self, is_pasting: bool) -> bool:
        if self.move_in_list(-1):
            return True
        return self._key_select_message(False) if self.is_empty else self.run("up")

    def _key_down(self, is_pasting: bool) -> bool:
        return self.move_in_list(1) or self.run("down")

    def _key_select_message(self, is_pasting: bool) -> bool:
        self.close_list()
        self.post_message(self.SelectMessage(self))
        return True

    def _key_page_up(self, is_pasting: bool) -> bool:
        self.post_message(self.ScrollHistory(self, -1))
        return True

    def _key_page_down(self, is_pasting: bool) -> bool:
        self.post_message(self.ScrollHistory(self, 1))
        return True

    def _key_drop_quote(self, is_pasting: bool) -> bool:
        if self.dismiss_list():
            return True
        if self._quote is not None:
            self.set_quote(None)
            return True
        if self._attached:
            self._attached = ()
            self._fit_title(self.size.width)
            return True
        return False

    def _key_complete(self, is_pasting: bool) -> bool:
        if is_pasting:
            self.type_text("\t")
            return True
        return self.take_choice()

    async def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        self.insert_text(event.text)
        self.follow_completion(may_open=False)

    def _on_blur(self, event: events.Blur) -> None:
        self.close_list()
