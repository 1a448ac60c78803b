"""Mentions and faces in a text under way: they move with it, turn into words when touched, and become segments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tui.chat.segments import Face, Mention, MentionAll, Segment, Text
from tui.chat.text import one_line
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


def written(parts: Sequence[Segment], at: int, names: Mapping[str, str], everybody: str) -> tuple[str, Spans] | None:
    """Return *parts* as a text with its mentions and faces that begins at *at*; None where one of them is no text.

    *names* are those of the people (by id) whom the parts do not name; *everybody* is what all are called.
    """
    text, spans = "", []
    for part in parts:
        match part:
            case Text(text=words):
                text += words
                continue
            case Mention(user=user, name=name):
                made = Span(0, 0, user, one_line(name or names.get(user, "") or user, 80))
            case MentionAll():
                made = Span(0, 0, "", everybody)
            case Face(id=id, name=name):
                made = Span(0, 0, "", one_line(name or id, 80), id)
            case _:
                return None
        start = at + len(text)
        text += made.shown
        spans.append(made._replace(start=start, end=at + len(text)))
    return text, tuple(spans)


def _segment(span: Span) -> Segment:
    if span.face:
        return Face(span.face, span.name)
    return Mention(span.user, span.name) if span.user else MentionAll()
