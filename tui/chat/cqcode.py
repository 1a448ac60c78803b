"""CQ codes: the string form of OneBot messages, ``[CQ:type,key=value,...]``, read and written without loss.

Source: the OneBot 11 text on the string format; escapes are ``&amp; &#91; &#93;`` in text and also ``&#44;`` in values. ``&`` is
encoded first and decoded last. What looks like a code but is none is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_CODE = re.compile(r"\[CQ:([A-Za-z0-9_.-]+)((?:,[A-Za-z0-9_.-]+=[^,\[\]]*)*),?\]")

Part = tuple[str, dict[str, str]]
"""A segment's type and its data, all values strings; text is ``("text", {"text": ...})``."""


def escape(text: str, is_value: bool = False) -> str:
    """Return *text* as it stands in a message, or in a code's value when *is_value*."""
    text = text.replace("&", "&amp;").replace("[", "&#91;").replace("]", "&#93;")
    return text.replace(",", "&#44;") if is_value else text


def unescape(text: str) -> str:
    """Return what :func:`escape` was given."""
    return text.replace("&#44;", ",").replace("&#91;", "[").replace("&#93;", "]").replace("&amp;", "&")


def parse(message: str) -> list[Part]:
    """Return the parts of *message* in order; empty text between codes is left out."""
    parts: list[Part] = []
    end = 0
    for match in _CODE.finditer(message):
        if match.start() > end:
            parts.append(("text", {"text": unescape(message[end : match.start()])}))
        pairs = (pair.partition("=") for pair in match[2].split(",") if pair)
        parts.append((match[1], {key: unescape(value) for key, _, value in pairs}))
        end = match.end()
    if end < len(message):
        parts.append(("text", {"text": unescape(message[end:])}))
    return parts


def render(parts: Iterable[Part]) -> str:
    """Return *parts* as one message string; :func:`parse` is its inverse for neighbours that are not both text."""
    out: list[str] = []
    for kind, data in parts:
        if kind == "text":
            out.append(escape(data.get("text", "")))
        else:
            out.append(f"[CQ:{kind}{''.join(f',{key}={escape(value, True)}' for key, value in data.items())}]")
    return "".join(out)
