"""Tells whether a message of the history can be the one we sent, though QQ has rewritten what it is made of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tui.chat.segments import Copied, Quote, Segment, Text
from tui.platforms.onebot11.encode import NotSendableError, encode
from tui.platforms.onebot11.segments import decode

_SPACES = re.compile(r"\s+")
_BY_VALUE = ("at", "face")
"""Kinds that come back as they were sent; of media and forwards only the kind does, because QQ gives them new names."""

_AS_CARDS = ("contact", "location", "music", "share")
"""Kinds that come back as a card."""


def is_same_content(ours: Sequence[Segment], theirs: Sequence[Segment]) -> bool:
    """Return whether *theirs* can be *ours*: the same words, mentions and faces in order, the same kinds of media.

    White space is not compared (NapCat trims it and turns its line ends), and our quote may be missing from theirs.
    """
    their_quote = next((s.native for s in theirs if isinstance(s, Quote)), "")
    our_quote = next((s.native for s in ours if isinstance(s, Quote)), "")
    if their_quote and their_quote != our_quote:
        return False
    return _outline(ours) == _outline(theirs)


def _outline(segments: Sequence[Segment]) -> list[tuple[str, str]]:
    outline: list[tuple[str, str]] = []
    for segment in segments:
        if isinstance(segment, (Quote, Copied)):
            continue
        kind, value = _signature(segment)
        if kind == "text" and outline and outline[-1][0] == "text":
            value = outline.pop()[1] + value
        if kind != "text" or value:
            outline.append((kind, value))
    return outline


def _signature(segment: Segment) -> tuple[str, str]:
    if isinstance(segment, Text):
        return "text", _SPACES.sub("", next((s.text for s in decode([_as_text(segment)]) if isinstance(s, Text)), ""))
    try:
        rows = encode([segment])
    except NotSendableError:
        return segment.kind, ""
    data = rows[0]["data"]
    kind = str(rows[0]["type"])
    if kind in _AS_CARDS:
        return "json", ""
    return kind, str(data.get("qq") or data.get("id") or "") if kind in _BY_VALUE else ""


def _as_text(segment: Text) -> dict[str, object]:
    return {"type": "text", "data": {"text": segment.text}}
