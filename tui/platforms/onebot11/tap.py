"""Tells of each frame of an OneBot connection: what it is, and where in it stands what it is about."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tui.platforms.call_tap import CallTap
from tui.platforms.frames import Direction, FrameKind
from tui.platforms.values import as_row, as_text

_SEARCHED = 20_000
"""Characters of a frame that are looked through for what is interesting: it is on the way of every frame."""

_DETAILS = {
    "message": ("message_type", "sub_type"),
    "message_sent": ("message_type", "sub_type"),
    "notice": ("notice_type", "sub_type"),
    "request": ("request_type", "sub_type"),
    "meta_event": ("meta_event_type", "sub_type"),
}
_PARAMS = '"params": '
_AFTER_PARAMS = ', "echo": '
_DATA = re.compile(r'"data"\s*:\s*')
_WORDING = re.compile(r'"(?:wording|message|msg)"\s*:\s*(?!"")')
_RAW_MESSAGE = re.compile(r'"raw_message"\s*:\s*("(?:[^"\\]|\\.)*")')
_AFTER_DATA = re.compile(r'(?:,\s*"(?:message|msg|wording|echo|stream)"\s*:\s*(?:"(?:[^"\\]|\\.)*"|null|-?\d+)\s*)+\}\s*\Z')
_TAIL = 400
"""Characters at the end of an answer, among which its words and its echo stand behind what it is about."""


class Tap(CallTap):
    """The frames of one connection; calls go by their echo."""

    def came(self, frame: object, text: str) -> None:
        """A frame came that answers nothing."""
        if not self.is_heard:
            return
        row = as_row(frame)
        kind = as_text(row.get("post_type"))
        if not kind:
            self.tell(Direction.IN, FrameKind.BROKEN, "", text, is_failed=True)
            return
        is_beat = kind == "meta_event" and row.get("meta_event_type") == "heartbeat"
        words = [kind, *(as_text(row.get(key)) for key in _DETAILS.get(kind, ()))]
        label = ".".join(word for word in words if word)
        said = _RAW_MESSAGE.search(text, 0, _SEARCHED) if kind.startswith("message") else None
        gist = {"gist": said.start(1), "gist_end": said.end(1)} if said is not None else {}
        self.tell(Direction.IN, FrameKind.BEAT if is_beat else FrameKind.EVENT, label, text, **gist)

    def gist_of_call(self, text: str) -> Mapping[str, int]:
        """Return where the parameters stand."""
        return {"gist": text.find(_PARAMS) + len(_PARAMS), "gist_end": text.rfind(_AFTER_PARAMS)}

    def gist_of_answer(self, text: str, is_failed: bool) -> Mapping[str, int]:
        """Return where its words stand when it refuses, else its data."""
        start = (_WORDING if is_failed else _DATA).search(text, 0, _SEARCHED)
        if start is None:
            return {}
        end = None if is_failed else _AFTER_DATA.search(text, max(start.end(), len(text) - _TAIL))
        return {"gist": start.end(), "gist_end": end.start() if end is not None else 0}
