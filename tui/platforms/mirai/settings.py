"""What an account on mirai-api-http needs to be reached; light, because reading the config imports it."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import quote, urlunsplit

from tui.platforms.addresses import read_url

_SCHEMES = {"http": "ws", "https": "wss", "ws": "ws", "wss": "wss"}
_PAGES = {"http": "http", "https": "https", "ws": "http", "wss": "https"}


@dataclass(frozen=True, slots=True)
class Settings:
    """Where mirai listens and how long we wait for it; all times in seconds.

    *url* is that of both its servers, *ws_url* that of its WebSocket where it has a port of its own; at *listen* (``host:port``)
    it dials us, to *webhook* it posts its events. *transport* is the way, "" the one that these speak of. *verify_key* never
    shows in a ``repr``. *call_timeout* is for one call, *slow_timeout* for one that carries pictures. *poll_every*: how often
    events are fetched; *status_every*: how often it is asked whether it lives where nothing else says so.
    """

    url: str = ""
    ws_url: str = ""
    verify_key: str = field(default="", repr=False)
    qq: int = 0
    transport: str = ""
    listen: str = ""
    webhook: str = ""
    call_timeout: float = 30.0
    slow_timeout: float = 120.0
    connect_timeout: float = 10.0
    poll_every: float = 0.5
    status_every: float = 10.0

    @property
    def way(self) -> str:
        """The transport: ws, http, reverse-ws or webhook."""
        return self.transport or ("reverse-ws" if self.listen else "webhook" if self.webhook else "ws")


def socket_url(url: str) -> str:
    """Return the address of the WebSocket behind *url*; without a path that of ``/all``, which tells messages and events.

    Raises UrlError for anything but http, https, ws or wss with a host and a port of 1 to 65535.
    """
    parts = read_url(url, _SCHEMES)
    path = parts.path if parts.path not in ("", "/") else "/all"
    return urlunsplit((_SCHEMES[parts.scheme], parts.netloc, path, parts.query, ""))


def page_url(url: str) -> str:
    """Return the address of the HTTP server behind *url*, where that is the WebSocket's. Raises UrlError."""
    parts = read_url(url, _SCHEMES)
    path = parts.path.removesuffix("/all") if parts.scheme in ("ws", "wss") else parts.path
    return urlunsplit((_PAGES[parts.scheme], parts.netloc, path, "", ""))


def authorize(verify_key: str, qq: int, url: str) -> tuple[dict[str, str], str]:
    """Return the headers and the address with which the key travels, and whom it is for."""
    key = verify_key.strip()
    if key.isascii() and key.isprintable():
        return {"verifyKey": key, "qq": str(qq)}, url
    # A header takes no such key; the query does.
    return {"qq": str(qq)}, f"{url}{'&' if '?' in url else '?'}verifyKey={quote(key, safe='')}"
