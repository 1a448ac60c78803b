"""The command that opens the inbox of requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.ui.commands import Handler
    from tui.ui.screens.main import Main


def open_inbox(main: Main, number: int) -> None:
    """Show what others ask for, and how it was answered."""
    from tui.ui.screens.requests import Inbox

    main.app.push_screen(Inbox(main))


HANDLERS: dict[str, Handler] = {"requests.open": open_inbox}
