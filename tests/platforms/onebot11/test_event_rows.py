"""Each row of the reference's tables of events: where it stands, what it says, and what it changes beside that."""

from __future__ import annotations

from typing import Any

import pytest

from tui.chat import events as e
from tui.chat.ids import ConversationId, ConversationKind
from tui.chat.segments import plain_text
from tui.locale import set_language
from tui.platforms.onebot11.events import EventDecoder
from tui.ui.describe import preview
from tui.ui.message_body import links_of

from .fakes import ME, NOW

HERE = "https://f.invalid/a.zip"
COMMON = {"time": 1785204000, "self_id": 10001}
G = {"group_id": 30001}
FILE = {"id": "/1", "name": "a.zip", "size": 5, "busid": 102}
POKE = [{"type": "qq", "uid": "u_1"}, {"type": "img", "src": ""}, {"type": "nor", "txt": "拍了拍"}, {"type": "qq", "uid": "u_2"}]
TIP = '{"items":[{"txt":"你撤回了"},{"nm":"小贤"}]}'


@pytest.fixture(autouse=True)
def chinese() -> None:
    set_language("zh")


def notice(kind: str, sub: str = "", **fields: Any) -> dict[str, Any]:
    return {
        **COMMON,
        "post_type": "notice",
        "notice_type": kind,
        **({"sub_type": sub} if sub else {}),
        "user_id": 20001,
        **fields,
    }


def request(kind: str, sub: str = "", **fields: Any) -> dict[str, Any]:
    return {**COMMON, "post_type": "request", "request_type": kind, "sub_type": sub, "user_id": 20001, "flag": "f", **fields}


def meta(kind: str, **fields: Any) -> dict[str, Any]:
    return {**COMMON, "post_type": "meta_event", "meta_event_type": kind, **fields}


# row and who writes it so -> frame, the line ("" where none is shown), and the other events it is.
LINES: dict[str, tuple[dict[str, Any], str, list[type[e.Event]]]] = {
    "group_upload NC": (notice("group_upload", **G, file=FILE), "20001 上传了文件 a.zip", []),
    "group_upload LG GC": (notice("group_upload", **G, file=FILE | {"url": HERE}), "20001 上传了文件 a.zip", []),
    "group_admin set": (notice("group_admin", "set", **G), "20001 成为了管理员", [e.MemberUpdated]),
    "group_admin unset": (notice("group_admin", "unset", **G), "20001 不再担任管理员", [e.MemberUpdated]),
    "group_increase approve": (
        notice("group_increase", "approve", **G, operator_id=0), "20001 加入了群聊", [e.MemberUpdated, e.GroupJoined]
    ),
    "group_increase invite": (
        notice("group_increase", "invite", **G, operator_id=20002),
        "20002 邀请 20001 加入了群聊",
        [e.MemberUpdated, e.GroupJoined],
    ),
    "group_decrease leave": (notice("group_decrease", "leave", **G, operator_id=0), "20001 退出了群聊", [e.MemberLeft]),
    "group_decrease kick": (
        notice("group_decrease", "kick", **G, operator_id=20002), "20002 将 20001 移出了群聊", [e.MemberLeft]
    ),
    "group_decrease kick_me": (
        notice("group_decrease", "kick_me", **G, user_id=10001, operator_id=0), "你被移出了群聊", [e.ConversationEnded]
    ),
    "group_decrease disband": (notice("group_decrease", "disband", **G), "群聊已解散", [e.ConversationEnded]),
    "group_dismiss LL": (notice("group_dismiss", **G), "群聊已解散", [e.ConversationEnded]),
    "group_ban": (
        notice("group_ban", "ban", **G, operator_id=20002, duration=600), "20002 禁言了 20001 10 分钟", [e.MemberUpdated]
    ),
    "group_ban lift": (
        notice("group_ban", "lift_ban", **G, operator_id=20002, duration=0), "20002 解除了 20001 的禁言", [e.MemberUpdated]
    ),
    "group_ban all NC LL": (
        notice("group_ban", "ban", **G, user_id=0, operator_id=20002, duration=-1), "20002 开启了全员禁言", [e.GroupUpdated]
    ),
    "group_ban all GC": (
        notice("group_ban", "ban", **G, user_id=0, operator_id=20002, duration=268435455),
        "20002 开启了全员禁言", [e.GroupUpdated]
    ),
    "friend_add": (notice("friend_add"), "你与 20001 已成为好友", [e.FriendAdded]),
    "group_recall": (notice("group_recall", **G, operator_id=20002, message_id=5), "", [e.MessageRecalled]),
    "friend_recall": (notice("friend_recall", message_id=5), "", [e.MessageRecalled]),
    "friend_recall NC own": (notice("friend_recall", user_id=10001, message_id=5), "", [e.MessageRecalled]),
    "poke group NC": (notice("notify", "poke", **G, target_id=20002, raw_info=POKE), "20001 拍了拍 20002", []),
    "poke friend NC": (notice("notify", "poke", sender_id=20001, target_id=10001), "20001 戳了戳 10001", []),
    "poke LG": (notice("notify", "poke", **G, target_id=20002, action="揉了揉", suffix="的头"), "20001 揉了揉 20002 的头", []),
    "lucky_king GC": (notice("notify", "lucky_king", **G, target_id=20002), "20002 是 20001 红包的运气王", []),
    "honor GC": (notice("notify", "honor", **G, honor_type="talkative"), "20001 获得了龙王", []),
    "title": (notice("notify", "title", **G, title="大侠"), "20001 获得了专属头衔 大侠", [e.MemberUpdated]),
    "profile_like": (
        notice("notify", "profile_like", operator_id=20001, operator_nick="小贤", times=3), "小贤 赞了你的资料卡 3 次", []
    ),
    "group_name NC": (notice("notify", "group_name", **G, name_new="新"), "20001 将群名改为 新", [e.GroupUpdated]),
    "group_name_change LG": (notice("group_name_change", **G, name="新", user_id=None), "群名改为 新", [e.GroupUpdated]),
    "gray_tip NC": (notice("notify", "gray_tip", **G, busi_id="1", content=TIP), "你撤回了小贤", []),
    "group_card": (notice("group_card", **G, card_new="新", card_old=""), "20001 将群名片改为 新", [e.MemberUpdated]),
    "group_card none": (notice("group_card", **G, card_new="", card_old="旧"), "20001 清除了群名片", [e.MemberUpdated]),
    "essence add": (
        notice("essence", "add", **G, message_id=5, sender_id=20002, operator_id=20001), "20001 将 20002 的消息设为精华", []
    ),
    "essence delete": (
        notice("essence", "delete", **G, sender_id=20002, operator_id=20001), "20001 将 20002 的消息移出精华", []
    ),
    "emoji_like NC": (
        notice("group_msg_emoji_like", **G, message_id=5, likes=[{"emoji_id": "10068", "count": 1}], is_add=True), "",
        [e.ReactionChanged],
    ),
    "reaction LG": (notice("reaction", "add", **G, message_id=5, operator_id=20001, code="76", count=1), "", [e.ReactionChanged]),
    "offline_file GC": (notice("offline_file", file={"name": "a.zip", "size": 5, "url": HERE}), "20001 发来离线文件 a.zip", []),
    "client_status GC": (
        notice("client_status", online=True, client={"device_name": "PC"}), "账号在 PC 上登录", []
    ),
    "bot_offline": (notice("bot_offline", tag="被挤", message="在别处登录"), "QQ 已下线：在别处登录", [e.OnlineChanged]),
    "online_file_send NC": (notice("online_file_send", "receive", peer_id=20001), "20001 的在线文件：send/receive", []),
    "online_file_receive NC": (notice("online_file_receive", "cancel", peer_id=20001), "20001 的在线文件：receive/cancel", []),
    "flash_file LL": (notice("flash_file", "downloaded", title="照片"), "20001 发来闪传文件 照片", []),
    "guild GC": (notice("channel_created", guild_id="5", channel_id="6", operator_id="7"), "频道：channel_created", []),
    "request friend": (request("friend", comment="我是小贤"), "20001 请求添加你为好友：我是小贤", [e.RequestCame]),
    "request group add": (
        request("group", "add", **G, comment="问题\n答案"), "20001 申请加入群 30001：问题 答案", [e.RequestCame]
    ),
    "request group invite": (request("group", "invite", **G, invitor_id=20001), "20001 邀请你加入群 30001", [e.RequestCame]),
    "unknown in a group": (notice("hologram", "x", **G), "[未知通知 hologram/x]", []),
    "lifecycle": (meta("lifecycle", sub_type="connect"), "", []),
    "lifecycle enable": (meta("lifecycle", sub_type="enable"), "", []),
    "heartbeat": (meta("heartbeat", status={"online": True, "good": True}, interval=30000), "", [e.ClockTold]),
    "heartbeat offline": (
        meta("heartbeat", status={"online": False, "good": True, "app_initialized": True}, interval=5000), "",
        [e.ClockTold, e.OnlineChanged],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LINES)
def test_notices_requests_and_meta_events(name: str) -> None:
    frame, shown, others = LINES[name]
    decoded = EventDecoder(ME, clock=lambda: NOW).decode(frame)
    lines = [event.message for event in decoded if isinstance(event, e.MessageReceived)]
    told = preview(lines[0].segments[:1]) if lines else ""
    assert told == shown
    assert [type(event) for event in decoded if not isinstance(event, e.MessageReceived)] == others
    assert all(line.is_notice for line in lines)
    assert [link for line in lines for link in links_of(line.segments)] == ([HERE] if HERE in str(frame) else [])


PERSON = {"user_id": 20001, "nickname": "小贤", "card": ""}


def message(**fields: Any) -> dict[str, Any]:
    return {**COMMON, "post_type": "message", "user_id": 20001, "message_id": 5, "message": "好", "sender": PERSON, **fields}


OWN = {"user_id": 10001, "sender": {"user_id": 10001, "nickname": "我"}}
FRIEND, GROUP, TEMP, STRANGER = (
    ConversationKind.FRIEND, ConversationKind.GROUP, ConversationKind.TEMP, ConversationKind.STRANGER,
)  # fmt: skip

# row and who writes it so -> frame, where it stands, whether it is our own, and the group of a temporary chat.
MESSAGES: dict[str, tuple[dict[str, Any], ConversationKind, str, bool, str]] = {
    "friend NC": (message(message_type="private", sub_type="friend", target_id=20001), FRIEND, "20001", False, ""),
    "friend LG GC": (message(message_type="private", sub_type="friend", target_id=10001), FRIEND, "20001", False, ""),
    "friend own NC LL": (
        message(**OWN, post_type="message_sent", message_type="private", sub_type="friend", target_id=20001),
        FRIEND, "20001", True, "",
    ),
    "temp NC": (
        message(message_type="private", sub_type="group", group_id=30001, temp_source=0), TEMP, "20001", False, "30001"
    ),
    "temp NC lost": (message(message_type="private", sub_type="group", group_id=284840486), TEMP, "20001", False, ""),
    "temp LL GC": (
        message(message_type="private", sub_type="group", sender=PERSON | {"group_id": 30001}),
        TEMP, "20001", False, "30001",
    ),
    "temp LG": (message(message_type="private", sub_type="group"), TEMP, "20001", False, ""),
    "other": (message(message_type="private", sub_type="other"), STRANGER, "20001", False, ""),
    "group_self GC": (message(message_type="private", sub_type="group_self"), STRANGER, "20001", False, ""),
    "group": (message(message_type="group", sub_type="normal", **G, message_format="string"), GROUP, "30001", False, ""),
    "group notice": (message(message_type="group", sub_type="notice", **G, anonymous=None), GROUP, "30001", False, ""),
    "group anonymous": (
        message(message_type="group", sub_type="anonymous", **G, user_id=80000000, anonymous={"id": 1, "name": "大侠"}),
        GROUP, "30001", False, "",
    ),
    "group own NC LL": (
        message(**OWN, post_type="message_sent", message_type="group", **G, target_id=30001, message_sent_type="self"),
        GROUP, "30001", True, "",
    ),
    "group own LG": (message(**OWN, message_type="group", **G), GROUP, "30001", True, ""),
}  # fmt: skip


@pytest.mark.parametrize("name", MESSAGES)
def test_messages(name: str) -> None:
    frame, kind, peer, is_own, via = MESSAGES[name]
    (event,) = EventDecoder(ME, clock=lambda: NOW).decode(frame)
    assert isinstance(event, e.MessageReceived)
    found = event.message
    assert (found.conversation.kind, found.conversation.peer, found.is_own, found.via) == (kind, peer, is_own, via)
    assert plain_text(found.segments) == "好" and not found.is_notice
    assert found.sender.nickname == ("我" if is_own else "大侠" if frame.get("anonymous") else "小贤")


def test_a_message_without_contents_is_a_grey_tip_and_no_error() -> None:
    assert EventDecoder(ME).decode(message(message_type="group", **G, message=[], raw_message="")) == []


def test_typing_is_no_line() -> None:
    frame = notice("notify", "input_status", event_type=1, status_text="对方正在输入...", group_id=0)
    friend = ConversationId(ME, ConversationKind.FRIEND, "20001")
    assert EventDecoder(ME).decode(frame) == [e.Typing(friend, True)]
