"""Writes segments as what Bilibili takes: words with the codes of small faces in them, or a picture; nothing else exists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from tui.chat.segments import Copied, Face, Image, Mention, Segment, Share, Text
from tui.platforms.bilibili.api.sending import TEXT, written

MAX_BYTES = 2000
"""Bytes that the content of a message may have, its wrapping included; whether the service counts so, nobody has proved."""

MISSING = frozenset((
    "mention_all", "sticker", "voice", "video", "file", "quote", "forward", "card", "poke", "dice", "rps", "music", "location",
    "contact", "keyboard", "gift", "notice", "unknown",
))  # fmt: skip
"""The kinds of segments that can not be sent."""

Part = str | Image
"""What one message can be."""


class NotSendableError(ValueError):
    """A segment of this kind can not be sent; the text is the segment's kind."""


def parts_of(segments: Iterable[Segment]) -> tuple[Part, ...]:
    """Return *segments* as the messages that they take: words together, each picture alone. Raises NotSendableError rather than
    leave one out.
    """
    parts: list[Part] = []
    for segment in segments:
        if isinstance(segment, Copied):
            continue
        if isinstance(segment, Image):
            parts.append(segment)
            continue
        words = words_of(segment)
        if parts and isinstance(parts[-1], str):
            parts[-1] += words
        else:
            parts.append(words)
    return tuple(part for part in parts if isinstance(part, Image) or part.strip())


def words_of(segment: Segment) -> str:
    """Return what stands for *segment* in a text. Raises NotSendableError."""
    write = _WRITERS.get(type(segment))
    if write is None:
        raise NotSendableError(segment.kind)
    return write(segment)


def byte_count(text: str) -> int:
    """Return the bytes of *text* as the content of a message: a Chinese character has three, a line end two."""
    return len(written(TEXT, text).encode())


def is_same_content(ours: Sequence[Segment], theirs: Sequence[Segment]) -> bool:
    """Return whether *theirs*, as the service shows it, can be what we sent as *ours*: a picture has a new address there."""
    try:
        sent, shown = parts_of(ours), parts_of(theirs)
    except NotSendableError:
        return False
    if len(sent) != len(shown) or not sent:
        return False
    return all(
        (isinstance(one, Image) and isinstance(other, Image)) or (isinstance(one, str) and one == other)
        for one, other in zip(sent, shown, strict=True)
    )


def _face(segment: Face) -> str:
    return f"[{segment.name or segment.id}]"


def _mention(segment: Mention) -> str:
    return f"@{segment.name or segment.user} "


def _share(segment: Share) -> str:
    return " ".join(part for part in (segment.title, segment.url) if part)


_WRITERS: dict[type, Callable[..., str]] = {
    Text: lambda segment: segment.text,
    Face: _face,
    Mention: _mention,
    Share: _share,
}
