"""The command that opens the wire inspector, and its own commands where they are asked for from outside: they open it first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.ui.keys import COMMANDS, Place

if TYPE_CHECKING:
    from tui.ui.commands import Handler
    from tui.ui.screens.main import Main


def open_inspector(main: Main, number: int) -> None:
    """Show what crosses the wire."""
    from tui.ui.screens.inspector import Inspector

    main.app.push_screen(Inspector(main))


def _inside(name: str) -> Handler:
    def handler(main: Main, number: int) -> None:
        from tui.ui.screens.inspector import Inspector

        sheet = Inspector(main)
        main.app.push_screen(sheet)
        sheet.call_after_refresh(sheet.action_command, name)

    return handler


HANDLERS: dict[str, Handler] = {
    "wire.open": open_inspector,
    **{command.name: _inside(command.name) for command in COMMANDS if command.place is Place.INSPECTOR},
}
