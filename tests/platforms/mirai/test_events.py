"""Every message and every event that mirai-api-http tells of, as the house hears of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.platforms.mirai.packets import A_FRIEND, FRIEND, GROUP, IN_GROUP, ME, NOW, SYSTEM, member, packet
from tui import locale
from tui.chat.events import (
    ConversationEnded,
    Event,
    FriendAdded,
    FriendRemoved,
    FriendRenamed,
    GroupJoined,
    GroupUpdated,
    Malformed,
    MemberLeft,
    MemberUpdated,
    MessageRecalled,
    MessageReceived,
    OnlineChanged,
    RequestCame,
    Typing,
)
from tui.chat.ids import ConversationId, ConversationKind
from tui.chat.messages import Message
from tui.chat.people import Role
from tui.chat.requests import Request, RequestKind
from tui.chat.segments import Notice, Text
from tui.platforms.mirai.events import EventDecoder
from tui.platforms.mirai.requests import Flag, read_flag
from tui.ui.describe import notice_line

PAYLOADS = Path("/work/shared/payloads/mirai")


def decode(frame: object) -> list[Event]:
    return EventDecoder(ME, lambda: NOW).decode(frame)


def message(frame: object) -> Message:
    (event,) = decode(frame)
    assert isinstance(event, MessageReceived)
    return event.message


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


def test_a_chain_of_which_mirai_knew_nothing_is_no_message() -> None:
    frame = {"type": "FriendMessage", "sender": A_FRIEND, "messageChain": [{"type": "Source", "id": 1, "time": 2}]}
    assert decode(frame) == []


WHO, OP = member(), member(20003, "关谷", "ADMINISTRATOR")
EVENTS: list[tuple[dict[str, Any], ConversationId, Notice, tuple[Event, ...]]] = [
    ({"type": "BotOfflineEventForce", "qq": 10001, "title": "下线", "message": "在别处登录"}, SYSTEM, Notice("bot_offline", value="在别处登录"), (OnlineChanged(False, "在别处登录"),)),
    ({"type": "BotOfflineEventActive", "qq": 10001}, SYSTEM, Notice("bot_offline"), (OnlineChanged(False),)),
    ({"type": "BotOfflineEventDropped", "qq": 10001}, SYSTEM, Notice("bot_offline"), (OnlineChanged(False),)),
    ({"type": "BotOnlineEvent", "qq": 10001}, SYSTEM, Notice("bot_online"), ()),
    ({"type": "BotReloginEvent", "qq": 10001}, SYSTEM, Notice("bot_online"), ()),
    ({"type": "OtherClientOnlineEvent", "client": {"id": 1, "platform": "WINDOWS"}}, SYSTEM, Notice("client_status", value="WINDOWS"), ()),
    ({"type": "OtherClientOfflineEvent", "client": {"id": 1, "platform": "IOS"}}, SYSTEM, Notice("client_status", value="-IOS"), ()),
    ({"type": "CommandExecutedEvent", "name": "shutdown", "friend": A_FRIEND, "member": None, "args": [{"type": "Plain", "text": "now"}]}, FRIEND, Notice("command", "20001", value="shutdown now", actor_name="曾小贤"), ()),
    ({"type": "CommandExecutedEvent", "name": "x", "friend": None, "member": None, "args": []}, SYSTEM, Notice("command", "10001", value="x"), ()),
    ({"type": "FriendNickChangedEvent", "friend": A_FRIEND, "from": "a", "to": "b"}, FRIEND, Notice("friend_name", "20001", value="b", actor_name="曾小贤"), ()),
    ({"type": "FriendNickChangedEvent", "friend": A_FRIEND, "from": "a", "to": "小贤"}, FRIEND, Notice("friend_name", "20001", value="小贤", actor_name="曾小贤"), (FriendRenamed("20001", "小贤"),)),
    ({"type": "FriendAddEvent", "friend": A_FRIEND, "stranger": False}, FRIEND, Notice("friend_add", "20001", actor_name="曾小贤"), (FriendAdded("20001"),)),
    ({"type": "FriendDeleteEvent", "friend": A_FRIEND}, FRIEND, Notice("friend_delete", "20001", actor_name="曾小贤"), (FriendRemoved("20001"),)),
    ({"type": "NudgeEvent", "fromId": 20001, "target": 10001, "subject": {"kind": "Friend", **A_FRIEND}, "action": "戳了戳", "suffix": "的脸"}, FRIEND, Notice("poke", "20001", "10001", "戳了戳…的脸"), ()),
    ({"type": "NudgeEvent", "fromId": 20002, "target": 20001, "subject": {"kind": "Group", **IN_GROUP}, "action": "拍了拍", "suffix": ""}, GROUP, Notice("poke", "20002", "20001", "拍了拍"), ()),
    ({"type": "BotGroupPermissionChangeEvent", "origin": "MEMBER", "current": "ADMINISTRATOR", "group": IN_GROUP}, GROUP, Notice("admin_set", "", "10001"), (MemberUpdated(GROUP, "10001", role=Role.ADMIN),)),
    ({"type": "BotMuteEvent", "durationSeconds": 60, "operator": OP}, GROUP, Notice("mute", "20003", "10001", "60", "关谷"), (MemberUpdated(GROUP, "10001", muted_until=NOW + 60_000),)),
    ({"type": "BotUnmuteEvent", "operator": OP}, GROUP, Notice("unmute", "20003", "10001", "", "关谷"), (MemberUpdated(GROUP, "10001", muted_until=0),)),
    ({"type": "BotJoinGroupEvent", "group": IN_GROUP, "invitor": OP}, GROUP, Notice("invite_join", "20003", "10001", "", "关谷"), (MemberUpdated(GROUP, "10001", role=Role.MEMBER), GroupJoined(GROUP, "10001", "20003"))),
    ({"type": "BotLeaveEventActive", "group": IN_GROUP}, GROUP, Notice("leave", "10001", "10001"), (ConversationEnded(GROUP),)),
    ({"type": "BotLeaveEventKick", "group": IN_GROUP, "operator": OP}, GROUP, Notice("kicked_me", "20003", "10001", "", "关谷"), (ConversationEnded(GROUP),)),
    ({"type": "BotLeaveEventDisband", "group": IN_GROUP, "operator": OP}, GROUP, Notice("disband", "20003", "10001", "", "关谷"), (ConversationEnded(GROUP),)),
    ({"type": "GroupNameChangeEvent", "origin": "a", "current": "b", "group": IN_GROUP, "operator": None}, GROUP, Notice("group_name", "10001", value="b"), (GroupUpdated(GROUP, name="b"),)),
    ({"type": "GroupEntranceAnnouncementChangeEvent", "origin": "a", "current": "b", "group": IN_GROUP, "operator": OP}, GROUP, Notice("entrance", "20003", value="b", actor_name="关谷"), ()),
    ({"type": "GroupMuteAllEvent", "origin": False, "current": True, "group": IN_GROUP, "operator": OP}, GROUP, Notice("mute_all", "20003", actor_name="关谷"), (GroupUpdated(GROUP, is_muted_all=True),)),
    ({"type": "GroupAllowAnonymousChatEvent", "origin": True, "current": False, "group": IN_GROUP, "operator": OP}, GROUP, Notice("anonymous_off", "20003", actor_name="关谷"), ()),
    ({"type": "GroupAllowConfessTalkEvent", "origin": False, "current": True, "group": IN_GROUP, "isByBot": False}, GROUP, Notice("confess_on"), ()),
    ({"type": "GroupAllowMemberInviteEvent", "origin": False, "current": True, "group": IN_GROUP, "operator": None}, GROUP, Notice("member_invite_on", "10001"), ()),
    ({"type": "MemberJoinEvent", "member": WHO, "invitor": None}, GROUP, Notice("join", "20002", "20002", "", "一菲", "一菲"), (MemberUpdated(GROUP, "20002", role=Role.MEMBER), GroupJoined(GROUP, "20002"))),
    ({"type": "MemberLeaveEventKick", "member": WHO, "operator": None}, GROUP, Notice("kick", "10001", "20002", "", "", "一菲"), (MemberLeft(GROUP, "20002"),)),
    ({"type": "MemberLeaveEventQuit", "member": WHO}, GROUP, Notice("leave", "20002", "20002", "", "一菲", "一菲"), (MemberLeft(GROUP, "20002"),)),
    ({"type": "MemberCardChangeEvent", "origin": "a", "current": "b", "member": WHO}, GROUP, Notice("card", "20002", "20002", "b", "一菲", "一菲"), (MemberUpdated(GROUP, "20002", card="b"),)),
    ({"type": "MemberSpecialTitleChangeEvent", "origin": "", "current": "t", "member": WHO}, GROUP, Notice("title", "", "20002", "t", "", "一菲"), (MemberUpdated(GROUP, "20002", title="t"),)),
    ({"type": "MemberPermissionChangeEvent", "origin": "ADMINISTRATOR", "current": "MEMBER", "member": WHO}, GROUP, Notice("admin_unset", "", "20002", "", "", "一菲"), (MemberUpdated(GROUP, "20002", role=Role.MEMBER),)),
    ({"type": "MemberMuteEvent", "durationSeconds": 600, "member": WHO, "operator": OP}, GROUP, Notice("mute", "20003", "20002", "600", "关谷", "一菲"), (MemberUpdated(GROUP, "20002", muted_until=NOW + 600_000),)),
    ({"type": "MemberUnmuteEvent", "member": WHO, "operator": None}, GROUP, Notice("unmute", "10001", "20002", "", "", "一菲"), (MemberUpdated(GROUP, "20002", muted_until=0),)),
    ({"type": "MemberHonorChangeEvent", "member": WHO, "action": "lose", "honor": "TALKATIVE"}, GROUP, Notice("honor_lost", "", "20002", "talkative", "", "一菲"), ()),
    ({"type": "MemberHonorChangeEvent", "member": WHO, "action": "achieve", "honor": "龙王"}, GROUP, Notice("honor", "", "20002", "龙王", "", "一菲"), ()),
    ({"type": "NovelEvent", "member": WHO}, GROUP, Notice("unknown", "20002", value="NovelEvent", actor_name="一菲"), ()),
    ({"type": "NovelEvent"}, SYSTEM, Notice("unknown", value="NovelEvent"), ()),
]  # fmt: skip


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
    row |= {"authorId": 10001, "operator": 10001}
    assert decode({"type": "FriendRecallEvent", **row}) == [MessageRecalled(None, "4", "10001", "10001", NOW)]


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


@pytest.mark.parametrize("name", ["docs_EventType", "docs_MessageType", "kotlin_tests", "source_derived"])
def test_the_payloads_of_the_project_itself(name: str) -> None:
    if not PAYLOADS.exists():
        pytest.skip("the corpus is not here")
    frames = [
        frame for item in json.loads((PAYLOADS / f"{name}.json").read_text())["items"] for frame in _packets(item.get("data"))
    ]
    for frame in frames:
        events = decode(frame)
        is_empty = frame["type"].endswith("Message") and len(frame["messageChain"]) < 2
        assert events != [] or is_empty, frame
        assert is_empty or not any(isinstance(event, Malformed) for event in events) or not _has_place(frame), frame
        for event in events:
            if isinstance(event, MessageReceived) and isinstance(event.message.segments[0], Notice):
                assert event.message.segments[0].what != "unknown", frame


def _packets(data: object) -> list[dict[str, Any]]:
    if isinstance(data, list):
        return [found for one in data for found in _packets(one)]
    if not isinstance(data, dict):
        return []
    kind = str(data.get("type", ""))
    if kind.endswith(("Event", "EventActive", "EventForce", "EventDropped", "EventKick", "EventQuit", "EventDisband")):
        return [data]
    if kind.endswith("Message") and isinstance(data.get("messageChain"), list):
        return [data]
    return [found for key, one in data.items() if key in ("data", "items") for found in _packets(one)]


def _has_place(frame: dict[str, Any]) -> bool:
    return '"id": 0' not in json.dumps(frame)


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
