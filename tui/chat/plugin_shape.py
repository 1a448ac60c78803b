"""Messages as plugins see them: events and segments in OneBot 11's shape, made of our own values for every platform.

The only place outside a platform that knows OneBot's names. Ids are numbers where they can be, as plugins compare them with
numbers; what is not exactly a number's decimal form stays a string, so that no id is ever changed on its way.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from tui.chat import cqcode
from tui.chat.ids import ConversationKind
from tui.chat.messages import Message
from tui.chat.people import Group, Member, Profile, Role
from tui.chat.segments import (
    SHAKE,
    Card,
    Contact,
    Copied,
    Dice,
    Face,
    File,
    Forward,
    Gift,
    Image,
    Keyboard,
    Location,
    Mention,
    MentionAll,
    Music,
    Notice,
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
from tui.chat.text import clean_text

Part = cqcode.Part
MAX_PARTS = 200
"""Segments that one message of a plugin may have."""

MAX_VALUE = 4 * 1024 * 1024
"""Characters of one value in a plugin's segment: a picture as base64 fits, and little else is as long."""


class NotAMessageError(ValueError):
    """What a plugin wants to send is no message, for *reason*: no_message, too_long, empty, bad_segment, kind, missing."""

    def __init__(self, reason: str, **values: str) -> None:
        super().__init__(f"{reason} {values}" if values else reason)
        self.reason = reason
        self.values = values


def number(id: str) -> int | str:
    """Return *id* as a number if it is written exactly as that number is, else as it is."""
    is_plain = id.removeprefix("-").isascii() and id.removeprefix("-").isdecimal() and len(id) < 20
    return int(id) if is_plain and str(int(id)) == id else id


def event_of(message: Message, *, member: Member | None = None, is_friend: bool = True) -> dict[str, Any]:
    """Return *message* as the event of OneBot 11 that tells of it; *member* is its sender where the group's list has them."""
    where = message.conversation
    parts = parts_of(message.segments)
    sender = message.sender
    event: dict[str, Any] = {
        "time": message.time // 1000,
        "self_id": number(where.account.own_id),
        "post_type": "message",
        "message_type": "group" if where.is_group else "private",
        "sub_type": "normal",
        "message_id": number(message.native),
        "user_id": number(sender.id),
        "message": [{"type": kind, "data": data} for kind, data in parts],
        "raw_message": cqcode.render(parts),
        "font": 0,
        "sender": {
            "user_id": number(sender.id),
            "nickname": (member.nickname if member else "") or sender.nickname or sender.name,
            "sex": "unknown",
            "age": 0,
        },
    }
    if where.is_group:
        event["group_id"] = number(where.peer)
        event["anonymous"] = None
        event["sender"] |= {
            "card": member.card if member else sender.card,
            "role": role_name(member.role if member else sender.role),
            "title": member.title if member else sender.title,
        }
    else:
        is_temp = where.kind is ConversationKind.TEMP
        event["sub_type"] = "group" if is_temp else "friend" if is_friend else "other"
        if is_temp and message.via:
            event["sender"]["group_id"] = number(message.via)
    if message.is_own:
        event["target_id"] = number(where.peer)
    return event


def role_name(role: Role) -> str:
    """Return *role* as OneBot says it; who is not known to be more is a member."""
    return "member" if role is Role.UNKNOWN else role.value


def member_row(group: str, member: Member) -> dict[str, Any]:
    """Return *member* of *group* as ``get_group_member_info`` tells of one."""
    return {
        "group_id": number(group),
        "user_id": number(member.id),
        "nickname": member.nickname,
        "card": member.card,
        "sex": "unknown",
        "age": 0,
        "area": "",
        "join_time": member.joined_at // 1000,
        "last_sent_time": member.last_spoke_at // 1000,
        "level": "",
        "role": role_name(member.role),
        "unfriendly": False,
        "title": member.title,
        "title_expire_time": 0,
        "card_changeable": False,
        "shut_up_timestamp": (member.muted_until or 0) // 1000,
    }


def group_row(group: Group) -> dict[str, Any]:
    """Return *group* as ``get_group_info`` tells of one."""
    return {
        "group_id": number(group.id),
        "group_name": group.name,
        "member_count": group.member_count,
        "max_member_count": 0,
    }


def profile_row(profile: Profile) -> dict[str, Any]:
    """Return *profile* as ``get_stranger_info`` tells of one."""
    return {
        "user_id": number(profile.id),
        "nickname": profile.nickname,
        "sex": profile.sex or "unknown",
        "age": profile.age,
    }


def parts_of(segments: Iterable[Segment]) -> list[Part]:
    """Return *segments* as OneBot's, all values strings; neighbouring texts are one, and what shows nothing is left out."""
    parts: list[Part] = []
    for segment in segments:
        rule = _WRITERS.get(type(segment))
        part = rule(segment) if rule else None
        if part is None:
            continue
        kind, data = part
        kept = {key: value for key, value in data.items() if value != ""}
        if kind == "text" and parts and parts[-1][0] == "text":
            parts[-1] = ("text", {"text": parts[-1][1]["text"] + data["text"]})
        elif kind != "text" or data["text"]:
            parts.append((kind, data if kind == "text" else kept))
    return parts


def segments_of(message: object) -> tuple[Segment, ...]:
    """Return the segments of what a plugin sends: CQ string, segment or list of segments. Raises NotAMessageError."""
    if isinstance(message, str):
        rows: list[Any] = [{"type": kind, "data": data} for kind, data in cqcode.parse(message)]
    elif isinstance(message, Mapping):
        rows = [message]
    elif isinstance(message, list):
        rows = message
    else:
        raise NotAMessageError("no_message")
    if len(rows) > MAX_PARTS:
        raise NotAMessageError("too_long")
    found: list[Segment] = []
    for row in rows:
        segment = _read(row)
        if isinstance(segment, Text) and found and isinstance(before := found[-1], Text):
            found[-1] = Text(before.text + segment.text)
        elif segment is not None:
            found.append(segment)
    if not any(not isinstance(segment, Text) or segment.text.strip() for segment in found):
        raise NotAMessageError("empty")
    return tuple(found)


def _read(row: object) -> Segment | None:
    if isinstance(row, str):
        return Text(clean_text(row)) if row else None
    if not isinstance(row, Mapping) or not isinstance(row.get("type"), str):
        raise NotAMessageError("bad_segment")
    given = row.get("data") or {}
    if not isinstance(given, Mapping):
        raise NotAMessageError("bad_segment")
    data = {str(key): _as_value(value) for key, value in given.items() if value is not None}
    rule = _READERS.get(row["type"])
    if rule is None:
        raise NotAMessageError("kind", type=row["type"][:40])
    return rule(data)


def _as_value(value: object) -> str:
    if isinstance(value, bool):
        return str(int(value))
    text = value if isinstance(value, str) else str(value)
    if len(text) > MAX_VALUE:
        raise NotAMessageError("too_long")
    return text


def _wanted(kind: str, data: Mapping[str, str], *keys: str) -> str:
    for key in keys:
        if data.get(key):
            return data[key]
    raise NotAMessageError("missing", type=kind, keys=" / ".join(keys))


# Out: ours -> OneBot's.


def _write_image(segment: Image) -> Part:
    kind = "flash" if segment.is_flash else ""
    shown = "1" if segment.is_sticker else ""
    file = segment.file or segment.url
    return "image", {"file": file, "url": segment.url, "type": kind, "sub_type": shown, "summary": segment.summary}


def _raw_data(raw: str) -> dict[str, str]:
    try:
        row = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    data = row.get("data", row) if isinstance(row, dict) else {}
    if not isinstance(data, dict):
        return {}
    return {str(key): value if isinstance(value, str) else json.dumps(value, ensure_ascii=False) for key, value in data.items()}


def _write_card(segment: Card) -> Part:
    kind, key = {"xml": ("xml", "data"), "markdown": ("markdown", "content")}.get(segment.form, ("json", "data"))
    return kind, {key: segment.raw or segment.line}


def _write_music(segment: Music) -> Part:
    if segment.id:
        return "music", {"type": segment.source, "id": segment.id}
    return "music", {"type": "custom", "url": segment.url, "audio": segment.url, "title": segment.title}


def _write_poke(segment: Poke) -> Part:
    return ("shake", {}) if segment.id == SHAKE else ("poke", {"type": segment.id, "id": "-1", "name": segment.name})


def _write_location(segment: Location) -> Part:
    place = {"lat": segment.latitude, "lon": segment.longitude}
    return "location", {**place, "title": segment.title, "content": segment.address}


_WRITERS: dict[type[Segment], Callable[[Any], Part | None]] = {
    Text: lambda segment: ("text", {"text": segment.text}),
    Mention: lambda segment: ("at", {"qq": segment.user}),
    MentionAll: lambda segment: ("at", {"qq": "all"}),
    Face: lambda segment: ("face", {"id": segment.id}),
    Sticker: lambda segment: ("mface", {**_raw_data(segment.raw), "summary": f"[{segment.name}]", "url": segment.url}),
    Image: _write_image,
    Voice: lambda segment: ("record", {"file": segment.file or segment.url, "url": segment.url}),
    Video: lambda segment: ("video", {"file": segment.file or segment.url, "url": segment.url}),
    File: lambda segment: ("file", {"name": segment.name, "file": segment.name, "file_id": segment.handle, "url": segment.url}),
    Quote: lambda segment: ("reply", {"id": segment.native}),
    Copied: lambda segment: None,
    Forward: lambda segment: ("forward", {"id": segment.id}),
    Card: _write_card,
    Poke: _write_poke,
    Dice: lambda segment: ("dice", {"result": str(segment.value) if segment.value else ""}),
    RockPaperScissors: lambda segment: ("rps", {"result": str(segment.value) if segment.value else ""}),
    Music: _write_music,
    Location: _write_location,
    Contact: lambda segment: ("contact", {"type": "group" if segment.form == "group" else "qq", "id": segment.id}),
    Share: lambda segment: ("share", {"url": segment.url, "title": segment.title, "content": segment.text}),
    Keyboard: lambda segment: ("keyboard", {"data": segment.raw}),
    Gift: lambda segment: ("gift", {"name": segment.name}),
    Notice: lambda segment: None,
    Unknown: lambda segment: (_safe_kind(segment.type), _raw_data(segment.raw)),
}


def _safe_kind(kind: str) -> str:
    kept = "".join(letter for letter in kind if letter.isascii() and (letter.isalnum() or letter in "_.-"))
    return kept or "unknown"


# In: OneBot's -> ours.


def _read_at(data: Mapping[str, str]) -> Segment:
    user = _wanted("at", data, "qq")
    return MentionAll() if user == "all" else Mention(user, clean_text(data.get("name", ""), 80))


def _source(kind: str, data: Mapping[str, str]) -> tuple[str, str, str]:
    """Return (file, url, path) of a picture, a voice or a video; at most one is not empty."""
    file = _wanted(kind, data, "file", "url")
    if file.startswith(("http://", "https://")):
        return "", file, ""
    if file.startswith("file:"):
        path = unquote(urlsplit(file).path)
        return "", "", path[1:] if path[2:3] == ":" else path  # /C:/...
    return file, "", ""


def _read_image(data: Mapping[str, str]) -> Segment:
    file, url, path = _source("image", data)
    return Image(file, url, summary=clean_text(data.get("summary", ""), 80), is_flash=data.get("type") == "flash", path=path)


def _read_voice(data: Mapping[str, str]) -> Segment:
    file, url, path = _source("record", data)
    return Voice(f"file://{path}" if path else file, url)


def _read_video(data: Mapping[str, str]) -> Segment:
    file, url, path = _source("video", data)
    return Video(f"file://{path}" if path else file, url)


def _read_card(form: str, key: str) -> Callable[[Mapping[str, str]], Segment]:
    def read(data: Mapping[str, str]) -> Segment:
        raw = _wanted(form, data, key)
        return Card(form, clean_text(raw, 80).replace("\n", " "), raw=raw)

    return read


def _read_music(data: Mapping[str, str]) -> Segment:
    source = _wanted("music", data, "type")
    if source == "custom":
        return Music(source, "", clean_text(data.get("title", ""), 200), _wanted("music", data, "url", "audio"))
    return Music(source, _wanted("music", data, "id"))


def _read_contact(data: Mapping[str, str]) -> Segment:
    return Contact("group" if data.get("type") == "group" else "friend", _wanted("contact", data, "id"))


def _read_share(data: Mapping[str, str]) -> Segment:
    title, words = clean_text(data.get("title", ""), 200), clean_text(data.get("content", ""), 400)
    return Share(_wanted("share", data, "url"), title, words)


def _read_location(data: Mapping[str, str]) -> Segment:
    place = (_wanted("location", data, "lat"), _wanted("location", data, "lon"))
    return Location(*place, clean_text(data.get("title", ""), 200), clean_text(data.get("content", ""), 400))


_READERS: dict[str, Callable[[Mapping[str, str]], Segment | None]] = {
    "text": lambda data: Text(clean_text(data.get("text", ""))) if data.get("text") else None,
    "at": _read_at,
    "face": lambda data: Face(_wanted("face", data, "id")),
    "image": _read_image,
    "record": _read_voice,
    "video": _read_video,
    "reply": lambda data: Quote(_wanted("reply", data, "id")),
    "forward": lambda data: Forward(_wanted("forward", data, "id")),
    "json": _read_card("json", "data"),
    "xml": _read_card("xml", "data"),
    "markdown": _read_card("markdown", "content"),
    "mface": lambda data: Sticker(
        clean_text(data.get("summary", ""), 80).strip("[]"),
        data.get("url", ""),
        json.dumps({"type": "mface", "data": dict(data)}, ensure_ascii=False),
    ),
    "dice": lambda data: Dice(),
    "rps": lambda data: RockPaperScissors(),
    "shake": lambda data: Poke(SHAKE),
    "poke": lambda data: Poke(_wanted("poke", data, "type")),
    "music": _read_music,
    "location": _read_location,
    "contact": _read_contact,
    "share": _read_share,
    "anonymous": lambda data: None,  # nobody speaks without a name any more: QQ has taken it away
}
