"""Dials the WebSocket of an implementation, and says why that failed where that is known of OneBot alone."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from websockets.exceptions import InvalidStatus
from websockets.http11 import Response

from tui.platforms import sockets
from tui.platforms.addresses import UrlError
from tui.platforms.base import ConnectError
from tui.platforms.onebot11.settings import Settings, dial_url
from tui.platforms.sockets import DIAL_ERRORS, Transport, open_socket, status_words

WEBUI_PORT = 6099
"""Where NapCat serves its configuration page, which people take for the OneBot port."""


async def dial(settings: Settings) -> Transport:
    """Connect to the implementation at ``settings.url``. Raises ConnectError; its ``__cause__`` is what happened."""
    try:
        url = dial_url(settings.url)
    except UrlError as error:
        raise ConnectError("bad_url", str(error), is_final=True) from error
    headers, url = authorize(settings.token, url)
    try:
        return await open_socket(url, headers, settings.connect_timeout)
    except DIAL_ERRORS as error:
        raise explain(error, url) from error


def explain(error: BaseException, url: str = "") -> ConnectError:
    """Return why dialling *url* failed: our reason and the other side's words."""
    if isinstance(error, InvalidStatus) and _is_webui(error.response, url):
        return ConnectError("webui", status_words(error.response))
    return sockets.explain(error)


def _is_webui(response: Response, url: str) -> bool:
    if response.status_code in (401, 403):
        return False
    body = bytes(response.body or b"")[:4096].decode("utf-8", "replace")
    where = response.headers.get("Location", "")
    return "webui" in where.lower() or "webui" in body.lower() or urlsplit(url).port == WEBUI_PORT


def authorize(token: str, url: str) -> tuple[dict[str, str], str]:
    """Return the headers and the address with which *token* travels."""
    token = token.strip()
    if not token:
        return {}, url
    if token.isascii() and token.isprintable():
        return {"Authorization": f"Bearer {token}"}, url
    # A header takes no such token; every implementation also reads it from the query.
    return {}, f"{url}{'&' if '?' in url else '?'}access_token={quote(token, safe='')}"
