"""How a command session leaves its handler: paused, finished, handed on, or switched to another message."""

from __future__ import annotations

from tui.plugins.segments import Message


class CommandInterrupt(Exception):  # no error: a way out
    """The base of all ways out."""


class YieldException(CommandInterrupt):
    """The handler that waits goes on with what came, so this way of execution ends."""


class PauseException(CommandInterrupt):
    """The session waits for the next message."""


class FinishException(CommandInterrupt):
    """The session is over; *result* says whether the command was done."""

    def __init__(self, result: bool = True) -> None:
        super().__init__(result)
        self.result = result


class SwitchException(CommandInterrupt):
    """The session is over, and *new_message* is to be handled as if it had come just now."""

    def __init__(self, new_message: Message) -> None:
        super().__init__(str(new_message))
        self.new_message = new_message
