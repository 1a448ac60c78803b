"""The events that mirai-api-http tells of what happens in the world."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tui.simulator import happenings as told
from tui.simulator.mirai.chain import Chains
from tui.simulator.mirai.codes import Frame
from tui.simulator.mirai.view import ROLES
from tui.simulator.model import Group, Member, Role

RECALLED = 0xFFFFFFFF
"""⚠ The time of a recall is masked to 32 bits, unsigned."""


class Events:
    """Of reactions, likes, the essence and announcements the protocol knows nothing: nobody is told."""

    def __init__(self, chains: Chains) -> None:
        self._chains = chains
        self._view = chains.view
        self._shapes: dict[type, Callable[[Any], Frame | None]] = {
            told.Posted: self._posted, told.Recalled: self._recalled, told.Poked: self._poked, told.Muted: self._muted,
            told.WholeMuted: self._whole_muted, told.Joined: self._joined, told.Left: self._left,
            told.AdminChanged: self._admin_changed, told.CardChanged: self._card_changed, told.TitleGiven: self._titled,
            told.GroupRenamed: self._renamed, told.Befriended: self._befriended, told.Asked: self._asked,
            told.Typing: self._typing, told.InvitesAllowed: self._invites_allowed,
        }  # fmt: skip
        self._titles: dict[tuple[str, str], str] = {}
        self._names = {group.id: group.name for group in self._view.world.groups.values()}

    def of(self, happening: told.Happening) -> Frame | None:
        """The event of a happening, None if the account is told nothing."""
        shape = self._shapes.get(type(happening))
        return shape(happening) if shape else None

    def _group(self, group_id: str) -> Group | None:
        group = self._view.world.groups.get(group_id)
        return group if group is not None and self._view.viewer in group.members else None

    def _is_self(self, user_id: str) -> bool:
        return user_id == self._view.viewer

    def _posted(self, it: told.Posted) -> Frame | None:
        message = it.message
        if not self._view.world.sees(self._view.viewer, message.chat):
            return None
        if not self._is_self(message.sender):
            return self._chains.packet(message)
        if self._view.is_own_call:
            self._view.ids.register(message)
            return None
        return self._chains.sync(message)

    def _recalled(self, it: told.Recalled) -> Frame | None:
        message, view = it.message, self._view
        if not view.world.sees(view.viewer, message.chat):
            return None
        base = {"authorId": int(message.sender), "messageId": view.ids.number(message), "time": message.time & RECALLED}
        if message.chat.kind == "private":  # ⚠ nothing says in which chat, and of the account's own nobody is told
            return None if self._is_self(it.operator) else {"type": "FriendRecallEvent"} | base | {"operator": int(it.operator)}
        group_id = message.chat.first
        group = view.group(view.world.group(group_id))
        return {"type": "GroupRecallEvent"} | base | {"group": group, "operator": view.operator(group_id, it.operator)}

    def _poked(self, it: told.Poked) -> Frame | None:
        view = self._view
        if not view.world.sees(view.viewer, it.chat):
            return None
        if it.chat.kind == "group":
            subject = {"kind": "Group"} | view.group(view.world.group(it.chat.first))
        else:
            peer = it.chat.peer_of(view.viewer)
            subject = {"kind": "Friend" if view.world.is_friend(view.viewer, peer) else "Stranger"} | view.friend(peer)
        who = {"fromId": int(it.sender), "target": int(it.target), "subject": subject}
        return {"type": "NudgeEvent"} | who | {"action": view.manner.nudge, "suffix": ""}

    def _muted(self, it: told.Muted) -> Frame | None:
        if self._group(it.group_id) is None:
            return None
        kind = "Mute" if it.seconds else "Unmute"
        length = {"durationSeconds": it.seconds} if it.seconds else {}
        if self._is_self(it.user_id):
            operator = self._view.member_of(it.group_id, it.operator)
            return {"type": f"Bot{kind}Event"} | length | {"operator": operator}
        member = self._view.member_of(it.group_id, it.user_id)
        return (
            {"type": f"Member{kind}Event"}
            | length
            | {"member": member, "operator": self._view.operator(it.group_id, it.operator)}
        )

    def _changed(self, kind: str, group: Group, origin: object, current: object, operator: str) -> Frame:
        who = {"group": self._view.group(group), "operator": self._view.operator(group.id, operator)}
        return {"type": kind, "origin": origin, "current": current} | who

    def _whole_muted(self, it: told.WholeMuted) -> Frame | None:
        group = self._group(it.group_id)
        return self._changed("GroupMuteAllEvent", group, not it.is_on, it.is_on, it.operator) if group else None

    def _invites_allowed(self, it: told.InvitesAllowed) -> Frame | None:
        group = self._group(it.group_id)
        return self._changed("GroupAllowMemberInviteEvent", group, not it.is_on, it.is_on, it.operator) if group else None

    def _renamed(self, it: told.GroupRenamed) -> Frame | None:
        group = self._group(it.group_id)
        old, self._names[it.group_id] = self._names.get(it.group_id, ""), it.name
        return self._changed("GroupNameChangeEvent", group, old, it.name, it.operator) if group else None

    def _joined(self, it: told.Joined) -> Frame | None:
        group = self._group(it.group_id)
        if group is None:
            return None
        self._names.setdefault(group.id, group.name)
        invitor = self._view.member_of(group.id, it.operator) if it.way == "invite" and it.operator else None
        if self._is_self(it.user_id):
            return {"type": "BotJoinGroupEvent", "group": self._view.group(group), "invitor": invitor}
        return {"type": "MemberJoinEvent", "member": self._view.member_of(group.id, it.user_id), "invitor": invitor}

    def _left(self, it: told.Left) -> Frame | None:
        view = self._view
        if view.viewer not in it.witnesses:
            return None
        known = view.world.groups.get(it.group_id) or Group(it.group_id, self._names.get(it.group_id, it.group_id))
        if it.way == "disband":
            owner = view.member(known, Member(it.operator, Role.OWNER))
            return {"type": "BotLeaveEventDisband", "group": view.group(known), "operator": owner}
        if self._is_self(it.user_id):
            if it.way == "leave":
                return {"type": "BotLeaveEventActive", "group": view.group(known)}
            return {"type": "BotLeaveEventKick", "group": view.group(known), "operator": view.member_of(known.id, it.operator)}
        member = view.member_of(known.id, it.user_id)
        if it.way == "leave":
            return {"type": "MemberLeaveEventQuit", "member": member}
        return {"type": "MemberLeaveEventKick", "member": member, "operator": view.operator(known.id, it.operator)}

    def _admin_changed(self, it: told.AdminChanged) -> Frame | None:
        group = self._group(it.group_id)
        if group is None:
            return None
        origin, current = (Role.MEMBER, Role.ADMIN) if it.is_admin else (Role.ADMIN, Role.MEMBER)
        base = {"origin": ROLES[origin], "current": ROLES[current]}
        if self._is_self(it.user_id):
            return {"type": "BotGroupPermissionChangeEvent"} | base | {"group": self._view.group(group)}
        return {"type": "MemberPermissionChangeEvent"} | base | {"member": self._view.member_of(group.id, it.user_id)}

    def _card_changed(self, it: told.CardChanged) -> Frame | None:
        if self._group(it.group_id) is None:
            return None
        member = self._view.member_of(it.group_id, it.user_id)
        return {"type": "MemberCardChangeEvent", "origin": it.old, "current": it.new, "member": member}

    def _titled(self, it: told.TitleGiven) -> Frame | None:
        key = (it.group_id, it.user_id)
        old, self._titles[key] = self._titles.get(key, ""), it.title
        if self._group(it.group_id) is None:
            return None
        member = self._view.member_of(it.group_id, it.user_id)
        return {"type": "MemberSpecialTitleChangeEvent", "origin": old, "current": it.title, "member": member}

    def _befriended(self, it: told.Befriended) -> Frame | None:
        if self._view.viewer not in (it.user_id, it.other):
            return None
        other = it.other if self._is_self(it.user_id) else it.user_id
        return {"type": "FriendAddEvent", "friend": self._view.friend(other), "stranger": False}

    def _typing(self, it: told.Typing) -> Frame | None:
        if not self._is_self(it.receiver):
            return None
        return {"type": "FriendInputStatusChangedEvent", "friend": self._view.friend(it.sender), "inputting": it.is_typing}

    def _asked(self, it: told.Asked) -> Frame | None:
        request, view = it.request, self._view
        user = view.world.users.get(request.user_id)
        base: Frame = {"eventId": view.event_id(request), "message": request.comment, "fromId": int(request.user_id)}
        nick = user.nickname if user else ""
        if request.kind == "friend":
            is_ours = request.addressee == view.viewer
            return {"type": "NewFriendRequestEvent"} | base | {"groupId": 0, "nick": nick} if is_ours else None
        named = view.world.groups.get(request.group_id)
        group = {"groupId": int(request.group_id), "groupName": named.name if named else "", "nick": nick}
        if request.kind == "invite":
            kind = "BotInvitedJoinGroupRequestEvent"
            return {"type": kind} | base | {"message": ""} | group if request.addressee == view.viewer else None  # ⚠ always ""
        own = named.members.get(view.viewer) if named else None
        if own is None or own.role is Role.MEMBER:
            return None
        return {"type": "MemberJoinRequestEvent"} | base | group | {"invitorId": None}
