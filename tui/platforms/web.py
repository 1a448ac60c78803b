"""Fetches what lies behind a link, piece by piece and in bounds, and says why it could not."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from msgspec import Struct

CONNECT_SECONDS = 15.0
SILENT_SECONDS = 30.0
"""Seconds without a single byte after which a server is given up."""

MAX_REDIRECTS = 5
_EXPIRED = b"-5503007"
"""QQ's own code, in the body of a refusal, for a link whose key has run out."""

_HEAD = 4096
_PIECE = 256 * 1024


class FetchError(Exception):
    """Nothing was fetched. *reason* is our key (``download.<reason>``): no_link, expired, refused, unreachable, broken_off."""

    def __init__(self, reason: str, words: str = "") -> None:
        super().__init__(f"{reason}: {words}" if words else reason)
        self.reason = reason
        self.words = words


class Body(Struct):
    """What a server sends: its *size* (0: it does not say), its media type (``image/png``) and the pieces of it."""

    size: int
    media_type: str
    pieces: AsyncIterator[bytes]


@asynccontextmanager
async def fetching(url: str) -> AsyncIterator[Body]:
    """Ask for *url* (http or https, nothing else) and give its body. Raises FetchError, also while the pieces are read."""
    import httpx

    if not url[:8].lower().startswith(("http://", "https://")):
        raise FetchError("no_link", url)
    timeout = httpx.Timeout(SILENT_SECONDS, connect=CONNECT_SECONDS)
    # The keys of the links are in their queries: nothing else of ours goes along, least of all a cookie.
    try:
        async with (
            httpx.AsyncClient(timeout=timeout, follow_redirects=True, max_redirects=MAX_REDIRECTS) as client,
            client.stream("GET", url) as answer,
        ):
            if answer.status_code != httpx.codes.OK:
                raise await _refusal(answer)
            media_type = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
            yield Body(_size(answer), media_type, answer.aiter_bytes(_PIECE))
    except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
        raise FetchError("no_link", str(error)) from error
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError, ssl.SSLError) as error:
        raise FetchError("unreachable", str(error)) from error
    except (UnicodeError, ExceptionGroup) as error:  # a host that is no name; a port that is none, found out while dialling
        raise FetchError("no_link", str(error.exceptions[0] if isinstance(error, ExceptionGroup) else error)) from error
    except (httpx.HTTPError, httpx.StreamError) as error:
        raise FetchError("broken_off", str(error) or type(error).__name__) from error


def _size(answer: object) -> int:
    headers = getattr(answer, "headers", {})
    told = headers.get("content-length", "")
    # What is packed on the way has another size once it is here.
    return int(told) if told.isascii() and told.isdecimal() and not headers.get("content-encoding") else 0


async def _refusal(answer: object) -> FetchError:
    import httpx

    assert isinstance(answer, httpx.Response)
    head = b""
    async for piece in answer.aiter_bytes(_HEAD):
        head += piece
        if len(head) >= _HEAD:
            break
    words = f"HTTP {answer.status_code}"
    if _EXPIRED in head or b"expired" in head[:_HEAD]:
        return FetchError("expired", words)
    return FetchError("refused", words)
