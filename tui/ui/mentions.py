"""Mentions and faces in a text under way: they move with it, turn into words when touched, and become segments."""

from __future__ import annotations

from tui.chat.segments import Face, Mention, MentionAll, Segment, Text
from tui.store.rows import DraftMention

Span = DraftMention
Spans = tuple[Span, ...]
"""The mentions of a text, in order."""


def after_edit(spans: Spans, start: int, end: int, length: int) -> Spans:
    """Return *spans* after *start* to *end* was replaced by *length* code points: what was touched is no mention any more."""
    if not spans:
        return spans
    shift = length - (end - start)
    kept = []
    for span in spans:
        if span.end <= start:
            kept.append(span)
        elif span.start >= end:
            kept.append(span._replace(start=span.start + shift, end=span.end + shift))
    return tuple(kept)


def segments(text: str, spans: Spans = ()) -> tuple[Segment, ...]:
    """Return *text* as what is sent, without blank lines before and blanks after it; () when nothing is left.

    Nothing in the words themselves is looked at: ``[CQ:at,qq=all]``, ``/help`` and ``@name`` typed by hand stay text.
    """
    start = len(text) - len(text.lstrip("\n"))
    end = len(text.rstrip())
    made: list[Segment] = []
    for span in spans:
        if span.start > start:
            made.append(Text(text[start : span.start]))
        made.append(_segment(span))
        start = span.end
    if start < end:
        made.append(Text(text[start:end]))
    return tuple(made)


def _segment(span: Span) -> Segment:
    if span.face:
        return Face(span.face, span.name)
    return Mention(span.user, span.name) if span.user else MentionAll()
