"""Chooses how the connections of an account come about: we dial, we are dialled, or we call over HTTP and are posted to."""

from __future__ import annotations

from tui.platforms.onebot11.settings import Settings, is_http
from tui.platforms.onebot11.transports import dial
from tui.platforms.sockets import Transport
from tui.platforms.ways import Way


class Dialling(Way):
    """We dial a WebSocket."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def __call__(self) -> Transport:
        """Dial."""
        return await dial(self._settings)


def way_to(settings: Settings) -> Way:
    """Return the way that *settings* speak of."""
    if settings.listen:
        from tui.platforms.onebot11.listening import Listener

        return Listener(settings)
    if is_http(settings.url):
        from tui.platforms.onebot11.http_calls import OverHttp

        return OverHttp(settings)
    return Dialling(settings)
