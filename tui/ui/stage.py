"""What the interface knows of a simulated world in which a person is one of the members, beside the bots that connect to it."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from tui.chat.text import one_line


class Stage(Struct, frozen=True):
    """Where bots dial (*bot_url*) as whom (*bot*), who the person is, what both are called, and the groups (id, name).

    Only of the groups *decided* by the bot is it told who asks to be let in.
    """

    bot_url: str
    bot: str
    person: str
    names: Mapping[str, str]
    groups: tuple[tuple[str, str], ...] = ()
    decided: frozenset[str] = frozenset()

    def called(self, user: str) -> str:
        """Return name and number of *user*."""
        name = one_line(self.names.get(user, ""))
        return f"{name} {user}" if name else user
