"""Asks an HTTP server for any platform: in bounds, without a redirect, and with what went wrong said in our keys."""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterator, Mapping
from typing import Any

import httpx
from msgspec import Struct

from tui.chat.text import one_line
from tui.platforms.base import ConnectError
from tui.platforms.sockets import MAX_FRAME, explain, is_near

CONNECT_SECONDS = 5.0
IDLE_SECONDS = 3.0
"""How long an idle connection is used again: Node, on which NapCat runs, hangs up after five."""

MAX_CALLS = 32
NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError, httpx.UnsupportedProtocol, httpx.LocalProtocolError)
"""After these nothing of a request has left us."""

ERRORS = (httpx.HTTPError, httpx.InvalidURL, OSError, ImportError)
"""What a request may raise, beside what its own body raises."""


class Reply(Struct, frozen=True):
    """What an HTTP server answered."""

    status: int
    words: str
    text: str
    location: str = ""

    @property
    def value(self) -> Any:
        """What JSON it holds; None where it is something else."""
        try:
            return json.loads(self.text)
        except (ValueError, RecursionError):
            return None


class Progress:
    """How far a call came: *has_begun* once anything of it may have left us."""

    has_begun = False

    async def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Hear from httpx what it is about to do."""
        self.has_begun = self.has_begun or event.endswith("send_request_headers.started")


class HttpClient:
    """Requests to one *host*, each with *headers*; *connect_seconds* are for the way there; answers have no limit."""

    def __init__(self, host: str, headers: Mapping[str, str], connect_seconds: float) -> None:
        try:
            self._client = httpx.AsyncClient(
                headers=dict(headers),
                timeout=httpx.Timeout(None, connect=min(CONNECT_SECONDS, connect_seconds), pool=CONNECT_SECONDS),
                limits=httpx.Limits(max_connections=MAX_CALLS, keepalive_expiry=IDLE_SECONDS),
                trust_env=not is_near(host),
            )
        except (ImportError, ValueError) as error:
            # The environment names a proxy that can not be used.
            raise ConnectError("unreachable", one_line(str(error))) from error

    async def request(self, method: str, url: str, progress: Progress | None = None, **options: Any) -> Reply:
        """Return what *url* answers. Raises one of ERRORS."""
        extensions = {"trace": progress.trace} if progress is not None else {}
        async with self._client.stream(method, url, follow_redirects=False, extensions=extensions, **options) as response:
            body = bytearray()
            async for part in response.aiter_bytes():
                body += part
                if len(body) > MAX_FRAME:
                    raise httpx.DecodingError("the answer is too large")
        words = one_line(f"HTTP {response.status_code} {response.reason_phrase}")
        return Reply(response.status_code, words, body.decode("utf-8", "replace"), response.headers.get("Location", ""))

    async def close(self) -> None:
        """Hang up."""
        await self._client.aclose()


def explain_http(error: BaseException) -> ConnectError:
    """Return why a request failed: our reason and the other side's words."""
    if isinstance(error, httpx.TimeoutException):
        return ConnectError("timeout")
    found = next((cause for cause in _causes(error) if isinstance(cause, (OSError, ssl.SSLError))), None)
    if found is not None:
        return explain(found)
    if is_hang_up(error) or isinstance(error, (httpx.ReadError, httpx.WriteError, httpx.CloseError)):
        return ConnectError("reset", words_of(error))
    return ConnectError("unreachable" if isinstance(error, (httpx.ProxyError, ImportError)) else "protocol", words_of(error))


def is_hang_up(error: BaseException) -> bool:
    """Return whether the other side hung up in the place of answering."""
    return isinstance(error, httpx.RemoteProtocolError) and "disconnected" in str(error)


def words_of(error: BaseException) -> str:
    """Return what *error* itself says."""
    return one_line(str(error)) or type(error).__name__


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield what led to *error*, the root first."""
    if error is None:
        return
    yield from _causes(error.__cause__ or error.__context__)
    if isinstance(error, BaseExceptionGroup):
        for part in error.exceptions:
            yield from _causes(part)
    yield error
