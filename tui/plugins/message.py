"""Messages before anybody handles them: whether they are to us, and what preprocessors make of them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable

from tui.locale import t
from tui.plugins.bot import NoneBot
from tui.plugins.event import Event
from tui.plugins.runtime import runtime
from tui.plugins.segments import Message, MessageSegment, escape, unescape
from tui.plugins.typing import MessagePreprocessor_T


class CanceledException(Exception):  # the name that plugins know
    """Raised by a preprocessor: this plugin is to ignore the message."""

    def __init__(self, reason: object) -> None:
        super().__init__(reason)
        self.reason = reason


class PluginManager:
    """What a preprocessor may switch for one message: the plugin as a whole, which is the only one in its process."""

    def __init__(self) -> None:
        self.is_on = True

    def switch_plugin(self, module_path: str, state: bool | None = None) -> None:
        """Turn this plugin on or off for this message; None turns it round."""
        self.is_on = not self.is_on if state is None else state


def message_preprocessor(func: MessagePreprocessor_T) -> MessagePreprocessor_T:
    """Register ``async def f(bot, event, plugin_manager)``, which sees each message first."""
    runtime.preprocessors.append(func)
    return func


async def prepare(bot: NoneBot, event: Event) -> bool:
    """Say in ``event.to_me`` whether it is to us, without the words that say so; return whether it is to be handled."""
    if not isinstance(event.message, Message):
        event["message"] = Message(event.message)
    if not event.message:
        event.message.append(MessageSegment.text(""))
    to_me = bool(event.get("to_me"))
    _check_mention(event)
    _check_nickname(bot, event)
    event["to_me"] = to_me or event["to_me"]
    manager = PluginManager()
    try:
        await asyncio.gather(*(func(bot, event, manager) for func in runtime.preprocessors))
    except CanceledException as way:
        runtime.log(t("plugins.log.ignored", id=event.message_id, why=way.reason))
        return False
    return manager.is_on


def _check_mention(event: Event) -> None:
    """A mention of us at either end of a group's message makes it one to us, and goes."""
    if event.detail_type == "private":
        event["to_me"] = True
        return
    event["to_me"] = False
    message: Message = event.message

    def is_us(segment: MessageSegment) -> bool:
        return segment.type == "at" and str(segment.data.get("qq")) == str(event.self_id)

    if is_us(message[0]):
        event["to_me"] = True
        del message[0]
    else:
        last = -1
        if message[last].type == "text" and not message[last].data["text"].strip() and len(message) >= 2:
            last = -2
        if is_us(message[last]):
            event["to_me"] = True
            del message[last:]
    if not message:
        message.append(MessageSegment.text(""))


def _check_nickname(bot: NoneBot, event: Event) -> None:
    """Our nickname at the beginning makes a message one to us, and goes."""
    first: MessageSegment = event.message[0]
    nicknames = bot.config.NICKNAME
    names = [nicknames] if isinstance(nicknames, str) or not isinstance(nicknames, Iterable) else list(nicknames)
    if first.type != "text" or not any(names):
        return
    found = re.match(rf"({'|'.join(name for name in names if name)})([\s,，]*|$)", first.data["text"], re.IGNORECASE)
    if found:
        event["to_me"] = True
        first.data["text"] = first.data["text"][found.end() :]


__all__ = ["CanceledException", "Message", "MessageSegment", "escape", "message_preprocessor", "unescape"]
