"""The keys that an account on OneBot 11 adds to ``[[accounts]]``."""

from __future__ import annotations

from tui.config.fields import Field, FieldError
from tui.platforms.onebot11.settings import UrlError, dial_url


def check_url(url: str) -> None:
    """Raise FieldError when *url* can not be dialled; an http address gets an explanation of its own."""
    try:
        dial_url(url)
    except UrlError as error:
        scheme = url.strip().partition("://")[0].lower()
        if scheme in ("http", "https"):
            raise FieldError("url_http", instead=f"{'wss' if scheme == 'https' else 'ws'}://…") from error
        raise FieldError(f"url_{error}") from error


FIELDS = (
    Field("url", required=True, check=check_url, example="ws://127.0.0.1:3001"),
    Field("token", is_secret=True),
)
