"""Commands that share the beginning of their names, and settings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tui.plugins.registering import on_command
from tui.plugins.typing import CommandHandler_T, CommandName_T


class CommandGroup:
    """A group of commands below *name*; *kwargs* are what ``on_command`` takes, for each that does not say otherwise."""

    def __init__(self, name: str | CommandName_T, **kwargs: Any) -> None:
        if "aliases" in kwargs or "patterns" in kwargs:
            raise ValueError("aliases or patterns should not be used as base kwargs for group")
        self.basename: CommandName_T = (name,) if isinstance(name, str) else name
        self.base_kwargs = kwargs

    def command(self, name: str | CommandName_T, **kwargs: Any) -> Callable[[CommandHandler_T], CommandHandler_T]:
        """As ``on_command``, below the group's name."""
        return on_command(self.basename + ((name,) if isinstance(name, str) else name), **{**self.base_kwargs, **kwargs})


__all__ = ["CommandGroup"]
