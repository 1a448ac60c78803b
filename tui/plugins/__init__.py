"""Plugins: the user's own Python, by NoneBot 1's names (``from tui.plugins import on_command, CommandSession``).

A name's module is read when the name is first asked for: the messenger itself needs none of the plugins' half.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tui.plugins.bot import NoneBot, get_bot
    from tui.plugins.command.argfilter import ValidateError
    from tui.plugins.command.group import CommandGroup
    from tui.plugins.command.running import call_command
    from tui.plugins.command.session import CommandSession
    from tui.plugins.event import Event
    from tui.plugins.exceptions import ActionFailed, ApiNotAvailable, CQHttpError
    from tui.plugins.helpers import context_id, render_expression
    from tui.plugins.log import logger
    from tui.plugins.message import CanceledException, message_preprocessor
    from tui.plugins.natural_language import IntentCommand, NLPSession
    from tui.plugins.palette import PaletteSession, on_key, on_palette
    from tui.plugins.permission import SenderRoles
    from tui.plugins.registering import on_command, on_natural_language
    from tui.plugins.segments import Message, MessageSegment
    from tui.plugins.session import BaseSession

_MODULES = {
    "ActionFailed": "exceptions",
    "ApiNotAvailable": "exceptions",
    "BaseSession": "session",
    "CQHttpError": "exceptions",
    "CanceledException": "message",
    "CommandGroup": "command.group",
    "CommandSession": "command.session",
    "Event": "event",
    "IntentCommand": "natural_language",
    "Message": "segments",
    "MessageSegment": "segments",
    "NLPSession": "natural_language",
    "NoneBot": "bot",
    "PaletteSession": "palette",
    "SenderRoles": "permission",
    "ValidateError": "command.argfilter",
    "call_command": "command.running",
    "context_id": "helpers",
    "get_bot": "bot",
    "logger": "log",
    "message_preprocessor": "message",
    "on_command": "registering",
    "on_key": "palette",
    "on_natural_language": "registering",
    "on_palette": "palette",
    "render_expression": "helpers",
}

__all__ = [
    "ActionFailed",
    "ApiNotAvailable",
    "BaseSession",
    "CQHttpError",
    "CanceledException",
    "CommandGroup",
    "CommandSession",
    "Event",
    "IntentCommand",
    "Message",
    "MessageSegment",
    "NLPSession",
    "NoneBot",
    "PaletteSession",
    "SenderRoles",
    "ValidateError",
    "call_command",
    "context_id",
    "get_bot",
    "logger",
    "message_preprocessor",
    "on_command",
    "on_key",
    "on_natural_language",
    "on_palette",
    "render_expression",
]

_ELSEWHERE = frozenset({"permission", "command", "helpers", "message", "argparse", "typing", "session", "exceptions", "log"})


_ABSENT = {
    "get_loaded_plugins": "each plugin has a process of its own and sees no other",
    "init": "there is nothing to start",
    "load_plugin": "each plugin is loaded by itself",
    "load_plugins": "each plugin is loaded by itself",
    "load_builtin_plugins": "each plugin is loaded by itself",
    "on_notice": "plugins hear messages alone",
    "on_request": "plugins hear messages alone",
    "on_startup": "what stands at the top of the file is run when it is loaded",
    "on_websocket_connect": "plugins hear messages alone",
    "run": "there is nothing to start",
    "scheduler": "asyncio does what it would",
}
"""What NoneBot 1 has and we do not, and why: whoever imports it is told."""


def __getattr__(name: str) -> Any:
    if name in _ABSENT:
        raise ImportError(f"tui.plugins has no {name!r}: {_ABSENT[name]} (docs/plugins.md)")
    if name in _MODULES:
        return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    if name in _ELSEWHERE:  # ``from tui.plugins import permission as perm``
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}: see docs/plugins.md for what plugins are given")
