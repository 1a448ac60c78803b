"""Commands of plugins, by NoneBot 1's names; a name's module is read when the name is first asked for."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tui.plugins.command.group import CommandGroup
    from tui.plugins.command.registry import Command
    from tui.plugins.command.running import call_command, kill_current_session
    from tui.plugins.command.session import CommandSession

_MODULES = {
    "Command": "registry",
    "CommandGroup": "group",
    "CommandSession": "session",
    "call_command": "running",
    "kill_current_session": "running",
}

__all__ = ["Command", "CommandGroup", "CommandSession", "call_command", "kill_current_session"]


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
