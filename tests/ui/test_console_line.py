"""The console's line: what is typed is what is called, and completion offers what the API says of itself."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.platforms.console import ConsoleAction, Parameter
from tui.ui.console_line import LineError, complete, parse, signature, write

MEMBER = ConsoleAction(
    "get_group_member_info",
    "get_group_member_info",
    (Parameter("group_id", True, "", "id"), Parameter("user_id", True, "", "id"), Parameter("no_cache", False, "false", "bool")),
    "Return one member.",
    True,
)
POST = ConsoleAction("post_group_msg", "send_group_msg", (Parameter("group_id", True), Parameter("text", False)), "Say.", False)
BAN = ConsoleAction("set_group_ban", "set_group_ban", (), "Mute.", False)
LACKING = ConsoleAction("get_group_honor_info", "", (), "Honours.", True)
ACTIONS = (BAN, LACKING, MEMBER, POST)


@pytest.mark.parametrize(
    ("line", "action", "params", "is_raw"),
    [
        ("get_status", "get_status", {}, False),
        ("  get_msg   message_id=1 ", "get_msg", {"message_id": 1}, False),
        ('get_msg {"message_id": 1}', "get_msg", {"message_id": 1}, True),
        ('.handle_quick_operation {"context": {}}', ".handle_quick_operation", {"context": {}}, True),
        ("a x=true y=null z=-1.5 s=hi", "a", {"x": True, "y": None, "z": -1.5, "s": "hi"}, False),
        ("a id=0012 big=12345678901234567890123", "a", {"id": "0012", "big": 12345678901234567890123}, False),
        ('a text="two words" more=\'as "it" is\'', "a", {"text": "two words", "more": 'as "it" is'}, False),
        ('a list=[1, "x"] row={"a": [1]} last=1', "a", {"list": [1, "x"], "row": {"a": [1]}, "last": 1}, False),
        ("a url=https://h/?a=b&c=d empty=", "a", {"url": "https://h/?a=b&c=d", "empty": ""}, False),
        ("a text=[/b]", "a", None, False),
        ("a text=你好[/b]", "a", {"text": "你好[/b]"}, False),
    ],
)
def test_a_line_is_taken_apart(line: str, action: str, params: dict[str, object] | None, is_raw: bool) -> None:
    if params is None:
        with pytest.raises(LineError):
            parse(line)
        return
    made = parse(line)
    assert (made.action, made.params, made.is_raw) == (action, params, is_raw)


@pytest.mark.parametrize(
    ("line", "reason", "at"),
    [
        ("", "no_action", 0),
        ('{"a": 1}', "no_action", 0),
        ("a b", "no_key", 2),
        ("a =1", "no_key", 2),
        ("a b=1 b=2", "twice", 6),
        ('a {"b": 1', "bad_json", 9),
        ('a {"b": 1} c', "too_much", 10),
        ('a b="x', "bad_json", 4),
        ("a b='x", "open_quote", 4),
        ("a " + "b=" + "[" * 100_000, "bad_json", None),
    ],
)
def test_what_can_not_be_understood_is_told_with_its_place(line: str, reason: str, at: int | None) -> None:
    with pytest.raises(LineError) as caught:
        parse(line)
    assert caught.value.reason == reason
    assert at is None or caught.value.at == at


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
)


@given(st.dictionaries(st.text(), json_values, max_size=4))
def test_a_written_line_is_read_back(params: dict[str, object]) -> None:
    made = parse(write("get_msg", params))
    assert (made.action, made.params, made.is_raw) == ("get_msg", params, True)


@given(st.dictionaries(st.from_regex(r"[a-z_]{1,8}", fullmatch=True), json_values, max_size=4))
def test_values_in_json_are_read_back(params: dict[str, object]) -> None:
    line = "a " + " ".join(f"{key}={json.dumps(value)}" for key, value in params.items())
    assert parse(line).params == params


@given(st.text(), st.integers(0, 40))
def test_nothing_makes_it_stumble(line: str, caret: int) -> None:
    complete(line, min(caret, len(line)), ACTIONS)
    try:
        parse(line)
    except LineError:
        return


def offered(line: str, caret: int | None = None) -> list[str]:
    return [option.name for option in complete(line, len(line) if caret is None else caret, ACTIONS).options]


def test_actions_are_offered_by_their_beginning_then_by_what_is_in_them() -> None:
    assert offered("get_group") == ["get_group_member_info", "get_group_honor_info"]
    assert offered("ban") == ["set_group_ban"]
    assert offered("send_gr") == ["post_group_msg"], "the name on the wire finds it too"
    assert offered("group_m") == ["get_group_member_info", "post_group_msg"]
    assert offered("zzz") == []
    assert [option.is_able for option in complete("get_group", 9, ACTIONS).options] == [True, False]


def test_what_they_agree_on_is_known() -> None:
    assert complete("get_", 4, ACTIONS).common("get_") == "get_group_"
    assert complete("ban", 3, ACTIONS).common("ban") == "ban"
    assert complete("set", 3, ACTIONS).common("set") == "set_group_ban "


def test_parameters_are_offered_that_are_not_there_yet_and_the_required_first() -> None:
    assert offered("get_group_member_info ") == ["group_id", "user_id", "no_cache"]
    assert offered("get_group_member_info user_id=5 ") == ["group_id", "no_cache"]
    assert offered("get_group_member_info gr") == ["group_id"]
    assert offered("send_group_msg ") == ["group_id", "text"]
    assert offered("get_group_member_info group_id=3") == []
    assert offered('post_group_msg text="a b') == []
    assert offered('post_group_msg text="a b" ') == ["group_id"]
    assert offered('get_group_member_info {"') == []
    assert offered("unknown_action ") == []


def test_a_completion_takes_the_place_of_what_is_typed() -> None:
    made = complete("get_group_member_info us", 24, ACTIONS)
    assert (made.start, made.end, made.options[0].text) == (22, 24, "user_id=")
    made = complete("get_gr group_id=1", 4, ACTIONS)
    assert (made.start, made.end) == (0, 6)


def test_a_signature_says_what_may_be_left_out() -> None:
    assert signature(MEMBER) == "group_id user_id [no_cache]"
