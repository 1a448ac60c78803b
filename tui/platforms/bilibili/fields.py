"""The keys that an account on Bilibili adds to ``[[accounts]]``."""

from __future__ import annotations

from tui.config.fields import Field, FieldError
from tui.platforms.addresses import UrlError, read_url

HOSTS = ("im", "main", "message", "passport", "www")
"""The names of the hosts, whose addresses may be others in tests."""

_SCHEMES = {"http": "http", "https": "https"}


def check_host(url: str) -> None:
    """Raise FieldError when *url* is no address of a page."""
    try:
        read_url(url, _SCHEMES)
    except UrlError as error:
        raise FieldError("url_port" if str(error) == "port" else "page_address") from error


FIELDS = (
    Field("sessdata", is_secret=True),
    Field("bili_jct", is_secret=True),
    Field("dedeuserid", is_secret=True),
    Field("buvid3", is_secret=True),
    Field("refresh_token", is_secret=True),
    Field("hosts", dict, default={}, choices=HOSTS, check=check_host),
)
