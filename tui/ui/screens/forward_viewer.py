"""Shows a merged forward like a conversation, and the forwards inside it, one in the other; copies them and saves them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from msgspec import Struct
from textual import on
from textual.widget import Widget

from tui.chat.ids import LocalId
from tui.chat.segments import Forward, ForwardedMessage
from tui.locale import t
from tui.platforms.content_queries import AskForward
from tui.store.changes import Changes
from tui.store.rows import ConversationRow, MessageRow
from tui.ui import forward_text
from tui.ui.command_table import Place
from tui.ui.describe import plain_name
from tui.ui.forward_rows import ForwardRows
from tui.ui.keys import bind
from tui.ui.screens.sheet import Sheet
from tui.ui.theme import chat_theme
from tui.ui.widgets import message_pane_events as pane_events
from tui.ui.widgets.message_pane import MessagePane
from tui.ui.widgets.prose import Prose
from tui.ui.wrap import fit

if TYPE_CHECKING:
    from tui.ui.screens.main import Main

_KEYS = {"message.reveal": "forward.reveal"}
"""Commands that the pane names on the screen, and what they are called here."""


_TITLES, _TITLE_CELLS = 3, 28


class Level(Struct):
    """One forward that is open: what it is called, the forward, and the message of the level above that it stands in."""

    title: str
    forward: Forward
    number: int = 0
    stands_in: LocalId | None = None


class ForwardViewer(Sheet):
    """Opens *forward*, which the message *row* of *where* holds; *title* is what to call it.

    What is not here yet is asked for; the screen stands at once, and says how that goes.
    """

    PLACE = Place.FORWARD
    DEFAULT_CSS = """
    ForwardViewer .note { padding: 1 2; height: 1fr; }
    """

    def __init__(self, main: Main, where: ConversationRow, row: MessageRow, forward: Forward, title: str) -> None:
        super().__init__(main, title)
        self._where = where
        self._row = row
        self._first = Level(title, forward)
        self._levels: list[Level] = []
        self._source = ForwardRows(where)
        self._is_asking = False
        self._note = Prose(classes="note")
        self.pane = MessagePane(
            self._source, chat_theme(main.app), zone=self.services.zone, key_of=self._key_of, is_top_down=True
        )

    def body(self) -> list[Widget]:
        """Return the messages, and in their place what is said while there are none."""
        return [self._note, self.pane]

    def on_mount(self) -> None:
        """Show what is here, or ask for it."""
        bind(self.pane, self.services.keys.bindings(Place.FORWARD, "screen."))
        self.app.theme_changed_signal.subscribe(self, lambda _: self.pane.set_theme(chat_theme(self.app)))
        self.pane.display = False
        self._open(self._first, self._row.native or "")

    def apply(self, changes: Changes) -> None:
        """What is shown does not change any more."""

    # Levels ---------------------------------------------------------------------------------------------------------------

    def _open(self, level: Level, native: str) -> None:
        """Open *level*, after asking for its messages where they did not come along."""
        if level.forward.messages:
            self._enter(level)
            return
        if self._is_asking:
            return
        self._is_asking = True
        self._say_instead(t("forward.loading"))

        def then(found: Forward) -> None:
            self._is_asking = False
            if not self._levels:
                self._keep(level.forward, found)
            if self.is_attached:
                level.forward = found
                self._enter(level)

        def failed(words: str) -> None:
            self._is_asking = False
            key = self.services.keys.label_for("forward.open")
            self._say_instead(t("forward.failed", why=words, key=key))

        query = AskForward(self._where.conversation, native, level.forward)
        self.main.ask(self._where.account, query, t("forward.title"), then, failed)

    def _say_instead(self, words: str) -> None:
        """Say *words* where the messages would be; above those of an outer forward nothing is covered."""
        if self.is_attached and not self._levels:
            self._note.update(words)

    def _keep(self, asked: Forward, found: Forward) -> None:
        """Keep what the platform told in the store: it forgets forwards."""
        from tui.store import messages

        id = self._row.id
        self.main.write(lambda tx: messages.keep_forward(tx, id, asked, found))

    def _enter(self, level: Level) -> None:
        level.number = self._source.add(level.forward)
        self._levels.append(level)
        self._show(level)
        first = next(iter(self._source.rows(level.number)), None)
        if first is not None:
            self.pane.go_to(first.id)

    def _show(self, level: Level) -> None:
        self._note.display = False
        self.pane.display = True
        self.pane.open(level.number)
        self.pane.focus()
        more = f" · {t('forward.left_out', n=level.forward.left_out)}" if level.forward.left_out else ""
        self.set_title(t("forward.title_count", title=self._path(), count=len(level.forward.messages), more=more))

    def action_leave(self) -> None:
        """Take the marks away, else go one forward up, else back to the conversation."""
        if self.pane.marked:
            self.pane.clear_marks()
        elif len(self._levels) > 1:
            left = self._levels.pop()
            self._source.drop()
            self._show(self._levels[-1])
            if left.stands_in is not None:
                self.pane.go_to(left.stands_in)
        else:
            self.dismiss(None)

    # Commands -------------------------------------------------------------------------------------------------------------

    def command_open(self) -> None:
        """Open what the message holds: a forward, a link, a picture; or ask once more for what could not be had."""
        from tui.ui.commands.opening import open_contents

        if not self._levels:
            self._open(self._first, self._row.native or "")
            return
        row = self.pane.cursor_row
        if row is not None:
            open_contents(self.main, self._where, "", row, self._open_nested)

    def _open_nested(self, row: MessageRow, forward: Forward) -> None:
        title = forward.title or t("forward.of", who=row.sender_name or plain_name(row.sender, ""))
        self._open(Level(title, forward, stands_in=row.id), "")

    def command_copy(self) -> None:
        """Copy the marked messages, else the one under the cursor."""
        if self.pane.marked:
            self._copy([message for message, row in self._said() if row.id in self.pane.marked])
        elif self.pane.cursor is not None:
            self.main.copy(self.pane.copy_text(self.pane.cursor))

    def command_copy_all(self) -> None:
        """Copy all of it."""
        if self._levels:
            self.main.copy(self._text(self._levels[-1]))

    def command_save(self) -> None:
        """Save all of it as a text file."""
        if not self._levels:
            return
        level = self._levels[-1]
        name = forward_text.file_name(level.title, time.time_ns() // 1_000_000, self.services.zone)
        self.main.keep_file(self._text(level).encode(), name)

    def command_save_media(self) -> None:
        """Save the pictures and files of the marked messages, else of the one under the cursor."""
        from tui.ui.commands.opening import save_contents

        marked = self.pane.marked
        rows = [row for _, row in self._said() if row.id in marked or (not marked and row.id == self.pane.cursor)]
        save_contents(self.main, self._where, [("", row) for row in rows])

    def command_pass_on(self) -> None:
        """Pass the marked messages on, else the one under the cursor."""
        from tui.ui.commands.forwarding import Passed, pass_on

        marked = self.pane.marked
        said = [
            (message, row) for message, row in self._said() if row.id in marked or (not marked and row.id == self.pane.cursor)
        ]
        names = {row.id: message.name for message, row in said}
        pass_on(self.main, Passed(self._where, [row for _, row in said], names, self.pane.clear_marks))

    def command_mark(self) -> None:
        """Mark the message, and go on to the next one."""
        if self.pane.cursor is not None:
            self.pane.toggle_mark(self.pane.cursor)
            self.main.say(t("main.marked_count", count=len(self.pane.marked)))

    def command_reveal(self) -> None:
        """Show the rest of a long message, or hide it."""
        if self.pane.cursor is not None:
            self.pane.reveal(self.pane.cursor)

    def command_up(self) -> None:
        """Go to the message above."""
        self.pane.move(-1)

    def command_down(self) -> None:
        """Go to the message below."""
        self.pane.move(1)

    def command_page_up(self) -> None:
        """Scroll a screen up."""
        self.pane.page(-1)

    def command_page_down(self) -> None:
        """Scroll a screen down."""
        self.pane.page(1)

    def command_top(self) -> None:
        """Go to the first message."""
        self.pane.home()

    def command_end(self) -> None:
        """Go to the last message."""
        self.pane.end()

    # What the pane tells --------------------------------------------------------------------------------------------------

    @on(pane_events.LinkClicked)
    def _on_link_clicked(self, event: pane_events.LinkClicked) -> None:
        from tui.ui.commands.opening import open_link

        open_link(self.main, event.url)

    @on(pane_events.CommandClicked)
    def _on_command_clicked(self, event: pane_events.CommandClicked) -> None:
        self.pane.select(event.id)
        if event.command == "message.open":
            self.command_open()
        elif event.command == "message.save":
            self.command_save_media()

    @on(pane_events.Activated)
    def _on_activated(self, event: pane_events.Activated) -> None:
        self.command_open()

    # Inside ---------------------------------------------------------------------------------------------------------------

    def _path(self) -> str:
        """Return what is open inside what; of a long way the end, and of long titles the beginning."""
        titles = [fit(level.title, _TITLE_CELLS) for level in self._levels]
        return " › ".join(titles if len(titles) <= _TITLES else ["…", *titles[1 - _TITLES :]])

    def _key_of(self, command: str) -> str:
        return self.services.keys.label_for(_KEYS[command]) if command in _KEYS else ""

    def _said(self) -> list[tuple[ForwardedMessage, MessageRow]]:
        if not self._levels:
            return []
        level = self._levels[-1]
        return list(zip(level.forward.messages, self._source.rows(level.number), strict=True))

    def _copy(self, messages: list[ForwardedMessage]) -> None:
        self.main.copy("\n".join(forward_text.said(message, self.services.zone) for message in messages))

    def _text(self, level: Level) -> str:
        return forward_text.as_text(level.forward, level.title, self.services.zone)
