"""Typed words -> :class:`IntentCommand` -> chat action: ``understand(text, context)`` says what is meant and does nothing.

The command bar makes a :class:`Context` of where the user is, keeps its :class:`Names` until the lists change, and shows the
:class:`Understanding`; ``qiao intend`` prints it. Processors are registered with :func:`on_natural_language`, as in NoneBot 1.
"""

from tui.intents.naming import Names
from tui.intents.registry import on_natural_language
from tui.intents.understanding import consider, understand, warm
from tui.intents.values import (
    CommandRow,
    Context,
    IntentCommand,
    MessageAt,
    Person,
    Room,
    Understanding,
)

__all__ = [
    "CommandRow",
    "Context",
    "IntentCommand",
    "MessageAt",
    "Names",
    "Person",
    "Room",
    "Understanding",
    "consider",
    "on_natural_language",
    "understand",
    "warm",
]
