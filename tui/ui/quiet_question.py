"""Asks once an account which of its many groups matter, when they have first been listed and nobody is typing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.timer import Timer

if TYPE_CHECKING:
    from tui.ui.screens.main import Main

MANY_GROUPS = 20
TYPES_ON = 2.0
"""Seconds after a key in which nothing may pop up."""


class QuietQuestion:
    """Lets the user of *main* tick the groups that matter, on the first sync of each account that has many."""

    def __init__(self, main: Main) -> None:
        self._main = main
        self._asked: set[int] = set()
        self._later: Timer | None = None

    def ask(self) -> None:
        """Ask for the first account for which it is time; later, while somebody types."""
        if self._later is not None:
            self._later.stop()
            self._later = None
        main = self._main
        if main.app.screen is not main or main.services.demo is not None:
            return
        if not main.composer.is_empty or main.reading.seconds_since_key < TYPES_ON:
            # Somebody is typing: a dialogue that pops up would eat the keys. It is asked when they pause.
            self._later = main.set_timer(TYPES_ON, self.ask)
            return
        for account in main.services.reader.accounts():
            key = f"quiet_asked:{account.account}"
            if not account.is_synced or account.id in self._asked:
                continue
            self._asked.add(account.id)
            rows = main.sidebar.rows.values()
            groups = [row for row in rows if row.account == account.id and row.conversation.is_group and row.is_listed]
            if len(groups) > MANY_GROUPS and not main.services.reader.setting(key):
                from tui.ui.commands.conversations import pick_quiet_groups

                pick_quiet_groups(main, account.id, key)
                return
