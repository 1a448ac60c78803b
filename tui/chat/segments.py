"""The parts a message is made of, and their form as JSON for the store.

A segment says what a person wrote, in no platform's words. What no platform knows is :class:`Unknown` with its raw data, so
nothing is ever dropped. All text in a segment is already safe for a terminal (see :mod:`tui.chat.text`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, TypeAlias, TypeVar, cast

import msgspec
from msgspec import Struct

from tui.chat.ids import ConversationId

_S = TypeVar("_S", bound="_Segment")


class _Segment(Struct, frozen=True, tag_field="t", omit_defaults=True):
    """The base of all segments."""

    @property
    def kind(self) -> str:
        """The name under which it is stored."""
        return str(self.__struct_config__.tag)


class Text(_Segment, frozen=True, tag="text"):
    """Plain words; line ends are ``\\n``."""

    text: str


class Mention(_Segment, frozen=True, tag="mention"):
    """``@somebody``; *name* is empty where the platform does not say it."""

    user: str
    name: str = ""


class MentionAll(_Segment, frozen=True, tag="mention_all"):
    """``@全体成员``."""


class Face(_Segment, frozen=True, tag="face"):
    """A small face of the platform's own set; *name* like ``捂脸`` where it is known; *is_super*: the large one that moves."""

    id: str
    name: str = ""
    is_super: bool = False


class Sticker(_Segment, frozen=True, tag="sticker"):
    """A sticker of a shop package; *raw* is what the platform needs to send it again."""

    name: str
    url: str = ""
    raw: str = ""


class Image(_Segment, frozen=True, tag="image"):
    """A picture. *file* is the platform's handle, *size* in bytes (0: unknown), *summary* the sender's caption.

    *path* is that of a file of this machine and only ours to set, on a picture that is sent from here: it is read and sent.
    """

    file: str
    url: str = ""
    size: int = 0
    summary: str = ""
    is_sticker: bool = False
    is_flash: bool = False
    path: str = ""


class Voice(_Segment, frozen=True, tag="voice"):
    """A voice message; *seconds* is 0 where the platform does not say it."""

    file: str
    url: str = ""
    size: int = 0
    seconds: int = 0


class Video(_Segment, frozen=True, tag="video"):
    """A video; *size* in bytes (0: unknown); *raw* is what the platform needs to send it again, where that is more."""

    file: str
    url: str = ""
    size: int = 0
    raw: str = ""


class File(_Segment, frozen=True, tag="file"):
    """A file to download; *size* in bytes (0: unknown), *handle* is what asks the platform for it."""

    name: str
    handle: str = ""
    size: int = 0
    url: str = ""


class Quote(_Segment, frozen=True, tag="quote"):
    """The message that this one answers, by the platform's id; *text* and *sender* where the platform tells them."""

    native: str
    sender: str = ""
    text: str = ""


class Copied(_Segment, frozen=True, tag="copied"):
    """Shows nothing: this message is a copy of another one, by the platform's id, which it may be able to pass on as it is.

    *source* is where that stands, for ids that count within a conversation; None in what was written before this was kept.
    """

    native: str
    source: ConversationId | None = None


class ForwardedMessage(Struct, frozen=True, array_like=True):
    """One message inside a merged forward; *time* in milliseconds, 0 where unknown; *sender* is empty where nobody knows.

    *native* and *source* are only known of one that we put there ourselves: the platform's id of the original, and where that is.
    """

    sender: str
    name: str
    time: int
    segments: tuple[Segment, ...]
    native: str = ""
    source: ConversationId | None = None


class Forward(_Segment, frozen=True, tag="forward"):
    """A merged forward: *messages* where the platform sent them along, else only the *id* to ask for them.

    *lines* are the first of them in short, where only those came; *left_out* is how many more there were than are kept.
    """

    id: str
    messages: tuple[ForwardedMessage, ...] = ()
    title: str = ""
    lines: tuple[str, ...] = ()
    left_out: int = 0


class Card(_Segment, frozen=True, tag="card"):
    """A card of an app (``form``: json, xml, app, markdown, miniapp): the *line* to show, a link, and the raw card."""

    form: str
    line: str
    url: str = ""
    raw: str = ""


SHAKE = "shake"
"""The id of a poke that shakes the other's window."""


class Poke(_Segment, frozen=True, tag="poke"):
    """A poke sent as a message element (not the notice of a poke); *id* is the kind of poke."""

    id: str = ""
    name: str = ""


class Dice(_Segment, frozen=True, tag="dice"):
    """A thrown die, 1 to 6; 0 before the platform has thrown it."""

    value: int = 0


class RockPaperScissors(_Segment, frozen=True, tag="rps"):
    """1 paper, 2 scissors, 3 rock; 0 before the platform has chosen."""

    value: int = 0


class Music(_Segment, frozen=True, tag="music"):
    """A shared song; *raw* is what the platform needs to send it again, where that is more."""

    source: str
    id: str = ""
    title: str = ""
    url: str = ""
    raw: str = ""


class Location(_Segment, frozen=True, tag="location"):
    """A place; latitude and longitude in degrees as the platform wrote them."""

    latitude: str
    longitude: str
    title: str = ""
    address: str = ""


class Contact(_Segment, frozen=True, tag="contact"):
    """A recommended person (``form`` friend) or group."""

    form: str
    id: str


class Share(_Segment, frozen=True, tag="share"):
    """A shared link."""

    url: str
    title: str = ""
    text: str = ""


class Keyboard(_Segment, frozen=True, tag="keyboard"):
    """Buttons under a bot's message: their labels, the raw keyboard, and where the buttons lead."""

    labels: tuple[str, ...] = ()
    raw: str = ""
    links: tuple[str, ...] = ()


class Gift(_Segment, frozen=True, tag="gift"):
    """A gift or red packet: what it is called."""

    name: str
    raw: str = ""


class Notice(_Segment, frozen=True, tag="notice"):
    """Something that happened here rather than was said: a join, a mute, a poke.

    *what* is a key of the interface's language (``notice.<what>``); *actor* did it, *target* suffered it (user ids, empty when
    nobody); *value* is the rest (a duration in seconds, a name, a kind that nobody knows).
    """

    what: str
    actor: str = ""
    target: str = ""
    value: str = ""
    actor_name: str = ""
    target_name: str = ""


class Unknown(_Segment, frozen=True, tag="unknown"):
    """What no rule of ours covers: its *type* on the wire, and its raw JSON."""

    type: str
    raw: str = ""


Segment: TypeAlias = (
    Text | Mention | MentionAll | Face | Sticker | Image | Voice | Video | File | Quote | Copied | Forward | Card | Poke
    | Dice | RockPaperScissors | Music | Location | Contact | Share | Keyboard | Gift | Notice | Unknown
)  # fmt: skip
"""One part of a message."""

_decoder = msgspec.json.Decoder(tuple[Segment, ...])
_encoder = msgspec.json.Encoder()


def dump(segments: Iterable[Segment]) -> str:
    """Return *segments* as one JSON text for the store; :func:`load` is its inverse."""
    return _encoder.encode(tuple(segments)).decode()


def load(text: str) -> tuple[Segment, ...]:
    """Return the segments in *text*; a part that a newer or broken version wrote becomes :class:`Unknown`."""
    try:
        return _decoder.decode(text)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return _load_each(text)


def _load_each(text: str) -> tuple[Segment, ...]:
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError):
        return (Unknown("broken", text),)
    return tuple(_load_row(row) for row in rows) if isinstance(rows, list) else (Unknown("broken", text),)


def _load_row(row: object) -> Segment:
    try:
        if isinstance(row, dict) and row.get("t") == "forward":
            return _load_forward(row)
        return cast(Segment, msgspec.convert(row, Segment))
    except (msgspec.ValidationError, RecursionError, TypeError, ValueError):
        return Unknown("broken", json.dumps(row, ensure_ascii=False))


def _load_forward(row: dict[str, object]) -> Segment:
    """Return a forward with what can be read of its messages; one part that can not takes no other along."""
    messages = []
    for sender, name, time, parts, *others in cast("list[list[Any]]", row.get("messages", [])):
        readable = [msgspec.to_builtins(_load_row(part)) for part in parts]
        messages.append((sender, name, time, readable, *others))
    return msgspec.convert({**row, "messages": messages}, Forward)


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


def apart(segments: Iterable[Segment]) -> tuple[tuple[Segment, ...], ...]:
    """Return *segments* as the messages that they are where a picture can not stand among words; at least one."""
    parts: list[tuple[Segment, ...]] = []
    for segment in segments:
        is_alone = isinstance(segment, Image) or not parts or isinstance(parts[-1][-1], Image)
        parts[-1:] = [*parts[-1:], (segment,)] if is_alone else [(*parts[-1], segment)]
    kept = [part for part in parts if not all(isinstance(one, Text) and not one.text.strip() for one in part)]
    return tuple(kept or parts[:1]) or ((),)


def first(segments: Iterable[Segment], cls: type[_S]) -> _S | None:
    """Return the first segment of class *cls*, or None."""
    return next((segment for segment in segments if isinstance(segment, cls)), None)
