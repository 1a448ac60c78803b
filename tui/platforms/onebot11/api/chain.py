"""Messages as a bot author writes them: a chain of elements, which always goes out as a list of segments, never as codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from tui.platforms.onebot11.encode import WireSegment

Id = int | str


class Element(Struct, frozen=True, tag_field="segment"):
    """One part of a message: a segment of the type that its tag names, with its fields as data."""

    def to_wire(self) -> WireSegment:
        """Return it as a segment of the wire: ids as text, what is empty left out."""
        fields = {name: getattr(self, name) for name in self.__struct_fields__}
        return {"type": self.__struct_config__.tag, "data": {name: str(value) for name, value in fields.items() if value != ""}}


class Text(Element, frozen=True, tag="text"):
    """Words."""

    text: str


class At(Element, frozen=True, tag="at"):
    """Mentions somebody; ``"all"`` mentions everybody."""

    qq: Id


class AtAll(Element, frozen=True, tag="at"):
    """Mentions everybody."""

    def to_wire(self) -> WireSegment:
        """Return it as a segment of the wire."""
        return {"type": "at", "data": {"qq": "all"}}


class Reply(Element, frozen=True, tag="reply"):
    """Quotes a message; goes first wherever it stands in the chain."""

    id: Id


class Face(Element, frozen=True, tag="face"):
    """One of QQ's own faces, by its number."""

    id: Id


class Image(Element, frozen=True, tag="image"):
    """A picture: a path on the implementation's host, ``file://``, ``http(s)://`` or ``base64://``."""

    file: str
    summary: str = ""
    is_sticker: bool = False

    def to_wire(self) -> WireSegment:
        """Return it as a segment of the wire."""
        data: dict[str, Any] = {"file": self.file}
        if self.summary:
            data["summary"] = self.summary
        if self.is_sticker:
            data["sub_type"] = 1
        return {"type": "image", "data": data}


class Record(Element, frozen=True, tag="record"):
    """A voice message; *file* as in Image."""

    file: str


class Video(Element, frozen=True, tag="video"):
    """A video; *file* as in Image."""

    file: str


class File(Element, frozen=True, tag="file"):
    """A file; *file* as in Image. Stands alone in its message."""

    file: str
    name: str = ""


class Json(Element, frozen=True, tag="json"):
    """A card, as its JSON text."""

    data: str


class Markdown(Element, frozen=True, tag="markdown"):
    """Markdown; only some implementations send it."""

    content: str


class Dice(Element, frozen=True, tag="dice"):
    """A die that QQ throws. Stands alone in its message."""


class Rps(Element, frozen=True, tag="rps"):
    """Rock, paper, scissors. Stands alone in its message."""


class Music(Element, frozen=True, tag="music"):
    """A song of *type* qq, 163, kugou, migu or kuwo."""

    type: str
    id: Id


class CustomMusic(Element, frozen=True, tag="music"):
    """A song from anywhere: *url* is opened by a click, *audio* is played."""

    url: str
    audio: str
    title: str
    image: str = ""
    singer: str = ""

    def to_wire(self) -> WireSegment:
        """Return it as a segment of the wire."""
        row = super().to_wire()
        row["data"]["type"] = "custom"
        return row


class Contact(Element, frozen=True, tag="contact"):
    """A recommended person (*type* qq) or group."""

    type: str
    id: Id


class Xml(Element, frozen=True, tag="xml"):
    """A card, as its XML; only some implementations send it."""

    data: str


class Mface(Element, frozen=True, tag="mface"):
    """A sticker of a shop package, by the fields with which one came."""

    emoji_id: str
    emoji_package_id: Id
    key: str
    summary: str = ""
    url: str = ""


class Poke(Element, frozen=True, tag="poke"):
    """A poke as a part of a message, of a kind by its number; only some send it. See send_poke for the other sort."""

    type: Id
    id: Id = -1


class Shake(Element, frozen=True, tag="shake"):
    """Shakes the other's window; only some send it."""


class Share(Element, frozen=True, tag="share"):
    """A link with a title; only some send it."""

    url: str
    title: str
    content: str = ""
    image: str = ""


class Location(Element, frozen=True, tag="location"):
    """A place, by its latitude and longitude in degrees; only some send it."""

    lat: float | str
    lon: float | str
    title: str = ""
    content: str = ""


class Anonymous(Element, frozen=True, tag="anonymous"):
    """Says the message anonymously; only some send it. Goes first."""


class Tts(Element, frozen=True, tag="tts"):
    """Words that are read aloud; only some send it."""

    text: str


class CardImage(Element, frozen=True, tag="cardimage"):
    """A picture as a card; only some send it."""

    file: str
    source: str = ""
    icon: str = ""


class Forward(Element, frozen=True, tag="forward"):
    """A merged forward that exists already."""

    id: str


class Node(Element, frozen=True, tag="node"):
    """A message of a merged forward, by its id; only nodes stand beside nodes."""

    id: Id


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
