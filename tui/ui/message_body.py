"""Turns the segments of a message into one text to show and copy, with runs that say how each piece looks and what it does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import quote

from msgspec import Struct

from tui.chat import segments as seg
from tui.locale import t
from tui.ui.describe import NameOf, describe, forward_lines
from tui.ui.wrap import URL, expand_tabs


class Part(NamedTuple):
    """What a piece of a line does when it is clicked: a verb of the pane and what it is done with."""

    verb: str
    value: str = ""


class Run(NamedTuple):
    """A piece of the text, in code points, the look it has (the name of a style) and what it does."""

    start: int
    end: int
    look: str = "text"
    part: Part | None = None


class Body(Struct, frozen=True):
    """A message's text and the runs it consists of, without holes and in order."""

    text: str
    runs: Sequence[Run]


_DEGREES = re.compile(r"-?\d{1,3}(\.\d{1,12})?")

# These stand on a line of their own beside words; faces and mentions flow with the text.
_BLOCKS = (
    seg.Image, seg.Voice, seg.Video, seg.File, seg.Forward, seg.Card, seg.Music, seg.Location, seg.Contact, seg.Share,
    seg.Keyboard, seg.Gift, seg.Unknown,
)  # fmt: skip


SAVABLE = (seg.Image, seg.Sticker, seg.Voice, seg.Video, seg.File)
"""What can be saved as a file."""


def make_body(segments: Sequence[seg.Segment], own_id: str, name_of: NameOf) -> Body:
    """Return the body of a message of *segments*; quotes are left out, for they stand above it."""
    builder = _Builder(own_id, name_of)
    for segment in segments:
        builder.add(segment)
    return builder.body()


def links_of(segments: Sequence[seg.Segment]) -> list[str]:
    """Return the links in *segments*, in order and once each: those in the text and those behind pictures, cards and files."""
    found: list[str] = []
    for segment in segments:
        if isinstance(segment, seg.Text):
            found += URL.findall(segment.text)
        elif isinstance(segment, seg.Keyboard):
            found += segment.links
        elif url := _link_behind(segment):
            found.append(url)
    return list(dict.fromkeys(found))


class _Builder:
    def __init__(self, own_id: str, name_of: NameOf) -> None:
        self._own_id = own_id
        self._name_of = name_of
        self._texts: list[str] = []
        self._runs: list[Run] = []
        self._length = 0
        self._after_block = False

    def add(self, segment: seg.Segment) -> None:
        if isinstance(segment, (seg.Quote, seg.Copied)):
            return
        if isinstance(segment, seg.Text):
            self._add_text(segment.text)
            return
        is_block = isinstance(segment, _BLOCKS)
        self._break_after_block()
        if is_block and self._texts and not self._texts[-1].endswith("\n"):
            self._append("\n", "text")
        words = describe(segment, self._name_of)
        self._append(words, self._look(segment), _part(segment))
        if isinstance(segment, seg.Forward):
            for line in forward_lines(segment, self._name_of):
                self._append("\n", "text")
                self._append(line, "quote", Part("message.open"))
        self._after_block = is_block

    def body(self) -> Body:
        text = "".join(self._texts)
        if not text:
            text = t("segment.empty")
            return Body(text, (Run(0, len(text), "placeholder"),))
        return Body(text, self._runs)

    def _add_text(self, text: str) -> None:
        if self._after_block:
            text = text.removeprefix("\n")
        text = expand_tabs(text)
        if not text:
            return
        self._break_after_block()
        at = 0
        if "://" in text:
            for match in URL.finditer(text):
                self._append(text[at : match.start()], "text")
                self._append(match[0], "link", Part("link", match[0]))
                at = match.end()
        self._append(text[at:], "text")

    def _break_after_block(self) -> None:
        if self._after_block:
            self._append("\n", "text")
            self._after_block = False

    def _look(self, segment: seg.Segment) -> str:
        if isinstance(segment, seg.MentionAll) or (isinstance(segment, seg.Mention) and segment.user == self._own_id):
            return "mention_me"
        return "mention" if isinstance(segment, seg.Mention) else "placeholder"

    def _append(self, text: str, look: str, part: Part | None = None) -> None:
        if text:
            self._texts.append(text)
            self._runs.append(Run(self._length, self._length + len(text), look, part))
            self._length += len(text)


def _part(segment: seg.Segment) -> Part | None:
    """Return what a click on *segment* does."""
    if url := _link_behind(segment):
        return Part("link", url)
    if isinstance(segment, seg.Forward):
        return Part("message.open")
    return Part("message.save") if isinstance(segment, SAVABLE) else None


def _link_behind(segment: seg.Segment) -> str:
    """Return the link that *segment* carries, "" when it has none that a browser could open."""
    if isinstance(segment, seg.Location):
        return _map_link(segment)
    url = getattr(segment, "url", "")
    return url if isinstance(url, str) and url.startswith(("http://", "https://")) else ""


def _map_link(place: seg.Location) -> str:
    """Return a link to *place* on a map, "" where its numbers are none."""
    if not all(_DEGREES.fullmatch(number) for number in (place.latitude, place.longitude)):
        return ""
    title = quote(place.title or place.address or f"{place.latitude},{place.longitude}")
    return f"https://apis.map.qq.com/uri/v1/marker?marker=coord:{place.latitude},{place.longitude};title:{title}&referer=qiao"
