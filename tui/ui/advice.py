"""Says once what to do about an account that does not connect: the status line alone has room for why, not for what helps."""

from __future__ import annotations

from tui.chat.text import clean_text, one_line
from tui.connection.status import AccountStatus, LinkState
from tui.locale import has, t
from tui.ui.widgets.status_line import Level, StatusLine

_NEEDS_A_PERSON = ("dialled_without_token", "dialled_with_wrong_token", "signature", "polled")
"""Reasons that nothing but a person mends, though the account may be connected or waiting to be."""


class Adviser:
    """Watches the accounts' links for trouble that somebody has to do something about, and says in *line* what."""

    def __init__(self, line: StatusLine) -> None:
        self._line = line
        self._told: set[tuple[str, str]] = set()
        self._has_worked: set[str] = set()
        self._said: dict[str, str] = {}

    def hear(self, status: AccountStatus) -> None:
        """Take a new *status*: what is wrong for the first time is said with what to do; what has mended is said no more."""
        if status.state is LinkState.ONLINE and not status.reason:
            self._has_worked.add(status.label)
            said = self._said.pop(status.label, "")
            if said and self._line.notice is not None and self._line.notice.text == said:
                self._line.skip()
        key = f"connect.{status.reason}.advice"
        if (status.label, status.reason) in self._told or not has(key) or not self._is_worth_saying(status):
            return
        self._told.add((status.label, status.reason))
        words = t("main.advice", label=status.label, why=t(f"connect.{status.reason}"), advice=t(key))
        self._said[status.label] = one_line(clean_text(words))
        self._line.say(words, Level.WARNING)

    def _is_worth_saying(self, status: AccountStatus) -> bool:
        # A connection that worked and broke comes back by itself: that much the line says.
        if status.state is LinkState.WAITING:
            return status.label not in self._has_worked
        return status.state in (LinkState.REFUSED, LinkState.QQ_OFFLINE) or status.reason in _NEEDS_A_PERSON
