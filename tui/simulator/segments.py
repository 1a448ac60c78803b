"""Short constructors of the world's message segments, and of tiny real pictures for them."""

from __future__ import annotations

import json
import struct
import zlib
from typing import Any

from tui.simulator.model import Message, Node, Segment, segment


def text(words: str) -> Segment:
    """Plain words."""
    return segment("text", {"text": words})


def at(user_id: str) -> Segment:
    """A mention of somebody, or of "all"."""
    return segment("at", {"qq": user_id})


def face(number: int) -> Segment:
    """A QQ face."""
    return segment("face", {"id": str(number)})


def reply(message: Message) -> Segment:
    """A quotation of a message; stands first."""
    return segment("reply", {"to": message.uid})


def image(name: str, size: int, *, summary: str = "", is_sticker: bool = False) -> Segment:
    """A picture of so many bytes; `summary` such as `[动画表情]`."""
    return segment("image", {"file": name, "size": size, "summary": summary, "sub_type": 1 if is_sticker else 0})


def store_sticker(name: str, key: str, package: int) -> Segment:
    """A sticker from the store, which arrives as an image with a name and without a size."""
    return segment("mface", {"summary": f"[{name}]", "key": key, "emoji_id": key * 2, "emoji_package_id": package})


def record(name: str, size: int) -> Segment:
    """A voice message."""
    return segment("record", {"file": name, "size": size})


def video(name: str, size: int) -> Segment:
    """A video."""
    return segment("video", {"file": name, "size": size})


def file(name: str, size: int) -> Segment:
    """A file; stands alone in its message."""
    return segment("file", {"file": name, "size": size})


def forward(nodes: list[Node]) -> Segment:
    """Messages forwarded together; stands alone in its message."""
    return segment("forward", {"nodes": nodes})


def card(app: str, prompt: str, meta: dict[str, Any]) -> Segment:
    """A json card, as mini programs and shared links arrive; `prompt` is its one line for a list."""
    body = {"ver": "1.0.0.19", "prompt": prompt, "config": {"type": "normal", "forward": 1}, "app": app, "meta": meta}
    return segment("json", {"data": json.dumps(body, ensure_ascii=False, separators=(",", ":"))})


WRITTEN = b"Description\0\0\0\0\0"
"""The head of the chunk that holds what is written on a picture (PNG's iTXt, not compressed)."""


def words_of(picture: bytes) -> str:
    """What is written on a PNG, by its description; "" for every other picture."""
    place = picture.find(b"iTXt" + WRITTEN)
    if place < 4:
        return ""
    length = int.from_bytes(picture[place - 4 : place], "big")
    return picture[place + 4 + len(WRITTEN) : place + 4 + length].decode(errors="replace")


def png(width: int, height: int, colour: tuple[int, int, int], words: str = "") -> bytes:
    """A real PNG of one colour with a diagonal of its complement, so that it is seen to be a picture; `words` describe it."""
    other = bytes(255 - part for part in colour)
    rows = []
    for y in range(height):
        x = y * width // height
        rows.append(b"\0" + bytes(colour) * x + other + bytes(colour) * (width - x - 1))

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    written = chunk(b"iTXt", WRITTEN + words.encode()) if words else b""
    parts = (chunk(b"IHDR", header), written, chunk(b"IDAT", zlib.compress(b"".join(rows))), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)
