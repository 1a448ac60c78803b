"""Writes a merged forward as plain text, with what is nested in it, to be kept in a file or copied."""

from __future__ import annotations

from datetime import datetime, tzinfo

from tui.chat.segments import Forward, ForwardedMessage, Quote, Segment, Text
from tui.locale import t
from tui.ui.describe import clock, day_of, describe, plain_name

_INDENT = "    "


def as_text(forward: Forward, title: str, zone: tzinfo | None = None) -> str:
    """Return all of *forward* as text: a title, a line for each day, who said what when, nested ones indented."""
    return "\n".join([title, "", *_lines(forward, zone)]) + "\n"


def file_name(title: str, now: int, zone: tzinfo | None = None) -> str:
    """Return what to call the file of a forward that is saved *now* (ms)."""
    return f"{title} {datetime.fromtimestamp(now / 1000, zone):%Y-%m-%d %H%M}.txt"


def said(message: ForwardedMessage, zone: tzinfo | None = None) -> str:
    """Return one message of a forward in its line or lines."""
    return "\n".join(_said(message, zone))


def _lines(forward: Forward, zone: tzinfo | None) -> list[str]:
    lines: list[str] = []
    day = None
    for message in forward.messages:
        if message.time and (today := day_of(message.time, zone)) != day:
            day = today
            lines.append(f"—— {day:%Y-%m-%d} ——")
        lines += _said(message, zone)
    if forward.left_out:
        lines.append(t("forward.left_out", n=forward.left_out))
    return lines


def _said(message: ForwardedMessage, zone: tzinfo | None) -> list[str]:
    time = f"{clock(message.time, zone)} " if message.time else ""
    words = _words(message.segments).split("\n")
    lines = [f"{time}{message.name or plain_name(message.sender, '')}: {words[0]}", *(f"{_INDENT}{line}" for line in words[1:])]
    for part in message.segments:
        if isinstance(part, Forward):
            lines += [f"{_INDENT}{line}" for line in _lines(part, zone)]
    return lines


def _words(segments: tuple[Segment, ...]) -> str:
    words = ""
    for segment in segments:
        if isinstance(segment, Quote):
            continue
        link = getattr(segment, "url", "")
        words += describe(segment, plain_name)
        if not isinstance(segment, Text) and isinstance(link, str) and link and link not in words:
            words += f" {link} "
    return words.rstrip() or t("segment.empty")
