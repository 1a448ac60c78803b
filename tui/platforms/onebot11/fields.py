"""The keys that an account on OneBot 11 adds to ``[[accounts]]``."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tui.config.fields import Field, FieldError
from tui.platforms.onebot11.settings import UrlError, dial_url, is_http, is_this_machine, listen_place


def check_url(url: str) -> None:
    """Raise FieldError when *url* can not be dialled."""
    try:
        dial_url(url)
    except UrlError as error:
        raise FieldError(f"url_{error}") from error


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


def beside_http(given: Mapping[str, object]) -> str:
    """Return why *given* can have no webhook: events are posted only where calls go over HTTP."""
    return "" if is_http(str(given.get("url", ""))) else "only_http"


def beside_webhook(given: Mapping[str, object]) -> str:
    """Return why *given* can have no secret: it signs what is posted to a webhook."""
    return "" if given.get("webhook") else "only_webhook"


FIELDS = (
    Field("url", required=True, check=check_url, example="ws://127.0.0.1:3001", instead=("listen",)),
    Field("listen", check=check_listen, example="127.0.0.1:8082", instead=("url",), needs=needs_from_afar("token")),
    Field("token", is_secret=True),
    Field("webhook", check=check_listen, needs=needs_from_afar("secret"), beside=beside_http),
    Field("secret", is_secret=True, beside=beside_webhook),
    Field("same_disk", bool, default=False),
)
