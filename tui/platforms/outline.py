"""What a message is made of, as far as it comes back from a platform as it was sent: by this we know our own again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from tui.chat.segments import Copied, Quote, Segment, Text

_SPACES = re.compile(r"\s+")

Signature = Callable[[Segment], tuple[str, str]]
"""Returns of a segment that is no text the kind in which it comes back, and what of it comes back as it was."""


def outline(segments: Iterable[Segment], signature: Signature, spoken: Callable[[str], str] = str) -> list[tuple[str, str]]:
    """Return what *segments* are made of, texts next to each other as one and without white space; *spoken* is how a text comes
    back. A quote and the trace of a copy are left out.
    """
    found: list[tuple[str, str]] = []
    for segment in segments:
        if isinstance(segment, (Quote, Copied)):
            continue
        if not isinstance(segment, Text):
            found.append(signature(segment))
        elif words := _SPACES.sub("", spoken(segment.text)):
            before = found.pop()[1] if found and found[-1][0] == "text" else ""
            found.append(("text", before + words))
    return found
