"""Reads the addresses of an account's config, for any platform; light, because reading the config imports it."""

from __future__ import annotations

import ipaddress
from collections.abc import Container
from urllib.parse import SplitResult, urlsplit


class UrlError(ValueError):
    """The address can not be used; the text says why: scheme, host or port."""


def read_url(url: str, schemes: Container[str]) -> SplitResult:
    """Return the parts of *url*. Raises UrlError for anything but one of *schemes* with a host and a port of 1 to 65535."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as error:
        raise UrlError("port") from error
    if parts.scheme not in schemes:
        raise UrlError("scheme")
    if not parts.hostname or any(char.isspace() for char in parts.netloc):
        raise UrlError("host")
    try:
        parts.hostname.encode("idna")  # as it is looked up: no part empty, none over 63 letters
    except UnicodeError as error:
        raise UrlError("host") from error
    if port == 0:
        raise UrlError("port")
    return parts


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
