"""Reads OneBot segments into the product's own; never raises, never drops, and leaves no unsafe character in any text.

Source: the table of segments in the OneBot 11 standard and what NapCat, LLBot, Lagrange and go-cqhttp make of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tui.chat import cqcode
from tui.chat.segments import (
    SHAKE,
    Card,
    Contact,
    Dice,
    Face,
    File,
    Forward,
    ForwardedMessage,
    Gift,
    Image,
    Keyboard,
    Location,
    Mention,
    MentionAll,
    Music,
    Poke,
    Quote,
    RockPaperScissors,
    Segment,
    Share,
    Sticker,
    Text,
    Unknown,
    Video,
    Voice,
)
from tui.chat.text import clean_name, clean_text, one_line
from tui.platforms.cards import decode_json_card, decode_xml_card
from tui.platforms.faces import face_name
from tui.platforms.nesting import MAX_DEPTH, Nesting
from tui.platforms.onebot11.encode import STICKER_KEYS
from tui.platforms.values import Row, as_handle, as_id, as_int, as_name, as_row, as_text, as_time, as_user, compact

MAX_MARKDOWN = 65536
"""Characters of a markdown that are searched for a link."""

UNKNOWN_SENDER = "1094950020"
"""What QQ writes for everybody in a forward of whom it does not tell the number."""

_WITHOUT_DATA = ("dice", "rps", "shake", "miniapp")
"""Kinds that some send as a bare type."""

_POKES = {"1": "戳一戳", "2": "比心", "3": "点赞", "4": "心碎", "5": "666", "6": "放大招"}
_MARKDOWN_URL = re.compile(r"\]\((https?://[^)\s]{1,2000})")
_MARKDOWN_LINK = re.compile(r"!?\[([^\]\n]{0,300})\]\([^)\n]{0,2000}\)")


def decode(message: object, nesting: Nesting | None = None) -> tuple[Segment, ...]:
    """Return the segments of a wire message: an array, one segment, or a string with CQ codes. Anything else is Unknown.

    *nesting* says how deep inside forwards it stands.
    """
    nesting = nesting or Nesting()
    if message is None:
        return ()
    if isinstance(message, str):
        return _join([{"type": kind, "data": data} for kind, data in cqcode.parse(message)], nesting)
    if isinstance(message, list):
        is_forward = bool(message) and all(isinstance(row, dict) and row.get("type") == "node" for row in message)
        return (forward_of(message, nesting=nesting),) if is_forward else _join(message, nesting)
    if isinstance(message, dict):
        return _join([message], nesting)
    return (Unknown(type(message).__name__, compact(message)),)


def _join(rows: list[Any], nesting: Nesting) -> tuple[Segment, ...]:
    found: list[Segment] = []
    for row in rows:
        segment = _decode_one(row, nesting)
        if isinstance(segment, Text) and (not segment.text or _repeats_sticker(segment, found)):
            continue
        found.append(segment)
    return tuple(found)


def _repeats_sticker(text: Text, before: list[Segment]) -> bool:
    # Lagrange sends a shop sticker's name again as a text, for programs that do not know stickers.
    return bool(before) and isinstance(before[-1], Sticker) and _sticker_name(text.text) == before[-1].name != ""


def _decode_one(row: object, nesting: Nesting) -> Segment:
    if not isinstance(row, dict):
        return Unknown(type(row).__name__, compact(row))
    kind, data = row.get("type"), row.get("data")
    if kind in _WITHOUT_DATA and data is None:
        data = {}
    if not isinstance(kind, str) or not isinstance(data, dict):
        return Unknown(as_name(kind) or "?", compact(row))
    if kind == "forward":
        return _forward(data, nesting)
    if kind == "node":
        return forward_of([row], nesting=nesting)
    rule = _RULES.get(kind)
    segment = rule(data) if rule else None
    return segment if segment is not None else Unknown(clean_name(kind) or "?", compact(row))


def _text(data: Row) -> Segment | None:
    value = data.get("text")
    return Text(clean_text(as_text(value))) if value is None or as_text(value) or isinstance(value, str) else None


def _read_aloud(data: Row) -> Segment | None:
    words = clean_text(as_text(data.get("text")))
    return Text(words) if words else None


def _at(data: Row) -> Segment | None:
    user = as_id(data.get("qq"))
    if user == "all":
        return MentionAll()
    return Mention(user, as_name(data.get("name")).removeprefix("@")) if user else None


def _face(data: Row) -> Segment | None:
    # Face 0 is a face; everywhere else the number 0 stands for "no id".
    face = as_id(data.get("id")) or ("0" if data.get("id") == 0 else "")
    told = as_name(as_row(data.get("raw")).get("faceText")).removeprefix("/")
    if data.get("type") == "sticker" and not face:
        return None
    return Face(face, told or face_name(face)) if face else None


def _image(data: Row) -> Segment:
    summary = as_name(data.get("summary"))
    if data.get("emoji_id"):
        return _sticker(data)
    sub_type = as_int(data.get("sub_type", data.get("subType")))
    return Image(
        as_handle(data.get("file") or data.get("filename")),
        as_handle(data.get("url")),
        max(0, as_int(data.get("file_size"))),
        summary,
        is_sticker=sub_type != 0,
        is_flash=data.get("type") == "flash",
    )


def _sticker(data: Row) -> Segment:
    again = {key: data[key] for key in STICKER_KEYS if key in data}
    return Sticker(
        _sticker_name(as_text(data.get("summary"))), as_handle(data.get("url")), compact({"type": "mface", "data": again})
    )


def _sticker_name(summary: str) -> str:
    return clean_name(summary).removeprefix("[").removesuffix("]")


def _voice(data: Row) -> Segment:
    seconds = max(0, as_int(data.get("duration", data.get("seconds"))))
    return Voice(as_handle(data.get("file")), as_handle(data.get("url")), max(0, as_int(data.get("file_size"))), seconds)


def _video(data: Row) -> Segment:
    return Video(as_handle(data.get("file")), as_handle(data.get("url")), max(0, as_int(data.get("file_size"))))


def _file(data: Row) -> Segment:
    name = clean_name(as_text(data.get("file_name") or data.get("name") or data.get("file")))
    url = as_handle(data.get("url"))
    if url.endswith("fname="):
        url += name  # the group file server wants the name that NapCat leaves out
    handle = as_handle(data.get("file_id") or data.get("id"))
    return File(name, handle, max(0, as_int(data.get("file_size", data.get("size")))), url)


def _online_file(data: Row) -> Segment:
    return File(as_name(data.get("fileName")), as_handle(data.get("elementId")), max(0, as_int(data.get("fileSize"))))


def _flash_file(data: Row) -> Segment:
    return File(as_name(data.get("title")) or "flash", as_handle(data.get("fileSetId") or data.get("file_set_id")))


def _reply(data: Row) -> Segment:
    # Lagrange writes 0 where it does not know the original.
    text = one_line(as_text(data.get("text")))
    return Quote(as_user(data.get("id")), as_user(data.get("qq") or data.get("user_id")), text)


def _forward(data: Row, nesting: Nesting) -> Segment:
    content = data.get("content", data.get("messages"))
    rows = content if isinstance(content, list) and nesting.depth < MAX_DEPTH else []
    title = as_name(data.get("source") or data.get("title"))
    return forward_of(rows, as_id(data.get("id") or data.get("resid")), title, nesting)


def forward_of(rows: list[Any], id: str = "", title: str = "", nesting: Nesting | None = None) -> Forward:
    """Return the forward whose messages are the wire's *rows*: whole messages, LLBot's and go-cqhttp's rows, or nodes."""
    nesting = nesting or Nesting()
    kept = nesting.take(len(rows))
    messages = tuple(_forwarded_one(row, nesting) for row in rows[:kept])
    return Forward(id, messages, title, left_out=len(rows) - kept)


def _forwarded_one(row: object, nesting: Nesting) -> ForwardedMessage:
    if not isinstance(row, dict):
        return ForwardedMessage("", "", 0, (Unknown(type(row).__name__, compact(row)),))
    if row.get("type") == "node":
        row = as_row(row.get("data"))
    sender = as_row(row.get("sender"))
    content = row.get("message", row.get("content"))
    if nesting.depth >= MAX_DEPTH:
        segments: tuple[Segment, ...] = (Forward(""),)
    else:
        nesting.depth += 1
        bare = content if isinstance(content, list) and content and all(_is_bare_row(part) for part in content) else None
        segments = (forward_of(bare, nesting=nesting),) if bare else decode(content, nesting)
        nesting.depth -= 1
    user = as_user(sender.get("user_id") or row.get("user_id") or row.get("uin"))
    name = as_name(sender.get("card") or sender.get("nickname") or row.get("nickname") or row.get("name"))
    return ForwardedMessage("" if user == UNKNOWN_SENDER else user, name, as_time(row.get("time")), segments)


def _is_bare_row(part: object) -> bool:
    # go-cqhttp and LLBot nest a forward as a bare list of its rows.
    return isinstance(part, dict) and "type" not in part and ("content" in part or "message" in part)


def _json(data: Row) -> Segment:
    return decode_json_card(data.get("data"), as_id(data.get("resid")))


def _xml(data: Row) -> Segment:
    return decode_xml_card(as_text(data.get("data")), as_id(data.get("resid")))


def _markdown(data: Row) -> Segment:
    content = data.get("content", data.get("data"))
    text = content if isinstance(content, str) else compact(content)
    link = _MARKDOWN_URL.search(text[:MAX_MARKDOWN])
    url = as_handle(link[1]) if link else ""
    return Card("markdown", one_line(_MARKDOWN_LINK.sub(r"\1", text[:4000])), url, clean_text(text))


def _mini_app(data: Row) -> Segment:
    return Card("miniapp", one_line(as_text(data.get("title") or data.get("prompt"))), raw=compact(data))


def _keyboard(data: Row) -> Segment:
    rows = data.get("rows", as_row(data.get("content")).get("rows"))
    labels: list[str] = []
    links: list[str] = []
    for row in rows if isinstance(rows, list) else ():
        buttons = as_row(row).get("buttons", row)
        for button in buttons if isinstance(buttons, list) else ():
            shown = as_row(as_row(button).get("render_data")).get("label", as_row(button).get("label"))
            labels.append(as_name(shown))
            link = as_handle(as_row(as_row(button).get("action")).get("data", as_row(button).get("data")))
            links += [link] if link.startswith(("http://", "https://")) else []
    return Keyboard(tuple(label for label in labels if label), compact(data), tuple(links))


def _poke(data: Row) -> Segment:
    kind = as_id(data.get("type")) or as_id(data.get("id") or data.get("qq"))
    name = as_name(data.get("name")) or ("" if data.get("qq") else _POKES.get(kind, ""))
    return Poke(kind, "" if name == _POKES["1"] else name)


def _shake(data: Row) -> Segment:
    return Poke(SHAKE)


def _dice(data: Row) -> Segment:
    return Dice(as_int(data.get("result", data.get("value"))))


def _rps(data: Row) -> Segment:
    return RockPaperScissors(as_int(data.get("result", data.get("value"))))


def _music(data: Row) -> Segment:
    source = as_name(data.get("type")) or "custom"
    return Music(source, as_id(data.get("id")), as_name(data.get("title")), as_handle(data.get("url")))


def _location(data: Row) -> Segment:
    place = (as_name(data.get("lat")), as_name(data.get("lon")), as_name(data.get("title")))
    return Location(*place, address=one_line(as_text(data.get("content"))))


def _contact(data: Row) -> Segment:
    return Contact("group" if data.get("type") == "group" else "friend", as_id(data.get("id")))


def _share(data: Row) -> Segment:
    return Share(as_handle(data.get("url")), as_name(data.get("title")), one_line(as_text(data.get("content"))))


def _gift(data: Row) -> Segment:
    return Gift(as_name(data.get("title") or data.get("name") or data.get("id")), compact(data))


def _long_message(data: Row) -> Segment:
    return Forward(as_id(data.get("id")))


_RULES: dict[str, Callable[[Row], Segment | None]] = {
    "text": _text,
    "at": _at,
    "face": _face,
    "bface": _face,
    "tts": _read_aloud,
    "image": _image,
    "cardimage": _image,
    "record": _voice,
    "video": _video,
    "file": _file,
    "onlinefile": _online_file,
    "flashtransfer": _flash_file,
    "flash_file": _flash_file,
    "reply": _reply,
    "longmsg": _long_message,
    "json": _json,
    "xml": _xml,
    "markdown": _markdown,
    "miniapp": _mini_app,
    "keyboard": _keyboard,
    "mface": _sticker,
    "dice": _dice,
    "rps": _rps,
    "poke": _poke,
    "shake": _shake,
    "music": _music,
    "location": _location,
    "contact": _contact,
    "share": _share,
    "gift": _gift,
    "redbag": _gift,
}
