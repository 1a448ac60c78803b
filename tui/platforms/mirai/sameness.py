"""Tells whether a message that is told can be the one we sent, though QQ has rewritten what it is made of."""

from __future__ import annotations

from collections.abc import Sequence

from tui.chat.segments import Copied, Forward, Mention, MentionAll, Segment, Text, first
from tui.platforms.mirai.encode import NotSendableError, encode
from tui.platforms.outline import outline

_BY_VALUE = {"At": "target", "Face": "faceId"}
"""Kinds that come back as they were sent; of the others only the kind does, because QQ gives media new names."""


def is_same_content(ours: Sequence[Segment], theirs: Sequence[Segment]) -> bool:
    """Return whether *theirs* can be *ours*: the same words, mentions and faces in order, the same kinds of media."""
    # A mention may have gone in words, where nobody can be mentioned.
    if outline(theirs, _signature) in (outline(ours, _signature), outline(map(_in_words, ours), _signature)):
        return True
    return _goes_wrapped(ours) and len(theirs) == 1 and isinstance(theirs[0], Forward)


def _goes_wrapped(segments: Sequence[Segment]) -> bool:
    """Return whether this is a copy of what can not be sent anew: then the original went inside a forward."""
    try:
        return first(segments, Copied) is not None and not encode(segments, is_group=True)
    except NotSendableError:
        return True


def _in_words(segment: Segment) -> Segment:
    """Return *segment*, a mention as the words in which it goes to where nobody can be mentioned."""
    if not isinstance(segment, (Mention, MentionAll)):
        return segment
    (element,) = encode([segment], is_group=False)
    return Text(element["text"])


def _signature(segment: Segment) -> tuple[str, str]:
    try:
        (element,) = encode([segment], is_group=True)
    except (NotSendableError, ValueError):
        return segment.kind, ""
    kind = "Image" if element["type"] == "FlashImage" else str(element["type"])
    return kind, str(element.get(_BY_VALUE.get(kind, ""), ""))
