"""What mirai-api-http makes of the chain that a client sends."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from typing import Any

from tui.simulator.faces import FACE_NAMES
from tui.simulator.links import MEDIA
from tui.simulator.mirai.chain import MUSIC_KEYS, image_id
from tui.simulator.mirai.codes import BAD, BROKEN, NOT_FOUND, TOO_LONG, Failed
from tui.simulator.mirai.manner import NOT_IMPLEMENTED
from tui.simulator.mirai.params import text_of, whole
from tui.simulator.mirai.view import View
from tui.simulator.model import Chat, Node, Segment, segment

LONGEST = 15_000
MOST_PICTURES = 50
LAST_FACE = 500
POKES = {
    "ChuoYiChuo": (1, -1), "BiXin": (2, -1), "DianZan": (3, -1), "XinSui": (4, -1), "LiuLiuLiu": (5, -1), "FangDaZhao": (6, -1),
    "BaoBeiQiu": (126, 2011), "Rose": (126, 2007), "ZhaoHuanShu": (126, 2006), "RangNiPi": (126, 2009), "JieYin": (126, 2005),
    "ShouLei": (126, 2004), "GouYin": (126, 2003), "ZhuaYiXia": (126, 2001), "SuiPing": (126, 2002), "QiaoMen": (126, 2000),
}  # fmt: skip
MUSIC_KINDS = frozenset({"NeteaseCloudMusic", "QQMusic", "MiguMusic", "KugouMusic", "KuwoMusic"})
NEEDED = {
    "Source": ("id", "time"),
    "Quote": ("id", "senderId", "targetId", "groupId", "origin"),
    "MarketFace": ("id", "name"),
    "File": ("id", "name", "size"),
    "Poke": ("name",),
    "ShortVideo": ("videoId", "fileMd5", "fileSize", "fileFormat", "filename"),
}
"""The keys of elements that have to be there, where the element itself does not ask for them."""
CODE = re.compile(r"\[mirai:([^:\]]+)(?::((?:[^\]\\]|\\.)*))?\]")
ESCAPED = re.compile(r"\\(.)")
ENDINGS = {"image": ".png", "record": ".amr", "video": ".mp4"}


def _picture_ending(body: bytes) -> str:
    for start, ending in ((b"\xff\xd8", ".jpg"), (b"GIF8", ".gif"), (b"BM", ".bmp")):
        if body.startswith(start):
            return ending
    return ".png"


class Taking:
    """Turns one account's chains over, for one chat after another."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._makers: dict[str, Callable[[dict[str, Any], Chat], list[Segment]]] = {
            "Source": self._nothing, "Quote": self._nothing, "MarketFace": self._nothing, "File": self._nothing,
            "At": self._at, "AtAll": self._at_all, "Face": self._face, "Plain": self._plain, "Image": self._image,
            "FlashImage": self._image, "Voice": self._voice, "Xml": self._xml, "Json": self._json, "App": self._app,
            "Poke": self._poke, "Dice": self._dice, "MusicShare": self._music, "Forward": self._forward,
            "ShortVideo": self._video, "MiraiCode": self._code,
        }  # fmt: skip

    def chain(self, elements: list[Any], chat: Chat) -> list[Segment]:
        """The segments of a chain; one wrong element fails the whole call."""
        parts: list[Segment] = []
        for element in elements:
            if not isinstance(element, dict) or element.get("type") not in self._makers:
                raise Failed(BAD)
            if any(name not in element for name in NEEDED.get(element["type"], ())):
                raise Failed(BAD)
            parts += self._makers[element["type"]](element, chat)
        words = sum(len(str(part["data"].get("text", "")).encode()) for part in parts)
        if words > LONGEST or sum(part["type"] == "image" for part in parts) > MOST_PICTURES:
            raise Failed(TOO_LONG)
        return parts

    def to_send(self, elements: list[Any], chat: Chat) -> list[Segment]:
        """The segments of a chain of which something is left."""
        parts = self.chain(elements, chat)
        if not parts:
            raise Failed(BROKEN, "message is empty")
        return parts

    def _nothing(self, element: dict[str, Any], chat: Chat) -> list[Segment]:
        return []

    def _at(self, element: dict[str, Any], chat: Chat) -> list[Segment]:
        target = str(whole(element.get("target")))
        if chat.kind == "private":
            raise Failed(BROKEN, "class FriendImpl cannot be cast to class net.mamoe.mirai.contact.Group")
        if target not in self._view.world.group(chat.first).members:
            raise Failed(NOT_FOUND)
        return [segment("at", {"qq": target})]

    def _at_all(self, element: dict[str, Any], chat: Chat) -> list[Segment]:
        return [segment("at", {"qq": "all"})]

    def _face(self, element: dict[str, Any], chat: Chat) -> list[Segment]:
        number = element.get("faceId")
        chosen = whole(number) if number is not None else -1
        if chosen < 0:
            name = element.get("name") or ""
            chosen = next((known for known, called in FACE_NAMES.items() if called == name), 255)
        extra = {"is_super": True} if element.get("isSuperFace") else {}
        return [segment("face", {"id": str(chosen)} | extra)]

    def _plain(self, element: dict[str, Any], chat: Chat) -> list[Segment]:
        return [segment("text", {"text": text_of(element.get("text"))})] if element.get("text") != "" else []

    # -- bytes

    def keep(self, kind: str, body: bytes, *, name: str = "", **extra: Any) -> Segment:
        """What was uploaded or sent along, as a segment whose bytes the world has."""
        ending = _picture_ending(body) if kind == "image" else ENDINGS[kind]
        content = self._view.world.keep(body, ending)
        return segment(
            kind, {"file": name or content, "size": len(body), "content": content, "summary": "", "sub_type": 0} | extra
        )

    def sourced(self, kind: str, element: dict[str, Any], id_key: str) -> Segment | None:
        """By id, else the web, else the server's disk, else base64."""
        if number := element.get(id_key):
            known = self._view.media.get(str(number))
            return known or segment(kind, {"file": str(number).strip("{}").replace("-", ""), "size": 0})
        if url := element.get("url"):
            return self._of_web(kind, str(url))
        if path := element.get("path"):
            return self.keep(kind, self._view.on_disk(str(path)))
        if coded := element.get("base64"):
            try:
                return self.keep(kind, base64.b64decode(str(coded), validate=True))
            except binascii.Error as error:
                raise Failed(BROKEN, f"Illegal base64: {error}") from None
        return None

    def _of_web(self, kind: str, url: str) -> Segment:
        if url.startswith(self._view.links.base + MEDIA):
            name = url.partition(MEDIA)[2].partition("?")[0]
            if name in self._view.world.media:
                return self.keep(kind, self._view.world.media[name])
        # Nothing is fetched for a message: what lies in the web stands for itself.
        name = image_id(url).strip("{}").replace("-", "") if kind == "image" else f"{image_id(url)[1:9]}{ENDINGS[kind]}"
        return segment(kind, {"file": name.partition(".")[0] + ENDINGS[kind], "size": len(url), "summary": "", "sub_type": 0})

    def _image(self, element: dict[str, Any], chat: Chat) -> list[Segment]:
        found = self.sourced("image", element, "imageId")  # ⚠ a FlashImage goes out as a plain picture
        if found is None:
            return []
        return [segment("image", {key: value for key, value in found["data"].items() if key != "is_flash"})]

    def _voice(self, element: dict[str, Any], chat: Chat) -> list[Segment]:
        found = self.sourced("record", element, "voiceId") if self._takes_sound(chat) else None
        return [found] if found else []

    def _takes_sound(self, chat: Chat) -> bool:
        """⚠ From members and strangers sounds and videos are kept without a word."""
        return chat.kind == "group" or self._view.world.is_friend(self._view.viewer, chat.peer_of(self._view.viewer))

    def _video(self, element: dict[str, Any], chat: Chat) -> list[Segment]:
        if not self._takes_sound(chat):
            return []
        if element.get("videoUrl") and element.get("thumbnailUrl"):
            return [self._of_web("video", str(element["videoUrl"]))]
        name = f"{element['filename']}.{element['fileFormat']}"
        known = self._view.media.get(str(element["videoId"]))
        return [known or segment("video", {"file": name, "size": whole(element["fileSize"])})]

    # -- cards and toys

    def _xml(self, element: dict[str, Any], chat: Chat) -> list[Segment]:
        return [segment("xml", {"data": text_of(element.get("xml"))})]

    def _json(self, element: dict[str, Any], chat: Chat) -> list[Segment]:
        return [segment("service", {"data": text_of(element.get("json"))})]

    def _app(self, element: dict[str, Any], chat: Chat) -> list[Segment]:
        return [segment("json", {"data": text_of(element.get("content"))})]

    def _poke(self, element: dict[str, Any], chat: Chat) -> list[Segment]:
        name = element.get("name")
        name = name if name in POKES else "ChuoYiChuo"  # ⚠ the names of the documents are not known
        kind, number = POKES[name]
        return [segment("poke", {"type": str(kind), "id": str(number), "name": name})]

    def _dice(self, element: dict[str, Any], chat: Chat) -> list[Segment]:
        value = whole(element.get("value"))
        if not 1 <= value <= 6:
            raise Failed(BROKEN, "Dice.value must be in 1 to 6 inclusive")
        return [segment("dice", {"result": str(value)})]

    def _music(self, element: dict[str, Any], chat: Chat) -> list[Segment]:
        data = {key: text_of(element.get(key)) for key in MUSIC_KEYS}
        if data["kind"] not in MUSIC_KINDS:
            raise Failed(BROKEN, f"No enum constant net.mamoe.mirai.message.data.MusicKind.{data['kind']}")
        known = {"type": "custom", "url": data["jumpUrl"], "audio": data["musicUrl"], "content": data["summary"]}
        return [segment("music", known | {"image": data["pictureUrl"]} | data)]

    def _forward(self, element: dict[str, Any], chat: Chat) -> list[Segment]:
        rows = element.get("nodeList")
        if not isinstance(rows, list):
            raise Failed(BAD)
        nodes = [node for row in rows if (node := self._node(row, chat)) is not None]
        return [segment("forward", {"nodes": nodes})]

    def _node(self, row: Any, chat: Chat) -> Node | None:
        if not isinstance(row, dict):
            raise Failed(BAD)
        view = self._view
        number = row.get("messageId")
        ref = row.get("messageRef") if number is None else None
        if number is not None or ref is not None:
            try:
                there = chat if ref is None else view.contact(whole(ref.get("target")))
                original = view.ids.in_chat(there, whole(number if ref is None else ref.get("messageId")))
            except (Failed, AttributeError):
                original = None
            if original is None:
                return None  # ⚠ without a word
            return Node(original.sender, original.sender, original.time, original.segments)  # ⚠ its number for a name
        if row.get("senderId") is None or row.get("senderName") is None or not isinstance(row.get("messageChain"), list):
            return None
        at = whole(row["time"]) if row.get("time") is not None else 0
        return Node(
            str(whole(row["senderId"])), str(row["senderName"]), at or view.world.now(), self.chain(row["messageChain"], chat)
        )

    def _code(self, element: dict[str, Any], chat: Chat) -> list[Segment]:
        if not self._view.manner.has_codes:
            raise Failed(BROKEN, NOT_IMPLEMENTED)
        code, parts, end = text_of(element.get("code")), [], 0
        for found in CODE.finditer(code):
            parts += self._words(code[end : found.start()])
            parts += self._coded(found[1], ESCAPED.sub(r"\1", found[2] or ""), chat)
            end = found.end()
        return parts + self._words(code[end:])

    def _words(self, text: str) -> list[Segment]:
        plain = ESCAPED.sub(lambda found: "\n" if found[1] == "n" else found[1], text)
        return [segment("text", {"text": plain})] if plain else []

    def _coded(self, kind: str, content: str, chat: Chat) -> list[Segment]:
        if kind == "at":
            return self._at({"target": content}, chat)
        if kind == "atall":
            return self._at_all({}, chat)
        if kind == "face":
            return self._face({"faceId": content}, chat)
        if kind == "image":
            return self._image({"imageId": content}, chat)
        if kind == "dice":
            return self._dice({"value": content}, chat)
        if kind == "app":
            return self._app({"content": content}, chat)
        return []
