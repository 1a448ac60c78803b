"""CQ codes as NapCat writes and reads them: the string form of a message."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from tui.simulator.model import Segment, segment

CODE = re.compile(r"\[CQ:(\w+)((?:,\w+=[^,\]]*)*)\]")


def escape(words: str) -> str:
    """Text outside a code."""
    return words.replace("&", "&amp;").replace("[", "&#91;").replace("]", "&#93;")


def unescape(words: str) -> str:
    """The reverse, for text and values alike."""
    return words.replace("&#91;", "[").replace("&#93;", "]").replace("&#44;", ",").replace("&amp;", "&")


def _value(value: object) -> str:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def encode(segments: Iterable[Segment], *, keeps_empty: bool = False) -> str:
    """The string form; values that are null or empty are left out, unless kept."""
    parts = []
    for part in segments:
        if part["type"] == "text":
            parts.append(escape(part["data"]["text"]))
            continue
        values = ((name, _value(value)) for name, value in part["data"].items())
        fields = "".join(f",{name}={escape(value).replace(',', '&#44;')}" for name, value in values if value or keeps_empty)
        parts.append(f"[CQ:{part['type']}{fields}]")
    return "".join(parts)


def decode(source: str) -> list[Segment]:
    """Segments of a string in which what is no well-formed code is text."""
    parts: list[Segment] = []
    end = 0
    for found in CODE.finditer(source):
        if found.start() > end:
            parts.append(segment("text", {"text": unescape(source[end : found.start()])}))
        fields = (field.partition("=") for field in found[2].split(",")[1:])
        parts.append(segment(found[1], {name: unescape(value) for name, _, value in fields}))
        end = found.end()
    if end < len(source):
        parts.append(segment("text", {"text": unescape(source[end:])}))
    return parts
