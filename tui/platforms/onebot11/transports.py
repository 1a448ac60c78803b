"""Carries text frames: what a transport and a way to one are, dialling a WebSocket, and in our keys why that failed or ended."""

from __future__ import annotations

import errno
import ipaddress
import socket
import ssl
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Protocol
from urllib.parse import quote, urlsplit

from websockets.asyncio.client import connect
from websockets.asyncio.connection import Connection
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage, InvalidStatus, InvalidURI
from websockets.http11 import Response
from websockets.protocol import State

from tui.chat.text import one_line
from tui.platforms.base import ConnectError
from tui.platforms.onebot11.settings import Settings, UrlError, dial_url

MAX_FRAME = 128 * 1024 * 1024
"""Bytes of the largest frame taken: member lists and expanded forwards are megabytes, NapCat itself stops at 50 MiB."""

WEBUI_PORT = 6099
"""Where NapCat serves its configuration page, which people take for the OneBot port."""

PING_SECONDS = 20.0
CLOSE_SECONDS = 2.0
_POLICY_VIOLATION = 1008
_UNREACHABLE = (errno.EHOSTUNREACH, errno.ENETUNREACH, errno.ENETDOWN, errno.EHOSTDOWN)
_RESET = (errno.ECONNRESET, errno.EPIPE, errno.ECONNABORTED)


class Transport(Protocol):
    """A connection that carries text frames both ways."""

    @property
    def is_open(self) -> bool:
        """Whether a frame can still be written."""

    async def send(self, text: str) -> None:
        """Write one frame. Raises OSError when the connection ended meanwhile, and CallError where that says more."""

    async def receive(self) -> str:
        """Return the next frame; bytes that are no UTF-8 come as U+FFFD. Raises ConnectError when there is none any more."""

    async def close(self) -> None:
        """End it; does nothing when it has ended."""


class WebSocketTransport:
    """A WebSocket, dialled by us or by the other side."""

    def __init__(self, socket: Connection) -> None:
        self._socket = socket

    @property
    def is_open(self) -> bool:
        """Whether a frame can still be written."""
        return self._socket.state is State.OPEN

    async def send(self, text: str) -> None:
        """Write one frame. Raises ConnectionResetError when the connection ended meanwhile."""
        try:
            await self._socket.send(text.encode("utf-8", "replace"), text=True)
        except ConnectionClosed as error:
            raise ConnectionResetError(str(error)) from error

    async def receive(self) -> str:
        """Return the next frame. Raises ConnectError when the connection ended."""
        try:
            data = await self._socket.recv(decode=False)
        except ConnectionClosed as error:
            raise _ended(error) from error
        return bytes(data).decode("utf-8", "replace")

    async def close(self) -> None:
        """End it, politely for a moment."""
        await self._socket.close()


class _Dial(connect):
    def process_redirect(self, exc: Exception) -> Exception | str:
        # The token goes where it was meant to go and nowhere else; a redirect also tells a WebUI from a WebSocket.
        return exc


class Way(ABC):
    """Called for the next connection of one account; it lives as long as the account is configured.

    *caveat* is a key (``connect.<caveat>``): what is to be known of this way while nothing is wrong with the connection; ""
    for nothing. *on_caveat* hears that it changed. *asks_every*: seconds after which new messages have to be asked for, because
    nobody tells of them; 0: somebody does.
    """

    caveat: str = ""
    asks_every: float = 0.0
    on_caveat: Callable[[], None] | None = None

    @abstractmethod
    async def __call__(self, settings: Settings) -> Transport:
        """Return a connection as soon as there is one. Raises ConnectError."""

    async def shut(self) -> None:  # noqa: B027  # dialling has nothing to let go of
        """Let go of what is kept between two connections, such as a port."""

    def warn(self, caveat: str) -> None:
        """Note *caveat* in the place of what was noted before."""
        if caveat != self.caveat:
            self.caveat = caveat
            if self.on_caveat is not None:
                self.on_caveat()


async def dial(settings: Settings) -> Transport:
    """Connect to the implementation at ``settings.url``. Raises ConnectError; its ``__cause__`` is what happened."""
    try:
        url = dial_url(settings.url)
    except UrlError as error:
        raise ConnectError("bad_url", str(error), is_final=True) from error
    headers, url = authorize(settings.token, url)
    try:
        socket = await _Dial(
            url,
            additional_headers=headers,
            compression=None,
            max_size=MAX_FRAME,
            ping_interval=PING_SECONDS,
            ping_timeout=PING_SECONDS,
            open_timeout=settings.connect_timeout,
            close_timeout=CLOSE_SECONDS,
            proxy=None if is_near(urlsplit(url).hostname or "") else True,
        )
    except (OSError, InvalidHandshake, InvalidURI, ConnectionClosed, EOFError, ValueError, ImportError) as error:
        # ImportError: the environment names a SOCKS proxy, which needs a package that is not there.
        raise explain(error, url) from error
    return WebSocketTransport(socket)


def is_near(host: str) -> bool:
    """Return whether *host* is this machine or in a private network, judged by its name alone."""
    if (
        host == "localhost"
        or host.endswith((".localhost", ".local", ".lan", ".internal"))
        or ("." not in host and ":" not in host)
    ):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_private or address.is_link_local


def explain(error: BaseException, url: str = "") -> ConnectError:
    """Return why dialling *url* failed: our reason and the other side's words."""
    if isinstance(error, InvalidStatus):
        return _explain_status(error.response, url)
    if isinstance(error, InvalidMessage):
        # The port took the connection and hung up, or speaks something that is no HTTP at all.
        cause = error.__cause__ or error.__context__
        if isinstance(cause, (EOFError, ConnectionResetError, ConnectionClosed)):
            return ConnectError("reset", one_line(str(cause)))
        return ConnectError("protocol", one_line(str(cause or error)))
    if isinstance(error, (InvalidHandshake, InvalidURI)):
        return ConnectError("protocol", one_line(str(error)))
    if isinstance(error, ssl.SSLError):
        return ConnectError("tls", one_line(str(error)))
    if isinstance(error, socket.gaierror):
        return ConnectError("dns", one_line(error.strerror or str(error)))
    if isinstance(error, TimeoutError):
        return ConnectError("timeout")
    return _explain_os_error(error)


def _explain_os_error(error: BaseException) -> ConnectError:
    words = one_line(str(error))
    number = error.errno if isinstance(error, OSError) else None
    # asyncio names several failed addresses in one OSError without a number; all refused is what it mostly says.
    if isinstance(error, ConnectionRefusedError) or "Connect call failed" in words:
        return ConnectError("refused", words)
    if isinstance(error, (ConnectionResetError, EOFError)) or number in _RESET:
        return ConnectError("reset", words)
    if number in _UNREACHABLE:
        return ConnectError("unreachable", words)
    return ConnectError("protocol" if isinstance(error, ValueError) else "unreachable", words)


def _explain_status(response: Response, url: str) -> ConnectError:
    status = response.status_code
    body = bytes(response.body or b"")[:4096].decode("utf-8", "replace")
    words = one_line(f"HTTP {status} {response.reason_phrase}")
    where = response.headers.get("Location", "")
    if status in (401, 403):
        return ConnectError("token_refused", words, is_final=True)
    if "webui" in where.lower() or "webui" in body.lower() or _port(url) == WEBUI_PORT:
        return ConnectError("webui", words)
    if status >= 500:
        return ConnectError("unreachable", words)
    return ConnectError("http_not_websocket", words)


def _ended(error: ConnectionClosed) -> ConnectError:
    close = error.rcvd or error.sent
    code = close.code if close else 1006
    words = one_line(f"{code} {close.reason if close else ''}")
    if error.rcvd is not None and code == _POLICY_VIOLATION:
        return ConnectError("token_refused", words, is_final=True)
    return ConnectError("closed", words)


def authorize(token: str, url: str) -> tuple[dict[str, str], str]:
    """Return the headers and the address with which *token* travels."""
    token = token.strip()
    if not token:
        return {}, url
    if token.isascii() and token.isprintable():
        return {"Authorization": f"Bearer {token}"}, url
    # A header takes no such token; every implementation also reads it from the query.
    return {}, f"{url}{'&' if '?' in url else '?'}access_token={quote(token, safe='')}"


def _port(url: str) -> int | None:
    return urlsplit(url).port
