"""The keys that an account on mirai-api-http adds to ``[[accounts]]``."""

from __future__ import annotations

from collections.abc import Mapping

from tui.config.fields import Field, FieldError
from tui.platforms.addresses import UrlError
from tui.platforms.listen_fields import check_listen, needs_from_afar
from tui.platforms.mirai.settings import socket_url

TRANSPORTS = ("ws", "http", "reverse-ws", "webhook")
_NEEDS = {"http": "url", "reverse-ws": "listen", "webhook": "webhook"}


def check_url(url: str) -> None:
    """Raise FieldError when *url* can not be dialled."""
    try:
        socket_url(url)
    except UrlError as error:
        raise FieldError(f"url_{error}") from error


def beside_url(given: Mapping[str, object]) -> str:
    """Return why *given* can not have this url: over HTTP it has to be that of a page."""
    over_http = given.get("transport") in ("http", "webhook") or ("webhook" in given and "transport" not in given)
    is_page = str(given.get("url", "")).strip().lower().startswith(("http://", "https://"))
    return "wants_page" if over_http and not is_page else ""


def beside_ws_url(given: Mapping[str, object]) -> str:
    """Return why *given* can have no address of a WebSocket: it is not dialled."""
    is_dialled = given.get("transport", "ws") == "ws" and not given.get("listen") and not given.get("webhook")
    return "" if is_dialled else "only_dialled_ws"


def beside_listen(given: Mapping[str, object]) -> str:
    """Return why *given* can have nothing to listen at: another way was chosen."""
    return "" if given.get("transport", "reverse-ws") == "reverse-ws" else "only_reverse_ws"


def beside_webhook(given: Mapping[str, object]) -> str:
    """Return why *given* can have no webhook: another way was chosen."""
    is_the_way = given.get("transport", "webhook") == "webhook" and not given.get("listen")
    return "" if is_the_way else "only_posted_to"


FIELDS = (
    Field(
        "url", required=True, check=check_url, example="http://127.0.0.1:8080", spared_by=("listen", "ws_url"), beside=beside_url
    ),
    Field("ws_url", check=check_url, beside=beside_ws_url),
    Field("listen", check=check_listen, needs=needs_from_afar("verify_key"), beside=beside_listen),
    Field("webhook", check=check_listen, needs=needs_from_afar("verify_key"), beside=beside_webhook),
    Field("verify_key", is_secret=True),
    Field("qq", int, default=0, required=True, minimum=1),
    Field("transport", choices=TRANSPORTS, needs=lambda transport: _NEEDS.get(transport, "")),
)
