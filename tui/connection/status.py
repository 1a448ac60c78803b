"""How an account's link stands, as the status line shows it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class LinkState(StrEnum):
    """The states of a link. HELD: another own id answers at this address than the one we know, so nothing is sent."""

    CONNECTING = "connecting"
    ONLINE = "online"
    QQ_OFFLINE = "qq_offline"
    WAITING = "waiting"
    REFUSED = "refused"
    STOPPED = "stopped"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class AccountStatus:
    """One account's link now.

    *account* is the store's id, None before the account was ever connected. *reason* is a key (``connect.<reason>``), *words* the
    other side's. *retry_at* is in seconds of ``time.monotonic()`` (0: no retry is planned). *malformed* counts frames that could
    not be understood. *filling* counts conversations whose gaps are being filled.
    """

    label: str
    state: LinkState
    account: int | None = None
    reason: str = ""
    words: str = ""
    retry_at: float = 0.0
    malformed: int = 0
    filling: int = 0
    read_only: bool = False
