"""The keys that an account on mirai-api-http adds to ``[[accounts]]``."""

from __future__ import annotations

from tui.config.fields import Field, FieldError
from tui.platforms.addresses import UrlError
from tui.platforms.mirai.settings import socket_url


def check_url(url: str) -> None:
    """Raise FieldError when *url* can not be dialled."""
    try:
        socket_url(url)
    except UrlError as error:
        raise FieldError(f"url_{error}") from error


FIELDS = (
    Field("url", required=True, check=check_url, example="http://127.0.0.1:8080"),
    Field("ws_url", check=check_url),
    Field("verify_key", is_secret=True),
    Field("qq", int, default=0, required=True),
    Field("transport", default="ws", choices=("ws",)),
)
