"""What an account on mirai-api-http needs to be reached; light, because reading the config imports it."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit, urlunsplit

_SCHEMES = {"http": "ws", "https": "wss", "ws": "ws", "wss": "wss"}


class UrlError(ValueError):
    """The address can not be dialled; the text says why: scheme, host or port."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where mirai listens and how long we wait for it; all times in seconds.

    *url* is that of both its servers, *ws_url* that of its WebSocket where it has a port of its own. *verify_key* never shows in
    a ``repr``. *call_timeout* is for one call, *slow_timeout* for one that carries pictures: it answers one call at a time.
    """

    url: str = ""
    ws_url: str = ""
    verify_key: str = field(default="", repr=False)
    qq: int = 0
    transport: str = "ws"
    call_timeout: float = 30.0
    slow_timeout: float = 120.0
    connect_timeout: float = 10.0


def socket_url(url: str) -> str:
    """Return the address of the WebSocket behind *url*; without a path that of ``/all``, which tells messages and events.

    Raises UrlError for anything but http, https, ws or wss with a host and a port of 1 to 65535.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as error:
        raise UrlError("port") from error
    if parts.scheme not in _SCHEMES:
        raise UrlError("scheme")
    if not parts.hostname or any(char.isspace() for char in parts.netloc):
        raise UrlError("host")
    try:
        parts.hostname.encode("idna")
    except UnicodeError as error:
        raise UrlError("host") from error
    if port == 0:
        raise UrlError("port")
    path = parts.path if parts.path not in ("", "/") else "/all"
    return urlunsplit((_SCHEMES[parts.scheme], parts.netloc, path, parts.query, ""))


def authorize(verify_key: str, qq: int, url: str) -> tuple[dict[str, str], str]:
    """Return the headers and the address with which the key travels, and whom it is for."""
    key = verify_key.strip()
    if key.isascii() and key.isprintable():
        return {"verifyKey": key, "qq": str(qq)}, url
    # A header takes no such key; the query does.
    return {"qq": str(qq)}, f"{url}{'&' if '?' in url else '?'}verifyKey={quote(key, safe='')}"
