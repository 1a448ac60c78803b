"""How actions end, in words."""

from __future__ import annotations

import pytest

from tui.chat.actions import Done, NoAnswer, NotOffered, NotSent, Outcome, Refused
from tui.locale import set_language
from tui.platforms.base import AskError
from tui.store.schema import StoreError
from tui.ui.outcomes import describe, describe_error


@pytest.fixture(autouse=True)
def english() -> None:
    set_language("en")


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (Done(), "done"),
        (Refused(words="权限不足"), "权限不足"),
        (Refused(words="no", reason="need_admin"), "(no)"),
        (NotOffered("read_only"), "read-only"),
        (NotSent("not_connected"), "not sent. not connected; try again"),
        (NotSent(), "not sent. not connected; try again"),
        (NotSent("heartbeat_lost"), "not sent. heartbeat lost"),
        (NotSent("All connection attempts failed"), "not sent. All connection attempts failed"),
        (NoAnswer(), "no answer"),
        (NoAnswer("unproven"), "nothing has come of it"),
    ],
)
def test_every_outcome_has_words(outcome: Outcome, words: str) -> None:
    said, is_good = describe(outcome, "Poke")
    assert said.startswith("Poke")
    assert words in said
    assert is_good is isinstance(outcome, Done)
    assert "reason." not in said


def test_a_refusal_with_hostile_words_is_one_line() -> None:
    said, _ = describe(Refused(words="a\nb\x1b[31mc\u202ed" + "x" * 5000), "Kick")
    assert "\n" not in said and "\x1b" not in said and "\u202e" not in said
    assert len(said) < 400


def test_a_question_that_failed_says_why() -> None:
    assert "not_connected" not in describe_error(AskError("not_connected"), "Members")
    assert describe_error(ValueError("boom"), "Members").endswith("boom")
    assert "qiao.db can not be used: torn" in describe_error(StoreError("store_broken", path="qiao.db", error="torn"), "Find")
    assert describe_error(ValueError(), "Members").endswith("ValueError")


def test_a_question_whose_connection_ended_says_that_in_words() -> None:
    said = describe_error(AskError("not_told", "heartbeat_lost"), "Forward")
    assert said.endswith("no answer (heartbeat lost)")


def test_the_words_of_a_refusal_are_no_name_of_ours() -> None:
    assert describe(Refused(words="closed"), "Poke")[0].endswith("refused. closed")
    assert describe_error(AskError("refused", "closed"), "Members").endswith("(closed)")
