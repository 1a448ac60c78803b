"""The application: starts the connection, hands on what changed, at most once a frame, and keeps what concerns all screens."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import sys
import threading
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from rich.console import RenderableType
from textual import events
from textual.binding import BindingType

from tui.chat.ids import LocalId
from tui.connection.status import AccountStatus
from tui.locale import t
from tui.store.changes import Changes
from tui.ui import signals, terminal_keys
from tui.ui.command_table import Place
from tui.ui.keys import bind
from tui.ui.pacing import Pacer
from tui.ui.reading import ReadWatch
from tui.ui.screens.errands import recording
from tui.ui.screens.main import Main
from tui.ui.services import Services
from tui.ui.theme import native_colour, suitable_theme
from tui.ui.type_ahead import TypeAheadApp
from tui.ui.widgets.status_line import Level

# What is only needed once somebody does something is imported then: the first frame does not wait for it.
if TYPE_CHECKING:
    from tui.ui.screens.sheet import Sheet

log = logging.getLogger(__name__)

QUIT_WITHIN = 2.0
SWITCH_INTERVAL = 0.0005
"""Seconds after which a thread gives way: the default, 5 ms, is what a key press would wait for the other threads."""


class QiaoApp(TypeAheadApp[int]):
    """qiao's interface over *services*."""

    TITLE = "qiao"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, services: Services) -> None:
        super().__init__(ansi_color=native_colour(os.environ))
        terminal_keys.install()
        self.services = services
        self.reading = ReadWatch(time.monotonic, self._was_read)
        self._main: Main | None = None
        self._lock = threading.Lock()
        self._pending = Changes()
        self._is_scheduled = False
        self._pacer: Pacer | None = None
        self._interrupted_at = 0.0
        self._title_shown = ""
        self._said_of_theme: list[str] = []
        self._has_new_css = False
        self._ui_loop: asyncio.AbstractEventLoop | None = None

    @property
    def main(self) -> Main:
        """The screen with the conversations."""
        assert self._main is not None
        return self._main

    def on_load(self) -> None:
        """Take the theme before any style is parsed, so that none is parsed twice; make the main screen."""
        services = self.services
        wanted = services.reader.setting("theme") or services.config.theme or suitable_theme(os.environ)
        before = self.theme
        self._said_of_theme = services.themes.use(self, wanted)
        self.stylesheet.set_variables(self.get_css_variables())
        self._has_new_css = self.theme != before  # then Textual is about to call refresh_css
        self._main = Main(services, self.reading, self.set_terminal_title)

    def get_default_screen(self) -> Main:
        """Return the main screen: with another one below it, the first frame would wait for two."""
        return self.main

    def refresh_css(self, animate: bool = True) -> None:
        """Parse and apply the styles anew, unless they are those of :meth:`on_load`."""
        if not self._has_new_css:
            super().refresh_css(animate)
        self._has_new_css = False

    def on_mount(self) -> None:
        """Listen to the store; once the first frame is out, begin to connect."""
        sys.setswitchinterval(SWITCH_INTERVAL)
        services = self.services
        self._ui_loop = asyncio.get_running_loop()
        self._pacer = Pacer(self._ui_loop, self._apply)
        bind(self, services.keys.bindings(Place.ALWAYS))
        if not self.is_headless:
            signals.obey(self._ui_loop, self._told_to_end, self._awake)
        services.store.subscribe(self._store_changed)
        if services.connection.wire_log is not None:
            services.connection.wire_log.on_trouble = self._wire_log_changed
        self.call_after_refresh(self._first_frame_is_out)

    def _first_frame_is_out(self) -> None:
        self.main.reload_lists()
        for words in self._said_of_theme:
            self.main.say(words, is_good=False)
        import tui.ui.commands  # noqa: F401  # what the first key asks for, so that it does not wait for it

        if not self.is_headless:  # a process of our own: under a pilot all that was tested before would be looked through, too
            _settle_memory()
        self.services.connection.start(self._status_changed)
        self.main.plugins.open()

    def on_unmount(self) -> None:
        """Save what is written and stop listening; the threads are ended by whoever started us."""
        if self._main is not None and self._main.is_mounted:
            self._main.save_drafts()
        if self._ui_loop is not None and not self.is_headless:
            signals.ignore(self._ui_loop)
        self.services.store.unsubscribe(self._store_changed)
        self.set_terminal_title("")

    def _handle_exception(self, error: Exception) -> None:
        """Textual ends the app with a traceback on the screen; the log has it too."""
        log.critical("the interface broke", exc_info=error)
        super()._handle_exception(error)

    def panic(self, *renderables: RenderableType) -> None:
        """End with what went wrong, also on the thread that reads the keys, where Textual would call that a success."""
        if self._exception is None:
            log.critical("the interface broke", exc_info=True)
        self._return_code = 1
        super().panic(*renderables)

    # What changed ---------------------------------------------------------------------------------------------------------

    def _store_changed(self, changes: Changes) -> None:
        """Called on the store's thread."""
        with self._lock:
            self._pending.merge(changes)
            is_first, self._is_scheduled = not self._is_scheduled, True
        if is_first and self._ui_loop is not None and not self._ui_loop.is_closed():
            self._ui_loop.call_soon_threadsafe(self._arrived)

    def _arrived(self) -> None:
        if self._pacer is not None:
            self._pacer.arrived()

    def _apply(self) -> None:
        with self._lock:
            changes, self._pending = self._pending, Changes()
            self._is_scheduled = False
        if self._main is not None and self._main.is_mounted and self.is_running:
            with self._context():
                self._main.apply(changes)
                for sheet in self._sheets():
                    sheet.apply(changes)
                if self._main.sidebar.is_stale:
                    self._arrived()

    def _status_changed(self, status: AccountStatus) -> None:
        """Called on the connection's thread."""
        if self._ui_loop is not None and not self._ui_loop.is_closed():
            self._ui_loop.call_soon_threadsafe(self._show_status, status)

    def _show_status(self, status: AccountStatus) -> None:
        if self._main is not None and self._main.is_mounted and self.is_running:
            with self._context():
                self._main.show_statuses(status)
                for sheet in self._sheets():
                    sheet.show_statuses(status)

    def _wire_log_changed(self, words: str) -> None:
        """Called on the thread that writes the frames down."""
        if self._ui_loop is not None and not self._ui_loop.is_closed():
            self._ui_loop.call_soon_threadsafe(self._show_wire_log, words)

    def _show_wire_log(self, words: str) -> None:
        if self._main is not None and self._main.is_mounted and self.is_running:
            with self._context():
                for status in (self._main.status, *(sheet.status for sheet in self._sheets())):
                    status.set_recording(recording(self.services))
                said = t("main.wire_log_failed", words=words) if words else t("main.wire_log_goes_on")
                self._main.tell(said, Level.ERROR if words else Level.INFO)

    def _sheets(self) -> list[Sheet]:
        from tui.ui.screens.sheet import Sheet

        return [screen for screen in self.screen_stack if isinstance(screen, Sheet) and screen.is_mounted]

    def tell_stage(self, answer: Mapping[str, object]) -> None:
        """Say how an act in a simulated world ended. May be called on any thread."""
        from tui.ui.commands import stage

        if self._main is not None and self._main.is_running:
            self._main.call_later(stage.tell, self._main, answer)

    def _was_read(self, conversation: int, bottom: LocalId) -> None:
        self.main.was_read(conversation, bottom)

    # The terminal ---------------------------------------------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        """Note key presses before anything else sees them."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            if self._pacer is not None:
                self._pacer.pressed(is_letter=event.is_printable)
            self.reading.key_pressed()
        await super().on_event(event)

    def post_display_hook(self) -> None:
        """A frame is out."""
        if self._pacer is not None:
            self._pacer.painted()

    def on_app_focus(self) -> None:
        """The terminal's window has the focus."""
        self.reading.focus_changed(True)

    def on_app_blur(self) -> None:
        """The terminal's window lost the focus."""
        self.reading.focus_changed(False)

    def _told_to_end(self) -> None:
        self.call_later(self._quit)

    def _awake(self, was_suspended: bool) -> None:
        """The process goes on after it was stopped; Textual ends its own suspensions."""
        if was_suspended and self._driver is not None:
            self._driver.resume_application_mode()
        elif self._driver is not None:
            self._driver.write("\x1b[?1049h\x1b[?25l")
        self.refresh(layout=True)

    def set_terminal_title(self, title: str) -> None:
        """Write *title* into the terminal's title bar, when it is another than before."""
        if title != self._title_shown and self._driver is not None and not self.is_headless:
            self._title_shown = title
            self._driver.write(f"\x1b]2;{title}\x1b\\")

    # Commands that work everywhere ----------------------------------------------------------------------------------------

    async def action_command(self, name: str) -> None:
        """Do the command *name*: those of every screen here, the rest on the main one."""
        from tui.ui.screens.boss import Boss

        if isinstance(self.screen, Boss):
            if name == "app.boss":
                self.screen.dismiss(None)
            return
        match name:
            case "app.boss":
                self.main.attention.is_hidden = True
                self.set_terminal_title("make")
                self.push_screen(Boss(), self._work_is_over)
            case "app.redraw":
                self.refresh(layout=True)
                self.screen.refresh(layout=True)
            case "app.copy":
                self._copy_or_quit()
            case "app.quit":
                await self._quit()
            case _:
                self.main.action_command(name)

    def _work_is_over(self, _: None) -> None:
        self.main.attention.is_hidden = False
        self.main.show_title()

    def _copy_or_quit(self) -> None:
        selected = self.screen.get_selected_text()
        if selected:
            self._interrupted_at = 0.0
            self.main.copy(selected)
            self.screen.clear_selection()
            return
        now = time.monotonic()
        if now - self._interrupted_at <= QUIT_WITHIN:
            self.call_later(self._quit)
            return
        self._interrupted_at = now
        self.main.say(t("main.again_to_quit"))

    async def _quit(self) -> None:
        if self._main is not None:
            self._main.save_drafts()
        self.exit(0)


def _settle_memory() -> None:
    """What lives now lives for long: the collector need not look at it again, which would show as a stutter."""
    gc.enable()
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)  # seldom, and each time so little that no key waits for it
