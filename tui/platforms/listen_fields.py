"""What a ``host:port`` of an account's config has to be where others are to reach us, for any platform."""

from __future__ import annotations

from collections.abc import Callable

from tui.config.fields import FieldError
from tui.platforms.addresses import UrlError, is_this_machine, listen_place


def check_listen(listen: str) -> None:
    """Raise FieldError when *listen* is no ``host:port``."""
    try:
        listen_place(listen)
    except UrlError as error:
        raise FieldError(f"url_{error}" if str(error) == "port" else "listen_place") from error


def needs_from_afar(key: str) -> Callable[[str], str]:
    """Return what asks for *key* where others than this machine can reach us: without it anybody could be our QQ."""

    def needs(listen: str) -> str:
        try:
            return "" if is_this_machine(listen_place(listen)[0]) else key
        except UrlError:
            return ""

    return needs
