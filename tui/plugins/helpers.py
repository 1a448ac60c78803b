"""Small helpers of plugins: whose context an event belongs to, and expressions that become messages."""

from __future__ import annotations

import asyncio
import hashlib
import random
from collections.abc import Sequence
from typing import Any

from tui.plugins.bot import NoneBot
from tui.plugins.event import Event
from tui.plugins.exceptions import CQHttpError
from tui.plugins.segments import escape
from tui.plugins.typing import Expression_T, Message_T


def context_id(event: Event, *, mode: str = "default", use_hash: bool = False) -> str:
    """Return the id of the event's context: ``default`` one person in one place, ``group`` the place, ``user`` the person."""
    group = f"/group/{event.group_id}" if event.group_id else ""
    user = f"/user/{event.user_id}" if event.user_id else ""
    id = {"default": group + user, "group": group or user, "user": user}.get(mode, "")
    return hashlib.md5(id.encode("ascii"), usedforsecurity=False).hexdigest() if id and use_hash else id


async def send(
    bot: NoneBot, event: Event, message: Message_T, *, ensure_private: bool = False, ignore_failure: bool = True, **kwargs: Any
) -> Any:
    """Say *message* where *event* happened, or to its sender alone; None when it failed and that is ignored."""
    if ensure_private:
        event = event.copy()
        event["message_type"] = "private"
    try:
        return await bot.send(event, message, **kwargs)
    except CQHttpError:
        if not ignore_failure:
            raise
        return None


async def send_to_superusers(bot: NoneBot, message: Message_T, **kwargs: Any) -> None:
    """Say *message* to each superuser in private."""
    await asyncio.gather(*(bot.send_private_msg(user_id=user, message=message, **kwargs) for user in bot.config.SUPERUSERS))


def render_expression(expr: Expression_T, *args: Any, escape_args: bool = True, **kwargs: Any) -> str:
    """Return *expr* (a text, one of several, or what a function returns) with its ``{}`` filled, escaped for CQ codes."""
    if callable(expr):
        words = expr(*args, **kwargs)
    elif isinstance(expr, Sequence) and not isinstance(expr, str):
        words = random.choice(expr)
    else:
        words = expr
    if not escape_args:
        return words.format(*args, **kwargs)
    return words.format(*map(_escaped, args), **{key: _escaped(value) for key, value in kwargs.items()})


def _escaped(value: Any) -> Any:
    return escape(value) if isinstance(value, str) else value


__all__ = ["context_id", "render_expression", "send", "send_to_superusers"]
