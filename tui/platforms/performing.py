"""Does an action by the rule of its class, and turns what a wire can do meanwhile into outcomes in one way for all platforms."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from tui.chat.actions import Action, NoAnswer, NotOffered, NotSent, Outcome, Refused
from tui.platforms.call_errors import CallError, CallNotSentError, CallUnansweredError
from tui.platforms.local_files import UploadError

Rules = Mapping[type[Action], Callable[[Any], Awaitable[Outcome]]]


async def perform(rules: Rules, action: Action, refusal: Callable[[Any], Outcome]) -> Outcome:
    """Return how *action* ended; *refusal* says what a refusal of this platform means."""
    rule = rules.get(type(action))
    if rule is None:
        return NotOffered("not_offered")
    try:
        return await rule(action)
    except UploadError as error:
        return Refused(error.words, error.reason)
    except CallNotSentError as error:
        return NotSent(error.words)
    except CallUnansweredError as error:
        return NoAnswer(error.words)
    except CallError as error:
        return refusal(error)
