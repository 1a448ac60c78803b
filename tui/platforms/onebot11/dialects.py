"""What differs between implementations of OneBot 11, as values that the rest reads instead of asking who it talks to."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

NAPCAT_NAME = "napcat"
LLBOT = "llbot"
LAGRANGE = "lagrange"
GOCQHTTP = "gocqhttp"
DIALECT_NAMES = (NAPCAT_NAME, LLBOT, LAGRANGE, GOCQHTTP)
"""The implementations that we know by name."""


class Anchor(StrEnum):
    """What names the place in the history that a page is asked around."""

    MESSAGE_ID = "message_id"
    NONE = "none"


class Dialect(Struct, frozen=True):
    """One implementation's ways.

    *sequence_key* is the message's field with the conversation's true sequence. *forgets_ids*: after a restart it knows no
    message id until the history is listed again, and quotes an unknown one by leaving the quote out without a word.
    """

    name: str
    anchor: Anchor
    sequence_key: str
    forgets_ids: bool
    recall_seconds: int | None = 120


NAPCAT = Dialect(
    name=NAPCAT_NAME,
    anchor=Anchor.MESSAGE_ID,
    sequence_key="real_seq",
    forgets_ids=True,
)

UNKNOWN = Dialect(name="onebot11", anchor=Anchor.NONE, sequence_key="real_seq", forgets_ids=False)
"""For implementations nobody described: asks no more than the standard has, and pages no history by guess."""


def choose(app_name: str) -> Dialect:
    """Return the dialect of the implementation that calls itself *app_name* in get_version_info."""
    return NAPCAT if app_name.lower().startswith("napcat") else UNKNOWN


_STARTS = (("napcat", NAPCAT_NAME), ("llonebot", LLBOT), ("llbot", LLBOT), ("luckylillia", LLBOT), ("lagrange", LAGRANGE))


def name_of(app_name: str) -> str:
    """Return which implementation calls itself *app_name*; ``"onebot11"`` for one that nobody described."""
    words = app_name.lower()
    if words in ("go-cqhttp", "gocqhttp"):
        return GOCQHTTP
    return next((name for start, name in _STARTS if words.startswith(start)), UNKNOWN.name)
