"""What differs between implementations of OneBot 11, as values that the rest reads instead of asking who it talks to."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from msgspec import Struct

NAPCAT_NAME = "napcat"
LLBOT = "llbot"
LAGRANGE = "lagrange"
GOCQHTTP = "gocqhttp"
DIALECT_NAMES = (NAPCAT_NAME, LLBOT, LAGRANGE, GOCQHTTP)
"""The implementations that we know by name."""


class Anchor(StrEnum):
    """What names the place in a conversation's history around which a page is asked; the row there is part of the page."""

    MESSAGE_ID = "message_id"
    SEQUENCE = "sequence"
    PEER_MESSAGE_ID = "peer_message_id"
    """The id of a message that the other person said: one of our own leads to a history with ourselves."""
    NEWEST_ONLY = "newest_only"
    """Nobody described it: the newest page may be asked, and nothing is paged by guess."""
    NONE = "none"
    """There is no history at all."""


class Dialect(Struct, frozen=True, kw_only=True):
    """One implementation's ways. *starts* is how its name in get_version_info may begin, in lower case.

    History: what pages are asked by (*group_anchor*, *private_anchor*), in the parameter *anchor_key*, as a text where
    *anchor_is_text*; *always_anchored*: 0 stands there for the newest page, which otherwise needs no anchor. *direction_key*
    turns a page round, *pages_forward*: to newer rows, not only row by row; else all pages go back. *page_rows* is the size of a
    page that can not be chosen. *breaks_pages*: one row that it can not read spoils the whole page, with no word about which.
    *falls_over*: it ends the connection over a page that holds a line of somebody who has left the group.
    *skips_own_latest*: the newest page of a person ends with what they said last, whatever we said after it.

    *sequence_key* is the message's field with the conversation's true sequence, "" where none is told. *forgets_ids*: it may
    not know a message id until the history is listed again, and leaves out the quote of an unknown one without a word.
    *hides_own_acts*: it tells nothing of whom we mute, and of what we recall in a private chat. *heralds_requests*: a
    ``friend_add`` there comes before a friend's request and means nothing else. *takes_sex*: a profile that is set has one.
    """

    name: str
    starts: tuple[str, ...] = ()
    group_anchor: Anchor
    private_anchor: Anchor
    anchor_key: str = "message_seq"
    anchor_is_text: bool = False
    always_anchored: bool = False
    direction_key: str = ""
    pages_forward: bool = False
    page_rows: int | None = None
    breaks_pages: bool = False
    falls_over: bool = False
    skips_own_latest: bool = False
    sequence_key: str = ""
    forgets_ids: bool = False
    hides_own_acts: bool = False
    takes_sex: bool = False
    heralds_requests: bool = False
    recall_seconds: int | None = 120

    @property
    def has_history(self) -> bool:
        """Whether anything can be looked up that was said before."""
        return self.group_anchor is not Anchor.NONE

    def anchor(self, *, is_group: bool) -> Anchor:
        """Return what a page of a group's or a person's history is asked by."""
        return self.group_anchor if is_group else self.private_anchor


NAPCAT: Final = Dialect(
    name=NAPCAT_NAME,
    starts=("napcat",),
    group_anchor=Anchor.MESSAGE_ID,
    private_anchor=Anchor.MESSAGE_ID,
    anchor_is_text=True,
    direction_key="reverse_order",
    pages_forward=True,
    sequence_key="real_seq",
    forgets_ids=True,
    takes_sex=True,
)

UNKNOWN: Final = Dialect(
    name="onebot11",
    group_anchor=Anchor.NEWEST_ONLY,
    private_anchor=Anchor.NEWEST_ONLY,
    anchor_is_text=True,
    direction_key="reverse_order",
    pages_forward=True,
    sequence_key="real_seq",
)
"""For implementations nobody described: what is not in the standard is tried until they say that they do not have it, and no
history is paged by guess. Who asks for a page in so many words asks as of NapCat, whose ways most copy.
"""

_DESCRIBED: Final = (
    NAPCAT,
    Dialect(
        name=LLBOT,
        starts=("llonebot", "llbot", "luckylillia"),
        group_anchor=Anchor.SEQUENCE,
        private_anchor=Anchor.SEQUENCE,
        direction_key="reverseOrder",
        sequence_key="message_seq",
        forgets_ids=True,
    ),
    Dialect(
        name=LAGRANGE,
        starts=("lagrange",),
        group_anchor=Anchor.MESSAGE_ID,
        private_anchor=Anchor.PEER_MESSAGE_ID,
        anchor_key="message_id",
        always_anchored=True,
        breaks_pages=True,
        skips_own_latest=True,
        heralds_requests=True,
    ),
    Dialect(
        name=GOCQHTTP,
        starts=("go-cqhttp", "gocqhttp"),
        group_anchor=Anchor.SEQUENCE,
        private_anchor=Anchor.NONE,
        page_rows=20,
        falls_over=True,
        sequence_key="message_seq",
        forgets_ids=True,
        hides_own_acts=True,
    ),
)


def choose(app_name: str) -> Dialect:
    """Return the dialect of the implementation that calls itself *app_name* in get_version_info."""
    words = app_name.strip().lower()
    return next((dialect for dialect in _DESCRIBED if words.startswith(dialect.starts)), UNKNOWN)


def named(name: str) -> Dialect:
    """Return the dialect of this name; the careful one for any other."""
    return next((dialect for dialect in _DESCRIBED if dialect.name == name), UNKNOWN)
