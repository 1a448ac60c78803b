"""The bot as plugins know it: a façade whose calls go to the house, which asks the account or does what the user allows."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from types import SimpleNamespace
from typing import Any

from tui.plugins import default_config
from tui.plugins.event import Event
from tui.plugins.runtime import current_event, current_origin, runtime
from tui.plugins.segments import Message, MessageSegment

_TARGET = ("message_type", "user_id", "group_id")


class NoneBot:
    """The one bot of a plugin. Any OneBot action is a method of it: ``await bot.get_group_list(self_id=...)``.

    Without ``self_id`` an action is that of the account of the event being handled. Fails with CQHttpError.
    """

    def __init__(self) -> None:
        names = [name for name in vars(default_config) if name.isupper()]
        self.config = SimpleNamespace(**{name: getattr(default_config, name) for name in names})

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        """The loop on which the plugin runs."""
        return asyncio.get_event_loop()

    async def call_action(self, action: str, **params: Any) -> Any:
        """Do *action* with *params*, and return the ``data`` of its answer."""
        event = current_event.get()
        self_id = params.pop("self_id", None) or (event.self_id if event is not None else None)
        if "message" in params:
            literal = params.pop("auto_escape", False) and isinstance(params["message"], str)
            message = MessageSegment.text(params["message"]) if literal else params["message"]
            params["message"] = [dict(segment) for segment in Message(message)]
        return await runtime.call(action, params, str(self_id or ""), current_origin.get())

    async def send(self, event: Any, message: Any = None, **kwargs: Any) -> Any:
        """Say *message* where *event* happened; with a message alone, where the event being handled happened.

        ``at_sender`` mentions its sender first in groups; other keywords go to ``send_msg``.
        """
        if message is None and not isinstance(event, Event):
            event, message = current_event.get(), event
        if event is None:
            raise ValueError("outside of a handler, say where: bot.send(event, message) or bot.send_msg(...)")
        at_sender = kwargs.pop("at_sender", False) and "user_id" in event
        params = {key: event[key] for key in _TARGET if key in event}
        if event.get("user_id") == event.get("self_id") and event.get("target_id") is not None:
            params["user_id"] = event["target_id"]  # the user's own command: the answer is for whom they talk to
        params.update(kwargs)
        params.setdefault("message_type", "group" if "group_id" in params else "private")
        words = Message(message)
        if at_sender and params["message_type"] != "private":
            words = MessageSegment.at(event["user_id"]) + MessageSegment.text(" ") + words
        return await self.send_msg(**params, message=words)

    def __getattr__(self, action: str) -> Callable[..., Awaitable[Any]]:
        if action.startswith(("_", "on_")):
            raise AttributeError(f"{action!r}: plugins hear messages by on_command and on_natural_language")
        return partial(self.call_action, action)


_bot = NoneBot()


def get_bot() -> NoneBot:
    """Return the bot."""
    return _bot
