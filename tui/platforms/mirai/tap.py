"""Tells of each frame of a mirai connection: what it is, and where in it stands what it is about."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from tui.platforms.call_tap import CallTap
from tui.platforms.frames import Direction, FrameKind
from tui.platforms.values import Row, as_row, as_text

_SEARCHED = 20_000
"""Characters of a frame that are looked through for what is interesting: it is on the way of every frame."""

_CONTENT = '"content": '
_DATA = re.compile(r'"data"\s*:\s*(?:\{\s*"code"\s*:\s*0\s*,\s*"msg"\s*:\s*"[^"]*"\s*,\s*"data"\s*:\s*)?')
_WORDS = re.compile(r'"msg"\s*:\s*("(?:[^"\\]|\\.)*")')
_AFTER_TYPE = re.compile(r'"data"\s*:\s*\{\s*"type"\s*:\s*"[^"]*"\s*,\s*')
_CHAIN = re.compile(r'"messageChain"\s*:\s*')
_IS_MESSAGE = re.compile(r'\{\s*"type"\s*:\s*"\w*Message"')
_PLAIN = re.compile(r'"type"\s*:\s*"Plain"\s*,\s*"text"\s*:\s*("(?:[^"\\]|\\.)*")')
_HEADS = ("Source", "Quote")
"""The elements of a chain that are no part of what was said."""


class Tap(CallTap):
    """The frames of one connection; calls go by their syncId."""

    def came(self, frame: object, text: str) -> None:
        """A packet came that answers nothing."""
        if not self.is_heard:
            return
        packet = as_row(frame)
        kind = as_text(packet.get("type"))
        if kind:
            self.tell(Direction.IN, FrameKind.EVENT, kind, text, **_gist_of_event(packet, text))
        else:
            self.tell(Direction.IN, FrameKind.BROKEN, "", text, is_failed=True)

    def gist_of_call(self, text: str) -> Mapping[str, int]:
        """Return where the content stands."""
        start = text.find(_CONTENT)
        return {"gist": start + len(_CONTENT), "gist_end": len(text) - 1} if start >= 0 else {}

    def gist_of_answer(self, text: str, is_failed: bool) -> Mapping[str, int]:
        """Return where its words stand when it refuses, else what was asked for."""
        if is_failed and (words := _WORDS.search(text, 0, _SEARCHED)) is not None:
            return {"gist": words.start(1), "gist_end": words.end(1)}
        start = _DATA.search(text, 0, _SEARCHED)
        if start is None:
            return {}
        if _IS_MESSAGE.match(text, start.end()) and (words := _PLAIN.search(text, start.end(), _SEARCHED)):
            return {"gist": words.start(1), "gist_end": words.end(1)}
        depth = start[0].count('"data"')
        return {"gist": start.end(), "gist_end": max(start.end(), len(text) - depth)}


def _gist_of_event(packet: Row, text: str) -> Mapping[str, int]:
    """Return where the words of a message stand, else what an event tells besides its type."""
    chain = packet.get("messageChain")
    if not isinstance(chain, list):
        start = _AFTER_TYPE.search(text, 0, _SEARCHED)
        return {"gist": start.end(), "gist_end": len(text) - 2} if start is not None else {}
    said = [row for row in map(as_row, chain) if row.get("type") not in _HEADS]
    words = next((as_text(row.get("text")) for row in said if row.get("type") == "Plain"), "")
    for written in (json.dumps(words, ensure_ascii=False), json.dumps(words)) if words else ():
        place = text.find(written, 0, _SEARCHED)
        if place >= 0:
            return {"gist": place, "gist_end": place + len(written)}
    found = _CHAIN.search(text, 0, _SEARCHED)
    return {"gist": found.end()} if found is not None else {}
