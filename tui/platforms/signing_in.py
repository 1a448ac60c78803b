"""Logging in where a platform asks it of us and no program stands between: by a QR code, or with values that a person has."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import ClassVar

from msgspec import Struct

from tui.platforms.qr import Matrix


class ScanState(StrEnum):
    """How far a QR code has come; UNKNOWN is an answer that nobody described, and no success."""

    WAITING = "waiting"
    SCANNED = "scanned"
    EXPIRED = "expired"
    DONE = "done"
    UNKNOWN = "unknown"


class QrOffer(Struct, frozen=True):
    """A code to be scanned: what it says, its modules with little and with usual light around, and for how long it is good.

    *key* is the platform's, by which it knows the code again. It is as good as a login, once the code was confirmed.
    """

    address: str
    narrow: Matrix
    usual: Matrix
    seconds: float
    key: str

    def __repr__(self) -> str:
        return "QrOffer(...)"


class Owner(Struct, frozen=True):
    """Whose login it is, and in which file it is kept."""

    number: str
    name: str
    kept_at: Path


class SignInError(Exception):
    """It did not work; *reason* is our key (``reason.<reason>``), *values* fill its text, *words* are the other side's."""

    def __init__(self, reason: str, words: str = "", **values: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.words = words
        self.values = values


class SignIn(ABC):
    """Logging in one configured account. Only what was proved to be valid is kept, where the account finds it.

    The methods that wait belong to one loop; :meth:`close` ends what they began.
    """

    protocol: ClassVar[str]
    asks: ClassVar[tuple[str, ...]]
    """The values that a login consists of, by the names that people see them under."""

    optional: ClassVar[tuple[str, ...]] = ()
    """Those of them that may be missing."""

    kept_at: Path
    """The file in which the login is kept."""

    @abstractmethod
    async def offer(self) -> QrOffer:
        """Return a new code. Raises SignInError."""

    @abstractmethod
    async def follow(self, offer: QrOffer, told: Callable[[ScanState], None]) -> Owner | None:
        """Wait for what becomes of *offer*, each new state is *told*; return whose login is kept now, None when it expired.

        Raises SignInError.
        """

    @abstractmethod
    async def enter(self, values: Mapping[str, str]) -> Owner:
        """Check the login that *values* (by their names in :attr:`asks`) are, and keep it. Raises SignInError."""

    @abstractmethod
    async def close(self) -> None:
        """Let go of the connections."""

    @abstractmethod
    def forget(self) -> bool:
        """Remove the login that is kept; return whether there was one. Raises OSError."""
