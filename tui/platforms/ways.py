"""What a way to the other side is: dialling it, being dialled, or calling it over HTTP; for any platform."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable

from tui.platforms.sockets import Transport


class Way(ABC):
    """Called for the next connection of one account; it lives as long as the account is configured.

    *caveat* is a key (``connect.<caveat>``): what is to be known of this way while nothing is wrong with the connection; ""
    for nothing. *on_caveat* hears that it changed. *asks_every*: seconds after which new messages have to be asked for, because
    nobody tells of them; 0: somebody does.
    """

    caveat: str = ""
    asks_every: float = 0.0
    on_caveat: Callable[[], None] | None = None

    @abstractmethod
    async def __call__(self) -> Transport:
        """Return a connection as soon as there is one. Raises ConnectError."""

    async def shut(self) -> None:  # noqa: B027  # dialling has nothing to let go of
        """Let go of what is kept between two connections, such as a port."""

    def warn(self, caveat: str) -> None:
        """Note *caveat* in the place of what was noted before."""
        if caveat != self.caveat:
            self.caveat = caveat
            if self.on_caveat is not None:
                self.on_caveat()
