"""The types that plugins write in their signatures, by NoneBot 1's names."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from re import Pattern
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from tui.plugins.command import CommandSession
    from tui.plugins.natural_language import IntentCommand, NLPSession
    from tui.plugins.permission import SenderRoles

Context_T: TypeAlias = dict[str, Any]
Message_T: TypeAlias = str | dict[str, Any] | list[Any]
Expression_T: TypeAlias = str | Sequence[str] | Callable[..., str]
CommandName_T: TypeAlias = tuple[str, ...]
CommandArgs_T: TypeAlias = dict[str, Any]
CommandHandler_T: TypeAlias = Callable[["CommandSession"], Awaitable[Any]]
Patterns_T: TypeAlias = Iterable[str] | str | Iterable[Pattern[str]] | Pattern[str]
State_T: TypeAlias = dict[str, Any]
Filter_T: TypeAlias = Callable[[Any], Any]
NLPHandler_T: TypeAlias = Callable[["NLPSession"], Awaitable["IntentCommand | None"]]
MessagePreprocessor_T: TypeAlias = Callable[..., Awaitable[Any]]
PermissionPolicy_T: TypeAlias = Callable[["SenderRoles"], bool] | Callable[["SenderRoles"], Awaitable[bool]]
