"""How an account's link stands, as the status line shows it."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class LinkState(StrEnum):
    """The states of a link."""

    CONNECTING = "connecting"
    ONLINE = "online"
    QQ_OFFLINE = "qq_offline"
    WAITING = "waiting"
    REFUSED = "refused"
    STOPPED = "stopped"


class AccountStatus(Struct, frozen=True):
    """One account's link now.

    *account* is the store's id, None before the account was ever connected. *reason* is a key (``connect.<reason>``), *words* the
    other side's. *retry_at* is in seconds of ``time.monotonic()`` (0: no retry is planned). *malformed* counts frames that could
    not be understood. *filling* counts conversations whose gaps are being filled. *uploading*: how many percent of a
    picture that is being sent are up, None while none is. *held* counts messages that wait for
    *held_for*, another own id that answered at this address before: they are not sent from the wrong account.
    """

    label: str
    state: LinkState
    account: int | None = None
    reason: str = ""
    words: str = ""
    retry_at: float = 0.0
    malformed: int = 0
    filling: int = 0
    uploading: int | None = None
    held: int = 0
    held_for: str = ""
    read_only: bool = False
