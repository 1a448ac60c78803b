"""What the connection tests of all platforms do alike: how long they take, where they say it was, and what hinders any dial."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import SplitResult

from tui.platforms.addresses import listen_place
from tui.platforms.base import Finding, FindingLevel, Identity
from tui.platforms.sockets import is_near

PROBE_SECONDS = 8.0
"""How long a whole test may take."""

DIAL_SECONDS = 3.0
ANSWER_SECONDS = 2.0

Place = tuple[tuple[str, str], ...]
"""The values of a finding that say where it was made: ``host``, ``port``, ``scheme``, ``kind`` and the ``usual`` port."""

KEYS: Final[Mapping[str, str]] = {
    "refused": "refused",
    "dns": "dns",
    "unreachable": "unreachable",
    "timeout": "timeout",
    "tls": "tls",
    "reset": "container_loopback",
    "can_not_listen": "can_not_listen",
    "nobody_dialled": "nobody_dialled",
    "closed": "closed",
    "silent": "silent",
    "protocol": "protocol",
    "bad_url": "bad_url",
}
"""Why connecting to anything failed, and the finding that says so."""

_PORTS = {"ws": "80", "http": "80", "wss": "443", "https": "443"}
_PLAIN = ("ws", "http")


def place_at(parts: SplitResult, kind: str, usual: str) -> Place:
    """Return the place that the address *parts* names, where a server of *kind* listens, on the port *usual* as a rule."""
    port = str(parts.port or _PORTS.get(parts.scheme, ""))
    return (("host", parts.hostname or ""), ("port", port), ("scheme", parts.scheme), ("kind", kind), ("usual", usual))


def listening_at(listen: str, scheme: str) -> Place:
    """Return the place *listen* (``host:port``) where we are dialled. Raises UrlError."""
    host, port = listen_place(listen)
    kind = "HTTP" if scheme == "http" else "WebSocket"
    return (("host", host), ("port", str(port)), ("scheme", scheme), ("kind", kind), ("usual", str(port)))


def about_encryption(place: Place) -> tuple[Finding, ...]:
    """Return the warning that what is dialled at *place* can be read on the way, where that is so."""
    values = dict(place)
    if values["scheme"] in _PLAIN and not is_near(values["host"]):
        return (Finding(FindingLevel.WARNING, "public_plain", place),)
    return ()


def all_well(identity: Identity, key: str = "ok") -> Finding:
    """Return what says that we are connected, and as whom."""
    values = (
        ("nickname", identity.nickname),
        ("id", identity.account.own_id),
        ("implementation", identity.implementation),
        ("version", identity.version),
    )
    return Finding(FindingLevel.OK, key, values)
