"""What is said of logging in, and how what people paste is read; for the command line and the screens alike."""

from __future__ import annotations

import logging
import re
import time
from typing import TYPE_CHECKING

from tui.chat.text import one_line
from tui.locale import has, t

if TYPE_CHECKING:
    from tui.platforms.signing_in import SignInError


log = logging.getLogger(__name__)


def failure(error: Exception) -> str:
    """Return in words that it failed with *error*; what nobody foresaw is logged."""
    from tui.platforms.signing_in import SignInError

    if isinstance(error, SignInError):
        return t("login.failed", why=why(error))
    log.error("logging in failed in an unforeseen way", exc_info=error)
    return t("login.failed", why=type(error).__name__)


def left(ends: float) -> str:
    """Return for how long a code is still good that *ends* then, by the monotonic clock (s)."""
    minutes, seconds = divmod(max(0, round(ends - time.monotonic())), 60)
    return t("login.left", minutes=minutes, seconds=seconds)


def why(error: SignInError) -> str:
    """Return *error* in words."""
    words = t(f"reason.{error.reason}", **error.values) if has(f"reason.{error.reason}") else t("reason.refused")
    return t("login.its_words", why=words, words=one_line(error.words)) if error.words else words


def read_values(names: tuple[str, ...], text: str) -> dict[str, str]:
    """Return the values in *text*: each behind its name and ``=``, in any order, or as lines in the order of *names*."""
    named = {name: value for name in names for value in re.findall(rf"(?:^|[\s;]){name}=([^\s;]*)", text)}
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return named or dict(zip(names, lines, strict=False))
