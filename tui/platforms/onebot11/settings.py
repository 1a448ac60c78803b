"""What an account on OneBot 11 needs to be reached; light, because reading the config imports it."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlunsplit

from tui.platforms.addresses import read_url

_SCHEMES = ("ws", "wss", "http", "https")


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
    parts = read_url(url, _SCHEMES)
    return urlunsplit((parts.scheme, parts.netloc, parts.path or "/", parts.query, ""))
