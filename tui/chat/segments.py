"""The parts a message is made of, and their form as JSON for the store.

A segment says what a person wrote, in no platform's words. What no platform knows is :class:`Unknown` with its raw data, so
nothing is ever dropped. All text in a segment is already safe for a terminal (see :mod:`tui.chat.text`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar, TypeVar

_S = TypeVar("_S", bound="Segment")


@dataclass(frozen=True, slots=True)
class Segment:
    """The base of all segments; ``kind`` is the name under which one is stored."""

    kind: ClassVar[str] = ""


@dataclass(frozen=True, slots=True)
class Text(Segment):
    """Plain words; line ends are ``\\n``."""

    kind = "text"
    text: str


@dataclass(frozen=True, slots=True)
class Mention(Segment):
    """``@somebody``; *name* is empty where the platform does not say it."""

    kind = "mention"
    user: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class MentionAll(Segment):
    """``@全体成员``."""

    kind = "mention_all"


@dataclass(frozen=True, slots=True)
class Face(Segment):
    """A small face of the platform's own set; *name* like ``捂脸`` where it is known."""

    kind = "face"
    id: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Sticker(Segment):
    """A sticker of a shop package; *raw* is what the platform needs to send it again."""

    kind = "sticker"
    name: str
    url: str = ""
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Image(Segment):
    """A picture. *file* is the platform's handle, *size* in bytes (0: unknown), *summary* the sender's caption."""

    kind = "image"
    file: str
    url: str = ""
    size: int = 0
    summary: str = ""
    is_sticker: bool = False
    is_flash: bool = False


@dataclass(frozen=True, slots=True)
class Voice(Segment):
    """A voice message; *seconds* is 0 where the platform does not say it."""

    kind = "voice"
    file: str
    url: str = ""
    size: int = 0
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class Video(Segment):
    """A video; *size* in bytes (0: unknown)."""

    kind = "video"
    file: str
    url: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class File(Segment):
    """A file to download; *size* in bytes (0: unknown), *handle* is what asks the platform for it."""

    kind = "file"
    name: str
    handle: str = ""
    size: int = 0
    url: str = ""


@dataclass(frozen=True, slots=True)
class Quote(Segment):
    """The message that this one answers, by the platform's id; *text* and *sender* where the platform tells them."""

    kind = "quote"
    native: str
    sender: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class ForwardedMessage:
    """One message inside a merged forward; *time* in milliseconds, 0 where unknown."""

    sender: str
    name: str
    time: int
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Forward(Segment):
    """A merged forward: *messages* where the platform sent them along, else only the *id* to ask for them."""

    kind = "forward"
    id: str
    messages: tuple[ForwardedMessage, ...] = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class Card(Segment):
    """A card of an app (``form``: json, xml, app, markdown, miniapp): the *line* to show, a link, and the raw card."""

    kind = "card"
    form: str
    line: str
    url: str = ""
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Poke(Segment):
    """A poke sent as a message element (not the notice of a poke)."""

    kind = "poke"
    id: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Dice(Segment):
    """A thrown die, 1 to 6; 0 before the platform has thrown it."""

    kind = "dice"
    value: int = 0


@dataclass(frozen=True, slots=True)
class RockPaperScissors(Segment):
    """1 paper, 2 scissors, 3 rock; 0 before the platform has chosen."""

    kind = "rps"
    value: int = 0


@dataclass(frozen=True, slots=True)
class Music(Segment):
    """A shared song."""

    kind = "music"
    source: str
    id: str = ""
    title: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Location(Segment):
    """A place; latitude and longitude in degrees as the platform wrote them."""

    kind = "location"
    latitude: str
    longitude: str
    title: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Contact(Segment):
    """A recommended person (``form`` friend) or group."""

    kind = "contact"
    form: str
    id: str


@dataclass(frozen=True, slots=True)
class Share(Segment):
    """A shared link."""

    kind = "share"
    url: str
    title: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Keyboard(Segment):
    """Buttons under a bot's message: their labels, and the raw keyboard."""

    kind = "keyboard"
    labels: tuple[str, ...] = ()
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Gift(Segment):
    """A gift or red packet: what it is called."""

    kind = "gift"
    name: str
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Notice(Segment):
    """Something that happened here rather than was said: a join, a mute, a poke.

    *what* is a key of the interface's language (``notice.<what>``); *actor* did it, *target* suffered it (user ids, empty when
    nobody); *value* is the rest (a duration in seconds, a name, a kind that nobody knows).
    """

    kind = "notice"
    what: str
    actor: str = ""
    target: str = ""
    value: str = ""
    actor_name: str = ""
    target_name: str = ""


@dataclass(frozen=True, slots=True)
class Unknown(Segment):
    """What no rule of ours covers: its *type* on the wire, and its raw JSON."""

    kind = "unknown"
    type: str
    raw: str = ""


KINDS: Mapping[str, type[Segment]] = {
    cls.kind: cls
    for cls in (
        Text, Mention, MentionAll, Face, Sticker, Image, Voice, Video, File, Quote, Forward, Card, Poke, Dice,
        RockPaperScissors, Music, Location, Contact, Share, Keyboard, Gift, Notice, Unknown,
    )
}  # fmt: skip
_NAMES = {cls: tuple(field.name for field in fields(cls)) for cls in KINDS.values()}
_DEFAULTS = {cls: {field.name: field.default for field in fields(cls)} for cls in KINDS.values()}


def dump(segments: Iterable[Segment]) -> str:
    """Return *segments* as one JSON text for the store; :func:`load` is its inverse."""
    return json.dumps([_to_plain(segment) for segment in segments], ensure_ascii=False, separators=(",", ":"))


def load(text: str) -> tuple[Segment, ...]:
    """Return the segments in *text*; a part that a newer or broken version wrote becomes :class:`Unknown`."""
    try:
        rows = json.loads(text)
    except ValueError:
        return (Unknown("broken", text),)
    return tuple(_from_plain(row) for row in rows) if isinstance(rows, list) else (Unknown("broken", text),)


def _to_plain(segment: Segment) -> dict[str, Any]:
    cls = type(segment)
    plain: dict[str, Any] = {"t": cls.kind}
    defaults = _DEFAULTS[cls]
    for name in _NAMES[cls]:
        value = getattr(segment, name)
        if value == defaults[name]:
            continue
        if name == "messages":
            value = [[m.sender, m.name, m.time, [_to_plain(s) for s in m.segments]] for m in value]
        plain[name] = value
    return plain


def _from_plain(row: Any) -> Segment:
    try:
        cls = KINDS[row["t"]]
        values = {name: row[name] for name in _NAMES[cls] if name in row}
        if "messages" in values:
            values["messages"] = tuple(
                ForwardedMessage(sender, name, time, tuple(_from_plain(part) for part in parts))
                for sender, name, time, parts in values["messages"]
            )
        if "labels" in values:
            values["labels"] = tuple(values["labels"])
        return cls(**values)
    except (KeyError, TypeError, ValueError):
        return Unknown("broken", json.dumps(row, ensure_ascii=False, default=str))


def plain_text(segments: Iterable[Segment]) -> str:
    """Return the words of *segments*, as they would be copied: text and mentions, nothing of the other kinds."""
    parts: list[str] = []
    for segment in segments:
        if isinstance(segment, Text):
            parts.append(segment.text)
        elif isinstance(segment, Mention):
            parts.append(f"@{segment.name or segment.user}")
        elif isinstance(segment, MentionAll):
            parts.append("@全体成员")
    return "".join(parts)


def first(segments: Iterable[Segment], cls: type[_S]) -> _S | None:
    """Return the first segment of class *cls*, or None."""
    return next((segment for segment in segments if isinstance(segment, cls)), None)
