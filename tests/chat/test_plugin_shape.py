"""Plugins see one shape whatever the platform, and what they write becomes our segments and nothing else."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.chat import cqcode
from tui.chat.ids import AccountId, ConversationId, ConversationKind
from tui.chat.messages import Message, Sender
from tui.chat.people import Member, Role
from tui.chat.plugin_shape import NotAMessageError, event_of, number, parts_of, segments_of
from tui.chat.segments import (
    Card,
    Copied,
    Dice,
    Face,
    File,
    Forward,
    Image,
    Mention,
    MentionAll,
    Notice,
    Quote,
    Segment,
    Sticker,
    Text,
    Unknown,
    Voice,
)


def message(kind: ConversationKind, peer: str, *segments: Segment, protocol: str = "onebot11", **more: object) -> Message:
    where = ConversationId(AccountId(protocol, "10001"), kind, peer)
    return Message(where, "42", Sender("20001", "曾小贤"), 1_700_000_000_500, segments, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("protocol", ["onebot11", "mirai", "bilibili"])
def test_a_groups_message(protocol: str) -> None:
    said = message(ConversationKind.GROUP, "30002", Mention("10001"), Text(" a[b]"), Text("&"), protocol=protocol)
    event = event_of(said, member=Member("20001", "曾小贤", "贤哥", Role.ADMIN, "头衔"))
    assert event["message"] == [{"type": "at", "data": {"qq": "10001"}}, {"type": "text", "data": {"text": " a[b]&"}}]
    assert event["raw_message"] == "[CQ:at,qq=10001] a&#91;b&#93;&amp;"
    told = ("post_type", "message_type", "sub_type", "self_id", "user_id", "group_id", "message_id", "time")
    assert [event[key] for key in told] == ["message", "group", "normal", 10001, 20001, 30002, 42, 1_700_000_000]
    sender = event["sender"]
    assert (sender["user_id"], sender["nickname"], sender["card"], sender["role"], sender["title"]) == (
        20001, "曾小贤", "贤哥", "admin", "头衔",
    )  # fmt: skip


def test_private_ones() -> None:
    assert event_of(message(ConversationKind.FRIEND, "20001", Text("x")))["sub_type"] == "friend"
    assert event_of(message(ConversationKind.STRANGER, "20001", Text("x")), is_friend=False)["sub_type"] == "other"
    temporary = event_of(message(ConversationKind.TEMP, "20001", Text("x"), via="30002"), is_friend=False)
    assert (temporary["message_type"], temporary["sub_type"], temporary["sender"]["group_id"]) == ("private", "group", 30002)
    assert "group_id" not in temporary


def test_ids_are_numbers_only_where_nothing_is_lost() -> None:
    assert [number(id) for id in ("10001", "-5", "007", "u_abc", "", "٣", "9" * 30, "-", "-0")] == [
        10001, -5, "007", "u_abc", "", "٣", "9" * 30, "-", "-0",
    ]  # fmt: skip


def test_every_kind_of_segment_has_a_form_or_shows_nothing() -> None:
    parts = parts_of((
        Image("a.png", "https://x/a.png", is_flash=True), Voice("b.amr"), File("c.txt", "/handle"), Quote("7"), Forward("9"),
        Face("14"), MentionAll(), Dice(3), Card("json", "line", raw='{"a":1}'), Sticker("笑", raw='{"data":{"emoji_id":"e"}}'),
        Unknown("odd kind", json.dumps({"type": "odd kind", "data": {"a": [1]}})), Copied("1"), Notice("join"), Text(""),
    ))  # fmt: skip
    assert [kind for kind, _ in parts] == [
        "image", "record", "file", "reply", "forward", "face", "at", "dice", "json", "mface", "oddkind",
    ]  # fmt: skip
    assert parts[0][1] == {"file": "a.png", "url": "https://x/a.png", "type": "flash"}
    assert parts[-1][1] == {"a": "[1]"}
    assert cqcode.parse(cqcode.render(parts)) == parts


def test_what_plugins_write() -> None:
    assert segments_of("[CQ:at,qq=all]a&#91;b[CQ:face,id=14][CQ:reply,id=-3]") == (
        MentionAll(), Text("a[b"), Face("14"), Quote("-3"),
    )  # fmt: skip
    assert segments_of({"type": "image", "data": {"file": "https://x/a.png", "cache": 1}}) == (Image("", "https://x/a.png"),)
    assert segments_of([{"type": "image", "data": {"file": "file:///tmp/a%20b.png"}}]) == (Image("", path="/tmp/a b.png"),)
    assert segments_of([{"type": "text", "data": {"text": "a\x1b[2J"}}, "b"]) == (Text("a[2Jb"),)
    assert segments_of([{"type": "anonymous"}, {"type": "dice"}]) == (Dice(),)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        (3, "no_message"), ("", "empty"), ([], "empty"), ("  ", "empty"), ([3], "bad_segment"), ([{"data": {}}], "bad_segment"),
        ([{"type": "text", "data": "x"}], "bad_segment"), ("[CQ:node,id=1]", "kind"), ("[CQ:at]", "missing"),
        (["x"] * 201, "too_long"),
        ([{"type": "text", "data": {"text": "x" * 5_000_000}}], "too_long"),
    ],
)  # fmt: skip
def test_what_is_no_message_says_why(written: object, reason: str) -> None:
    with pytest.raises(NotAMessageError) as failed:
        segments_of(written)
    assert failed.value.reason == reason


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["C", "Z"]), min_size=1), min_size=1))
def test_words_come_back_as_they_were(words: list[str]) -> None:
    said = tuple(part for word in words for part in (Text(word), Mention("1")))
    assert segments_of(cqcode.render(parts_of(said))) == said
