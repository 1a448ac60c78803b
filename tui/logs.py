"""The log file: rotating, in the state folder, without message text and without secrets."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path

from tui.locale import t

MAX_BYTES = 1_000_000
KEPT_FILES = 2

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_NAMES = "access_token|sessdata|bili_jct|csrf|csrf_token|buvid[34]|refresh_token|qrcode_key"
_SECRET = re.compile(rf"(\b(?:{_NAMES})=|Bearer )[^\s&;\"')]+", re.IGNORECASE)


class _Formatter(logging.Formatter):
    """Blackens tokens and cookies, which other people's libraries put into urls and headers of their messages and tracebacks."""

    def format(self, record: logging.LogRecord) -> str:
        return _SECRET.sub(r"\1***", super().format(record))


def start_logging(path: Path, level: str) -> Callable[[], None]:
    """Log to *path* from now on, and return what ends it. Raises OSError when the file can not be written.

    *level* (debug, info, warning, error) is for qiao's own modules. Those of others, which log whole frames when asked for
    more, stay at warning.
    """
    path.touch(mode=0o600)
    handler = RotatingFileHandler(path, maxBytes=MAX_BYTES, backupCount=KEPT_FILES, encoding="utf-8", delay=True)
    handler.setFormatter(_Formatter(_FORMAT))
    root, own = logging.getLogger(), logging.getLogger("tui")
    before = root.level, own.level
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    own.setLevel(level.upper())

    def stop() -> None:
        root.removeHandler(handler)
        try:
            handler.close()
        except OSError as error:  # a full disk: the last lines of the log are lost, and nobody is left to write it to
            print(t("cli.warning", words=error.strerror or error), file=sys.stderr)
        root.setLevel(before[0])
        own.setLevel(before[1])

    return stop
