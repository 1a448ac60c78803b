"""Tells whether a message of the history can be the one we sent, though QQ has rewritten what it is made of."""

from __future__ import annotations

from collections.abc import Sequence

from tui.chat.segments import Quote, Segment, Text
from tui.platforms.onebot11.encode import NotSendableError, encode
from tui.platforms.onebot11.segments import decode
from tui.platforms.outline import outline

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
    return outline(ours, _signature, _spoken) == outline(theirs, _signature, _spoken)


def _signature(segment: Segment) -> tuple[str, str]:
    try:
        rows = encode([segment])
    except NotSendableError:
        return segment.kind, ""
    data = rows[0]["data"]
    kind = str(rows[0]["type"])
    if kind in _AS_CARDS:
        return "json", ""
    return kind, str(data.get("qq") or data.get("id") or "") if kind in _BY_VALUE else ""


def _spoken(text: str) -> str:
    return "".join(part.text for part in decode([{"type": "text", "data": {"text": text}}]) if isinstance(part, Text))
