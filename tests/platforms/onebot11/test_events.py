"""Frames become events: messages with their place and their people, beats, and never an exception."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.chat.events import ClockTold, Malformed, MessageReceived, OnlineChanged
from tui.chat.ids import ConversationId, ConversationKind
from tui.chat.messages import Message
from tui.chat.people import Role
from tui.chat.segments import Text
from tui.platforms.onebot11.events import EventDecoder

from .fakes import FRIEND, GROUP, ME, NOW, group_frame, private_frame
from .test_segments import JSON

POST_TYPES = st.sampled_from(["message", "message_sent", "notice", "request", "meta_event", "", "x"])
KINDS = st.sampled_from(
    [
        "group_ban",
        "group_increase",
        "notify",
        "essence",
        "lifecycle",
        "heartbeat",
        "group",
        "friend",
        "private",
        "poke",
        "gray_tip",
        "bot_offline",
        "group_recall",
        "friend_recall",
        "group_msg_emoji_like",
        "reaction",
        "group_upload",
        "title",
        "x",
    ]
)
ODD_FRAME = st.dictionaries(
    st.sampled_from(
        [
            "user_id",
            "group_id",
            "operator_id",
            "message",
            "raw_message",
            "sender",
            "time",
            "file",
            "likes",
            "content",
            "raw_info",
            "status",
            "card_new",
            "self_id",
            "duration",
            "comment",
            "target_id",
            "message_id",
            "real_seq",
            "anonymous",
            "is_add",
            "client",
        ]
    ),
    JSON,
)


def decoder() -> EventDecoder:
    return EventDecoder(ME, clock=lambda: NOW)


def message_of(frame: dict[str, Any]) -> Message:
    (event,) = decoder().decode(frame)
    assert isinstance(event, MessageReceived)
    return event.message


@given(ODD_FRAME, POST_TYPES, KINDS, KINDS)
def test_nothing_breaks_it(frame: dict[str, Any], post_type: str, kind: str, sub_type: str) -> None:
    kinds = dict.fromkeys(("notice_type", "message_type", "request_type", "meta_event_type"), kind)
    for event in decoder().decode(frame | kinds | {"post_type": post_type, "sub_type": sub_type}):
        if isinstance(event, MessageReceived):
            event.message.raw.encode()
            assert event.message.conversation.peer


@given(JSON)
def test_no_json_breaks_it(frame: Any) -> None:
    assert all(isinstance(event, Malformed) for event in decoder().decode(frame))


def test_a_frame_nested_without_end_hurts_nobody() -> None:
    nested: Any = []
    for _ in range(100_000):
        nested = [nested]
    decoder().decode(group_frame(message=[{"type": "text", "data": nested}]))


def test_a_group_message() -> None:
    message = message_of(group_frame())
    assert message.conversation == GROUP
    assert (message.native, message.sequence, message.time) == ("1566585944", 1846, 1785204000000)
    assert (message.sender.id, message.sender.name, message.sender.role) == ("20001", "贤哥", Role.ADMIN)
    assert (message.segments, message.peer_name) == ((Text("你好"),), "爱情公寓")
    assert not message.is_own and not message.mentions_me and not message.is_notice


def test_the_raw_form_is_what_came() -> None:
    frame = group_frame()
    (event,) = decoder().decode(frame, '{"as": "it came"}')
    assert isinstance(event, MessageReceived) and event.message.raw == '{"as": "it came"}'


@pytest.mark.parametrize("post_type", ["message", "message_sent"])
def test_own_messages_are_known_by_their_user(post_type: str) -> None:
    private = message_of(private_frame(post_type=post_type, user_id=10001, target_id=20001))
    assert private.is_own and private.conversation == FRIEND and private.peer_name == ""
    assert message_of(group_frame(post_type=post_type, user_id=10001)).is_own


def test_friends_strangers_and_temporary_sessions() -> None:
    assert message_of(private_frame()).conversation == FRIEND
    assert message_of(private_frame(sub_type="other")).conversation.kind is ConversationKind.STRANGER
    napcat = message_of(private_frame(sub_type="group", group_id=30001))
    llbot = message_of(private_frame(sub_type="group", sender={"user_id": 20001, "group_id": 30001}))
    lost = message_of(private_frame(sub_type="group", group_id=284840486))
    assert napcat.conversation == llbot.conversation == ConversationId(ME, ConversationKind.TEMP, "20001")
    assert (napcat.via, llbot.via, lost.via) == ("30001", "30001", "")


@pytest.mark.parametrize(
    ("user", "qq", "mentioned"), [(20001, "10001", True), (20001, "all", True), (20001, "5", False), (10001, "all", False)]
)
def test_mentions(user: int, qq: str, mentioned: bool) -> None:
    message = message_of(group_frame(user_id=user, message=[{"type": "at", "data": {"qq": qq}}]))
    assert message.mentions_me is mentioned


def test_missing_and_null_fields_do_no_harm() -> None:
    message = message_of(
        group_frame(sender={"user_id": None, "nickname": None, "card": None, "role": None}, real_seq="0", time=None)
    )
    assert (message.sender.name, message.sequence, message.time) == ("20001", None, NOW)


def test_a_message_as_a_string_and_an_anonymous_one() -> None:
    frame = group_frame(
        message="[CQ:at,qq=10001]看", sub_type="anonymous", user_id=80000000, sender={}, anonymous={"name": "大力鬼王"}
    )
    message = message_of(frame)
    assert message.mentions_me and message.sender.name == "大力鬼王"


def test_an_empty_message_is_no_line() -> None:
    assert decoder().decode(group_frame(message=[], raw_message="")) == []


def test_names_are_safe() -> None:
    message = message_of(group_frame(group_name="<$\u00ff\u0100\x11\x10>公寓\x1b[2J", sender={"nickname": "a\u202eb\n"}))
    assert (message.peer_name, message.sender.nickname) == ("公寓[2J", "ab")


def test_heartbeats_tell_the_time_and_changes_of_being_online() -> None:
    reader = decoder()
    beat = {"post_type": "meta_event", "meta_event_type": "heartbeat", "time": 1785204000, "interval": 30000}
    online, offline = beat | {"status": {"online": True}}, beat | {"status": {"online": False, "good": True}}
    told = ClockTold(1785204000000)
    assert reader.decode(online) == [told]
    assert reader.decode(offline) == [told, OnlineChanged(False)]
    assert reader.decode(offline) == [told]
    assert reader.decode(online) == [told, OnlineChanged(True)]
    assert reader.decode({"post_type": "meta_event", "meta_event_type": "lifecycle"}) == []


@pytest.mark.parametrize(
    "frame", [None, 3, [], "x", {}, {"post_type": "x"}, group_frame(group_id=None), {"post_type": "meta_event"}]
)
def test_what_is_no_event_is_malformed(frame: object) -> None:
    (event,) = decoder().decode(frame)
    assert isinstance(event, Malformed)
