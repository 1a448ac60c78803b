"""What all whole-screen lists beside the conversation have in common: a title, the keys of their place, and a status line."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widget import Widget

from tui.connection.status import AccountStatus
from tui.locale import t
from tui.store.changes import Changes
from tui.ui.command_table import Place
from tui.ui.key_names import forms
from tui.ui.keys import bind, bind_those_of_main, words_of_main
from tui.ui.screens.errands import recording
from tui.ui.widgets.hints import Hint, Hints
from tui.ui.widgets.prose import Prose
from tui.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from tui.ui.screens.main import Main


class Sheet(Screen[None]):
    """Covers *main* until escape, or a key of the command *toggle* that opened it, leaves it.

    A command ``<area>.<name>`` of :attr:`PLACE` is done by the method ``command_<name>``. Errands are set going on *main*
    (``main.perform``, ``main.ask``, ``main.write``), so that they outlive the sheet; how they end is said on both.
    """

    PLACE: ClassVar[Place]
    TOGGLE: ClassVar[str] = ""
    HAS_MORE: ClassVar[bool] = False
    """Whether there are keys that are never shown, so that help is always named."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]
    DEFAULT_CSS = """
    Sheet {
        layout: vertical;
        background: $background;

        .sheet-title { background: $panel; color: $primary; text-style: bold; padding: 0 1; max-height: 2; }
        .sheet-keys { color: $text-muted; padding: 0 1; }
        RowList { height: 1fr; }
    }
    """

    def __init__(self, main: Main, title: str) -> None:
        super().__init__()
        self.main = main
        self.services = main.services
        self.status = StatusLine()
        self._title = Prose(title, classes="sheet-title")
        self._keys = Hints(most=2, classes="sheet-keys")

    def body(self) -> list[Widget]:
        """Return what stands between the title and the keys."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """Yield the parts from top to bottom."""
        yield self._title
        yield from self.body()
        yield self._keys
        yield self.status

    def on_mount(self) -> None:
        """Bind the keys of the table. Textual calls this by itself, behind what a sheet of its own does on mounting."""
        keys = self.services.keys
        bind(self, keys.bindings(self.PLACE))
        bind(self, [Binding(form, "help", show=False) for key in keys.keys_for("help.open") for form in forms(key)])
        if self.TOGGLE:
            toggles = [form for key in keys.keys_for(self.TOGGLE) for form in forms(key)]
            bind(self, [Binding(form, "leave", show=False, priority=True) for form in toggles])
        bind_those_of_main(self, keys)
        self.show_keys()
        self.status.set_accounts(self.services.connection.statuses)
        self.status.set_recording(recording(self.services))

    def set_title(self, title: str) -> None:
        """Show *title* on top."""
        self._title.update(title)

    def show_keys(self) -> None:
        """Show the first key of each command of the place that :meth:`is_shown`, and how to get out.

        Where there is no room for all of them, the first ones of the table stay, and the key of help tells of the others.
        """
        table = self.services.keys
        commands = [c for c in table.commands if c.place is self.PLACE and c.keys and not c.is_plain and self.is_shown(c.name)]
        hints = [Hint(table.label_for(c.name), c.help[:1].lower() + c.help[1:]) for c in commands]
        more = Hint(table.label_for("help.open"), t("screens.sheet_more"))
        self._keys.set_hints(hints, [Hint("Esc", t("screens.sheet_leave"))], more, is_more=self.HAS_MORE)

    def is_shown(self, name: str) -> bool:
        """Return whether the command *name* means anything here and now, so that its key is shown."""
        return True

    def apply(self, changes: Changes) -> None:
        """The store changed; called at most once a frame."""

    def show_statuses(self, status: AccountStatus) -> None:
        """Show how the accounts' links stand, after *status* is new."""
        self.status.set_accounts(self.services.connection.statuses)

    def action_command(self, name: str, number: int = 0) -> None:
        """Do the command *name* of the table."""
        getattr(self, f"command_{name.partition('.')[2]}")()

    def action_of_main(self, key: str) -> None:
        """Say that *key* is one of the main screen, which is out of sight."""
        self.main.say(words_of_main(key), is_good=False)

    def action_help(self) -> None:
        """Show all keys, those of this place first."""
        from tui.ui.screens.help import Help

        self.app.push_screen(Help(self.services.keys, self.PLACE))

    def action_leave(self) -> None:
        """Go back to the conversation."""
        self.dismiss(None)
