"""Segments on the wire: how NapCat shows the world's, and what it makes of those that a client sends."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from typing import Any

from tui.simulator.faces import FACE_NAMES
from tui.simulator.links import Links
from tui.simulator.model import Chat, Message, Node, Segment, segment
from tui.simulator.onebot11 import cq
from tui.simulator.onebot11.errors import UNPARSABLE, ActionFailed
from tui.simulator.onebot11.ids import IdTable
from tui.simulator.onebot11.sources import local
from tui.simulator.world import World

LAST_FACE = 500
LARGE_FACES_FROM = 222

DROPPED = frozenset({"poke", "shake", "xml", "location", "keyboard"})
"""Kinds that NapCat's encoder turns into nothing."""
IMAGE_HOST = "https://multimedia.nt.qq.com.cn/download"
FACE_FIELDS = (
    "packId", "stickerId", "sourceType", "stickerType", "resultId", "surpriseId", "randomType", "imageType",
    "pokeType", "spokeSummary", "doubleHit", "vaspokeId", "vaspokeName", "vaspokeMinver", "pokeStrength",
    "msgType", "faceBubbleCount", "oldVersionStr", "pokeFlag", "chainCount",
)  # fmt: skip


DEEPEST = 6
"""Forwards inside one another whose content is shown: each level holds its content twice, and a hundred fill all memory."""


class Parts:
    """Turns segments over, for one viewer with one table of ids."""

    def __init__(self, world: World, ids: IdTable) -> None:
        self.world = world
        self.ids = ids
        self.links = Links()
        self._depth = 0

    # -- world to wire

    def shown(self, message: Message, *, expand: bool = False) -> list[Segment]:
        """The segments of a message as an event or a history row has them; `expand` puts a forward's content into it."""
        found: list[Segment] = []
        for part in message.segments:
            wire = self._show(part, message, expand)
            if wire is not None:
                found += self.dressed(wire, part["data"], message)
        return found

    def dressed(self, wire: Segment, data: dict[str, Any], message: Message) -> list[Segment]:
        """What is shown of a segment: `wire` as NapCat has it, `data` the world's own. Others dress it differently."""
        return [wire]

    def raw(self, parts: list[Segment]) -> str:
        """The string form of segments."""
        return cq.encode(parts)

    def _show(self, part: Segment, message: Message, expand: bool) -> Segment | None:
        kind, data = part["type"], part["data"]
        if kind == "reply":
            quoted = self.world.messages.get(data["to"])
            return segment("reply", {"id": str(self.ids.register(quoted))}) if quoted else None
        if kind == "forward":
            content = {"content": self.nodes(data["nodes"])} if expand and self._depth < DEEPEST else {}
            return segment("forward", {"id": str(message.uid), **content})
        if kind == "face":
            return _shown_face(data)
        if kind in ("image", "record", "video", "file", "mface"):
            shown = _shown_media(kind, data)
            if link := self.links.to_part(kind, data):
                shown["data"]["url"] = link
            return shown
        return segment(kind, data)

    def nodes(self, nodes: list[Node]) -> list[dict[str, Any]]:
        """A forward's content: whole messages, standing in a group that does not exist."""
        self._depth += 1
        try:
            return [self._node(node, place) for place, node in enumerate(nodes, 1)]
        finally:
            self._depth -= 1

    def _node(self, node: Node, place: int) -> dict[str, Any]:
        seed = f"{node.user_id}|{node.time}|{place}"
        number = int.from_bytes(hashlib.md5(seed.encode(), usedforsecurity=False).digest()[:4], "big") & 0x7FFFFFFF
        inner = Message(number, Chat("group", "284840486"), place, node.user_id, node.time, node.segments)
        wire = self.shown(inner, expand=True)
        return {
            "self_id": int(self.world.self_id),
            "user_id": int(node.user_id),
            "time": node.time,
            "message_id": number,
            "message_seq": number,
            "real_id": number,
            "real_seq": str(place),
            "message_type": "group",
            "sender": {"user_id": int(node.user_id), "nickname": node.nickname, "card": ""},
            "raw_message": cq.encode(wire).strip(),
            "font": 14,
            "sub_type": "normal",
            "message": wire,
            "message_format": "array",
            "post_type": "message",
            "group_id": 284840486,
        }

    # -- wire to world

    def taken(self, message: Any, chat: Chat, *, auto_escape: bool = False) -> list[Segment]:
        """What NapCat sends of a client's message (string, one segment or a list); fails if nothing is left of it."""
        if isinstance(message, str):
            listed: list[Any] = [segment("text", {"text": message})] if auto_escape else cq.decode(message)
        else:
            listed = message if isinstance(message, list) else [message]
        kinds = {part.get("type") for part in listed if isinstance(part, dict)}
        if "node" in kinds:
            return [segment("forward", {"nodes": self._taken_nodes(listed, chat)})]
        parts = [taken for part in listed if (taken := self._take(part, chat)) is not None]
        if not parts:
            raise ActionFailed(UNPARSABLE)
        return parts

    def _take(self, part: Any, chat: Chat) -> Segment | None:
        if not isinstance(part, dict) or not isinstance(part.get("type"), str):
            raise ActionFailed(UNPARSABLE)
        kind, data = part["type"], part.get("data") or {}
        if kind in DROPPED or (kind == "at" and chat.kind == "private"):
            return None
        if kind == "text":
            return segment("text", {"text": str(data["text"])}) if data.get("text") else None
        if kind == "reply":
            quoted = self.ids.find(data.get("id"))
            return segment("reply", {"to": quoted.uid}) if quoted else self.unquotable(data)
        if kind == "at":
            return segment("at", {"qq": str(data.get("qq"))})
        if kind == "face":
            number = str(data.get("id"))
            return segment("face", {"id": number}) if number.isdigit() and int(number) <= LAST_FACE else None
        if kind in ("image", "record", "video", "file"):
            return self._taken_media(kind, data)
        return self._taken_other(kind, data)

    def unquotable(self, data: dict[str, Any]) -> Segment | None:
        """What becomes of a quote of a message that is not known: NapCat leaves it out without a word."""
        return None

    def _taken_media(self, kind: str, data: dict[str, Any]) -> Segment:
        source, is_url = str(data.get("url") or data.get("file") or ""), False
        if source.startswith("base64://"):
            try:
                body = base64.b64decode(source.removeprefix("base64://"), validate=True)
            except binascii.Error:
                raise ActionFailed("处理文件失败: base64 解码失败") from None
        elif is_url := source.startswith(("http://", "https://")):
            body = source.encode()  # a picture of the web stands for itself: nothing is fetched for a message
        else:
            body = local(self.world, source)
        ending = {"image": ".png", "record": ".amr", "video": ".mp4", "file": ""}[kind]
        content = self.world.keep(body, ending)
        name = str(data.get("name") or content)
        self.world.media[name] = body
        extra = {"summary": str(data.get("summary") or ""), "sub_type": data.get("sub_type") or 0}
        kept = {} if is_url else {"content": content}
        return segment(kind, {"file": name, "size": len(body)} | (extra if kind == "image" else {}) | kept)

    def _taken_nodes(self, listed: list[Any], chat: Chat) -> list[Node]:
        if any(not isinstance(part, dict) or part.get("type") != "node" for part in listed):
            raise ActionFailed("转发消息不能和普通消息混在一起发送,转发需要保证message只有type为node的元素", 1400)
        nodes = []
        for part in listed:
            data = part.get("data") or {}
            if data.get("id"):
                original = self.ids.find(data["id"])
                if original is not None and not original.recalled_by:
                    name = self.world.name_in(original.chat, original.sender)
                    nodes.append(Node(original.sender, name, original.time, original.segments))
                continue
            author = _number_or(data.get("user_id") or data.get("uin"), self.world.self_id)
            name = str(data.get("nickname") or data.get("name") or "QQ用户")
            content = data.get("content", data.get("message"))
            at = int(_number_or(data.get("time"), str(self.world.now())))
            nodes.append(Node(author, name, at, self.taken(content, chat)))
        if not nodes:
            raise ActionFailed("发送伪造合并转发消息失败: Error: 转发消息失败，生成节点为空")
        return nodes

    def _taken_other(self, kind: str, data: dict[str, Any]) -> Segment:
        if kind == "json":
            body = data.get("data")
            return segment("json", {"data": body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)})
        if kind in ("dice", "rps"):
            sides = 6 if kind == "dice" else 3
            return segment(kind, {"result": str(self.world.chance.randint(1, sides))})
        if kind == "mface":
            names = ("summary", "key", "emoji_id", "emoji_package_id")
            return segment("mface", {name: data.get(name, "") for name in names})
        if kind == "markdown":
            return segment("markdown", {"content": str(data.get("content", ""))})
        if kind == "contact":
            app = "com.tencent.contact.lua" if data.get("type") == "qq" else "com.tencent.troopsharecard"
            body = {"app": app, "prompt": "推荐联系人", "meta": {"contact": {"tag": str(data.get("id"))}}}
            return segment("json", {"data": json.dumps(body, ensure_ascii=False)})
        if kind == "music":
            raise ActionFailed(UNPARSABLE)
        raise ActionFailed("未知的消息类型")


def _number_or(value: Any, default: str) -> str:
    """The digits of a number that may be one, else the default, as `Number(x) || default` does it."""
    return str(value) if str(value).isdigit() and int(value) else default


def _shown_face(data: dict[str, Any]) -> Segment:
    number = int(data["id"])
    raw: dict[str, Any] = {
        "faceIndex": number,
        "faceText": f"/{FACE_NAMES[number]}" if number in FACE_NAMES else "",
        "faceType": 2 if number >= LARGE_FACES_FROM else 1,
    }
    raw |= dict.fromkeys(FACE_FIELDS)
    return segment("face", {"id": str(number), "raw": raw, "resultId": None, "chainCount": None})


def _shown_media(kind: str, data: dict[str, Any]) -> Segment:
    if kind == "mface":
        package, emoji = data["emoji_package_id"], data["emoji_id"]
        url = f"https://gxh.vip.qq.com/club/item/parcel/item/{str(emoji)[:2]}/{emoji}/raw300.gif"
        return segment("image", {
            "summary": data["summary"], "file": f"{str(emoji)[:2]}-{emoji}.gif", "url": url, "key": data["key"],
            "emoji_id": emoji, "emoji_package_id": package,
        })  # fmt: skip
    name, size = data["file"], str(data["size"])
    key = hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()
    if kind == "image":
        url = f"{IMAGE_HOST}?appid=1407&fileid={key}&rkey={key[::-1]}"
        return segment("image", {
            "summary": data.get("summary", ""), "file": name, "sub_type": data.get("sub_type", 0), "url": url, "file_size": size,
        })  # fmt: skip
    if kind == "record":
        path = f"/app/.config/QQ/nt_data/Ptt/{name}"
        url = f"{IMAGE_HOST}?appid=1403&fileid={key}&format=amr&rkey={key[::-1]}"
        return segment("record", {"file": name, "path": path, "url": url, "file_size": size})
    if kind == "video":
        url = f"{IMAGE_HOST}?appid=1415&format=t264&rkey={key[::-1]}"
        return segment("video", {"file": name, "url": url, "file_size": size})
    file_id = data.get("file_id") or f"/{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}"
    url = f"https://gzc-download.ftn.qq.com/ftn_handler/{key}/?fname="
    return segment("file", {"file": name, "file_id": file_id, "file_size": size, "url": url})
