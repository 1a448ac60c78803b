"""The command that opens the wire inspector."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.ui.commands import Handler
    from tui.ui.screens.main import Main


def open_inspector(main: Main, number: int) -> None:
    """Show what crosses the wire."""
    from tui.ui.screens.inspector import Inspector

    main.app.push_screen(Inspector(main))


HANDLERS: dict[str, Handler] = {"wire.open": open_inspector}
