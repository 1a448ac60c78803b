"""Message chains as mirai-api-http pushes them: every key is there, nulls included."""

from __future__ import annotations

import hashlib
import struct
from typing import Any

from tui.simulator.faces import FACE_NAMES
from tui.simulator.mirai.codes import Frame
from tui.simulator.mirai.view import View
from tui.simulator.model import Message, Node, Segment, segment

IMAGE_TYPES = {"jpg": "JPG", "jpeg": "JPG", "png": "PNG", "gif": "GIF", "bmp": "BMP"}
HANDS = {"1": "布", "2": "剪刀", "3": "石头"}
HAND_FACE = 11415
BEST_PICTURE = b"\x89PNG\r\n\x1a\n"
MUSIC_KEYS = ("kind", "title", "summary", "jumpUrl", "pictureUrl", "musicUrl", "brief")
SUPER_FACES = frozenset(
    {5, 53, 114, 137, 311, 312, 314, 317, 318, 319, 320, 324, 325, 326, 333, 337, 338, 339, 340, 341, 342, 343}
)


def _hex(name: str) -> str:
    stem = name.partition(".")[0].upper()
    is_hash = len(stem) == 32 and all(letter in "0123456789ABCDEF" for letter in stem)
    return stem if is_hash else hashlib.md5(name.encode(), usedforsecurity=False).hexdigest().upper()


def image_id(name: str) -> str:
    """The imageId of a picture: `{01E9451B-70ED-EAE3-B37C-101F1EEBF5B5}.jpg`."""
    key, ending = _hex(name), name.rpartition(".")[2].lower() if "." in name else "png"
    return f"{{{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}}}.{ending}"


def _size(body: bytes) -> tuple[int, int]:
    if body.startswith(BEST_PICTURE) and len(body) > 24:
        width, height = struct.unpack(">II", body[16:24])
        return width, height
    return 0, 0


class Chains:
    """Shows messages to the account of `view`."""

    def __init__(self, view: View) -> None:
        self.view = view

    def whole(self, message: Message, *, is_kept: bool = True) -> list[Frame]:
        """A chain with its Source; whoever is shown it may quote it, where it is kept."""
        ids = self.view.ids
        source = {"type": "Source", "id": ids.register(message) if is_kept else ids.number(message), "time": message.time}
        return [source, *self.elements(message.segments, message)]

    def elements(self, parts: list[Segment], message: Message) -> list[Frame]:
        """The elements of a message; ⚠ what the plugin does not know is left out without a word."""
        unseen = self.view.manner.unseen
        return [shown for part in parts if part["type"] not in unseen and (shown := self._element(part, message)) is not None]

    def _element(self, part: Segment, message: Message) -> Frame | None:
        kind, data = part["type"], part["data"]
        if kind == "reply":
            return self._quote(data, message)
        if kind == "at":
            everybody = {"type": "AtAll", "target": 0}  # ⚠ a target that no document knows
            return everybody if data["qq"] == "all" else {"type": "At", "target": int(data["qq"]), "display": ""}  # ⚠ always ""
        if kind == "forward":
            nodes = [self._node(node, message) for node in data["nodes"]]
            return {"type": "Forward", "display": None, "nodeList": nodes}
        if kind in ("image", "record", "video"):
            return self._media(kind, data, message)
        return _simple(kind, data)

    def _quote(self, data: dict[str, Any], message: Message) -> Frame | None:
        quoted = self.view.world.messages.get(data["to"])
        if quoted is None:
            return None
        is_group = message.chat.kind == "group"
        target = message.chat.first if is_group else message.chat.peer_of(quoted.sender)
        parts = [part for part in quoted.segments if part["type"] != "reply"]
        return {
            "type": "Quote",
            "id": self.view.ids.number(quoted),
            "senderId": int(quoted.sender),
            "targetId": int(target),
            "groupId": int(target) if is_group else 0,
            "origin": self.elements(parts, quoted),
        }

    def _node(self, node: Node, message: Message) -> Frame:
        return {
            "senderId": int(node.user_id),
            "time": node.time,
            "senderName": node.nickname,
            "messageChain": self.elements(node.segments, message),
            "messageId": None,
            "messageRef": None,
        }

    def link(self, kind: str, data: dict[str, Any], message: Message | None = None) -> str:
        """Where a picture or sound is: here if the world has its bytes, else at QQ's own host."""
        if link := self.view.links.to_part(kind, data):
            return link
        key = _hex(data["file"])
        if kind == "record":
            return f"http://grouptalk.c2c.qq.com/?ver=0&rkey={key}&filetype=1"
        if message is not None and message.chat.kind == "private":
            return f"http://c2cpicdw.qpic.cn/offpic_new/0//{message.sender}-0-{key}/0?term=2"
        return f"http://gchat.qpic.cn/gchatpic_new/0/0-0-{key}/0?term=2"

    def _media(self, kind: str, data: dict[str, Any], message: Message | None) -> Frame:
        name = data["file"]
        if kind == "record":
            voice_id = f"{_hex(name)}.amr"
            self.view.media[voice_id] = segment(kind, data)
            url = self.link(kind, data, message)
            return {
                "type": "Voice",
                "voiceId": voice_id,
                "url": url,
                "path": None,
                "base64": None,
                "length": data.get("length", 0) or data["size"] // 1_600,
            }
        if kind == "video":
            video_id = f"/{_hex(name)}"
            self.view.media[video_id] = segment(kind, data)
            ending = name.rpartition(".")[2] if "." in name else "mp4"
            place = self.view.links.to_part(kind, data) or None
            return {
                "type": "ShortVideo", "videoId": video_id, "fileMd5": _hex(name), "fileSize": data["size"],
                "fileFormat": ending, "filename": name.removesuffix(f".{ending}"), "videoUrl": place, "thumbnailUrl": None,
            }  # fmt: skip
        number = image_id(name)
        self.view.media[number] = segment(kind, data)
        width, height = _size(self.view.world.media.get(data.get("content", ""), b""))
        return {
            "type": "FlashImage" if data.get("is_flash") else "Image", "imageId": number, "url": self.link(kind, data, message),
            "path": None, "base64": None, "width": width, "height": height, "size": data["size"],
            "imageType": IMAGE_TYPES.get(name.rpartition(".")[2].lower(), "UNKNOWN"), "isEmoji": bool(data.get("sub_type")),
        }  # fmt: skip

    def media(self, part: Segment) -> Frame:
        """The element of a picture, a sound or a video that no message has yet."""
        return self._media(part["type"], part["data"], None)

    # -- packets

    def packet(self, message: Message, *, is_kept: bool = True) -> Frame:
        """A message as it is pushed, and as messageFromId shows it (then own ones have the account as sender)."""
        view, chat = self.view, message.chat
        chain = self.whole(message, is_kept=is_kept)
        if chat.kind == "group":
            return {"type": "GroupMessage", "messageChain": chain, "sender": view.member_of(chat.first, message.sender)}
        if message.temp_group:
            return {"type": "TempMessage", "messageChain": chain, "sender": view.member_of(message.temp_group, message.sender)}
        kind = "FriendMessage" if view.world.is_friend(view.viewer, chat.peer_of(view.viewer)) else "StrangerMessage"
        return {"type": kind, "messageChain": chain, "sender": view.friend(message.sender)}

    def sync(self, message: Message) -> Frame:
        """What the account said on another device."""
        view, chat = self.view, message.chat
        chain = self.whole(message)
        if chat.kind == "group":
            return {"type": "GroupSyncMessage", "messageChain": chain, "subject": view.group(view.world.group(chat.first))}
        peer = chat.peer_of(view.viewer)
        if message.temp_group:
            return {"type": "TempSyncMessage", "messageChain": chain, "subject": view.member_of(message.temp_group, peer)}
        kind = "FriendSyncMessage" if view.world.is_friend(view.viewer, peer) else "StrangerSyncMessage"
        return {"type": kind, "messageChain": chain, "subject": view.friend(peer)}


def _simple(kind: str, data: dict[str, Any]) -> Frame | None:
    """The elements that need to know nothing else."""
    if kind == "text":
        return {"type": "Plain", "text": data["text"]}
    if kind == "face":
        number = int(data["id"])
        is_super = bool(data.get("is_super")) or number in SUPER_FACES
        return {"type": "Face", "faceId": number, "name": FACE_NAMES.get(number, ""), "isSuperFace": is_super}
    if kind == "file":
        return {"type": "File", "id": data.get("file_id", ""), "name": data["file"], "size": data["size"]}
    if kind == "json":
        return {"type": "App", "content": data["data"]}
    if kind in ("xml", "service"):
        return {"type": "Xml", "xml": data["data"]}  # ⚠ service messages of JSON, too
    if kind == "poke":
        return {"type": "Poke", "name": data.get("name", "ChuoYiChuo")}
    if kind == "dice":
        return {"type": "Dice", "value": int(data["result"])}
    if kind == "rps":  # ⚠ a face of the market
        return {"type": "MarketFace", "id": HAND_FACE, "name": f"[{HANDS[str(data['result'])]}]"}
    if kind == "mface":
        return {"type": "MarketFace", "id": int(data.get("emoji_package_id") or 0), "name": data.get("summary", "")}
    if kind == "music":
        return {"type": "MusicShare"} | {key: data.get(key, "") for key in MUSIC_KEYS}
    return None
