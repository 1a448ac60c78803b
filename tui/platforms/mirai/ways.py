"""Chooses how the connections of an account come about: we dial, we are dialled, or we call over HTTP."""

from __future__ import annotations

from collections.abc import Callable

from tui.platforms.addresses import UrlError
from tui.platforms.base import ConnectError
from tui.platforms.mirai.settings import Settings, authorize, socket_url
from tui.platforms.sockets import DIAL_ERRORS, Transport, explain, open_socket
from tui.platforms.ways import Way


class Dialling(Way):
    """We dial the WebSocket."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def __call__(self) -> Transport:
        """Connect to it. Raises ConnectError; its ``__cause__`` is what happened."""
        settings = self._settings
        try:
            url = socket_url(settings.ws_url or settings.url)
        except UrlError as error:
            raise ConnectError("bad_url", str(error), is_final=True) from error
        headers, url = authorize(settings.verify_key, settings.qq, url)
        try:
            return await open_socket(url, headers, settings.connect_timeout)
        except DIAL_ERRORS as error:
            raise explain(error) from error


def way_to(settings: Settings, on_missed: Callable[[], None]) -> Way:
    """Return the way that *settings* speak of; *on_missed* hears that events may have been lost on it."""
    if settings.way == "reverse-ws":
        from tui.platforms.mirai.listening import Listener

        return Listener(settings)
    if settings.way in ("http", "webhook"):
        from tui.platforms.mirai.http_calls import OverHttp

        return OverHttp(settings, on_missed)
    return Dialling(settings)
