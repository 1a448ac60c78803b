"""What all sessions are: a bot, an event, and a way to answer."""

from __future__ import annotations

from typing import Any

from tui.plugins.bot import NoneBot
from tui.plugins.event import Event
from tui.plugins.helpers import send
from tui.plugins.typing import Message_T


class BaseSession:
    """The base of sessions."""

    def __init__(self, bot: NoneBot, event: Event) -> None:
        self.bot = bot
        self.event = event

    @property
    def ctx(self) -> Event:
        """The event, by its old name."""
        return self.event

    @ctx.setter
    def ctx(self, val: Event) -> None:
        self.event = val

    @property
    def self_id(self) -> Any:
        """The number of the account that heard the event."""
        return self.event.self_id

    async def send(
        self,
        message: Message_T,
        *,
        at_sender: bool = False,
        ensure_private: bool = False,
        ignore_failure: bool = True,
        **kwargs: Any,
    ) -> Any:
        """Say *message* where the event happened.

        Return the answer (``{"message_id": ...}``) when it was sent, None when it became a suggestion to the user. Raises
        CQHttpError when it failed and *ignore_failure* is False.
        """
        return await send(
            self.bot,
            self.event,
            message,
            at_sender=at_sender,
            ensure_private=ensure_private,
            ignore_failure=ignore_failure,
            **kwargs,
        )


__all__ = ["BaseSession"]
