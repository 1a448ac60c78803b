"""Messages as plugins write them: segments that are dicts, and lists of them that know CQ codes.

The names and what they do are those of aiocqhttp 1.4, which NoneBot 1 hands to its plugins.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, SupportsIndex

from tui.chat import cqcode

Value = str | int | float


def escape(s: str, *, escape_comma: bool = True) -> str:
    """Return *s* as it stands in a CQ code, or with ``escape_comma=False`` as it stands in a message beside codes."""
    return cqcode.escape(s, escape_comma)


def unescape(s: str) -> str:
    """Return what :func:`escape` was given."""
    return cqcode.unescape(s)


def _given(**values: object) -> dict[str, str]:
    """Return those of *values* that are not None, as strings; True and False are 1 and 0."""
    return {
        name.rstrip("_"): str(int(value) if isinstance(value, bool) else value)
        for name, value in values.items()
        if value is not None
    }


class MessageSegment(dict[str, Any]):
    """One segment: a dict of ``type`` and ``data``. ``str()`` of it is its CQ code, adding two makes a :class:`Message`."""

    def __init__(self, d: dict[str, Any] | None = None, *, type_: str | None = None, data: dict[str, str] | None = None) -> None:
        super().__init__()
        if isinstance(d, dict) and d.get("type"):
            self.update(d)
            self.setdefault("data", {})
        elif type_:
            self["type"] = type_
            self["data"] = data or {}
        else:
            raise ValueError('the "type" field cannot be None or empty')

    def __getitem__(self, item: str) -> Any:
        if item not in ("type", "data"):
            raise KeyError(f'the key "{item}" is not allowed')
        return super().__getitem__(item)

    def __setitem__(self, key: str, value: Any) -> None:
        if key not in ("type", "data"):
            raise KeyError(f'the key "{key}" is not allowed')
        super().__setitem__(key, value)

    @property
    def type(self) -> str:
        """``text``, ``at``, ``image``, ..."""
        return str(self["type"])

    @type.setter
    def type(self, type_: str) -> None:
        self["type"] = type_

    @property
    def data(self) -> dict[str, Any]:
        """Its values, not escaped."""
        data: dict[str, Any] = self["data"]
        return data

    @data.setter
    def data(self, data: dict[str, Any] | None) -> None:
        self["data"] = data or {}

    def __str__(self) -> str:
        return cqcode.render([(self.type, {key: str(value) for key, value in self.data.items()})])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, MessageSegment) and self.type == other.type and self.data == other.data

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = None

    def __add__(self, other: Any) -> Message:
        result: Message = Message(self) + other
        return result

    def __radd__(self, other: Any) -> Message:
        return Message(other) + self

    @staticmethod
    def text(text: str) -> MessageSegment:
        """Plain words."""
        return MessageSegment(type_="text", data={"text": text})

    @staticmethod
    def emoji(id_: int) -> MessageSegment:
        """An emoji by its code point."""
        return MessageSegment(type_="emoji", data=_given(id=id_))

    @staticmethod
    def face(id_: int) -> MessageSegment:
        """A face of QQ's own."""
        return MessageSegment(type_="face", data=_given(id=id_))

    @staticmethod
    def image(
        file: str,
        destruct: bool | None = None,
        type: str | None = None,
        cache: bool | None = None,
        proxy: bool | None = None,
        timeout: int | None = None,
    ) -> MessageSegment:
        """A picture: a link, ``file:///...`` or ``base64://...``."""
        data = _given(file=file, type=type, cache=cache, proxy=proxy, timeout=timeout, destruct=destruct)
        return MessageSegment(type_="image", data=data)

    @staticmethod
    def record(
        file: str, magic: bool | None = None, cache: bool | None = None, proxy: bool | None = None, timeout: int | None = None
    ) -> MessageSegment:
        """A voice message."""
        data = _given(file=file, magic=magic, cache=cache, proxy=proxy, timeout=timeout)
        return MessageSegment(type_="record", data=data)

    @staticmethod
    def video(file: str, cache: bool | None = None, proxy: bool | None = None, timeout: int | None = None) -> MessageSegment:
        """A video."""
        return MessageSegment(type_="video", data=_given(file=file, cache=cache, proxy=proxy, timeout=timeout))

    @staticmethod
    def at(user_id: int | str) -> MessageSegment:
        """@somebody."""
        return MessageSegment(type_="at", data=_given(qq=user_id))

    @staticmethod
    def rps() -> MessageSegment:
        """Rock, paper, scissors."""
        return MessageSegment(type_="rps")

    @staticmethod
    def dice() -> MessageSegment:
        """A die."""
        return MessageSegment(type_="dice")

    @staticmethod
    def shake() -> MessageSegment:
        """A shaken window."""
        return MessageSegment(type_="shake")

    @staticmethod
    def poke(type_: str, id_: int) -> MessageSegment:
        """A poke."""
        return MessageSegment(type_="poke", data=_given(type=type_, id=id_))

    @staticmethod
    def anonymous(ignore_failure: bool | None = False) -> MessageSegment:
        """Speak without a name: QQ has taken it away, and it is ignored."""
        return MessageSegment(type_="anonymous", data=_given(ignore=ignore_failure))

    @staticmethod
    def share(url: str, title: str, content: str | None = None, image_url: str | None = None) -> MessageSegment:
        """A link with a title."""
        return MessageSegment(type_="share", data=_given(url=url, title=title, content=content, image=image_url))

    @staticmethod
    def contact_user(id_: int) -> MessageSegment:
        """A recommended person."""
        return MessageSegment(type_="contact", data=_given(type="qq", id=id_))

    @staticmethod
    def contact_group(id_: int) -> MessageSegment:
        """A recommended group."""
        return MessageSegment(type_="contact", data=_given(type="group", id=id_))

    @staticmethod
    def location(latitude: float, longitude: float, title: str | None = None, content: str | None = None) -> MessageSegment:
        """A place."""
        return MessageSegment(type_="location", data=_given(lat=latitude, lon=longitude, title=title, content=content))

    @staticmethod
    def music(type_: str, id_: int, style: int | None = None) -> MessageSegment:
        """A song of a service."""
        return MessageSegment(type_="music", data=_given(type=type_, id=id_, style=style))

    @staticmethod
    def music_custom(
        url: str, audio_url: str, title: str, content: str | None = None, image_url: str | None = None
    ) -> MessageSegment:
        """A song from anywhere."""
        data = _given(type="custom", url=url, audio=audio_url, title=title, content=content, image=image_url)
        return MessageSegment(type_="music", data=data)

    @staticmethod
    def reply(id_: int) -> MessageSegment:
        """A quote of the message of this id."""
        return MessageSegment(type_="reply", data=_given(id=id_))

    @staticmethod
    def forward(id_: int) -> MessageSegment:
        """A merged forward."""
        return MessageSegment(type_="forward", data=_given(id=id_))

    @staticmethod
    def node(id_: int) -> MessageSegment:
        """A node of a merged forward: a message by its id."""
        return MessageSegment(type_="node", data=_given(id=id_))

    @staticmethod
    def node_custom(user_id: int, nickname: str, content: Any) -> MessageSegment:
        """A node of a merged forward with words of one's own."""
        words = content if isinstance(content, str | MessageSegment | Message) else Message(content)
        return MessageSegment(type_="node", data=_given(user_id=user_id, nickname=nickname, content=words))

    @staticmethod
    def xml(data: str) -> MessageSegment:
        """An XML card."""
        return MessageSegment(type_="xml", data={"data": data})

    @staticmethod
    def json(data: str) -> MessageSegment:
        """A JSON card."""
        return MessageSegment(type_="json", data={"data": data})


class Message(list[MessageSegment]):
    """A message: a list of segments, made of a CQ string, a segment, or a list of either form. Neighbouring texts are one."""

    def __init__(self, msg: Any = None) -> None:
        super().__init__()
        if isinstance(msg, str | list | tuple):
            self.extend(msg)
        elif isinstance(msg, dict):
            self.append(msg)
        elif msg is not None:
            raise ValueError("the msg argument is not recognized")

    def __str__(self) -> str:
        return "".join(str(segment) for segment in self)

    def __iadd__(self, other: Any) -> Message:  # type: ignore[override]
        if isinstance(other, dict):
            return self.append(other)
        if isinstance(other, str | list):
            return self.extend(other)
        raise ValueError("the addend is not a message")

    def __add__(self, other: Any) -> Message:  # type: ignore[override]
        result = Message(self)
        result += other
        return result

    def __radd__(self, other: Any) -> Message:
        try:
            return Message(other) + self
        except ValueError:
            raise ValueError("the left addend is not a message") from None

    def append(self, obj: Any) -> Message:  # type: ignore[override]
        """Add one segment, to the text before it if both are texts."""
        # A copy: two messages made of one another do not share their texts.
        segment = (
            MessageSegment({"type": obj.get("type"), "data": dict(obj.get("data") or {})}) if isinstance(obj, dict) else None
        )
        if segment is None:
            raise ValueError("the object is not a proper message segment")
        if segment.type != "text":
            super().append(segment)
        elif self and self[-1].type == "text":
            self[-1].data["text"] += segment.data.get("text", "")
        elif segment.data.get("text") or not self:
            super().append(segment)
        return self

    def extend(self, msg: Iterable[Any]) -> Message:  # type: ignore[override]
        """Add all segments of a CQ string or a list."""
        if isinstance(msg, str):
            msg = [{"type": kind, "data": data} for kind, data in cqcode.parse(msg)]
        for segment in msg:
            self.append(segment)
        return self

    def insert(self, index: SupportsIndex, obj: Any) -> None:
        """Put one segment before the one at *index*."""
        super().insert(index, obj if isinstance(obj, MessageSegment) else MessageSegment(obj))

    def reduce(self) -> None:
        """Join neighbouring texts."""
        segments = list(self)
        self.clear()
        self.extend(segments)

    def extract_plain_text(self, reduce: bool = False) -> str:
        """Return the texts, joined by spaces."""
        if reduce:
            self.reduce()
        return " ".join(str(segment.data.get("text", "")) for segment in self if segment.type == "text")

    def image_urls(self) -> list[str]:
        """Return the links of the pictures."""
        return [segment.data["url"] for segment in self if segment.type == "image" and "url" in segment.data]


__all__ = ["Message", "MessageSegment", "escape", "unescape"]
