"""Events and rows as NapCat shapes them: keys, their order, their types and their quirks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, cast

from tui.simulator import happenings as told
from tui.simulator.model import Chat, Friendship, Group, Member, Message, Node, Request, User
from tui.simulator.onebot11.ids import IdTable, uid_of
from tui.simulator.onebot11.parts import Parts
from tui.simulator.world import World

Frame = dict[str, Any]
ROLES = {1: "member", 2: "admin", 3: "owner"}
BUSID = 102
"""What kind of store a group's files are in."""
POKE_PICTURE = "http://tianquan.gtimg.cn/nudgeaction/item/0/expression.jpg"
POKE_LINK = "https://zb.vip.qq.com/v2/pages/nudgeMall?_wv=2&actionId=0"


def sender_of(world: World, chat: Chat, user_id: str) -> Frame:
    """The `sender` of a message; in groups with card and, while they are a member, role."""
    user = world.users.get(user_id)
    frame: Frame = {"user_id": int(user_id), "nickname": user.nickname if user else "", "card": ""}
    if chat.kind == "group":
        member = world.groups[chat.first].members.get(user_id) if chat.first in world.groups else None
        if member is not None:
            frame |= {"card": member.card, "role": ROLES[member.role]}
    return frame


def random_of(message: Message) -> int:
    """The number that, with its sequence, names a message of a group."""
    return message.uid & 0x7FFFFFFF


def friend_row(user: User, friendship: Friendship) -> Frame:
    """A row of get_friend_list."""
    return {
        "birthday_year": 0, "birthday_month": 0, "birthday_day": 0, "user_id": int(user.id), "age": user.age, "phone_num": "-",
        "email": "", "category_id": friendship.category, "nickname": user.nickname, "remark": friendship.remark,
        "sex": user.sex, "level": user.level,
    }  # fmt: skip


def group_row(group: Group) -> Frame:
    """A row of get_group_list."""
    return {
        "group_all_shut": -1 if group.is_whole_muted else 0, "group_remark": group.remark, "group_id": int(group.id),
        "group_name": group.name, "member_count": len(group.members), "max_member_count": group.max_members,
    }  # fmt: skip


def member_row(group: Group, member: Member, user: User) -> Frame:
    """A row of get_group_member_list; `level` is a string, `shut_up_timestamp` the end of a mute in Unix seconds."""
    return {
        "group_id": int(group.id), "user_id": int(user.id), "nickname": user.nickname, "card": member.card, "sex": user.sex,
        "age": user.age, "area": "", "level": str(member.level), "qq_level": user.level, "join_time": member.joined,
        "last_sent_time": member.last_spoke, "title_expire_time": 0, "unfriendly": False, "card_changeable": True,
        "is_robot": user.is_robot, "shut_up_timestamp": member.muted_until, "role": ROLES[member.role],
        "title": member.title,
    }  # fmt: skip


class Shapes:
    """What one account, `viewer`, is shown of the world; `message_format` is array or string."""

    parts_class: type[Parts] = Parts
    app: ClassVar[Frame] = {"app_name": "NapCat.Onebot", "protocol_version": "v11", "app_version": "4.18.13"}
    """What get_version_info says: by its app_name a client knows whose dialect it hears."""

    def __init__(self, world: World, viewer: str, ids: IdTable, *, message_format: str = "array") -> None:
        self.world = world
        self.viewer = viewer
        self.ids = ids
        self.parts = self.parts_class(world, ids)
        self.format = message_format
        self.streams: dict[str, Any] = {}
        self._unseen_cards: dict[tuple[str, str], str] = {}
        self.notices: dict[type, Callable[[Any], Frame | None]] = {
            told.Recalled: self.recalled, told.Poked: self.poked, told.Muted: self.muted, told.WholeMuted: self.whole_muted,
            told.Joined: self.joined, told.Left: self.left, told.AdminChanged: self.admin_changed,
            told.TitleGiven: self.titled, told.GroupRenamed: self.renamed, told.EssenceChanged: self.essence,
            told.Reacted: self.reacted, told.Befriended: self.befriended, told.Asked: self.asked,
            told.Typing: self.typing, told.Liked: self.liked, told.FileShared: self.file_shared,
            told.InvitesAllowed: lambda it: None,
        }  # fmt: skip

    # -- messages

    def message(self, message: Message, *, expand: bool = False) -> Frame:
        """A message as an event or a row of the history. A recalled one is a row without content, as NapCat's are."""
        number = self.ids.register(message)
        parts = [] if message.recalled_by else self.parts.shown(message, expand=expand)
        raw = self.parts.raw(parts)
        chat, is_own = message.chat, message.sender == self.viewer
        is_group = chat.kind == "group"
        frame: Frame = {
            "self_id": int(self.viewer),
            "user_id": int(message.sender),
            "time": message.time,
            "message_id": number,
            "message_seq": number,
            "real_id": number,
            "real_seq": str(message.seq),
            "message_type": chat.kind,
            "sender": sender_of(self.world, chat, message.sender),
            "raw_message": raw.strip(),
            "font": 14,
            "sub_type": "normal" if is_group else "group" if message.temp_group else "friend",
            "message": raw if self.format == "string" else parts,
            "message_format": self.format,
            "post_type": "message_sent" if is_own else "message",
        }
        if is_own:
            frame["message_sent_type"] = "self"
        if is_group:
            group = self.world.groups.get(chat.first)
            frame |= {"group_id": int(chat.first), "group_name": group.name if group else ""}
        elif message.temp_group:
            frame |= {"group_id": int(message.temp_group), "temp_source": 0}
        if is_own or not is_group:
            frame["target_id"] = int(chat.peer_of(self.viewer))
        return frame

    def said(self, message: Message) -> Frame:
        """The event of a message."""
        return self.message(message)

    def fetched(self, message: Message) -> Frame:
        """What get_msg shows: the message with its reactions."""
        likes = [
            {"emoji_id": emoji, "emoji_type": "1" if len(emoji) < 4 else "2", "likes_cnt": str(len(users))}
            for emoji, users in message.reactions.items()
            if users
        ]
        return self.message(message, expand=True) | {"emoji_likes_list": likes}

    def forwarded(self, nodes: list[Node]) -> Frame:
        """What get_forward_msg shows."""
        return {"messages": self.parts.nodes(nodes)}

    # -- rows

    def friend_row(self, user: User, friendship: Friendship) -> Frame:
        """A row of get_friend_list."""
        return friend_row(user, friendship)

    def group_row(self, group: Group) -> Frame:
        """A row of get_group_list."""
        return group_row(group)

    def member_row(self, group: Group, member: Member, user: User) -> Frame:
        """A row of get_group_member_list."""
        return member_row(group, member, user)

    # -- events

    def head(self, post_type: str) -> Frame:
        return {"time": self.world.now(), "self_id": int(self.viewer), "post_type": post_type}

    def lifecycle(self) -> Frame:
        """The greeting of a fresh connection."""
        return self.head("meta_event") | {"meta_event_type": "lifecycle", "sub_type": "connect"}

    def status(self, is_online: bool) -> Frame:
        """How the implementation is, in heartbeats."""
        return {"online": is_online, "good": True}

    def heartbeat(self, interval: float, *, is_online: bool = True) -> Frame:
        """A heartbeat; `interval` in seconds, on the wire in milliseconds."""
        beat = {"meta_event_type": "heartbeat", "status": self.status(is_online), "interval": int(interval * 1000)}
        return self.head("meta_event") | beat

    def events(self, happening: told.Happening) -> list[Frame]:
        """The events that NapCat emits of a happening, in order; none if it does not concern the viewer."""
        if isinstance(happening, told.CardChanged):
            # NapCat compares names only when the member speaks next.
            self._unseen_cards.setdefault((happening.group_id, happening.user_id), happening.old)
            return []
        if isinstance(happening, told.Posted):
            message = happening.message
            if not self.world.sees(self.viewer, message.chat):
                return []
            return [*self.card_notices(message), self.said(message)]
        frame = self.notices[type(happening)](happening)
        return [frame] if frame is not None else []

    def drop(self, *kinds: type) -> None:
        """Tell nothing of happenings of these kinds."""
        self.notices |= dict.fromkeys(kinds, lambda it: None)

    def card_notices(self, message: Message) -> list[Frame]:
        if not self._unseen_cards or message.chat.kind != "group":
            return []
        old = self._unseen_cards.pop((message.chat.first, message.sender), None)
        member = self.world.groups[message.chat.first].members.get(message.sender)
        if old is None or member is None or member.card == old:
            return []
        notice = self.group_notice(message.chat.first, message.sender, "group_card")
        return [cast(Frame, notice) | {"card_new": member.card, "card_old": old}]

    def group_notice(self, group_id: str, user_id: str, kind: str) -> Frame | None:
        group = self.world.groups.get(group_id)
        if group is None or self.viewer not in group.members:
            return None
        return self.notice(group_id, user_id, kind)

    def notice(self, group_id: str, user_id: str, kind: str) -> Frame:
        return self.head("notice") | {"group_id": int(group_id), "user_id": int(user_id), "notice_type": kind}

    def recalled(self, it: told.Recalled) -> Frame | None:
        message = it.message
        if not self.world.sees(self.viewer, message.chat):
            return None
        number = self.ids.register(message)
        if message.chat.kind == "group":
            notice = self.notice(message.chat.first, message.sender, "group_recall")
            return notice | {"operator_id": int(it.operator), "message_id": number}
        author = {"notice_type": "friend_recall", "user_id": int(message.sender), "message_id": number}
        return self.head("notice") | author

    def poked(self, it: told.Poked) -> Frame | None:
        if not self.world.sees(self.viewer, it.chat):
            return None
        names = [{"col": "1", "nm": "", "type": "qq", "uid": uid_of(it.sender)}]
        names += [{"jp": POKE_LINK, "src": POKE_PICTURE, "type": "img"}, {"txt": "戳了戳", "type": "nor"}]
        names += [{"col": "1", "nm": "", "tp": "0", "type": "qq", "uid": uid_of(it.target)}]
        frame = self.head("notice") | {"notice_type": "notify", "sub_type": "poke", "target_id": int(it.target)}
        if it.chat.kind == "group":
            return frame | {"user_id": int(it.sender), "group_id": int(it.chat.first), "raw_info": names}
        peer = it.chat.peer_of(self.viewer)
        return frame | {"user_id": int(peer), "sender_id": int(it.sender), "raw_info": names}

    def muted(self, it: told.Muted) -> Frame | None:
        notice = self.group_notice(it.group_id, it.user_id, "group_ban")
        way = "ban" if it.seconds else "lift_ban"
        return notice and notice | {"operator_id": int(it.operator), "duration": it.seconds, "sub_type": way}

    def whole_muted(self, it: told.WholeMuted) -> Frame | None:
        notice = self.group_notice(it.group_id, "0", "group_ban")
        way = {"duration": -1, "sub_type": "ban"} if it.is_on else {"duration": 0, "sub_type": "lift_ban"}
        return notice and notice | {"operator_id": int(it.operator)} | way

    def joined(self, it: told.Joined) -> Frame | None:
        notice = self.group_notice(it.group_id, it.user_id, "group_increase")
        return notice and notice | {"operator_id": int(it.operator or 0), "sub_type": it.way}

    def left(self, it: told.Left) -> Frame | None:
        if self.viewer not in it.witnesses:
            return None
        way = "kick_me" if it.way == "kick" and it.user_id == self.viewer else it.way
        notice = self.notice(it.group_id, it.user_id, "group_decrease")
        return notice | {"operator_id": int(it.operator or 0), "sub_type": way}

    def admin_changed(self, it: told.AdminChanged) -> Frame | None:
        notice = self.group_notice(it.group_id, it.user_id, "group_admin")
        return notice and notice | {"sub_type": "set" if it.is_admin else "unset"}

    def titled(self, it: told.TitleGiven) -> Frame | None:
        if not it.title:  # QQ announces a title that is given; of one that is taken nothing tells
            return None
        notice = self.group_notice(it.group_id, it.user_id, "notify")
        return notice and notice | {"sub_type": "title", "title": it.title}

    def renamed(self, it: told.GroupRenamed) -> Frame | None:
        notice = self.group_notice(it.group_id, it.operator, "notify")
        return notice and notice | {"sub_type": "group_name", "name_new": it.name}

    def essence(self, it: told.EssenceChanged) -> Frame | None:
        if not it.is_added:
            return None  # NapCat never reports a removal
        notice = self.group_notice(it.message.chat.first, it.message.sender, "essence")
        number = self.ids.register(it.message)
        who = {"message_id": number, "sender_id": int(it.message.sender), "operator_id": int(it.operator)}
        return notice and notice | who | {"sub_type": "add"}

    def essence_either_way(self, it: told.EssenceChanged) -> Frame | None:
        """A message came to be essence or is so no more, as all but NapCat tell it."""
        notice = self.group_notice(it.message.chat.first, it.message.sender, "essence")
        if notice is None:
            return None
        del notice["user_id"]
        who = {"sender_id": int(it.message.sender), "operator_id": int(it.operator)}
        sub_type = "add" if it.is_added else "delete"
        return notice | who | {"message_id": self.ids.register(it.message), "sub_type": sub_type}

    def reacted(self, it: told.Reacted) -> Frame | None:
        notice = self.group_notice(it.message.chat.first, it.user_id, "group_msg_emoji_like")
        likes = [{"emoji_id": it.emoji_id, "count": it.count}]
        number = self.ids.register(it.message)
        return notice and notice | {"message_id": number, "likes": likes, "is_add": it.is_added}

    def befriended(self, it: told.Befriended) -> Frame | None:
        if self.viewer not in (it.user_id, it.other):
            return None
        other = it.other if it.user_id == self.viewer else it.user_id
        return self.head("notice") | {"notice_type": "friend_add", "user_id": int(other)}

    def asked(self, it: told.Asked) -> Frame | None:
        request = it.request
        if not self.concerns(request):
            return None
        asking: Frame = {"user_id": int(request.user_id), "comment": request.comment, "flag": self.flag_of(request)}
        if request.kind == "friend":
            return self.head("request") | {"request_type": "friend"} | asking
        group = {"request_type": "group", "group_id": int(request.group_id)}
        return self.head("request") | group | asking | {"sub_type": request.kind}

    def flag_of(self, request: Request) -> str:
        """What answers a request on this wire."""
        return request.flag

    def asked_by(self, flag: str) -> str:
        """The world's own mark of the request that *flag* answers: the latest unanswered one, where several share it."""
        found = [request for request in self.world.requests.values() if self.flag_of(request) == flag]
        waiting = [request for request in found if not request.verdict]
        return (waiting or found)[-1].flag if found else ""

    def concerns(self, request: Request) -> bool:
        if request.kind == "add":
            group = self.world.groups.get(request.group_id)
            member = group.members.get(self.viewer) if group else None
            return member is not None and ROLES[member.role] != "member"
        return request.addressee == self.viewer

    def typing(self, it: told.Typing) -> Frame | None:
        if it.receiver != self.viewer:
            return None
        state = {"status_text": "对方正在输入..." if it.is_typing else "", "event_type": 1 if it.is_typing else 2}
        notify = {"notice_type": "notify", "sub_type": "input_status"} | state
        return self.head("notice") | notify | {"user_id": int(it.sender), "group_id": 0}

    def liked(self, it: told.Liked) -> Frame | None:
        if it.receiver != self.viewer:
            return None
        nick = self.world.users[it.sender].nickname
        like = {"operator_id": int(it.sender), "operator_nick": nick, "times": it.times}
        return self.head("notice") | {"notice_type": "notify", "sub_type": "profile_like"} | like

    def file_shared(self, it: told.FileShared) -> Frame | None:
        file = it.file
        notice = self.group_notice(file.message.chat.first, file.message.sender, "group_upload")
        return notice and notice | {"file": {"id": file.id, "name": file.name, "size": file.size, "busid": BUSID}}
