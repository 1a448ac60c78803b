"""What an account on OneBot 11 needs to be reached; light, because reading the config imports it."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit


class UrlError(ValueError):
    """The address can not be dialled; the text says why: scheme, host or port."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the implementation listens and how long we wait for it; all times in seconds.

    *listen* (``host:port``) instead of *url*: it dials us. With an http *url* we call it there, and it posts its events to
    *webhook* (``host:port``), signed with *secret*. *token* and *secret* never show in a ``repr``. *call_timeout* is for one
    call, *connect_timeout* for the dial and the first answer each. *status_every*: how often an HTTP API is asked whether it
    lives when nothing else says so; *news_every*: how often new messages are asked for when nobody posts them.
    *same_disk*: a path here is the same file there.
    """

    url: str = ""
    token: str = field(default="", repr=False)
    call_timeout: float = 15.0
    connect_timeout: float = 10.0
    listen: str = ""
    webhook: str = ""
    secret: str = field(default="", repr=False)
    status_every: float = 10.0
    news_every: float = 20.0
    same_disk: bool = False


def is_http(url: str) -> bool:
    """Return whether *url* is that of an HTTP API and not of a WebSocket."""
    return url.strip().partition("://")[0].lower() in ("http", "https")


def dial_url(url: str) -> str:
    """Return *url* as it is dialled: a url without a path gets ``/``, the only path that every implementation serves.

    Raises UrlError for anything but ws, wss, http or https with a host and a port of 1 to 65535.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as error:
        raise UrlError("port") from error
    if parts.scheme not in ("ws", "wss", "http", "https"):
        raise UrlError("scheme")
    if not parts.hostname or any(char.isspace() for char in parts.netloc):
        raise UrlError("host")
    try:
        parts.hostname.encode("idna")  # as it is looked up: no part empty, none over 63 letters
    except UnicodeError as error:
        raise UrlError("host") from error
    if port == 0:
        raise UrlError("port")
    return urlunsplit((parts.scheme, parts.netloc, parts.path or "/", parts.query, ""))


def listen_place(listen: str) -> tuple[str, int]:
    """Return host and port of *listen*, like ``127.0.0.1:8082`` or ``[::1]:8082``. Raises UrlError: host or port."""
    try:
        parts = urlsplit(f"//{listen.strip()}")
        port = parts.port
    except ValueError as error:
        raise UrlError("port") from error
    if not parts.hostname or parts.path or parts.query or parts.username is not None or any(c.isspace() for c in parts.netloc):
        raise UrlError("host")
    if not port:
        raise UrlError("port")
    return parts.hostname, port


def is_this_machine(host: str) -> bool:
    """Return whether *host* can be reached from this very machine only."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
