"""Messages as a bot author writes them: a chain of elements, which always goes out as a list of segments, never as codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

WireSegment = dict[str, Any]
Id = int | str


class Element(Struct, frozen=True):
    """One part of a message."""

    def to_wire(self) -> WireSegment:
        """Return it as a segment of the wire."""
        raise NotImplementedError


class Text(Element, frozen=True):
    """Words."""

    text: str

    def to_wire(self) -> WireSegment:
        """Return it as a segment of the wire."""
        return _row("text", text=self.text)


class At(Element, frozen=True):
    """Mentions somebody; ``"all"`` mentions everybody."""

    qq: Id

    def to_wire(self) -> WireSegment:
        """Return it as a segment of the wire."""
        return _row("at", qq=str(self.qq))


class AtAll(Element, frozen=True):
    """Mentions everybody."""

    def to_wire(self) -> WireSegment:
        """Return it as a segment of the wire."""
        return _row("at", qq="all")


class Reply(Element, frozen=True):
    """Quotes a message; goes first wherever it stands in the chain."""

    id: Id

    def to_wire(self) -> WireSegment:
        """Return it as a segment of the wire."""
        return _row("reply", id=str(self.id))


class Face(Element, frozen=True):
    """One of QQ's own faces, by its number."""

    id: Id

    def to_wire(self) -> WireSegment:
        """Return it as a segment of the wire."""
        return _row("face", id=str(self.id))


class Image(Element, frozen=True):
    """A picture: a path on the implementation's host, ``file://``, ``http(s)://`` or ``base64://``."""

    file: str
    summary: str = ""
    is_sticker: bool = False

    def to_wire(self) -> WireSegment:
        """Return it as a segment of the wire."""
        return _row("image", file=self.file, summary=self.summary or None, sub_type=1 if self.is_sticker else None)


class Record(Element, frozen=True):
    """A voice message; *file* as in Image."""

    file: str

    def to_wire(self) -> WireSegment:
        """Return it as a segment of the wire."""
        return _row("record", file=self.file)


class Video(Element, frozen=True):
    """A video; *file* as in Image."""

    file: str

    def to_wire(self) -> WireSegment:
        """Return it as a segment of the wire."""
        return _row("video", file=self.file)


class File(Element, frozen=True):
    """A file; *file* as in Image. Stands alone in its message."""

    file: str
    name: str = ""

    def to_wire(self) -> WireSegment:
        """Return it as a segment of the wire."""
        return _row("file", file=self.file, name=self.name or None)


class Json(Element, frozen=True):
    """A card, as its JSON text."""

    data: str

    def to_wire(self) -> WireSegment:
        """Return it as a segment of the wire."""
        return _row("json", data=self.data)


class Markdown(Element, frozen=True):
    """Markdown; only some implementations send it."""

    content: str

    def to_wire(self) -> WireSegment:
        """Return it as a segment of the wire."""
        return _row("markdown", content=self.content)


class Dice(Element, frozen=True):
    """A die that QQ throws. Stands alone in its message."""

    def to_wire(self) -> WireSegment:
        """Return it as a segment of the wire."""
        return _row("dice")


class Rps(Element, frozen=True):
    """Rock, paper, scissors. Stands alone in its message."""

    def to_wire(self) -> WireSegment:
        """Return it as a segment of the wire."""
        return _row("rps")


class Music(Element, frozen=True):
    """A song of *type* qq, 163, kugou, migu or kuwo."""

    type: str
    id: Id

    def to_wire(self) -> WireSegment:
        """Return it as a segment of the wire."""
        return _row("music", type=self.type, id=str(self.id))


class CustomMusic(Element, frozen=True):
    """A song from anywhere: *url* is opened by a click, *audio* is played."""

    url: str
    audio: str
    title: str
    image: str = ""
    singer: str = ""

    def to_wire(self) -> WireSegment:
        """Return it as a segment of the wire."""
        data = {"url": self.url, "audio": self.audio, "title": self.title, "image": self.image, "singer": self.singer}
        return _row("music", type="custom", **{key: value for key, value in data.items() if value})


class Contact(Element, frozen=True):
    """A recommended person (*type* qq) or group."""

    type: str
    id: Id

    def to_wire(self) -> WireSegment:
        """Return it as a segment of the wire."""
        return _row("contact", type=self.type, id=str(self.id))


class Forward(Element, frozen=True):
    """A merged forward that exists already."""

    id: str

    def to_wire(self) -> WireSegment:
        """Return it as a segment of the wire."""
        return _row("forward", id=self.id)


class Node(Element, frozen=True):
    """A message of a merged forward, by its id; only nodes stand beside nodes."""

    id: Id

    def to_wire(self) -> WireSegment:
        """Return it as a segment of the wire."""
        return _row("node", id=str(self.id))


class MessageChain:
    """Elements in their order: ``MessageChain([Text("你好"), At(123456)])``; a plain string is a Text.

    A segment that has no element here goes as its wire form, ``{"type": ..., "data": {...}}``.
    """

    def __init__(self, elements: Iterable[Element | str | Mapping[str, Any]] = ()) -> None:
        self._elements: list[Element | Mapping[str, Any]] = [
            Text(element) if isinstance(element, str) else element for element in elements
        ]

    def __iter__(self) -> Iterator[Element | Mapping[str, Any]]:
        return iter(self._elements)

    def __len__(self) -> int:
        return len(self._elements)

    def __add__(self, other: MessageChain | Element | str) -> MessageChain:
        return MessageChain([*self, *(other if isinstance(other, MessageChain) else (other,))])

    def to_wire(self) -> list[WireSegment]:
        """Return the segments; the first quote goes first, and texts of no letters are left out."""
        rows = [element.to_wire() if isinstance(element, Element) else dict(element) for element in self._elements]
        rows = [row for row in rows if row.get("type") != "text" or row.get("data", {}).get("text")]
        quotes = [row for row in rows if row.get("type") == "reply"][:1]
        return quotes + [row for row in rows if row.get("type") != "reply"]


def music(song: list[Any] | tuple[Any, ...] | Mapping[str, Any]) -> Element:
    """Return the song that a list ``[type, id]`` or a mapping (url, audio, title, image, singer) describes."""
    if isinstance(song, Mapping):
        keys = ("url", "audio", "title", "image", "singer")
        return CustomMusic(**{key: str(song.get(key) or "") for key in keys})
    kind, identifier = song
    return Music(str(kind), identifier)


def _row(kind: str, /, **data: Any) -> WireSegment:
    return {"type": kind, "data": {key: value for key, value in data.items() if value is not None}}
