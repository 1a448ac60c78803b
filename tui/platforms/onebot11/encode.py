"""Writes the product's segments as OneBot segment arrays, never as strings: what a user types can not become a code."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from tui.chat.segments import (
    SHAKE,
    Card,
    Contact,
    Copied,
    Dice,
    Face,
    File,
    Forward,
    Image,
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
    Video,
    Voice,
)

STICKER_KEYS = ("emoji_id", "emoji_package_id", "key", "summary", "url")
"""What the wire needs to send a shop sticker again."""

WireSegment = dict[str, Any]


class NotSendableError(ValueError):
    """A segment of this kind can not be sent on OneBot 11; the text is the segment's kind."""


def encode(segments: Iterable[Segment]) -> list[WireSegment]:
    """Return *segments* as a wire array, a quote first. Raises NotSendableError rather than leave one out."""
    rows: list[WireSegment] = []
    for segment in segments:
        row = _encode_one(segment)
        if row is None:
            continue
        if row["type"] == "reply":
            rows.insert(0, row)
        else:
            rows.append(row)
    return rows


def _encode_one(segment: Segment) -> WireSegment | None:
    rule = _RULES.get(type(segment))
    if rule is None:
        raise NotSendableError(segment.kind)
    return rule(segment)


def _row(kind: str, **data: str) -> WireSegment:
    return {"type": kind, "data": data}


def _text(segment: Text) -> WireSegment | None:
    return _row("text", text=segment.text) if segment.text else None


def _image(segment: Image) -> WireSegment:
    row = _row("image", file=segment.file or segment.url)
    if segment.url:
        row["data"]["url"] = segment.url
    if segment.summary:
        row["data"]["summary"] = segment.summary
    if segment.is_sticker:
        row["data"]["sub_type"] = 1
    if segment.is_flash:
        row["data"]["type"] = "flash"
    return row


def _media(kind: str) -> Callable[[Any], WireSegment]:
    def write(segment: Voice | Video) -> WireSegment:
        row = _row(kind, file=segment.file or segment.url)
        if segment.url:
            row["data"]["url"] = segment.url
        return row

    return write


def _file(segment: File) -> WireSegment:
    source = segment.url or segment.handle
    if not source:
        raise NotSendableError(segment.kind)
    return _row("file", file=source, name=segment.name)


def _sticker(segment: Sticker) -> WireSegment:
    try:
        row = json.loads(segment.raw)
    except ValueError as error:
        raise NotSendableError(segment.kind) from error
    data = row.get("data") if isinstance(row, dict) else None
    if not isinstance(data, dict) or not data.get("emoji_id"):
        raise NotSendableError(segment.kind)
    return {"type": "mface", "data": {key: data[key] for key in STICKER_KEYS if key in data}}


def _quote(segment: Quote) -> WireSegment:
    if not segment.native:
        raise NotSendableError(segment.kind)
    return _row("reply", id=segment.native)


def _forward(segment: Forward) -> WireSegment:
    if not segment.id:
        raise NotSendableError(segment.kind)
    return _row("forward", id=segment.id)


_CARDS = {"json": ("json", "data"), "miniapp": ("json", "data"), "xml": ("xml", "data"), "markdown": ("markdown", "content")}
"""How cards go out: as which kind, and under which key. Who can not send one says so: see api/offers.py."""


def _card(segment: Card) -> WireSegment:
    kind, key = _CARDS.get(segment.form, ("", ""))
    if not kind or not segment.raw:
        raise NotSendableError(segment.kind)
    return _row(kind, **{key: segment.raw})


def _music(segment: Music) -> WireSegment:
    if segment.id:
        return _row("music", type=segment.source, id=segment.id)
    if not segment.url:
        raise NotSendableError(segment.kind)
    return _row("music", type="custom", url=segment.url, audio=segment.url, title=segment.title or segment.url)


def _poke(segment: Poke) -> WireSegment:
    if segment.id == SHAKE:
        return _row("shake")
    if not segment.id:
        raise NotSendableError(segment.kind)
    return _row("poke", type=segment.id, id="-1")


def _location(segment: Location) -> WireSegment:
    return _row("location", lat=segment.latitude, lon=segment.longitude, title=segment.title, content=segment.address)


_RULES: dict[type[Segment], Callable[[Any], WireSegment | None]] = {
    Text: _text,
    Mention: lambda segment: _row("at", qq=segment.user),
    MentionAll: lambda segment: _row("at", qq="all"),
    Face: lambda segment: _row("face", id=segment.id),
    Sticker: _sticker,
    Image: _image,
    Voice: _media("record"),
    Video: _media("video"),
    File: _file,
    Quote: _quote,
    Copied: lambda segment: None,
    Forward: _forward,
    Card: _card,
    Dice: lambda segment: _row("dice"),
    RockPaperScissors: lambda segment: _row("rps"),
    Music: _music,
    Poke: _poke,
    Location: _location,
    Contact: lambda segment: _row("contact", type="group" if segment.form == "group" else "qq", id=segment.id),
    Share: lambda segment: _row("share", url=segment.url, title=segment.title, content=segment.text),
}
