"""Reads the contents of messages into segments: one rule a type, and what no rule can read is kept as it came."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from enum import IntEnum
from typing import Any
from urllib.parse import urlsplit

from tui.chat.segments import Card, Face, Image, Notice, Segment, Share, Text, Unknown
from tui.chat.text import clean_text, one_line
from tui.locale import t
from tui.platforms.bilibili.media import title_of, video_link
from tui.platforms.bilibili.wire import Message, as_u64
from tui.platforms.values import Row, as_handle, as_int, as_row, as_text, compact

MAX_PARTS = 100
"""Cards, modules and paragraphs read of one message."""

_EXPIRED = 50
_CODE = re.compile(r"\[[^\[\]\s]{1,40}\]")


class MessageType(IntEnum):
    """The types of messages that are known."""

    TEXT = 1
    PICTURE = 2
    WITHDRAW = 5
    GROUPS_PICTURE = 6
    SHARE = 7
    MINI_APP = 9
    NOTICE = 10
    PUSHED_VIDEO = 11
    PUSHED_ARTICLE = 12
    PICTURE_CARD = 13
    SHARE_OTHER = 14
    AUTO_PUSH = 16
    SYSTEM_TIP = 18
    AI = 19
    GROUP_JOINED_BY = 301
    GROUP_LEFT = 302
    GROUP_FROZEN = 303
    GROUP_DISSOLVED = 304
    GROUP_OPENED = 305
    WELCOME = 306


SYSTEM_LINES = frozenset(range(301, 307)) | {int(MessageType.SYSTEM_TIP)}
"""The types that nobody said: they are lines between the messages."""


def decode_content(message: Message, emotes: Iterable[str] = ()) -> tuple[Segment, ...]:
    """Return what *message* says, never nothing. *emotes* are the codes (``[doge]``) that stand for small faces on its page."""
    content = _parsed(message.content)
    if message.msg_type == MessageType.SYSTEM_TIP:
        segments = _tip(content)
    else:
        rule = _RULES.get(message.msg_type)
        segments = rule(content) if rule is not None and isinstance(content, dict) else ()
    if message.msg_status == _EXPIRED:
        segments = tuple(
            Image(part.file, "", part.size, t("bilibili.picture_expired")) if isinstance(part, Image) else part
            for part in segments
        )
    if message.msg_type == MessageType.TEXT:
        segments = with_faces(segments, frozenset(emotes))
    return segments or (Unknown(f"type={message.msg_type}", compact(message.raw)),)


def with_faces(segments: Iterable[Segment], codes: frozenset[str]) -> tuple[Segment, ...]:
    """Return *segments* with the *codes* in their texts as small faces; other words in brackets stay words."""
    made: list[Segment] = []
    for segment in segments:
        if not isinstance(segment, Text) or not codes:
            made.append(segment)
            continue
        at = 0
        for found in _CODE.finditer(segment.text):
            if found[0] in codes:
                made += [*_text(segment.text[at : found.start()]), Face(found[0][1:-1], found[0][1:-1])]
                at = found.end()
        made += _text(segment.text[at:])
    return tuple(made)


def web_link(*candidates: object) -> str:
    """Return the first of *candidates* that a browser can open; the app's own addresses are none."""
    for candidate in candidates:
        link = as_handle(candidate)
        link = f"https:{link}" if link.startswith("//") else link
        try:
            parts = urlsplit(link)
        except ValueError:
            continue
        if parts.scheme in ("http", "https") and parts.hostname:
            return link
    return ""


def _parsed(content: str) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def _text(text: str) -> tuple[Text, ...]:
    cleaned = clean_text(text)
    return (Text(cleaned),) if cleaned else ()


def _words(row: Row, *names: str) -> tuple[Text, ...]:
    return _text("\n".join(words for name in names if (words := as_text(row.get(name)).strip())))


def _rows(value: object) -> list[Row]:
    return [as_row(row) for row in value[:MAX_PARTS] if isinstance(row, dict)] if isinstance(value, list) else []


def _linked(row: Row, link: str, title: str, text: str = "") -> tuple[Segment, ...]:
    """Return a thing with a title: a link where there is one, else a card without."""
    title, text = one_line(title), one_line(text)
    if link:
        return (Share(link, title, "" if text == title else text),)
    return (Card("share", title, raw=compact(row)),) if title else ()


def _picture(row: Row, *, is_sticker: bool = False) -> tuple[Segment, ...]:
    link = web_link(row.get("url"))
    size = max(0, as_int(row.get("size"))) * 1024
    return (Image(as_handle(row.get("url")), link, size, is_sticker=is_sticker),) if row.get("url") else ()


def _share(row: Row) -> tuple[Segment, ...]:
    number = as_u64(row.get("id"))
    make = _PAGES.get(as_int(row.get("source")))
    bvid = as_text(row.get("bvid"))
    made = video_link(bvid, 0) if bvid else make.format(number) if make and number else ""
    link = web_link(row.get("url")) or made
    title = title_of(row) or (made.rpartition("/")[2] if made else "")
    return _linked(row, link, title, as_text(row.get("author")) or as_text(row.get("source_desc")))


def _mini_app(row: Row) -> tuple[Segment, ...]:
    title = " ".join(part for name in ("name", "title") if (part := one_line(as_text(row.get(name)))))
    return (Card("miniapp", title, web_link(row.get("jump_uri")), compact(row)),)


def _notice(row: Row) -> tuple[Segment, ...]:
    lines = [as_text(row.get("title")), as_text(row.get("text"))]
    lines += [f"{as_text(module.get('title'))}：{as_text(module.get('detail'))}" for module in _rows(row.get("modules"))]
    links: list[Segment] = []
    for suffix in ("", "_2", "_3"):
        places = as_row(row.get(f"jump_uri{suffix}_config"))
        link = web_link(places.get("web_uri"), places.get("all_uri"), row.get(f"jump_uri{suffix}"))
        label = as_text(places.get("text")) or as_text(row.get(f"jump_text{suffix}")) or "查看详情"
        links += (Share(link, one_line(label)),) if link else ()
    return (*_text("\n".join(line for line in lines if line.strip())), *links)


def _pushed_video(row: Row) -> tuple[Segment, ...]:
    number = as_u64(row.get("rid")) or as_u64(row.get("id"))
    link = video_link(as_text(row.get("bvid")), number)
    greeting = _words(as_row(row.get("attach_msg")), "content")
    title = title_of(row) or link.rpartition("/")[2]
    return (*greeting, *_linked(row, link, title, as_text(row.get("desc"))))


def _pushed_article(row: Row) -> tuple[Segment, ...]:
    number = as_u64(row.get("rid"))
    link = f"https://www.bilibili.com/read/cv{number}" if number else ""
    greeting = _words(as_row(row.get("attach_msg")), "content")
    return (*greeting, *_linked(row, link, title_of(row) or f"cv{number}", as_text(row.get("summary"))))


def _picture_card(row: Row) -> tuple[Segment, ...]:
    link = web_link(row.get("jump_url"))
    return (*_picture({"url": row.get("pic_url")}), *_linked(row, link, as_text(row.get("title"))))


def _share_other(row: Row) -> tuple[Segment, ...]:
    return _linked(row, web_link(row.get("url")), title_of(row), as_text(row.get("author")) or as_text(row.get("desc")))


def _auto_push(row: Row) -> tuple[Segment, ...]:
    cards = (
        part
        for card in _rows(row.get("sub_cards"))
        for part in _linked(card, web_link(card.get("jump_url")), as_text(card.get("field1")), as_text(card.get("field2")))
    )
    return (*_words(row, "reply_content", "main_title"), *cards)


def _tip(content: Any) -> tuple[Segment, ...]:
    """Read a tip: its content is a list of pieces as JSON in a JSON string, or in the object's ``content``."""
    for _ in range(2):
        content = content.get("content") if isinstance(content, dict) else content
        content = _parsed(content) if isinstance(content, str) else content
    pieces = _rows(content)
    words = one_line("".join(as_text(piece.get("text")) for piece in pieces))
    links = [Share(link, one_line(as_text(piece.get("text")))) for piece in pieces if (link := web_link(piece.get("jump_url")))]
    return (Notice("gray_tip", value=words), *links) if words else ()


def _line(row: Row) -> tuple[Segment, ...]:
    words = one_line(as_text(row.get("content")))
    return (Notice("gray_tip", value=words),) if words else ()


def _ai(row: Row) -> tuple[Segment, ...]:
    return _text("\n".join(_paragraphs(row.get("content"))))


def _paragraphs(value: object, depth: int = 0) -> Iterable[str]:
    """Give all words in what an AI said: how they are nested no document says."""
    if isinstance(value, list) and depth < MAX_PARTS // 10:
        for part in value[:MAX_PARTS]:
            yield from _paragraphs(part, depth + 1)
    elif isinstance(value, dict) and depth < MAX_PARTS // 10:
        for name, part in value.items():
            if isinstance(part, str) and name in ("text", "words", "raw_text", "content") and part.strip():
                yield part
            elif isinstance(part, (dict, list)):
                yield from _paragraphs(part, depth + 1)


_PAGES = {
    2: "https://h.bilibili.com/{}",
    4: "https://live.bilibili.com/{}",
    5: "https://www.bilibili.com/video/av{}",
    6: "https://www.bilibili.com/read/cv{}",
    7: "https://www.bilibili.com/bangumi/play/ss{}",
    8: "https://www.bilibili.com/audio/au{}",
    9: "https://www.bilibili.com/video/av{}",
    11: "https://t.bilibili.com/{}",
    16: "https://www.bilibili.com/bangumi/play/ep{}",
    17: "https://www.bilibili.com/bangumi/play/ep{}",
}
"""Where the things that are shared stand, by their source, where they do not say so themselves."""

_RULES: dict[int, Callable[[Row], tuple[Segment, ...]]] = {
    MessageType.TEXT: lambda row: _text(as_text(row.get("content"))),
    MessageType.PICTURE: _picture,
    MessageType.GROUPS_PICTURE: lambda row: _picture(row, is_sticker=True),
    MessageType.SHARE: _share,
    MessageType.MINI_APP: _mini_app,
    MessageType.NOTICE: _notice,
    MessageType.PUSHED_VIDEO: _pushed_video,
    MessageType.PUSHED_ARTICLE: _pushed_article,
    MessageType.PICTURE_CARD: _picture_card,
    MessageType.SHARE_OTHER: _share_other,
    MessageType.AUTO_PUSH: _auto_push,
    MessageType.AI: _ai,
    **dict.fromkeys(range(301, 307), _line),
}
