"""The decorators, where NoneBot 1 has them."""

from tui.plugins.registering import on_command, on_natural_language

__all__ = ["on_command", "on_natural_language"]
