"""Logs an account in again that the platform does not know any more, while everything else goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.connection.status import LinkState
from tui.locale import t

if TYPE_CHECKING:
    from tui.platforms.signing_in import Owner
    from tui.ui.commands import Handler
    from tui.ui.screens.main import Main


def log_in(main: Main, number: int) -> None:
    """Show a code for the account that is refused; where there are several, or none is, it is asked which."""
    from tui.ui.screens.menu import ActionMenu, MenuEntry

    sign_ins = main.services.sign_ins
    refused = [
        status.label
        for status in main.services.connection.statuses
        if status.label in sign_ins and status.state is LinkState.REFUSED
    ]
    labels = refused or list(sign_ins)
    if not labels:
        main.say(t("login.nobody"), is_good=False)
    elif len(labels) == 1 and (refused or len(sign_ins) == 1):
        _show_code(main, labels[0])
    else:
        entries = [MenuEntry(label, label) for label in labels]
        main.app.push_screen(ActionMenu(t("login.which"), entries), lambda label: _show_code(main, label) if label else None)


def _show_code(main: Main, label: str) -> None:
    from tui.ui.screens.qr_login import QrLogin

    make = main.services.sign_ins[label]
    if make is None:
        main.say(t("login.in_config", name=label, path=main.services.config.path), is_good=False)
        return

    def ended(owner: Owner | None) -> None:
        if owner is not None:
            main.say(t("login.done", name=owner.name, number=owner.number))
            main.services.connection.reconnect(label)

    main.app.push_screen(QrLogin(make, t("login.title", name=label)), ended)


HANDLERS: dict[str, Handler] = {"account.log_in": log_in}
