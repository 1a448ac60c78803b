"""What is still missing is filled with what somebody answers; what is no answer fills nothing."""

from __future__ import annotations

import pytest

from tests.intents.people import HERE
from tui.chat.names import How
from tui.intents import IntentCommand, consider, understand
from tui.intents.slots import fill
from tui.intents.why import why_found

MUTE = IntentCommand(80.0, "mute", {"user": "20003"})


@pytest.mark.parametrize(
    ("answer", "seconds"),
    [
        ("10m", 600),
        ("10", 600),
        ("一个半小时", 5400),
        ("half an hour", 1800),
        ("到今晚十点半", 27000),
        ("永久", 30 * 86400),
    ],
)
def test_how_long_is_answered_as_one_speaks(answer: str, seconds: int) -> None:
    filled = fill(MUTE, "seconds", answer, HERE)
    assert filled is not None
    assert (filled.seconds, filled.asks) == (seconds, ())


@pytest.mark.parametrize("answer", ["好久", "0", "李四", "", "-5"])
def test_what_is_no_time_is_no_answer(answer: str) -> None:
    assert fill(MUTE, "seconds", answer, HERE) is None


@pytest.mark.parametrize(("answer", "users"), [("李四", ["20003"]), ("@四哥", ["20003"]), ("zhangsan", ["20001", "20002"])])
def test_who_is_answered_by_name_and_never_guessed(answer: str, users: list[str]) -> None:
    filled = fill(IntentCommand(80.0, "kick", {}), "user", answer, HERE)
    assert filled is not None
    if len(users) == 1:
        assert filled.command is not None
        assert (filled.command.args or {})["user"] == users[0]
        assert filled.asks == ("confirm",)
    else:
        assert "user" in filled.asks
        assert sorted((other.args or {})["user"] for other in filled.alternatives) == users


def test_nobody_is_no_answer_and_a_group_is_nobody_to_mute() -> None:
    assert fill(IntentCommand(80.0, "mute", {}), "user", "没有这个人", HERE) is None
    assert fill(IntentCommand(80.0, "mute", {}), "user", "摸鱼小分队", HERE) is None


def test_words_are_taken_as_they_are() -> None:
    filled = fill(IntentCommand(80.0, "reply", {"user": "20003"}), "text", "算了", HERE)
    assert filled is not None
    assert filled.command is not None
    assert (filled.command.args or {})["text"] == "算了"


def test_what_is_considered_says_what_speaks_against_it() -> None:
    assert consider(MUTE, HERE).asks == ("seconds",)
    assert understand("把李四禁言十分钟", HERE).reason == ""


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("mute zhangsan 10m", How.PINYIN),
        ("把zs禁言十分钟", How.INITIALS),
        ("kick 20001", How.NUMBER),
    ],
)
def test_each_who_may_be_meant_is_told_why(text: str, how: How) -> None:
    targets = [target for number in ("20001", "20002") if (target := HERE.names.by_id(number))]
    assert why_found(text, targets)["20001"].how is how
