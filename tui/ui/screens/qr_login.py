"""Logs an account in by a QR code that is drawn on the screen, or with values that are pasted."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widget import Widget

from tui.locale import t
from tui.platforms.signing_in import Owner, QrOffer, ScanState, SignIn
from tui.ui.qr_picture import SIDE, fitting, room_for, runs
from tui.ui.sign_in_words import failure, left
from tui.ui.widgets.hints import Hints
from tui.ui.widgets.prose import Prose

MakeSignIn = Callable[[], SignIn]
"""Gives what logs an account in; it may take a moment, and is called on a thread."""

BELOW = 2
"""Lines below the picture where there is no room beside it."""


class Picture(Widget):
    """The code in black on white, whatever the theme: no scanner reads it the other way round."""

    DEFAULT_CSS = """
    Picture { width: auto; height: auto; }
    """
    _INK, _SWAPPED = Style(color="#000000", bgcolor="#ffffff"), Style(color="#ffffff", bgcolor="#000000")

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: Sequence[str] = ()

    def show(self, lines: Sequence[str]) -> None:
        """Show *lines*, as ``qr.draw`` makes them."""
        self._lines = lines
        self.styles.width = len(lines[0]) if lines else 0
        self.styles.height = len(lines)
        self.refresh(layout=True)

    def render_line(self, y: int) -> Strip:
        """One line, two rows of modules."""
        if y >= len(self._lines):
            return Strip.blank(self.size.width)
        return Strip([Segment(text, self._SWAPPED if is_swapped else self._INK) for text, is_swapped in runs(self._lines[y])])


class QrLogin(ModalScreen[Owner | None]):
    """Asks for a code, shows it and follows it. Dismissed with whose login is kept now, or None."""

    DEFAULT_CSS = """
    QrLogin {
        layout: horizontal;
        background: $background;

        #words { width: 1fr; height: 1fr; padding: 0 1; }
        #title { color: $primary; text-style: bold; margin-bottom: 1; }
        #state { text-style: bold; }
        #left { color: $text-muted; }
        #address { margin-top: 1; }
        Hints { margin-top: 1; color: $text-muted; }
        &.-below { layout: vertical; }
        &.-below #title { display: none; }
        &.-below Hints { margin-top: 0; }
        &.-below #left { display: none; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("r,enter", "again", show=False),
        Binding("p", "paste", show=False),
        Binding("y", "copy_address", show=False),
    ]

    def __init__(self, make: MakeSignIn, title: str) -> None:
        super().__init__()
        self._make = make
        self._title = title
        self._picture = Picture(id="picture")
        self._offer: QrOffer | None = None
        self._ends = 0.0
        self._state = ""

    def compose(self) -> ComposeResult:
        """The picture, and words beside or below it."""
        yield self._picture
        with Vertical(id="words"):
            yield Prose(self._title, id="title")
            yield Prose(id="state")
            yield Prose(id="left")
            yield Prose(id="address")
            yield Hints()

    def on_mount(self) -> None:
        """Ask for the first code."""
        self.set_interval(1, self._tell_time)
        self.action_again()

    def on_resize(self) -> None:
        """Another room may be enough, or not any more."""
        self._arrange()

    def action_again(self) -> None:
        """Ask for a code, unless one waits."""
        if self._offer is None and not any(worker.name == "code" and worker.is_running for worker in self.workers):
            self._say(t("login.asking"))
            self.run_worker(self._follow(), name="code", exit_on_error=False)

    def action_leave(self) -> None:
        """Leave without a login."""
        self.dismiss(None)

    def action_paste(self) -> None:
        """Take the values of a login instead."""
        from tui.ui.screens.paste_login import PasteLogin

        self.app.push_screen(PasteLogin(self._make, self._title), self._pasted)

    def action_copy_address(self) -> None:
        """Copy what the code says."""
        if self._offer is not None:
            self.app.copy_to_clipboard(self._offer.address)

    def _pasted(self, owner: Owner | None) -> None:
        if owner is not None:
            self.dismiss(owner)

    async def _follow(self) -> None:
        """See one code through."""
        owner, words = None, ""
        try:
            sign_in = await asyncio.to_thread(self._make)
            try:
                offer = await sign_in.offer()
                self._offer, self._ends = offer, time.monotonic() + offer.seconds
                self._tell(sign_in, ScanState.WAITING)
                owner = await sign_in.follow(offer, lambda state: self._tell(sign_in, state))
                words = t(f"{sign_in.protocol}.scan.expired")
            finally:
                await sign_in.close()
        except Exception as error:  # noqa: BLE001  # whatever it is, it is said, and logged
            words = failure(error)
        self._offer = None
        if owner is None:
            self._say(words)
        else:
            self.dismiss(owner)

    def _tell(self, sign_in: SignIn, state: ScanState) -> None:
        self._say(t(f"{sign_in.protocol}.scan.{state}"))

    def _say(self, words: str) -> None:
        self._state = words
        self._arrange()

    def _arrange(self) -> None:
        """Put the words beside the picture, below it, or in its place."""
        offer = self._offer
        width, height = self.size
        lines = fitting(offer, width, height) if offer is not None else []
        is_beside = bool(lines) and len(lines[0]) + SIDE <= width
        if lines and not is_beside and offer is not None:
            lines = fitting(offer, width, height - BELOW)
        self._picture.show(lines)
        self.set_class(bool(lines) and not is_beside, "-below")
        address = ""
        if offer is not None and not lines:
            columns, rows = room_for(offer)
            address = f"{t('login.no_room', width=columns, height=rows + BELOW)}\n{offer.address}"
        self.query_one("#address", Prose).update(address)
        self.query_one(Hints).update(t("login.keys" if offer is None else "login.keys.address" if address else "login.keys.code"))
        self._tell_time()

    def _tell_time(self) -> None:
        words = left(self._ends) if self._offer is not None else ""
        self.query_one("#left", Prose).update(words)
        both = f"{self._state} · {words}" if words and self.has_class("-below") else self._state
        self.query_one("#state", Prose).update(both)
