"""The keys that an account on OneBot 11 adds to ``[[accounts]]``."""

from __future__ import annotations

from tui.config.fields import Field, FieldError
from tui.platforms.onebot11.settings import UrlError, dial_url, is_this_machine, listen_place


def check_url(url: str) -> None:
    """Raise FieldError when *url* can not be dialled; an http address gets an explanation of its own."""
    try:
        dial_url(url)
    except UrlError as error:
        scheme = url.strip().partition("://")[0].lower()
        if scheme in ("http", "https"):
            raise FieldError("url_http", instead=f"{'wss' if scheme == 'https' else 'ws'}://…") from error
        raise FieldError(f"url_{error}") from error


def check_listen(listen: str) -> None:
    """Raise FieldError when *listen* is no ``host:port``."""
    try:
        listen_place(listen)
    except UrlError as error:
        raise FieldError(f"url_{error}" if str(error) == "port" else "listen_place") from error


def needs_token(listen: str) -> str:
    """Return ``token`` where others than this machine can dial us: without one anybody could be our QQ."""
    try:
        return "" if is_this_machine(listen_place(listen)[0]) else "token"
    except UrlError:
        return ""


FIELDS = (
    Field("url", required=True, check=check_url, example="ws://127.0.0.1:3001", instead=("listen",)),
    Field("listen", check=check_listen, example="127.0.0.1:8082", instead=("url",), needs=needs_token),
    Field("token", is_secret=True),
)
