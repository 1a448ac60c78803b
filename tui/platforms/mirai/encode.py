"""Writes the product's segments as a message chain, never as mirai codes: what a user types can not become one."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from tui.chat.ids import ConversationId
from tui.chat.segments import (
    SHAKE,
    Card,
    Copied,
    Dice,
    Face,
    Forward,
    ForwardedMessage,
    Image,
    Mention,
    MentionAll,
    Music,
    Poke,
    Quote,
    Segment,
    Sticker,
    Text,
    Video,
    Voice,
    first,
)
from tui.platforms.values import as_int, as_row, wire_number

Element = dict[str, Any]

BASE64 = "base64://"
"""How a segment's handle begins that holds the bytes themselves."""

MISSING = frozenset(("sticker", "rps", "file", "location", "contact", "share", "keyboard", "gift"))
"""The kinds of segments that can not be sent over mirai-api-http."""

_SHOPS = {
    "163": "NeteaseCloudMusic",
    "qq": "QQMusic",
    "migu": "MiguMusic",
    "kugou": "KugouMusic",
    "kuwo": "KuwoMusic",
}
"""The sources of songs by the names that other platforms have for them."""


_PAGES = {
    "NeteaseCloudMusic": ("网易云音乐", "https://music.163.com/#/song?id={}"),
    "QQMusic": ("QQ音乐", "https://y.qq.com/n/ryqq/songDetail/{}"),
}
"""What a source calls itself, and the page of a song of which we have but the number: nobody fills in the rest here."""


_SONG = ("title", "summary", "jumpUrl", "pictureUrl", "musicUrl", "brief")
_VIDEO = ("videoId", "fileMd5", "fileSize", "fileFormat", "filename")
"""The keys without which a song or a video is refused."""


class NotSendableError(ValueError):
    """A segment of this kind can not be sent; the text is the segment's kind."""


def encode(segments: Iterable[Segment], *, is_group: bool, takes_sound: bool = True) -> list[Element]:
    """Return *segments* as a chain, without the quote, which goes beside it. Raises NotSendableError rather than leave one out.

    Only a group can be told of mentions: elsewhere they are words. Without *takes_sound* the server would leave sounds and videos
    out, and not say so.
    """
    chain: list[Element] = []
    for segment in segments:
        rule = _RULES.get(type(segment))
        if isinstance(segment, (Mention, MentionAll)) and not is_group:
            rule = _mention_in_words
        elif isinstance(segment, (Voice, Video)) and not takes_sound:
            rule = None
        if rule is None:
            raise NotSendableError(segment.kind)
        element = rule(segment)
        if element is not None:
            chain.append(element)
    return chain


def by_reference(source: ConversationId, native: str, place: ConversationId) -> Element:
    """Return the node of a forward to *place* that stands for a message of the group or friend *source*."""
    if source == place:
        return {"messageId": wire_number(native)}
    return {"messageRef": {"target": wire_number(source.peer), "messageId": wire_number(native)}}


def forward_of(nodes: Sequence[Element], title: str = "", lines: Sequence[str] = ()) -> Element:
    """Return a forward of *nodes*."""
    return {
        "type": "Forward",
        "display": {
            "title": title or "聊天记录",
            "brief": "[聊天记录]",
            "source": title or "聊天记录",
            "preview": list(lines) or None,
            "summary": f"查看{len(nodes)}条转发消息",
        },
        "nodeList": list(nodes),
    }


def quote_of(segments: Iterable[Segment]) -> str:
    """Return the id of the message that *segments* answer, "" for none."""
    quote = first(segments, Quote)
    return quote.native if quote is not None else ""


def _text(segment: Text) -> Element | None:
    return {"type": "Plain", "text": segment.text} if segment.text else None


def _mention_in_words(segment: Mention | MentionAll) -> Element:
    name = segment.name or segment.user if isinstance(segment, Mention) else "全体成员"
    return {"type": "Plain", "text": f"@{name}"}


def _face(segment: Face) -> Element:
    number = as_int(segment.id, -1)
    extra = {"isSuperFace": True} if segment.is_super else {}
    if number >= 0:
        return {"type": "Face", "faceId": number, **extra}
    if not segment.name:
        raise NotSendableError(segment.kind)
    return {"type": "Face", "faceId": -1, "name": segment.name, **extra}


def _media(kind: str, id_key: str, segment: Image | Voice) -> Element:
    if segment.file.startswith(BASE64):
        return {"type": kind, "base64": segment.file.removeprefix(BASE64)}
    # A handle of another platform means nothing here, and its link does.
    is_ours = segment.file.startswith("{") or kind == "Voice"
    if segment.file and (is_ours or not segment.url):
        return {"type": kind, id_key: segment.file}
    if not segment.url:
        raise NotSendableError(segment.kind)
    return {"type": kind, "url": segment.url}


def _image(segment: Image) -> Element:
    element = _media("FlashImage" if segment.is_flash else "Image", "imageId", segment)
    return {**element, "isEmoji": True} if segment.is_sticker else element


def _told(raw: str, kind: str, keys: Sequence[str]) -> Element | None:
    """Return the *kind* of element that was received as *raw*, as far as it is sent again; None where it was none, or in part."""
    try:
        row = as_row(json.loads(raw)) if raw else {}
    except (ValueError, RecursionError):
        return None
    if row.get("type") != kind or any(row.get(key) is None for key in keys):
        return None
    return {key: row[key] for key in ("type", *keys)}


def _video(segment: Video) -> Element:
    element = _told(segment.raw, "ShortVideo", _VIDEO)
    if element is None:
        raise NotSendableError(segment.kind)
    return element


def _card(segment: Card) -> Element:
    if not segment.raw:
        raise NotSendableError(segment.kind)
    if segment.form == "xml":
        return {"type": "Xml", "xml": segment.raw}
    if segment.form == "mirai":
        return {"type": "MiraiCode", "code": segment.raw}
    if segment.form not in ("json", "miniapp"):
        raise NotSendableError(segment.kind)
    return {"type": "App", "content": segment.raw} if _is_light_app(segment.raw) else {"type": "Json", "json": segment.raw}


def _is_light_app(raw: str) -> bool:
    try:
        card = json.loads(raw)
    except (ValueError, RecursionError):
        return False
    return isinstance(card, dict) and "app" in card


def _music(segment: Music) -> Element:
    kind = _SHOPS.get(segment.source, segment.source)
    whole = _told(segment.raw, "MusicShare", ("kind", *_SONG))
    if whole is not None and kind in _SHOPS.values():
        return whole
    name, page = _PAGES.get(kind, ("", ""))
    url = segment.url or (page.format(segment.id) if page and segment.id else "")
    if not url:
        raise NotSendableError(segment.kind)
    title = segment.title or name
    return {
        "type": "MusicShare",
        "kind": kind if kind in _SHOPS.values() else "QQMusic",
        "title": title,
        "summary": "",
        "jumpUrl": url,
        "pictureUrl": "",
        "musicUrl": url,
        "brief": f"[分享]{title}",
    }


def _poke(segment: Poke) -> Element:
    if not segment.id:
        raise NotSendableError(segment.kind)
    # The plainest of the pokes is the one that shakes the window.
    return {"type": "Poke", "name": "ChuoYiChuo" if segment.id == SHAKE else segment.id}


def _dice(segment: Dice) -> Element:
    # Here it is the sender who throws.
    return {"type": "Dice", "value": segment.value if 1 <= segment.value <= 6 else random.randint(1, 6)}


def _forward(segment: Forward) -> Element:
    if not segment.messages:
        raise NotSendableError(segment.kind)
    return forward_of([with_content(message)[0] for message in segment.messages], segment.title, segment.lines)


def with_content(message: ForwardedMessage) -> tuple[Element, bool]:
    """Return the node that says *message* anew, and whether it says all: what can not be sent is put in words."""
    chain: list[Element] = []
    is_whole = True
    for segment in message.segments:
        if isinstance(segment, Quote):
            continue
        try:
            # Of the contents of a forward nobody is told: a mention in them is refused where not all know whom it names.
            chain += encode([segment], is_group=False)
        except NotSendableError:
            name = segment.name if isinstance(segment, Sticker) else segment.kind
            chain.append({"type": "Plain", "text": f"[{name}]"})
            is_whole = False
    node = {
        "senderId": as_int(message.sender),
        "senderName": message.name or message.sender,
        "time": message.time // 1000,
        "messageChain": chain,
    }
    return node, is_whole


_RULES: dict[type[Segment], Callable[[Any], Element | None]] = {
    Text: _text,
    Mention: lambda segment: {"type": "At", "target": wire_number(segment.user)},
    MentionAll: lambda segment: {"type": "AtAll"},
    Face: _face,
    Image: _image,
    Voice: lambda segment: _media("Voice", "voiceId", segment),
    Video: _video,
    Quote: lambda segment: None,
    Copied: lambda segment: None,
    Card: _card,
    Music: _music,
    Poke: _poke,
    Dice: _dice,
    Forward: _forward,
}
