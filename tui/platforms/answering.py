"""Answers a question by the rule of its class, and says in one way for all platforms why there is no answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from tui.platforms.base import AskError, Query
from tui.platforms.call_errors import CallError, CallNotSentError, CallUnansweredError

Rules = Mapping[type[Query[Any]], Callable[[Any], Awaitable[object]]]


async def answer(rules: Rules, query: Query[Any], reason_of: Callable[[Any], str]) -> object:
    """Return the answer to *query*; *reason_of* gives our key for a refusal of this platform. Raises AskError."""
    rule = rules.get(type(query))
    if rule is None:
        raise AskError("not_offered")
    try:
        return await rule(query)
    except CallNotSentError as error:
        raise AskError("not_connected", error.words) from error
    except CallUnansweredError as error:
        raise AskError("not_told", error.words) from error
    except CallError as error:
        raise AskError(reason_of(error), error.words) from error
