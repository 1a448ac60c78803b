"""What passes on the wire, for somebody who watches: one line for each call with its answer, and one for each event."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

LONGEST = 300
"""Characters of a line; the rest of a picture in base64 helps nobody."""

log = logging.getLogger("tui.simulator.traffic")
log.setLevel(logging.CRITICAL)


class _Lines(logging.Handler):
    def __init__(self, tell: Callable[[str], None]) -> None:
        super().__init__()
        self._tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        text = _visible(record.getMessage())
        moment = time.strftime("%H:%M:%S", time.localtime(record.created))
        self._tell(f"{moment} {text[:LONGEST]}{'…' if len(text) > LONGEST else ''}")


def show_traffic(tell: Callable[[str], None]) -> None:
    """Give each line to `tell` from now on."""
    log.setLevel(logging.INFO)
    log.propagate = False
    log.addHandler(_Lines(tell))


def is_watched() -> bool:
    """Whether anybody wants the lines: they are not made for nobody."""
    return log.isEnabledFor(logging.INFO)


def _visible(text: str) -> str:
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)
