"""Why a question has no answer: said alike for every platform."""

from __future__ import annotations

import pytest

from tui.platforms.answering import answer
from tui.platforms.base import AskError, AskFriends, AskGroups
from tui.platforms.call_errors import CallError, CallNotSentError, CallUnansweredError


@pytest.mark.parametrize(
    ("error", "reason"),
    [(CallNotSentError("w"), "not_connected"), (CallUnansweredError("w"), "not_told"), (CallError("w"), "refused here")],
)
async def test_each_failure_has_its_reason_and_the_other_sides_words(error: CallError, reason: str) -> None:
    async def rule(query: AskFriends) -> object:
        raise error

    with pytest.raises(AskError) as raised:
        await answer({AskFriends: rule}, AskFriends(), lambda refusal: "refused here")
    assert (raised.value.reason, raised.value.words) == (reason, "w")


async def test_what_has_a_rule_is_answered_and_nothing_else() -> None:
    async def rule(query: AskFriends) -> object:
        return ("小贤",)

    assert await answer({AskFriends: rule}, AskFriends(), str) == ("小贤",)
    with pytest.raises(AskError, match="not_offered"):
        await answer({AskFriends: rule}, AskGroups(), str)
