"""Carries text frames over WebSockets for any platform, and says in our keys why a dial failed or a connection ended."""

from __future__ import annotations

import errno
import ipaddress
import re
import socket
import ssl
from collections.abc import Mapping
from typing import Protocol
from urllib.parse import urlsplit

from websockets.asyncio.client import connect
from websockets.asyncio.connection import Connection
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage, InvalidStatus, InvalidURI
from websockets.http11 import Response
from websockets.protocol import State

from tui.chat.text import one_line
from tui.platforms.base import ConnectError

MAX_FRAME = 128 * 1024 * 1024
"""Bytes of the largest frame taken: member lists and expanded forwards are megabytes, NapCat itself stops at 50 MiB."""

PING_SECONDS = 20.0
CLOSE_SECONDS = 2.0
_POLICY_VIOLATION = 1008
_ADDRESS = re.compile(r"\('([^']+)', (\d+)")
_UNREACHABLE = (errno.EHOSTUNREACH, errno.ENETUNREACH, errno.ENETDOWN, errno.EHOSTDOWN)
_RESET = (errno.ECONNRESET, errno.EPIPE, errno.ECONNABORTED)

DIAL_ERRORS = (OSError, InvalidHandshake, InvalidURI, ConnectionClosed, EOFError, ValueError, ImportError)
"""What dialling may raise. ImportError: the environment names a SOCKS proxy, which needs a package that is not there."""


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
            raise ConnectionResetError("closed") from error

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


async def open_socket(url: str, headers: Mapping[str, str], seconds: float) -> WebSocketTransport:
    """Return a WebSocket to *url*. Raises one of DIAL_ERRORS, which :func:`explain` explains."""
    dialled = await _Dial(
        url,
        additional_headers=headers,
        compression=None,
        max_size=MAX_FRAME,
        ping_interval=PING_SECONDS,
        ping_timeout=PING_SECONDS,
        open_timeout=seconds,
        close_timeout=CLOSE_SECONDS,
        proxy=None if is_near(urlsplit(url).hostname or "") else True,
    )
    return WebSocketTransport(dialled)


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


def explain(error: BaseException) -> ConnectError:
    """Return why dialling failed: our reason and the other side's words."""
    if isinstance(error, InvalidStatus):
        return _explain_status(error.response)
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
        return ConnectError("refused", _addresses(words))
    if isinstance(error, (ConnectionResetError, EOFError)) or number in _RESET:
        return ConnectError("reset", words)
    if number in _UNREACHABLE:
        return ConnectError("unreachable", words)
    return ConnectError("protocol" if isinstance(error, ValueError) else "unreachable", words)


def _addresses(words: str) -> str:
    """Return who refused by what asyncio says of it: ``[Errno 111] Connect call failed ('127.0.0.1', 3001)``, or several."""
    found = _ADDRESS.findall(words)
    return ", ".join(f"[{host}]:{port}" if ":" in host else f"{host}:{port}" for host, port in found)


def _explain_status(response: Response) -> ConnectError:
    status = response.status_code
    words = status_words(response)
    if status in (401, 403):
        return ConnectError("token_refused", words, is_final=True)
    return ConnectError("unreachable" if status >= 500 else "http_not_websocket", words)


def status_words(response: Response) -> str:
    """Return what a server answered in the place of opening a WebSocket."""
    return one_line(f"HTTP {response.status_code} {response.reason_phrase}")


def _ended(error: ConnectionClosed) -> ConnectError:
    close = error.rcvd or error.sent
    # Who just went away has said nothing: 1006 would be a number for that, and nothing that came.
    words = one_line(f"{close.code} {close.reason}") if close else ""
    if error.rcvd is not None and error.rcvd.code == _POLICY_VIOLATION:
        return ConnectError("token_refused", words, is_final=True)
    return ConnectError("closed", words)
