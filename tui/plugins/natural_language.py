"""Natural language: processors look at what nobody gave as a command, and the surest intent becomes one."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any, NamedTuple

from tui.locale import t
from tui.plugins.bot import NoneBot
from tui.plugins.command.running import call_command
from tui.plugins.event import Event
from tui.plugins.permission import check_permission
from tui.plugins.runtime import runtime
from tui.plugins.segments import Message
from tui.plugins.session import BaseSession
from tui.plugins.typing import CommandArgs_T, CommandName_T, NLPHandler_T

SURE_ENOUGH = 60.0
"""The least confidence with which an intent is followed."""

PROCESSOR_SECONDS = 2.0
"""Seconds that one processor may take."""


class _Intent(NamedTuple):
    confidence: float
    name: str | CommandName_T
    args: CommandArgs_T | None = None
    current_arg: str = ""


class IntentCommand(_Intent):
    """The command that somebody seems to mean: how sure we are (0 to 100), its name, its state and its argument."""

    __slots__ = ()

    def __new__(
        cls, confidence: float, name: str | CommandName_T, args: CommandArgs_T | None = None, current_arg: str = ""
    ) -> IntentCommand:
        """Raise TypeError when the first two are given the wrong way round, as an example in NoneBot 1's own text has them."""
        if isinstance(confidence, bool) or not isinstance(confidence, int | float) or not isinstance(name, str | tuple):
            raise TypeError(
                f"IntentCommand(confidence, name, ...): the confidence comes first, then the name of the command; "
                f"got IntentCommand({confidence!r}, {name!r})"
            )
        return super().__new__(cls, confidence, name, args, current_arg)


class NLPSession(BaseSession):
    """What a processor is given: ``msg`` with CQ codes, ``msg_text`` its words, ``msg_images`` the links of its pictures."""

    def __init__(self, bot: NoneBot, event: Event, msg: str) -> None:
        super().__init__(bot, event)
        message = Message(msg)
        self.msg = msg
        self.msg_text = message.extract_plain_text()
        self.msg_images = message.image_urls()


class NLProcessor:
    """One processor and what wakes it."""

    def __init__(
        self,
        *,
        func: NLPHandler_T,
        keywords: Iterable[str] | None,
        permission: Any,
        only_to_me: bool,
        only_short_message: bool,
        allow_empty_message: bool,
    ) -> None:
        self.func = func
        self.keywords = tuple(keywords) if keywords else ()
        self.permission = permission
        self.only_to_me = only_to_me
        self.only_short_message = only_short_message
        self.allow_empty_message = allow_empty_message

    async def wants(self, session: NLPSession) -> bool:
        """Return whether it is to look at this message."""
        config = session.bot.config
        if not self.allow_empty_message and not session.msg:
            return False
        if self.only_short_message and len(session.msg_text) > config.SHORT_MESSAGE_MAX_LENGTH:
            return False
        if self.only_to_me and not session.event["to_me"]:
            return False
        if self.keywords and not any(word in session.msg_text for word in self.keywords):
            return False
        policy = config.DEFAULT_NLP_PERMISSION if self.permission is ... else self.permission
        return await check_permission(session.bot, session.event, policy)

    async def run(self, session: NLPSession) -> IntentCommand | None:
        """Return the intent it sees, None for none; what goes wrong is logged."""
        name = getattr(self.func, "__name__", "?")
        try:
            async with asyncio.timeout(PROCESSOR_SECONDS):
                found = await self.func(session) if await self.wants(session) else None
        except TimeoutError:
            runtime.log_error(t("plugins.log.slow", what=name, seconds=f"{PROCESSOR_SECONDS:g}"))
            return None
        except Exception as error:  # noqa: BLE001  # a plugin's mistake is the plugin's
            runtime.fail(t("plugins.log.failed", what=name), error)
            return None
        return found if isinstance(found, IntentCommand) else None


async def find_intents(bot: NoneBot, event: Event) -> list[IntentCommand]:
    """Return the intents that are sure enough, the surest first, equal ones in the order in which their processors stand."""
    session = NLPSession(bot, event, str(event.message))
    found = await asyncio.gather(*(processor.run(session) for processor in runtime.processors))
    sure = [intent for intent in found if intent is not None and intent.confidence >= SURE_ENOUGH]
    return sorted(sure, key=lambda intent: -intent.confidence)


async def follow(bot: NoneBot, event: Event, intent: IntentCommand) -> bool:
    """Run the command of *intent*; return whether it was done."""
    check = bool(bot.config.CHECK_INTENT_PERMISSION)
    done = await call_command(bot, event, intent.name, args=intent.args, current_arg=intent.current_arg, check_perm=check)
    if check and not done:
        runtime.log(t("plugins.log.not_done", user=event.user_id, command=_spoken(intent.name)))
    return done


def _spoken(name: str | CommandName_T) -> str:
    return name if isinstance(name, str) else "/".join(name)


__all__ = ["IntentCommand", "NLPSession"]
