"""The keys that an account on OneBot 11 adds to ``[[accounts]]``."""

from __future__ import annotations

from collections.abc import Mapping

from tui.config.fields import Field, FieldError
from tui.platforms.addresses import UrlError
from tui.platforms.listen_fields import check_listen, needs_from_afar
from tui.platforms.onebot11.settings import dial_url, is_http


def check_url(url: str) -> None:
    """Raise FieldError when *url* can not be dialled."""
    try:
        dial_url(url)
    except UrlError as error:
        raise FieldError(f"url_{error}") from error


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
