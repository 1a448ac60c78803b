"""LLBot (LLOneBot as it calls itself): true sequences, signed ids on disk, and history that only goes back."""

from __future__ import annotations

import hashlib
import json
from typing import Any, ClassVar

from tui.simulator import happenings as told
from tui.simulator.model import Chat, Message, Node, Request, Segment, group_chat, private_chat, segment
from tui.simulator.onebot11 import boards, cq, machine, queries
from tui.simulator.onebot11.dialects.base import NAPCAT_ALONE, Dialect, Goodbye, Role, table
from tui.simulator.onebot11.dialects.windows import newest, window
from tui.simulator.onebot11.errors import ABSENT, BAD_PARAMS, BAD_TOKEN, UNKNOWN_ACTION, ActionFailed
from tui.simulator.onebot11.ids import KeptIds, uid_of
from tui.simulator.onebot11.params import Params
from tui.simulator.onebot11.parts import Parts
from tui.simulator.onebot11.shapes import ROLES, Frame, Shapes

WINDOW = 30
PATHS = {"": Role(), "/api": Role(has_events=False), "/event": Role(takes_calls=False)}
NOWHERE = Role(has_events=False, takes_calls=False)


class Ids(KeptIds):
    """A hash with its sign: half of the ids are negative."""

    def number_of(self, message: Message) -> int:
        """The first four bytes of a hash, signed."""
        kind = 2 if message.chat.kind == "group" else 1
        key = f"{kind}-{message.chat.first}-{message.chat.second}-{message.seq}-{message.uid}"
        return int.from_bytes(hashlib.md5(key.encode(), usedforsecurity=False).digest()[:4], "big", signed=True)


class LLParts(Parts):
    """Segments: camel case in pictures, names in mentions, stickers as such."""

    def dressed(self, wire: Segment, data: dict[str, Any], message: Message) -> list[Segment]:
        """The segment in LLBot's clothes."""
        kind, shown = wire["type"], wire["data"]
        if "emoji_package_id" in data:
            keys = ("emoji_id", "emoji_package_id", "key", "summary", "url")
            return [segment("mface", {key: shown[key] for key in keys})]
        if kind == "image":
            names = {"sub_type": "subType"}
            return [segment("image", {names.get(key, key): value for key, value in shown.items() if key != "summary"})]
        if kind == "at" and shown["qq"] != "all":
            return [segment("at", shown | {"name": self.world.name_in(message.chat, shown["qq"])})]
        if kind == "face":
            return [segment("face", {"id": shown["id"], "sub_type": 1})]
        if kind in ("video", "file"):
            return [segment(kind, shown | {"path": ""})]
        return [wire]

    def raw(self, parts: list[Segment]) -> str:
        """Every value, empty ones too."""
        return cq.encode(parts, keeps_empty=True)


class LLShapes(Shapes):
    """Events and rows."""

    parts_class = LLParts
    app: ClassVar[Frame] = {"app_name": "LLOneBot", "protocol_version": "v11", "app_version": "8.1.7"}

    def flag_of(self, request: Request) -> str:
        """A friend's is who it is; a group's has four parts, of which the list of requests tells one."""
        if request.kind == "friend":
            return uid_of(request.user_id)
        return f"{request.group_id}|{request.flag}|{1 if request.kind == 'invite' else 7}|{int(request.is_filtered)}"

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.drop(told.Typing, told.GroupRenamed)

    def message(self, message: Message, *, expand: bool = False) -> Frame:
        """A message; forwards are never opened."""
        parts = self.parts.shown(message)
        raw = self.parts.raw(parts)
        chat, user = message.chat, self.world.users.get(message.sender)
        sender: Frame = {"user_id": int(message.sender), "nickname": user.nickname if user else ""}
        frame: Frame = {
            "self_id": int(self.viewer),
            "user_id": int(message.sender),
            "time": message.time,
            "message_id": self.ids.register(message),
            "message_seq": message.seq,
            "message_type": chat.kind,
            "sender": sender,
            "raw_message": raw,
            "font": 14,
            "sub_type": "normal" if chat.kind == "group" else "group" if message.temp_group else "friend",
            "message": raw if self.format == "string" else parts,
            "message_format": self.format,
            "post_type": "message_sent" if message.sender == self.viewer else "message",
        }
        if chat.kind == "group":
            group = self.world.groups.get(chat.first)
            member = group.members.get(message.sender) if group else None
            sender["card"] = member.card if member else ""
            if member:
                sender |= {"role": ROLES[member.role], "level": str(member.level), "title": member.title}
            frame |= {"group_id": int(chat.first), "group_name": group.name if group else ""}
        elif message.temp_group:
            sender["group_id"] = int(message.temp_group)
            frame["temp_source"] = 0
        return frame

    def said(self, message: Message) -> Frame:
        """Only events of own messages name the target; rows of the history do not."""
        frame = self.message(message)
        if message.sender == self.viewer:
            frame["target_id"] = int(message.chat.peer_of(self.viewer))
        return frame

    def fetched(self, message: Message) -> Frame:
        """get_msg."""
        return self.message(message) | {"real_id": message.seq, "status": "normal"}

    def forwarded(self, nodes: list[Node]) -> Frame:
        """Rows that are less than messages."""
        return {"messages": [_forwarded(row) for row in self.parts.nodes(nodes)]}

    def poked(self, it: told.Poked) -> Frame | None:
        """Between friends the user is always the other one, whoever poked."""
        frame = super().poked(it)
        if frame is not None and it.chat.kind == "private":
            del frame["sender_id"]
            frame["target_id"] = int(self.viewer if it.target == self.viewer else it.chat.peer_of(self.viewer))
        return frame

    def left(self, it: told.Left) -> Frame | None:
        """The end of a group is a notice of its own."""
        frame = super().left(it)
        if frame is not None and it.way == "disband":
            kept = {key: frame[key] for key in ("time", "self_id", "post_type", "group_id", "user_id")}
            return kept | {"notice_type": "group_dismiss"}
        if frame is not None and it.way == "leave":
            frame["operator_id"] = int(it.user_id)
        return frame

    def essence(self, it: told.EssenceChanged) -> Frame | None:
        """Both ways are told."""
        return self.essence_either_way(it)


def _forwarded(row: Frame) -> Frame:
    sender = {"nickname": row["sender"]["nickname"], "user_id": row["user_id"]}
    about = {"time": row["time"], "message_format": "array", "message_type": "group"}
    return {"content": row["message"], "sender": sender} | about


# -- history


def _going_down(shapes: Shapes, chat: Chat, last: int, count: int) -> list[Message]:
    """`count` messages down from a sequence, by windows of thirty; an empty window is taken for the beginning."""
    found: list[Message] = []
    while last >= 1 and len(found) < count:
        size = min(WINDOW, count - len(found))
        rows = window(shapes, chat, max(1, last - size + 1), last)
        if not rows:
            break
        found, last = rows + found, last - size
    return found


def _page(shapes: Shapes, chat: Chat, params: Params) -> Frame:
    asked = params.integer("message_seq", 0)
    rows = _going_down(shapes, chat, asked if asked > 0 else newest(shapes, chat), params.integer("count", 20))
    messages = [shapes.message(message) for message in rows]
    return {"messages": messages[::-1] if params.flag("reverseOrder", default=False) else messages}


async def group_history(shapes: Shapes, params: Params) -> Frame:
    """get_group_msg_history."""
    return _page(shapes, group_chat(params.text("group_id")), params)


async def friend_history(shapes: Shapes, params: Params) -> Frame:
    """get_friend_msg_history."""
    peer = params.text("user_id")
    if peer not in shapes.world.users:
        raise ActionFailed("无法获取用户信息")
    return _page(shapes, private_chat(shapes.viewer, peer), params)


class LLBot(Dialect):
    """LLBot 8.1."""

    name = "llbot"
    shapes = LLShapes
    ids = Ids
    actions = table(
        NAPCAT_ALONE | {"get_ai_record", ".ocr_image", "_del_group_notice", "_get_model_show", "get_online_clients"},
        get_group_msg_history=group_history,
        get_friend_msg_history=friend_history,
        _delete_group_notice=boards.delete_notice,
        get_group_ignore_add_request=queries.ignored_notifies,
        get_rkey=machine.rkeys,
        get_group_system_msg=queries.apart,
    )

    def refusal(self, header: str | None, query: str) -> Goodbye:
        """A frame without an echo, and an end that says why."""
        return Goodbye(self._failure(BAD_TOKEN, "token验证失败", {}), 1008, "invalid access token")

    def role(self, path: str) -> Role:
        """On any other path nothing is ever said."""
        return PATHS.get(path.rstrip("/"), NOWHERE)

    def unreadable(self, data: str | bytes) -> Frame:
        """The echo is found even in broken JSON."""
        text = data if isinstance(data, str) else data.decode(errors="replace")
        _, _, rest = text.partition('"echo"')
        try:
            echo, _ = json.JSONDecoder().raw_decode(rest.lstrip(" :"))
        except ValueError:
            echo = None
        return self._failure(BAD_PARAMS, "JSON 解析失败: Unexpected end of JSON input", {"echo": echo})

    def unknown(self, action: str, call: Frame) -> Frame:
        """1404."""
        return self._failure(UNKNOWN_ACTION, f"{action} API 不存在", call)

    def done(self, data: Any, call: Frame) -> Frame:
        """An answer; without an echo where none was given."""
        frame = {"status": "ok", "retcode": 0, "data": None if data is ABSENT else data, "message": "", "wording": ""}
        return frame | self._echo(call)

    def failed(self, failure: ActionFailed, call: Frame) -> Frame:
        """NapCat's numbers; its words are near enough."""
        return self._failure(failure.retcode, failure.wording, call)

    def _failure(self, retcode: int, words: str, call: Frame) -> Frame:
        frame = {"status": "failed", "retcode": retcode, "data": None, "message": words, "wording": words}
        return frame | self._echo(call)

    @staticmethod
    def _echo(call: Frame) -> Frame:
        return {"echo": call["echo"]} if call.get("echo") is not None else {}
