"""Tells of each frame of a mirai connection: what it is, and where in it stands what it is about."""

from __future__ import annotations

from collections.abc import Mapping

from tui.platforms.call_tap import CallTap
from tui.platforms.frames import Direction, FrameKind
from tui.platforms.values import as_row, as_text

_CONTENT = '"content": '
_DATA = '"data":'


class Tap(CallTap):
    """The frames of one connection; calls go by their syncId."""

    def came(self, frame: object, text: str) -> None:
        """A packet came that answers nothing."""
        kind = as_text(as_row(frame).get("type"))
        if kind:
            self.tell(Direction.IN, FrameKind.EVENT, kind, text, **self.gist_of_answer(text, False))
        else:
            self.tell(Direction.IN, FrameKind.BROKEN, "", text, is_failed=True)

    def gist_of_call(self, text: str) -> Mapping[str, int]:
        """Return where the content stands."""
        return {"gist": text.find(_CONTENT) + len(_CONTENT), "gist_end": len(text) - 1}

    def gist_of_answer(self, text: str, is_failed: bool) -> Mapping[str, int]:
        """Return where the data stands."""
        start = text.find(_DATA, 0, 400)
        return {"gist": start + len(_DATA), "gist_end": len(text) - 1} if start >= 0 else {}
