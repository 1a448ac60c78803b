"""How an account's connections come about: we dial, we are dialled, or we call over HTTP and are posted to."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable

from tui.platforms.onebot11.settings import Settings, is_http
from tui.platforms.onebot11.transports import Transport, dial


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
    async def __call__(self, settings: Settings) -> Transport:
        """Return a connection as soon as there is one. Raises ConnectError."""

    async def shut(self) -> None:  # noqa: B027  # dialling has nothing to let go of
        """Let go of what is kept between two connections, such as a port."""

    def warn(self, caveat: str) -> None:
        """Note *caveat* in the place of what was noted before."""
        if caveat != self.caveat:
            self.caveat = caveat
            if self.on_caveat is not None:
                self.on_caveat()


class Dialling(Way):
    """We dial a WebSocket."""

    async def __call__(self, settings: Settings) -> Transport:
        """Dial."""
        return await dial(settings)


def way_to(settings: Settings) -> Way:
    """Return the way that *settings* speak of."""
    if settings.listen:
        from tui.platforms.onebot11.listening import Listener

        return Listener()
    if is_http(settings.url):
        from tui.platforms.onebot11.http_calls import OverHttp

        return OverHttp(settings)
    return Dialling()
