"""The text of a conversation and nothing else, the mouse left to the terminal: for its own selection and copying."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from tui.locale import t
from tui.ui.widgets.prose import Prose
from tui.ui.widgets.text_lines import Paragraph, TextLines


class BareText(Screen[None]):
    """Shows *text* over the whole screen, from its end. While it is open, no mouse report is asked of the terminal."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,B", "leave", show=False)]
    DEFAULT_CSS = """
    BareText { background: $background; }
    BareText TextLines { height: 1fr; background: $background; scrollbar-size-vertical: 0; }
    BareText .hint { color: $text-muted; }
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self._lines = TextLines([Paragraph(text or t("screens.bare_empty"))])

    def compose(self) -> ComposeResult:
        """Yield the text and, below it, how to get out."""
        yield self._lines
        yield Prose(t("screens.bare_hint"), classes="hint")

    def on_mount(self) -> None:
        """Leave the mouse to the terminal, and start at the newest line."""
        set_mouse_reports(self.app, False)
        self._lines.focus()
        self.call_after_refresh(self._lines.scroll_end, animate=False)

    def on_unmount(self) -> None:
        """Take the mouse back."""
        set_mouse_reports(self.app, True)

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)


def set_mouse_reports(app: App[Any], is_on: bool) -> None:
    """Ask the terminal for mouse reports, or stop asking; nothing happens where the app was started without a mouse.

    Textual has no public call for it; drivers that know no mouse (tests) lack these methods.
    """
    name = "_enable_mouse_support" if is_on else "_disable_mouse_support"
    switch = getattr(app._driver, name, None)
    if switch is not None:
        switch()
