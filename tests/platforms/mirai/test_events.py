"""Every message and every event that mirai-api-http tells of, as the house hears of it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.platforms.mirai.event_rows import EVENTS, OP
from tests.platforms.mirai.packets import A_FRIEND, FRIEND, GROUP, IN_GROUP, ME, NOW, member, packet
from tui import locale
from tui.chat.events import (
    Event,
    Malformed,
    MessageRecalled,
    MessageReceived,
    RequestCame,
    Typing,
)
from tui.chat.ids import ConversationId, ConversationKind
from tui.chat.messages import Message
from tui.chat.people import Role
from tui.chat.requests import Request, RequestKind
from tui.chat.segments import Notice, Text, Unknown
from tui.platforms.mirai.events import EventDecoder
from tui.platforms.mirai.requests import Flag, read_flag
from tui.ui.describe import notice_line


def decode(frame: object) -> list[Event]:
    return EventDecoder(ME, lambda: NOW).decode(frame)


def message(frame: object) -> Message:
    (event,) = decode(frame)
    assert isinstance(event, MessageReceived)
    return event.message


def test_what_happens_is_dated_to_the_second_as_messages_are() -> None:
    frame = {"type": "NudgeEvent", "fromId": 20001, "target": 20002, "subject": {"id": 30001, "kind": "Group"}}
    (event,) = EventDecoder(ME, lambda: NOW // 1000 * 1000 + 789).decode(frame)
    assert isinstance(event, MessageReceived)
    assert event.message.time == NOW // 1000 * 1000


SECOND = NOW // 1000


@pytest.mark.parametrize("ahead", [300, 0, -300])
def test_what_happens_stands_between_what_is_said_before_and_after_it_whatever_our_clock_says(ahead: int) -> None:
    clock = (SECOND + ahead) * 1000
    decoder = EventDecoder(ME, lambda: clock)

    def time_of(frame: object) -> int:
        (event, *_) = decoder.decode(frame)
        assert isinstance(event, MessageReceived)
        return event.message.time // 1000 - SECOND

    def said(seconds: int) -> int:
        frame = packet("GroupMessage", sender=member())
        frame["messageChain"][0]["time"] = SECOND + seconds
        return time_of(frame)

    nudge = {"type": "NudgeEvent", "fromId": 20001, "target": 20002, "subject": {"id": 30001, "kind": "Group"}}
    assert (said(-4000), said(0)) == (-4000, 0)  # the first was on its way for long
    clock += 900  # the next second has begun by now, and QQ dated what is said below before that
    assert time_of(nudge) == 0
    assert said(0) == 0
    clock += 60_000
    assert time_of(nudge) == 59
    assert said(9_999_999) == 9_999_999  # who says this has no clock
    assert time_of(nudge) == 59


def place(kind: str, peer: str) -> ConversationId:
    return ConversationId(ME, ConversationKind(kind), peer)


def name_of(value: object) -> str:
    return str(value.get("type", "")) if isinstance(value, dict) else ""


@pytest.mark.parametrize(
    ("frame", "where", "is_own", "name", "via", "peer_name"),
    [
        (packet("FriendMessage", sender=A_FRIEND), FRIEND, False, "曾小贤", "", "曾小贤"),
        (packet("GroupMessage", sender=member()), GROUP, False, "一菲", "", "爱情公寓"),
        (packet("TempMessage", sender=member()), place("temp", "20002"), False, "一菲", "30001", "一菲"),
        (packet("StrangerMessage", sender=A_FRIEND), place("stranger", "20001"), False, "曾小贤", "", "曾小贤"),
        (
            packet("OtherClientMessage", sender={"id": 5, "platform": "MOBILE"}),
            place("other_client", "5"),
            False,
            "MOBILE",
            "",
            "MOBILE",
        ),
        (packet("FriendSyncMessage", subject=A_FRIEND), FRIEND, True, "10001", "", "曾小贤"),
        (packet("GroupSyncMessage", subject=IN_GROUP), GROUP, True, "10001", "", "爱情公寓"),
        (packet("TempSyncMessage", subject=member()), place("temp", "20002"), True, "10001", "30001", "一菲"),
        (packet("StrangerSyncMessage", subject=A_FRIEND), place("stranger", "20001"), True, "10001", "", "曾小贤"),
    ],
    ids=name_of,
)
def test_the_nine_kinds_of_messages(
    frame: dict[str, Any], where: ConversationId, is_own: bool, name: str, via: str, peer_name: str
) -> None:
    told = message(frame)
    assert (told.conversation, told.is_own, told.sender.name) == (where, is_own, name)
    assert (told.native, told.time, told.segments, told.via, told.peer_name) == ("7", NOW, (Text("你好"),), via, peer_name)


def test_members_have_roles_and_may_mention_us() -> None:
    told = message(packet("GroupMessage", -3, {"type": "At", "target": 10001, "display": ""}, sender=member(role="OWNER")))
    assert (told.sender.role, told.mentions_me, told.native) == (Role.OWNER, True, "-3")


def test_a_message_of_which_mirai_knew_nothing_is_seen_to_have_come() -> None:
    told = message({"type": "FriendMessage", "sender": A_FRIEND, "messageChain": [{"type": "Source", "id": 1, "time": 2}]})
    assert (told.native, told.segments) == ("1", (Unknown("?"),))


@pytest.mark.parametrize(
    ("frame", "where", "notice", "others"), EVENTS, ids=lambda v: v.get("type", "") if isinstance(v, dict) else ""
)
def test_each_event_is_a_line_and_a_change(
    frame: dict[str, Any], where: ConversationId, notice: Notice, others: tuple[Event, ...]
) -> None:
    line, *rest = decode(frame)
    assert isinstance(line, MessageReceived)
    assert line.message.is_notice
    assert (line.message.conversation, line.message.segments, tuple(rest)) == (where, (notice,), others)
    for language in ("zh", "en"):
        locale.set_language(language)
        assert "notice." not in notice_line(notice)


def test_typing_is_no_line() -> None:
    assert decode({"type": "FriendInputStatusChangedEvent", "friend": A_FRIEND, "inputting": True}) == [Typing(FRIEND, True)]


def test_recalls_name_the_message_and_who_did_it() -> None:
    row = {"authorId": 20002, "messageId": -9, "time": NOW // 1000, "group": IN_GROUP}
    assert decode({"type": "GroupRecallEvent", **row, "operator": OP}) == [MessageRecalled(GROUP, "-9", "20003", "20002", NOW)]
    assert decode({"type": "GroupRecallEvent", **row, "operator": None}) == [MessageRecalled(GROUP, "-9", "10001", "20002", NOW)]
    row = {"authorId": 20001, "messageId": 4, "time": NOW // 1000, "operator": 20001}
    assert decode({"type": "FriendRecallEvent", **row}) == [MessageRecalled(FRIEND, "4", "20001", "20001", NOW)]
    row |= {"authorId": 10001, "operator": 10001, "time": 1_700_000_000}
    sent = 1_700_000_000_000  # what it tells is when the message was said
    own = MessageRecalled(None, "4", "10001", "10001", NOW, ConversationKind.FRIEND, sent)
    assert decode({"type": "FriendRecallEvent", **row}) == [own]
    assert [type(event) for event in decode({"type": "FriendRecallEvent", **row, "messageId": None})] == [Malformed]


BIG = 2**60 + 1


@pytest.mark.parametrize(
    ("type", "kind", "group", "what"),
    [
        ("NewFriendRequestEvent", RequestKind.FRIEND, 0, "friend_request"),
        ("MemberJoinRequestEvent", RequestKind.JOIN, 30001, "group_request"),
        ("BotInvitedJoinGroupRequestEvent", RequestKind.INVITE, 30001, "group_invite"),
    ],
)
def test_requests_keep_what_an_answer_needs(type: str, kind: RequestKind, group: int, what: str) -> None:
    row = {"eventId": BIG, "message": "让我进来", "fromId": 20009, "groupId": group, "groupName": "爱情公寓", "nick": "路人"}
    line, came = decode({"type": type, **row})
    flag = f"{kind}:{BIG}:20009:{group}"
    name = "爱情公寓" if group else ""
    request = Request(flag, kind, "20009", flag, "让我进来", NOW, "30001" if group else "", "路人", name)
    assert came == RequestCame(request)
    assert read_flag(flag) == Flag(kind, BIG, 20009, group)
    assert isinstance(line, MessageReceived)
    told = line.message.segments[0]
    assert isinstance(told, Notice)
    assert (told.what, told.actor, told.value) == (what, "20009", "让我进来")


@pytest.mark.parametrize("text", ["", "friend", "friend:1:2", "friend:a:b:c", "novel:1:2:3"])
def test_what_is_no_flag(text: str) -> None:
    assert read_flag(text) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
KEYS = sorted({key for frame, *_ in EVENTS for key in frame} | {"messageChain", "sender", "subject", "eventId", "fromId"})
TYPES = sorted(
    {frame["type"] for frame, *_ in EVENTS} | {"GroupMessage", "TempSyncMessage", "GroupRecallEvent", "NewFriendRequestEvent"}
)


@given(
    st.builds(lambda kind, rest: {**rest, "type": kind}, st.sampled_from(TYPES), st.dictionaries(st.sampled_from(KEYS), JSON))
    | JSON
)
def test_decoding_never_raises(frame: object) -> None:
    for event in decode(frame):
        assert isinstance(event, Event)
