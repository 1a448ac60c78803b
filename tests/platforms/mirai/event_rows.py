"""Events as mirai-api-http 2.10 writes them; beside each its place, its line, and what else it changes."""

from __future__ import annotations

from typing import Any

from tests.platforms.mirai.packets import A_FRIEND, FRIEND, GROUP, IN_GROUP, ME, NOW, SYSTEM, member
from tui.chat.events import (
    ConversationEnded,
    Event,
    FriendAdded,
    FriendRemoved,
    FriendRenamed,
    GroupJoined,
    GroupUpdated,
    MemberLeft,
    MemberUpdated,
    OnlineChanged,
)
from tui.chat.ids import ConversationId, ConversationKind
from tui.chat.people import Role
from tui.chat.segments import Notice

WHO, OP = member(), member(20003, "关谷", "ADMINISTRATOR")
EVENTS: list[tuple[dict[str, Any], ConversationId, Notice, tuple[Event, ...]]] = [
    (
        {"type": "BotOfflineEventForce", "qq": 10001, "title": "下线", "message": "在别处登录"},
        SYSTEM,
        Notice("bot_offline", value="在别处登录"),
        (OnlineChanged(False, "在别处登录"),),
    ),
    ({"type": "BotOfflineEventActive", "qq": 10001}, SYSTEM, Notice("bot_offline"), (OnlineChanged(False),)),
    ({"type": "BotOfflineEventDropped", "qq": 10001}, SYSTEM, Notice("bot_offline"), (OnlineChanged(False),)),
    ({"type": "BotOnlineEvent", "qq": 10001}, SYSTEM, Notice("bot_online"), ()),
    ({"type": "BotReloginEvent", "qq": 10001}, SYSTEM, Notice("bot_online"), ()),
    (
        {"type": "OtherClientOnlineEvent", "client": {"id": 1, "platform": "WINDOWS"}},
        SYSTEM,
        Notice("client_status", value="WINDOWS"),
        (),
    ),
    (
        {"type": "OtherClientOfflineEvent", "client": {"id": 1, "platform": "IOS"}},
        SYSTEM,
        Notice("client_status", value="-IOS"),
        (),
    ),
    (
        {
            "type": "CommandExecutedEvent",
            "name": "shutdown",
            "friend": A_FRIEND,
            "member": None,
            "args": [{"type": "Plain", "text": "now"}],
        },
        FRIEND,
        Notice("command", "20001", value="shutdown now", actor_name="曾小贤"),
        (),
    ),
    (
        {"type": "CommandExecutedEvent", "name": "x", "friend": None, "member": None, "args": []},
        SYSTEM,
        Notice("command", "10001", value="x"),
        (),
    ),
    (
        {"type": "FriendNickChangedEvent", "friend": A_FRIEND, "from": "a", "to": "b"},
        FRIEND,
        Notice("friend_name", "20001", value="b", actor_name="曾小贤"),
        (),
    ),
    (
        {"type": "FriendNickChangedEvent", "friend": A_FRIEND, "from": "a", "to": "小贤"},
        FRIEND,
        Notice("friend_name", "20001", value="小贤", actor_name="曾小贤"),
        (FriendRenamed("20001", "小贤"),),
    ),
    (
        {"type": "FriendAddEvent", "friend": A_FRIEND, "stranger": False},
        FRIEND,
        Notice("friend_add", "20001", actor_name="曾小贤"),
        (FriendAdded("20001"),),
    ),
    (
        {"type": "FriendDeleteEvent", "friend": A_FRIEND},
        FRIEND,
        Notice("friend_delete", "20001", actor_name="曾小贤"),
        (FriendRemoved("20001"),),
    ),
    (
        {
            "type": "NudgeEvent",
            "fromId": 20001,
            "target": 10001,
            "subject": {"kind": "Friend", **A_FRIEND},
            "action": "戳了戳",
            "suffix": "的脸",
        },
        FRIEND,
        Notice("poke", "20001", "10001", "戳了戳…的脸"),
        (),
    ),
    (
        {
            "type": "NudgeEvent",
            "fromId": 20002,
            "target": 20001,
            "subject": {"kind": "Group", **IN_GROUP},
            "action": "拍了拍",
            "suffix": "",
        },
        GROUP,
        Notice("poke", "20002", "20001", "拍了拍"),
        (),
    ),
    (
        {"type": "NudgeEvent", "fromId": 20001, "target": 10001, "subject": {"kind": "Stranger", **A_FRIEND}, "action": "戳了戳"},
        ConversationId(ME, ConversationKind.STRANGER, "20001"),
        Notice("poke", "20001", "10001", "戳了戳"),
        (),
    ),
    (
        {"type": "BotGroupPermissionChangeEvent", "origin": "MEMBER", "current": "ADMINISTRATOR", "group": IN_GROUP},
        GROUP,
        Notice("admin_set", "", "10001"),
        (MemberUpdated(GROUP, "10001", role=Role.ADMIN),),
    ),
    (
        {"type": "BotMuteEvent", "durationSeconds": 60, "operator": OP},
        GROUP,
        Notice("mute", "20003", "10001", "60", "关谷"),
        (MemberUpdated(GROUP, "10001", muted_until=NOW + 60_000),),
    ),
    (
        {"type": "BotUnmuteEvent", "operator": OP},
        GROUP,
        Notice("unmute", "20003", "10001", "", "关谷"),
        (MemberUpdated(GROUP, "10001", muted_until=0),),
    ),
    (
        {"type": "BotJoinGroupEvent", "group": IN_GROUP, "invitor": OP},
        GROUP,
        Notice("invite_join", "20003", "10001", "", "关谷"),
        (MemberUpdated(GROUP, "10001", role=Role.MEMBER), GroupJoined(GROUP, "10001", "20003")),
    ),
    ({"type": "BotLeaveEventActive", "group": IN_GROUP}, GROUP, Notice("leave", "10001", "10001"), (ConversationEnded(GROUP),)),
    (
        {"type": "BotLeaveEventKick", "group": IN_GROUP, "operator": OP},
        GROUP,
        Notice("kicked_me", "20003", "10001", "", "关谷"),
        (ConversationEnded(GROUP),),
    ),
    (
        {"type": "BotLeaveEventDisband", "group": IN_GROUP, "operator": OP},
        GROUP,
        Notice("disband", "20003", "10001", "", "关谷"),
        (ConversationEnded(GROUP),),
    ),
    (
        {"type": "GroupNameChangeEvent", "origin": "a", "current": "b", "group": IN_GROUP, "operator": None},
        GROUP,
        Notice("group_name", "10001", value="b"),
        (GroupUpdated(GROUP, name="b"),),
    ),
    (
        {"type": "GroupEntranceAnnouncementChangeEvent", "origin": "a", "current": "b", "group": IN_GROUP, "operator": OP},
        GROUP,
        Notice("entrance", "20003", value="b", actor_name="关谷"),
        (),
    ),
    (
        {"type": "GroupMuteAllEvent", "origin": False, "current": True, "group": IN_GROUP, "operator": OP},
        GROUP,
        Notice("mute_all", "20003", actor_name="关谷"),
        (GroupUpdated(GROUP, is_muted_all=True),),
    ),
    (
        {"type": "GroupAllowAnonymousChatEvent", "origin": True, "current": False, "group": IN_GROUP, "operator": OP},
        GROUP,
        Notice("anonymous_off", "20003", actor_name="关谷"),
        (),
    ),
    (
        {"type": "GroupAllowConfessTalkEvent", "origin": False, "current": True, "group": IN_GROUP, "isByBot": False},
        GROUP,
        Notice("confess_on"),
        (),
    ),
    (
        {"type": "GroupAllowMemberInviteEvent", "origin": False, "current": True, "group": IN_GROUP, "operator": None},
        GROUP,
        Notice("member_invite_on", "10001"),
        (),
    ),
    (
        {"type": "MemberJoinEvent", "member": WHO, "invitor": None},
        GROUP,
        Notice("join", "20002", "20002", "", "一菲", "一菲"),
        (MemberUpdated(GROUP, "20002", role=Role.MEMBER), GroupJoined(GROUP, "20002")),
    ),
    (
        {"type": "MemberLeaveEventKick", "member": WHO, "operator": None},
        GROUP,
        Notice("kick", "10001", "20002", "", "", "一菲"),
        (MemberLeft(GROUP, "20002"),),
    ),
    (
        {"type": "MemberLeaveEventQuit", "member": WHO},
        GROUP,
        Notice("leave", "20002", "20002", "", "一菲", "一菲"),
        (MemberLeft(GROUP, "20002"),),
    ),
    (
        {"type": "MemberCardChangeEvent", "origin": "a", "current": "b", "member": WHO},
        GROUP,
        Notice("card", "20002", "20002", "b", "一菲", "一菲"),
        (MemberUpdated(GROUP, "20002", card="b"),),
    ),
    (
        {"type": "MemberSpecialTitleChangeEvent", "origin": "", "current": "t", "member": WHO},
        GROUP,
        Notice("title", "", "20002", "t", "", "一菲"),
        (MemberUpdated(GROUP, "20002", title="t"),),
    ),
    (
        {"type": "MemberPermissionChangeEvent", "origin": "ADMINISTRATOR", "current": "MEMBER", "member": WHO},
        GROUP,
        Notice("admin_unset", "", "20002", "", "", "一菲"),
        (MemberUpdated(GROUP, "20002", role=Role.MEMBER),),
    ),
    (
        {"type": "MemberMuteEvent", "durationSeconds": 600, "member": WHO, "operator": OP},
        GROUP,
        Notice("mute", "20003", "20002", "600", "关谷", "一菲"),
        (MemberUpdated(GROUP, "20002", muted_until=NOW + 600_000),),
    ),
    (
        {"type": "MemberUnmuteEvent", "member": WHO, "operator": None},
        GROUP,
        Notice("unmute", "10001", "20002", "", "", "一菲"),
        (MemberUpdated(GROUP, "20002", muted_until=0),),
    ),
    (
        {"type": "MemberHonorChangeEvent", "member": WHO, "action": "lose", "honor": "TALKATIVE"},
        GROUP,
        Notice("honor_lost", "", "20002", "talkative", "", "一菲"),
        (),
    ),
    (
        {"type": "MemberHonorChangeEvent", "member": WHO, "action": "achieve", "honor": "龙王"},
        GROUP,
        Notice("honor", "", "20002", "龙王", "", "一菲"),
        (),
    ),
    ({"type": "NovelEvent", "member": WHO}, GROUP, Notice("unknown", "20002", value="NovelEvent", actor_name="一菲"), ()),
    ({"type": "NovelEvent"}, SYSTEM, Notice("unknown", value="NovelEvent"), ()),
]
