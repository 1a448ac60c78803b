"""The keys, made from the table of commands: first those of the place where help was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from tui.locale import t
from tui.ui.command_table import Command, Place
from tui.ui.key_names import forms, label
from tui.ui.keys import KeyTable, bind, bind_those_of_main, words_of_main
from tui.ui.screens.dialog import Dialog
from tui.ui.widgets.hints import Hints
from tui.ui.widgets.text_lines import Paragraph, TextLines


class Help(Dialog[None]):
    """Shows the commands of *table*, those of *place* first, and behind all of them those that plugins add."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("q", "leave", show=False)]
    DEFAULT_CSS = """
    Help .box { width: 84; height: 90%; }
    Help TextLines { height: 1fr; }
    """

    def __init__(self, table: KeyTable, place: Place, of_plugins: Sequence[Command] = ()) -> None:
        super().__init__(t("screens.help_title"), t("screens.help_hint"))
        self._table = table
        self._place = place
        self._of_plugins = of_plugins

    def body(self) -> list[Widget]:
        """Return the list of keys."""
        return [TextLines(help_paragraphs(self._table, self._place, self._of_plugins))]

    def on_mount(self) -> None:
        """Let what opened it close it; the other keys of the main screen, of which one reads here, tell that they are its."""
        bind(self, [Binding(form, "leave", show=False) for key in self._table.keys_for("help.open") for form in forms(key)])
        bind_those_of_main(self, self._table)

    def action_of_main(self, key: str) -> None:
        """Say that *key* is one of the main screen."""
        self.query_one(".hint", Hints).update(words_of_main(key))


def help_paragraphs(table: KeyTable, first: Place, of_plugins: Sequence[Command] = ()) -> list[Paragraph]:
    """Return a headline for each place and below it a paragraph for each command, its keys as the label."""
    found: list[Paragraph] = []
    parts = [
        (t(f"keys.place.{place}"), [command for command in table.commands if command.place is place and not command.is_plain])
        for place in sorted(Place, key=lambda place: place is not first)
    ]
    for title, commands in [*parts, *([(t("plugins.ui.in_help"), list(of_plugins))] if of_plugins else [])]:
        found.append(Paragraph(title, "title", is_wide=True))
        for command in commands:
            keys = [label(key) for key in command.keys]
            shown = f"{keys[0]}-{keys[-1]}" if command.is_numbered else "  ".join(keys)
            found.append(Paragraph(command.help, label=shown or t("screens.help_palette"), label_style="key" if keys else "dim"))
        found.append(Paragraph(""))
    return found
