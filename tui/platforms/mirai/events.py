"""Reads packets into events, by table; whatever JSON comes, an event comes out and never an exception."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

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
from tui.chat.ids import AccountId, ConversationId, ConversationKind
from tui.chat.messages import Message, clamp_time
from tui.chat.people import Role
from tui.chat.requests import RequestKind
from tui.chat.text import one_line
from tui.platforms.decoding import OnlineState, wall_clock
from tui.platforms.mirai.chain import message_id
from tui.platforms.mirai.lines import NOBODY, Happening, Person
from tui.platforms.mirai.messages import MESSAGE_TYPES, decode_message, device_name, role_of
from tui.platforms.mirai.requests import request_of
from tui.platforms.values import Row, as_bool, as_int, as_name, as_row, as_text, as_time, as_user, compact

_SUBJECTS = {
    "Group": ConversationKind.GROUP,
    "Stranger": ConversationKind.STRANGER,
    "OtherClient": ConversationKind.OTHER_CLIENT,
}
"""Where a poke was given, by what its event calls that; with a friend where it says nothing."""

_LATEST = 32
"""Messages by which is judged how far QQ's clock is ahead of ours."""

_LATE = 1000
"""How late (ms) an event may come and still stand before what was said after it."""

_FUTURE = 24 * 3600 * 1000
"""Who is further ahead (ms) has no clock."""

Rule = Callable[[Happening], "list[Event]"]
GroupRule = Callable[[Happening, ConversationId], "list[Event]"]


class EventDecoder:
    """Reads the packets of one account's connection.

    It remembers whether QQ was online, to tell changes alone, and what messages told of QQ's clock: messages have its time, and
    what else happens has none.
    """

    def __init__(self, account: AccountId, clock: Callable[[], int] = wall_clock) -> None:
        self.account = account
        self._clock = clock
        self._online = OnlineState()
        self._ahead: deque[int] = deque(maxlen=_LATEST)
        self._newest: dict[ConversationId, int] = {}

    def note_time(self, message: Message) -> None:
        """Learn from *message*, which was said just now, what time it is for QQ."""
        ahead = message.time - self._clock()
        if ahead < _FUTURE:
            self._ahead.append(ahead)
            self._newest[message.conversation] = max(message.time, self._newest.get(message.conversation, 0))

    def now_in(self, place: ConversationId) -> int:
        """Return the time (ms, a whole second) of what happens in *place* now: where it stands among what is said there."""
        now = self._clock()
        if self._ahead:
            # Who came at once tells most. What came late by itself must not stand below what is said afterwards.
            now += max(self._ahead) - _LATE
        # Messages are dated to the second: a line dated more finely would stand below what was said after it.
        return max(now // 1000 * 1000, self._newest.get(place, 0))

    def decode(self, packet: object, raw: str = "") -> list[Event]:
        """Return what *packet* says; *raw* is its JSON text, made again where not given. Never raises."""
        if not isinstance(packet, dict):
            return [Malformed(type(packet).__name__)]
        raw = raw or compact(packet)
        kind = as_text(packet.get("type"))
        try:
            if kind in MESSAGE_TYPES:
                return self._message(packet, kind, raw)
            return self._online.only_changes(self._event(packet, kind, raw))
        except RecursionError:
            # Only a packet nested for this purpose gets here; its neighbours must not suffer for it.
            return [Malformed(f"{as_name(kind)}: nested too deep")]

    def _message(self, packet: Row, kind: str, raw: str) -> list[Event]:
        message = decode_message(packet, self.account, self._clock(), raw)
        if message is not None:
            self.note_time(message)
        return [MessageReceived(message) if message is not None else Malformed(f"message/{as_name(kind)}")]

    def _event(self, packet: Row, kind: str, raw: str) -> list[Event]:
        happening = Happening(packet, self.account, self._clock() // 1000 * 1000, raw, self.now_in)
        rule = _RULES.get(kind)
        return rule(happening) if rule is not None else _unknown(happening, kind)


def _unknown(it: Happening, kind: str) -> list[Event]:
    if not kind:
        return [Malformed("no type")]
    someone = it.member if it.member.id else it.friend
    place = it.group or it.friend_of(someone.id)
    return [it.line(place, "unknown", someone, value=as_name(kind))]


def _in_group(rule: GroupRule) -> Rule:
    """Return *rule* as one that first makes sure of the group."""

    def with_group(it: Happening) -> list[Event]:
        group = it.group
        return [Malformed(f"{as_name(it.row.get('type'))} without its group")] if group is None else rule(it, group)

    return with_group


# The account ------------------------------------------------------------------------------------------------------------------


def _online(is_online: bool) -> Rule:
    def rule(it: Happening) -> list[Event]:
        words = one_line(as_text(it.row.get("message"))) or as_name(it.row.get("title"))
        return [it.line(it.system, "bot_online" if is_online else "bot_offline", value=words), OnlineChanged(is_online, words)]

    return rule


def _other_client(is_online: bool) -> Rule:
    def rule(it: Happening) -> list[Event]:
        device = device_name(as_row(it.row.get("client")))
        return [it.line(it.system, "client_status", value=device if is_online else f"-{device}")]

    return rule


def _command(it: Happening) -> list[Event]:
    parts = it.row.get("args")
    words = [as_text(as_row(part).get("text")) for part in (parts if isinstance(parts, list) else [])]
    said = one_line(" ".join([as_text(it.row.get("name")), *filter(None, words)]))
    who = it.member if it.member.id else it.friend
    place = it.group or it.friend_of(who.id)
    return [it.line(place, "command", who if who.id else it.me, value=said)]


# Friends ----------------------------------------------------------------------------------------------------------------------


def _typing(it: Happening) -> list[Event]:
    return [Typing(it.friend_of(it.friend.id), as_bool(it.row.get("inputting")))] if it.friend.id else []


def _friend_renamed(it: Happening) -> list[Event]:
    # It tells of remarks, too, and which of the two it was only by what the friend is called now.
    name, friend = as_name(it.row.get("to")), as_row(it.row.get("friend"))
    line = it.line(it.friend_of(it.friend.id), "friend_name", it.friend, value=name)
    is_remark = bool(name) and as_name(friend.get("remark")) == name
    return [line, FriendRenamed(it.friend.id, name)] if is_remark and it.friend.id else [line]


def _friend_recall(it: Happening) -> list[Event]:
    native, author = message_id(it.row.get("messageId")), as_user(it.row.get("authorId"))
    operator = as_user(it.row.get("operator")) or author
    if not native or not author:
        return [Malformed("FriendRecallEvent without its message")]
    if author == it.account.own_id:
        # To whom we said it is not told, and ids count within a conversation.
        sent = as_time(it.row.get("time"))
        return [MessageRecalled(None, native, operator, author, it.now, ConversationKind.FRIEND, sent)]
    return [MessageRecalled(it.friend_of(author), native, operator, author, it.now)]


def _friend_added(it: Happening) -> list[Event]:
    line = it.line(it.friend_of(it.friend.id), "friend_add", it.friend)
    return [line, FriendAdded(it.friend.id)] if it.friend.id else [line]


def _friend_deleted(it: Happening) -> list[Event]:
    line = it.line(it.friend_of(it.friend.id), "friend_delete", it.friend)
    return [line, FriendRemoved(it.friend.id)] if it.friend.id else [line]


def _nudge(it: Happening) -> list[Event]:
    subject = as_row(it.row.get("subject"))
    actor, target = Person(as_user(it.row.get("fromId"))), Person(as_user(it.row.get("target")))
    peer = as_user(subject.get("id"))
    kind = _SUBJECTS.get(as_text(subject.get("kind")), ConversationKind.FRIEND)
    place = ConversationId(it.account, kind, peer) if peer else it.system
    words = (one_line(as_text(it.row.get(key)), 60) for key in ("action", "suffix"))
    return [it.line(place, "poke", actor, target, "…".join(word for word in words if word))]


# Groups -----------------------------------------------------------------------------------------------------------------------


def _group_recall(it: Happening, group: ConversationId) -> list[Event]:
    native = message_id(it.row.get("messageId"))
    if not native:
        return [Malformed("GroupRecallEvent without its message")]
    author = as_user(it.row.get("authorId"))
    return [MessageRecalled(group, native, it.operator.id, author, it.now)]  # its time is that of what was said


def _own_permission(it: Happening, group: ConversationId) -> list[Event]:
    return _permission_of(it, group, it.me)


def _permission(it: Happening, group: ConversationId) -> list[Event]:
    return _permission_of(it, group, it.member)


def _permission_of(it: Happening, group: ConversationId, who: Person) -> list[Event]:
    role = role_of(it.row.get("current"))
    what = {Role.OWNER: "owner_set", Role.ADMIN: "admin_set"}.get(role, "admin_unset")
    return [it.line(group, what, NOBODY, who), MemberUpdated(group, who.id, role=role)]


def _muted(it: Happening, group: ConversationId, who: Person) -> list[Event]:
    seconds = max(0, as_int(it.row.get("durationSeconds")))
    until = clamp_time(it.now + seconds * 1000)
    return [it.line(group, "mute", it.operator, who, str(seconds)), MemberUpdated(group, who.id, muted_until=until)]


def _unmuted(it: Happening, group: ConversationId, who: Person) -> list[Event]:
    return [it.line(group, "unmute", it.operator, who), MemberUpdated(group, who.id, muted_until=0)]


def _joined(it: Happening, group: ConversationId) -> list[Event]:
    who, invitor = (it.member, it.person("invitor")) if "member" in it.row else (it.me, it.person("invitor"))
    what = "invite_join" if invitor.id else "join"
    line = it.line(group, what, invitor if invitor.id else who, who)
    return [line, MemberUpdated(group, who.id, role=Role.MEMBER), GroupJoined(group, who.id, invitor.id)] if who.id else [line]


def _left(what: str) -> Rule:
    """Return the rule for our own leaving."""

    def rule(it: Happening, group: ConversationId) -> list[Event]:
        actor = it.me if what == "leave" else it.operator
        return [it.line(group, what, actor, it.me), ConversationEnded(group)]

    return _in_group(rule)


def _member_left(what: str) -> Rule:
    def rule(it: Happening, group: ConversationId) -> list[Event]:
        actor = it.member if what == "leave" else it.operator
        line = it.line(group, what, actor, it.member)
        return [line, MemberLeft(group, it.member.id)] if it.member.id else [line]

    return _in_group(rule)


def _group_name(it: Happening, group: ConversationId) -> list[Event]:
    name = as_name(it.row.get("current"))
    return [it.line(group, "group_name", it.operator, value=name), GroupUpdated(group, name=name)]


def _mute_all(it: Happening, group: ConversationId) -> list[Event]:
    is_on = as_bool(it.row.get("current"))
    return [it.line(group, "mute_all" if is_on else "unmute_all", it.operator), GroupUpdated(group, is_muted_all=is_on)]


def _setting(what: str) -> Rule:
    """Return the rule for a setting of a group that was switched on or off."""

    def rule(it: Happening, group: ConversationId) -> list[Event]:
        actor = it.operator if as_bool(it.row.get("isByBot"), default=True) else NOBODY
        return [it.line(group, f"{what}_{'on' if as_bool(it.row.get('current')) else 'off'}", actor)]

    return _in_group(rule)


def _announcement(it: Happening, group: ConversationId) -> list[Event]:
    return [it.line(group, "entrance", it.operator, value=one_line(as_text(it.row.get("current")), 200))]


def _card(it: Happening, group: ConversationId) -> list[Event]:
    card, who = as_name(it.row.get("current")), it.member
    return [it.line(group, "card", who, who, card), MemberUpdated(group, who.id, card=card)]


def _title(it: Happening, group: ConversationId) -> list[Event]:
    title = as_name(it.row.get("current"))
    return [it.line(group, "title", NOBODY, it.member, title), MemberUpdated(group, it.member.id, title=title)]


def _honour(it: Happening, group: ConversationId) -> list[Event]:
    told = as_name(it.row.get("honor"))
    what = "honor_lost" if it.row.get("action") == "lose" else "honor"
    return [it.line(group, what, NOBODY, it.member, told.lower() if told.isupper() else told)]


# Requests ---------------------------------------------------------------------------------------------------------------------


def _request(what: str, kind: RequestKind) -> Rule:
    def rule(it: Happening) -> list[Event]:
        who = Person(as_user(it.row.get("fromId")), as_name(it.row.get("nick")))
        group = as_user(it.row.get("groupId")) if kind is not RequestKind.FRIEND else ""
        line = it.line(it.system, what, who, Person(group), one_line(as_text(it.row.get("message"))))
        request = request_of(it.row, kind, it.now)
        return [line, RequestCame(request)] if request is not None else [line]

    return rule


_RULES: dict[str, Rule] = {
    "BotOnlineEvent": _online(True),
    "BotReloginEvent": _online(True),
    "BotOfflineEventActive": _online(False),
    "BotOfflineEventForce": _online(False),
    "BotOfflineEventDropped": _online(False),
    "OtherClientOnlineEvent": _other_client(True),
    "OtherClientOfflineEvent": _other_client(False),
    "CommandExecutedEvent": _command,
    "FriendInputStatusChangedEvent": _typing,
    "FriendNickChangedEvent": _friend_renamed,
    "FriendRecallEvent": _friend_recall,
    "FriendAddEvent": _friend_added,
    "FriendDeleteEvent": _friend_deleted,
    "NudgeEvent": _nudge,
    "GroupRecallEvent": _in_group(_group_recall),
    "BotGroupPermissionChangeEvent": _in_group(_own_permission),
    "BotMuteEvent": _in_group(lambda it, group: _muted(it, group, it.me)),
    "BotUnmuteEvent": _in_group(lambda it, group: _unmuted(it, group, it.me)),
    "BotJoinGroupEvent": _in_group(_joined),
    "BotLeaveEventActive": _left("leave"),
    "BotLeaveEventKick": _left("kicked_me"),
    "BotLeaveEventDisband": _left("disband"),
    "GroupNameChangeEvent": _in_group(_group_name),
    "GroupEntranceAnnouncementChangeEvent": _in_group(_announcement),
    "GroupMuteAllEvent": _in_group(_mute_all),
    "GroupAllowAnonymousChatEvent": _setting("anonymous"),
    "GroupAllowConfessTalkEvent": _setting("confess"),
    "GroupAllowMemberInviteEvent": _setting("member_invite"),
    "MemberJoinEvent": _in_group(_joined),
    "MemberLeaveEventKick": _member_left("kick"),
    "MemberLeaveEventQuit": _member_left("leave"),
    "MemberCardChangeEvent": _in_group(_card),
    "MemberSpecialTitleChangeEvent": _in_group(_title),
    "MemberPermissionChangeEvent": _in_group(_permission),
    "MemberMuteEvent": _in_group(lambda it, group: _muted(it, group, it.member)),
    "MemberUnmuteEvent": _in_group(lambda it, group: _unmuted(it, group, it.member)),
    "MemberHonorChangeEvent": _in_group(_honour),
    "NewFriendRequestEvent": _request("friend_request", RequestKind.FRIEND),
    "MemberJoinRequestEvent": _request("group_request", RequestKind.JOIN),
    "BotInvitedJoinGroupRequestEvent": _request("group_invite", RequestKind.INVITE),
}
"""The events of 2.10, and one that older versions had."""
