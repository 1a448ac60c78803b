"""Lagrange.OneBot v1: refusals without a word, ids that hold half a sequence, own messages like those of others."""

from __future__ import annotations

import http
import zlib
from typing import Any, ClassVar

from tui.simulator import happenings as told
from tui.simulator.model import (
    Chat,
    Friendship,
    Group,
    Member,
    Message,
    Node,
    Refused,
    Request,
    Segment,
    User,
    group_chat,
    private_chat,
    segment,
)
from tui.simulator.onebot11 import cq, files, machine, sending
from tui.simulator.onebot11.dialects.base import NAPCAT_ALONE, Dialect, table
from tui.simulator.onebot11.dialects.windows import window
from tui.simulator.onebot11.errors import ABSENT, ActionFailed
from tui.simulator.onebot11.ids import KeptIds, uid_of
from tui.simulator.onebot11.params import Params
from tui.simulator.onebot11.parts import Parts
from tui.simulator.onebot11.shapes import POKE_PICTURE, ROLES, Frame, Shapes

THREW, UNKNOWN_ACTION, MUTED = 200, 404, 120
SHORT: dict[str, tuple[str, ...]] = {
    "image": ("file",),
    "mface": ("url",),
    "file": (),
    "face": ("id",),
    "forward": ("id",),
    "json": ("data",),
}
"""What of a segment gets into a string, where that is not everything."""


class Ids(KeptIds):
    """Sixteen bits of the sequence and sixteen of chance, signed."""

    def number_of(self, message: Message) -> int:
        """An id; two messages of a chat have the same when they are 65,536 apart and unlucky."""
        number = (message.seq & 0xFFFF) << 16 | zlib.crc32(str(message.uid).encode()) & 0xFFFF
        return number - 2**32 if number >= 2**31 else number


class LagrangeParts(Parts):
    """Segments: a sticker's name is said again as a text, files have other keys."""

    def dressed(self, wire: Segment, data: dict[str, Any], message: Message) -> list[Segment]:
        """The segment in Lagrange's clothes."""
        kind, shown = wire["type"], wire["data"]
        if "emoji_package_id" in data:
            keys = ("url", "emoji_package_id", "emoji_id", "key", "summary")
            return [segment("mface", {key: shown[key] for key in keys}), segment("text", {"text": shown["summary"]})]
        if kind == "image":
            summary, sub_type = shown["summary"] or "[图片]", shown.get("sub_type", 0)
            picture = {"file": shown["url"], "filename": shown["file"], "url": shown["url"], "summary": summary}
            return [segment("image", picture | {"subType": sub_type})]
        if kind == "at" and shown["qq"] != "all":
            return [segment("at", shown | {"name": f"@{self.world.name_in(message.chat, shown['qq'])}"})]
        if kind == "face":
            return [segment("face", {"id": shown["id"], "large": False})]
        if kind in ("record", "video"):
            return [segment(kind, {"file": shown["url"], "url": shown["url"]})]
        if kind == "file":
            named = {"file_name": shown["file"], "file_hash": "", "file_id": shown["file_id"], "url": shown["url"]}
            return [segment("file", named)]
        return [wire]

    def raw(self, parts: list[Segment]) -> str:
        """Of most segments only what names them."""
        short = []
        for part in parts:
            keys = SHORT.get(part["type"]) or tuple(part["data"])
            short.append(segment(part["type"], {key: part["data"][key] for key in keys}))
        return cq.encode(short, keeps_empty=True)

    def unquotable(self, data: dict[str, Any]) -> Segment | None:
        """An unknown quote throws."""
        raise ActionFailed("", THREW)


class LagrangeShapes(Shapes):
    """Events and rows."""

    parts_class = LagrangeParts
    app: ClassVar[Frame] = {
        "app_name": "Lagrange.OneBot",
        "app_version": "0.0.4",
        "protocol_version": "v11",
        "nt_protocol": "Linux | 3.2.19-39038",
    }

    def flag_of(self, request: Request) -> str:
        """A friend's is who it is; a group's has four parts."""
        if request.kind == "friend":
            return uid_of(request.user_id)
        return f"{request.flag}-{request.group_id}-{2 if request.kind == 'invite' else 1}-{int(request.is_filtered)}"

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.drop(told.Typing, told.Liked, told.TitleGiven)

    def message(self, message: Message, *, expand: bool = False) -> Frame:
        """A message; nothing tells our own ones but the sender."""
        parts = self.parts.shown(message)
        raw = self.parts.raw(parts)
        frame = self.head("message") | {"time": message.time, "message_type": message.chat.kind}
        shown = {"message": raw if self.format == "string" else parts, "raw_message": raw, "font": 0}
        who = {"message_id": self.ids.register(message), "user_id": int(message.sender)}
        style = {"message_style": None}
        if message.chat.kind == "group":
            place = {"sub_type": "normal", "group_id": int(message.chat.first), "anonymous": None}
            return frame | place | who | shown | {"sender": self._group_sender(message)} | style
        user = self.world.users.get(message.sender)
        sender = {"user_id": int(message.sender), "nickname": user.nickname if user else "", "sex": "unknown"}
        if message.temp_group:
            return frame | {"sub_type": "group"} | who | shown | {"sender": sender, "target_id": 0} | style
        target = message.chat.peer_of(message.sender)
        return frame | {"sub_type": "friend"} | who | shown | {"sender": sender, "target_id": int(target)} | style

    def _group_sender(self, message: Message) -> Frame:
        group, user = self.world.groups.get(message.chat.first), self.world.users.get(message.sender)
        member = group.members.get(message.sender) if group else None
        return {
            "user_id": int(message.sender), "nickname": user.nickname if user else "", "card": member.card if member else "",
            "sex": "unknown", "age": 0, "area": "", "level": str(member.level) if member else "0",
            "role": ROLES[member.role] if member else "member", "title": member.title if member else "",
        }  # fmt: skip

    def fetched(self, message: Message) -> Frame:
        """get_msg says neither where nor, but in the sender, by whom."""
        user, number = self.world.users.get(message.sender), self.ids.register(message)
        sender = {"user_id": int(message.sender), "nickname": user.nickname if user else "", "sex": "unknown"}
        kind = {"message_type": message.chat.kind, "message_id": number, "real_id": number}
        return {"time": message.time} | kind | {"sender": sender, "message": self.parts.shown(message)}

    def forwarded(self, nodes: list[Node]) -> Frame:
        """A list of nodes, under a name of its own, without times."""
        rows = self.parts.nodes(nodes)
        named = [(row["sender"]["nickname"], row) for row in rows]
        return {
            "message": [
                segment("node", {"user_id": str(row["user_id"]), "nickname": name, "content": row["message"]})
                for name, row in named
            ]
        }

    def friend_row(self, user: User, friendship: Friendship) -> Frame:
        """A row with its category inside."""
        name = self.world.categories[self.viewer].get(friendship.category, "")
        group = {"group_id": friendship.category, "group_name": name}
        return {"user_id": int(user.id), "q_id": "", "nickname": user.nickname, "remark": friendship.remark, "group": group}

    def group_row(self, group: Group) -> Frame:
        """Four fields."""
        counts = {"member_count": len(group.members), "max_member_count": group.max_members}
        return {"group_id": int(group.id), "group_name": group.name} | counts

    def member_row(self, group: Group, member: Member, user: User) -> Frame:
        """Without the end of a mute."""
        row = super().member_row(group, member, user)
        for key in ("shut_up_timestamp", "is_robot", "qq_level"):
            del row[key]
        return row

    def status(self, is_online: bool) -> Frame:
        """Heartbeats say it five times."""
        return {"app_initialized": True, "app_enabled": True, "app_good": True, "online": is_online, "good": True}

    def recalled(self, it: told.Recalled) -> Frame | None:
        """With a tip."""
        frame = super().recalled(it)
        return frame and frame | {"tip": ""}

    def poked(self, it: told.Poked) -> Frame | None:
        """How it was done stands in fields; the user is who did it."""
        frame = super().poked(it)
        if frame is None:
            return None
        del frame["raw_info"]
        frame["user_id"] = int(it.sender)
        return frame | {"action": "戳了戳", "suffix": "", "action_img_url": POKE_PICTURE}

    def reacted(self, it: told.Reacted) -> Frame | None:
        """Under another name."""
        notice = self.group_notice(it.message.chat.first, it.user_id, "reaction")
        if notice is None:
            return None
        del notice["user_id"]
        what = {"message_id": self.ids.register(it.message), "operator_id": int(it.user_id), "code": it.emoji_id}
        return notice | what | {"sub_type": "add" if it.is_added else "remove", "count": it.count}

    def renamed(self, it: told.GroupRenamed) -> Frame | None:
        """Under another name, by nobody."""
        notice = self.group_notice(it.group_id, it.operator, "group_name_change")
        if notice is not None:
            del notice["user_id"]
        return notice and notice | {"name": it.name}

    def essence(self, it: told.EssenceChanged) -> Frame | None:
        """Both ways are told."""
        return self.essence_either_way(it)

    def card_notices(self, message: Message) -> list[Frame]:
        """Cards are not told of."""
        return []

    def befriended(self, it: told.Befriended) -> Frame | None:
        """Nor are new friends: friend_add heralds a request here."""
        return None

    def events(self, happening: told.Happening) -> list[Frame]:
        """As NapCat's, with a herald before a friend's request."""
        frames = super().events(happening)
        if isinstance(happening, told.Asked) and frames and happening.request.kind == "friend":
            herald = {"notice_type": "friend_add", "user_id": int(happening.request.user_id)}
            return [self.head("notice") | herald, *frames]
        return frames


# -- history: by an id that its database knows


def _anchor(shapes: Shapes, chat: Chat, params: Params, senders: tuple[str, ...]) -> Message:
    """The message of an id; for 0 the last in the database that one of `senders` (none: anybody) said there."""
    number = params.integer("message_id", 0)
    if number:
        found = shapes.ids.find(number)
    else:
        said = reversed(shapes.world.conversation(chat).messages)
        known = (message for message in said if shapes.ids.find(shapes.ids.number_of(message)) is message)
        found = next((message for message in known if not senders or message.sender in senders), None)
    if found is None:
        raise ActionFailed("", THREW)
    return found


async def group_history(shapes: Shapes, params: Params) -> Frame:
    """get_group_msg_history: so many sequences up to the anchor's; one below the first, or of somebody who left, spoils all."""
    chat = group_chat(params.text("group_id"))
    last = _anchor(shapes, chat, params, ()).seq
    first = last - params.integer("count", 20) + 1
    rows = window(shapes, chat, first, last)
    members = shapes.world.group(chat.first).members
    if first < 1 or any(message.sender not in members for message in rows):
        raise ActionFailed("", THREW)
    return {"messages": [shapes.message(message) for message in rows]}


async def friend_history(shapes: Shapes, params: Params) -> Frame:
    """get_friend_msg_history: up to the time of the anchor, with the person who said that: of own messages, nobody."""
    peer = params.text("user_id")
    anchor = _anchor(shapes, private_chat(shapes.viewer, peer), params, (peer,))
    if anchor.sender == shapes.viewer:
        raise ActionFailed("", THREW)
    talk = shapes.world.conversation(private_chat(shapes.viewer, anchor.sender)).messages
    rows = [message for message in talk if message.time <= anchor.time and not message.recalled_by]
    return {"messages": [shapes.message(message) for message in rows[-params.integer("count", 20) :]]}


async def reaction(shapes: Shapes, params: Params) -> None:
    """set_group_reaction."""
    message = shapes.ids.find(params.text("message_id"))
    if message is None or message.chat != group_chat(params.text("group_id")):
        raise ActionFailed("", THREW)
    shapes.world.react(message, shapes.viewer, params.text("code"), is_added=params.flag("is_add", default=True))


async def mark_read(shapes: Shapes, params: Params) -> None:
    """mark_msg_as_read knows a place only by a message."""
    message = shapes.ids.find(params.text("message_id"))
    if message is None:
        raise ActionFailed("", THREW)
    shapes.world.mark_read(shapes.viewer, message.chat)


async def group_requests(shapes: Shapes, params: Params) -> list[Frame]:
    """get_group_requests: answered or not, which is not told, the rows are as their events."""
    asked = [request for request in shapes.world.requests.values() if request.kind != "friend" and shapes.concerns(request)]
    return [
        {
            "user_id": int(request.user_id), "group_id": int(request.group_id), "sub_type": request.kind,
            "comment": request.comment, "flag": shapes.flag_of(request), "invitor_id": 0, "post_type": "request",
            "request_type": "group", "self_id": int(shapes.viewer), "time": 0,
        }
        for request in reversed(asked)
    ]  # fmt: skip


class Lagrange(Dialect):
    """Lagrange.OneBot of the branch v1."""

    name = "lagrange"
    shapes = LagrangeShapes
    ids = Ids
    actions = table(
        NAPCAT_ALONE | {
            "get_friends_with_category", "set_online_status", "set_qq_profile", "get_profile_like", "get_image", "get_record",
            "get_file", "set_msg_emoji_like", "fetch_emoji_like", "forward_friend_single_msg", "forward_group_single_msg",
            "delete_group_folder", "get_group_file_system_info", "get_group_at_all_remain", "send_group_sign",
            "get_robot_uin_range", "download_file", ".handle_quick_operation", "get_group_shut_list", "set_input_status",
            "get_group_system_msg", "_get_model_show", "get_online_clients", "clean_cache", "set_group_remark",
            "set_friend_remark",
        },
        get_group_msg_history=group_history,
        get_friend_msg_history=friend_history,
        mark_msg_as_read=mark_read,
        set_group_reaction=reaction,
        delete_group_file_folder=files.delete_folder,
        get_group_requests=group_requests,
        get_rkey=machine.rkeys,
        upload_group_file=files.by_path(files.upload_group),
        upload_private_file=files.by_path(files.upload_private),
        send_poke=sending.poke,
    )  # fmt: skip

    def trusts(self, token: str, header: str | None, query: str) -> bool:
        """A header of another kind is refused even beside a good query."""
        if header is not None and header != "" and not header.startswith("Bearer "):
            return not token
        return super().trusts(token, header, query)

    def refusal(self, header: str | None, query: str) -> http.HTTPStatus:
        """The handshake fails, whether the token is wrong or missing."""
        return http.HTTPStatus.FORBIDDEN

    def unreadable(self, data: str | bytes) -> None:
        """No answer at all."""

    def unknown(self, action: str, call: Frame) -> Frame:
        """404."""
        return self._failure(UNKNOWN_ACTION, call)

    def done(self, data: Any, call: Frame) -> Frame:
        """Four keys."""
        return {"status": "ok", "retcode": 0, "data": None if data is ABSENT else data, "echo": call.get("echo")}

    def failed(self, failure: ActionFailed, call: Frame) -> Frame:
        """Numbers and nothing else: QQ's own when it refused a message, 200 for everything that threw."""
        is_mute = isinstance(failure.__cause__, Refused) and "muted" in failure.__cause__.reason.value
        return self._failure(MUTED if is_mute else THREW, call)

    def _failure(self, retcode: int, call: Frame) -> Frame:
        return {"status": "failed", "retcode": retcode, "data": None, "echo": call.get("echo")}
