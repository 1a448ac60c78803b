"""go-cqhttp 1.2: messages as strings, failures with code words, pages of twenty sequences, and no history of private chats."""

from __future__ import annotations

import http
import json
import zlib
from typing import Any, ClassVar

from tui.simulator import happenings as told
from tui.simulator.listening import HungUpError
from tui.simulator.model import Friendship, Group, Member, Message, Node, Reason, Refused, Segment, User, group_chat, segment
from tui.simulator.onebot11 import cq, files, queries, sending
from tui.simulator.onebot11.dialects.base import NAPCAT_ALONE, Dialect, table
from tui.simulator.onebot11.dialects.windows import newest, window
from tui.simulator.onebot11.errors import ABSENT, ActionFailed
from tui.simulator.onebot11.ids import KeptIds
from tui.simulator.onebot11.params import Params
from tui.simulator.onebot11.parts import Parts
from tui.simulator.onebot11.shapes import BUSID, ROLES, Frame, Shapes

FAILED, UNKNOWN_ACTION = 100, 404
PAGE = 20
EVERYBODY = 268_435_455
"""Seconds for which a whole group is silenced."""
CODES = {
    Reason.NO_SUCH_GROUP: ("GROUP_NOT_FOUND", "群聊不存在"),
    Reason.NOT_A_MEMBER: ("MEMBER_NOT_FOUND", "人员不存在"),
    Reason.RANK_TOO_LOW: ("NOT_MANAGEABLE", "机器人权限不足"),
    Reason.TARGET_IS_OWNER: ("NOT_MANAGEABLE", "机器人权限不足"),
    Reason.TOO_LATE: ("RECALL_API_ERROR", "recall error: 1001 msg recall time out"),
    Reason.ALREADY_RECALLED: ("MESSAGE_NOT_FOUND", "消息不存在"),
}
WORDS = {
    "Recall failed": ("MESSAGE_NOT_FOUND", "消息不存在"),
    "消息不存在": ("MSG_NOT_FOUND", "消息不存在"),
    "文件不存在": ("FILE_NOT_FOUND", "文件不存在"),
    "msg not found": ("MESSAGE_NOT_FOUND", "消息不存在"),
}
"""Failures of NapCat, and what go-cqhttp says."""


class Ids(KeptIds):
    """A check sum with its sign."""

    def number_of(self, message: Message) -> int:
        """The check sum of where and which."""
        number = zlib.crc32(f"{message.chat.peer_of(self.viewer)}-{message.seq}-{message.chat.kind}".encode())
        return number - 2**32 if number >= 2**31 else number


class GoParts(Parts):
    """Segments: all values are strings, stickers are words."""

    def dressed(self, wire: Segment, data: dict[str, Any], message: Message) -> list[Segment]:
        """The segment in go-cqhttp's clothes."""
        kind, shown = wire["type"], wire["data"]
        if "emoji_package_id" in data:
            return [segment("text", {"text": shown["summary"]})]
        if kind == "image":
            picture = {"file": f"{shown['file'].rpartition('.')[0].lower() or shown['file']}.image"}
            return [segment("image", picture | {"subType": str(shown.get("sub_type", 0)), "url": shown["url"]})]
        if kind == "face":
            return [segment("face", {"id": shown["id"]})]
        if kind in ("record", "video"):
            return [segment(kind, {"file": shown["file"], "url": shown["url"]})]
        if kind == "file":
            shelf = {"path": shown["file_id"], "name": shown["file"], "size": shown["file_size"], "busid": str(BUSID)}
            return [segment("file", shelf)]
        if kind in ("dice", "rps"):
            return [segment(kind, {"value": shown["result"]})]
        return [wire]

    def raw(self, parts: list[Segment]) -> str:
        """Every value, empty ones too."""
        return cq.encode(parts, keeps_empty=True)


class GoShapes(Shapes):
    """Events and rows."""

    parts_class = GoParts
    app: ClassVar[Frame] = {
        "app_name": "go-cqhttp", "app_version": "v1.2.0", "app_full_name": "go-cqhttp-v1.2.0_linux_amd64-go1.20.8",
        "protocol_version": "v11", "coolq_directory": "/data", "coolq_edition": "pro", "go_cqhttp": True,
        "plugin_version": "4.15.0", "plugin_build_number": 99, "plugin_build_configuration": "release",
        "runtime_version": "go1.20.8", "runtime_os": "linux", "version": "v1.2.0", "protocol_name": 6,
    }  # fmt: skip

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.drop(told.Typing, told.Liked, told.Reacted, told.GroupRenamed)

    def lifecycle(self) -> Frame:
        """With the way it is sent."""
        return {"_post_method": 2} | super().lifecycle()

    def status(self, is_online: bool) -> Frame:
        """Heartbeats, and get_status."""
        counts = {"packet_received": 100, "packet_sent": 90, "packet_lost": 0, "message_received": 10, "message_sent": 5}
        stat = counts | {"disconnect_times": 0, "lost_times": 0, "last_message_time": self.world.now()}
        health = {"app_initialized": True, "app_enabled": True, "plugins_good": None, "app_good": True}
        return health | {"online": is_online, "good": is_online, "stat": stat}

    def message(self, message: Message, *, expand: bool = False) -> Frame:
        """A message, by default as a string; private ones have no sequence."""
        parts = self.parts.shown(message)
        raw = self.parts.raw(parts)
        is_own, chat = message.sender == self.viewer, message.chat
        user = self.world.users.get(message.sender)
        sender: Frame = {"user_id": int(message.sender), "nickname": user.nickname if user else "", "sex": "unknown", "age": 0}
        frame: Frame = {
            "post_type": "message_sent" if is_own else "message",
            "message_type": chat.kind,
            "time": message.time,
            "self_id": int(self.viewer),
            "sub_type": "normal" if chat.kind == "group" else "group" if message.temp_group else "friend",
            "message_id": self.ids.register(message),
            "user_id": int(message.sender),
            "message": raw if self.format == "string" else parts,
            "raw_message": raw,
            "font": 0,
            "sender": sender,
        }
        if chat.kind == "group":
            group = self.world.groups.get(chat.first)
            member = group.members.get(message.sender) if group else None
            if member is not None:
                sender |= {"area": "", "level": "", "role": ROLES[member.role], "card": member.card, "title": member.title}
            return frame | {"group_id": int(chat.first), "message_seq": message.seq, "anonymous": None}
        if message.temp_group:
            sender["group_id"] = int(message.temp_group)
            return frame | {"temp_source": 0}
        return frame | {"target_id": int(chat.peer_of(message.sender))}

    def fetched(self, message: Message) -> Frame:
        """get_msg."""
        parts = self.parts.shown(message)
        user, is_group = self.world.users.get(message.sender), message.chat.kind == "group"
        frame: Frame = {
            "message_id": self.ids.register(message), "message_id_v2": str(message.uid), "message_type": message.chat.kind,
            "real_id": message.seq, "message_seq": message.seq, "group": is_group, "time": message.time,
            "sender": {"user_id": int(message.sender), "nickname": user.nickname if user else ""},
            "message": self.parts.raw(parts) if self.format == "string" else parts,
        }  # fmt: skip
        return frame | ({"group_id": int(message.chat.first)} if is_group else {})

    def forwarded(self, nodes: list[Node]) -> Frame:
        """Rows with the content as everywhere, a string by default; of a forward inside it are its rows."""
        return {"messages": self._rows(nodes)}

    def _rows(self, nodes: list[Node]) -> list[Frame]:
        rows = []
        for node, row in zip(nodes, self.parts.nodes(nodes), strict=True):
            content: object = self.parts.raw(row["message"]) if self.format == "string" else row["message"]
            if len(node.segments) == 1 and node.segments[0]["type"] == "forward":
                content = self._rows(node.segments[0]["data"]["nodes"])
            sender = {"nickname": row["sender"]["nickname"], "user_id": row["user_id"]}
            rows.append({"content": content, "sender": sender, "time": row["time"], "group_id": row["group_id"]})
        return rows

    def friend_row(self, user: User, friendship: Friendship) -> Frame:
        """Three fields."""
        return {"user_id": int(user.id), "nickname": user.nickname, "remark": friendship.remark}

    def group_row(self, group: Group) -> Frame:
        """Without a remark."""
        about = {"group_id": int(group.id), "group_name": group.name, "group_memo": "", "group_create_time": 0, "group_level": 0}
        return about | {"member_count": len(group.members), "max_member_count": group.max_members}

    def member_row(self, group: Group, member: Member, user: User) -> Frame:
        """Without robots."""
        row = super().member_row(group, member, user)
        for key in ("is_robot", "qq_level"):
            del row[key]
        return row | {"card_changeable": False}

    def recalled(self, it: told.Recalled) -> Frame | None:
        """Nobody is told what we took back in a private chat."""
        if it.message.chat.kind == "private" and it.operator == self.viewer:
            return None
        return super().recalled(it)

    def poked(self, it: told.Poked) -> Frame | None:
        """The sender twice; between friends only what is done to us."""
        frame = super().poked(it)
        if frame is None or (it.chat.kind == "private" and it.target != self.viewer):
            return None
        del frame["raw_info"]
        return frame | {"user_id": int(it.sender), "sender_id": int(it.sender)}

    def muted(self, it: told.Muted) -> Frame | None:
        """Nor whom we mute."""
        return None if it.operator == self.viewer else super().muted(it)

    def whole_muted(self, it: told.WholeMuted) -> Frame | None:
        """Very many seconds."""
        frame = None if it.operator == self.viewer else super().whole_muted(it)
        return frame and frame | {"duration": EVERYBODY if it.is_on else 0}

    def joined(self, it: told.Joined) -> Frame | None:
        """By nobody."""
        frame = super().joined(it)
        return frame and frame | {"operator_id": 0, "sub_type": "approve"}

    def left(self, it: told.Left) -> Frame | None:
        """Who leaves does it themself."""
        frame = super().left(it)
        if frame is not None and it.way == "leave":
            frame["operator_id"] = int(it.user_id)
        return frame

    def essence(self, it: told.EssenceChanged) -> Frame | None:
        """Both ways, of others."""
        return None if it.operator == self.viewer else self.essence_either_way(it)

    def file_shared(self, it: told.FileShared) -> Frame | None:
        """With a link."""
        frame = super().file_shared(it)
        return frame and frame | {"file": frame["file"] | {"url": self.parts.links.to_file(it.file.id)}}


async def group_history(shapes: Shapes, params: Params) -> Frame:
    """get_group_msg_history: the twenty sequences up to one; 0 is the latest. It falls over who has left the group since."""
    chat = group_chat(params.text("group_id"))
    if not shapes.world.sees(shapes.viewer, chat):
        raise ActionFailed("群聊不存在")
    last = params.integer("message_seq", 0) or newest(shapes, chat)
    rows = window(shapes, chat, max(last - PAGE + 1, 1), last)
    if any(message.sender not in shapes.world.group(chat.first).members for message in rows):
        raise HungUpError
    return {"messages": [shapes.message(message) for message in rows]}


async def system_messages(shapes: Shapes, params: Params) -> Frame | None:
    """get_group_system_msg: nothing at all where there is nothing."""
    listed = await queries.apart(shapes, params)
    return listed if any(listed.values()) else None


async def send(shapes: Shapes, params: Params) -> Frame:
    """send_msg, and in it the poke, which is a segment here."""
    message = params.get("message")
    pokes = [part for part in message if part.get("type") == "poke"] if isinstance(message, list) else []
    if not pokes:
        return await sending.send_any(shapes, params)
    target = str(pokes[0]["data"].get("qq"))
    await sending.poke(shapes, Params({**params, "user_id": params.get("user_id", target), "target_id": target}))
    return {"message_id": 0}


class GoCqhttp(Dialect):
    """go-cqhttp 1.2.0."""

    name = "gocqhttp"
    message_format = "string"
    shapes = GoShapes
    ids = Ids
    actions = table(
        NAPCAT_ALONE | {
            "get_friends_with_category", "get_friend_msg_history", "set_online_status", "set_qq_avatar", "send_like",
            "get_profile_like", "fetch_custom_face", "get_record", "get_file", "set_msg_emoji_like", "fetch_emoji_like",
            "send_poke", "group_poke", "friend_poke", "forward_friend_single_msg", "forward_group_single_msg",
            "get_ai_characters", "send_group_ai_record", "get_ai_record", "get_robot_uin_range", "set_input_status",
            "get_cookies", "get_csrf_token", "get_credentials", "get_group_shut_list", "set_group_remark", "set_friend_remark",
            "clean_cache",
        },
        get_group_msg_history=group_history,
        get_group_system_msg=system_messages,
        send_msg=send,
        upload_group_file=files.by_path(files.upload_group),
        upload_private_file=files.by_path(files.upload_private),
    )  # fmt: skip

    def trusts(self, token: str, header: str | None, query: str) -> bool:
        """What follows the first space of the header counts, whatever stands before it."""
        return not token or (header.partition(" ")[2] or header if header else query) == token

    def refusal(self, header: str | None, query: str) -> http.HTTPStatus:
        """The handshake fails in two ways."""
        return http.HTTPStatus.FORBIDDEN if header or query else http.HTTPStatus.UNAUTHORIZED

    def action(self, name: str) -> str:
        """Every action has a twin that does not wait."""
        return name.removesuffix("_async")

    def read(self, data: str | bytes) -> Frame:
        """Whatever can not be read is a call of nothing."""
        try:
            frame = json.loads(data)
        except ValueError:
            return {}
        return frame if isinstance(frame, dict) else {}

    def unreadable(self, data: str | bytes) -> None:
        """Never so."""

    def unknown(self, action: str, call: Frame) -> Frame:
        """404."""
        return self._failure(UNKNOWN_ACTION, "API_NOT_FOUND", "API不存在", call)

    def done(self, data: Any, call: Frame) -> Frame:
        """Without words."""
        frame = {"data": None if data is ABSENT else data, "retcode": 0, "status": "ok", "message": ""}
        return frame | self._echo(call)

    def failed(self, failure: ActionFailed, call: Frame) -> Frame:
        """A code word, and words for people."""
        cause = failure.__cause__
        code = CODES.get(cause.reason) if isinstance(cause, Refused) else WORDS.get(failure.wording)
        if code is None and str(call.get("action", "")).startswith("send_"):
            code = ("SEND_MSG_API_ERROR", "请参考 go-cqhttp 端输出")
        return self._failure(FAILED, *(code or ("API_ERROR", failure.wording)), call)

    def _failure(self, retcode: int, code: str, words: str, call: Frame) -> Frame:
        frame = {"data": None, "retcode": retcode, "msg": code, "wording": words, "message": words, "status": "failed"}
        return frame | self._echo(call)

    @staticmethod
    def _echo(call: Frame) -> Frame:
        return {"echo": call["echo"]} if "echo" in call else {}
