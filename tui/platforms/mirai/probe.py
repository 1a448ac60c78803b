"""The connection test: connects once, in whichever way, and names what is wrong, so that the words can say what to do."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlsplit, urlunsplit

import httpx

from tui.platforms import probing
from tui.platforms.base import ConnectError, Finding, FindingLevel, ProbeReport
from tui.platforms.frames import Direction, Frame
from tui.platforms.mirai.platform import Mirai
from tui.platforms.mirai.settings import Settings, UrlError, socket_url
from tui.platforms.probing import KEYS, Place, about_encryption, all_well, place_at
from tui.platforms.values import as_row, as_text

log = logging.getLogger(__name__)

_KEYS = {
    **KEYS,
    "http_not_websocket": "not_mirai",
    "token_refused": "not_mirai",
    "verify_key_refused": "verify_key",
    "no_such_bot": "no_such_bot",
    "no_number": "no_number",
    "session_refused": "session_refused",
}
"""Why connecting failed, and the finding that says so."""

_USUAL = "8080"
_HERE = ("localhost", "127.0.0.1", "::1")
_ONEBOT = ("post_type", "retcode")
"""Keys that stand in what OneBot says, and never in what mirai does."""

_SCHEMES = {"ws": "http", "wss": "https"}


async def probe(settings: Settings) -> ProbeReport:
    """Return what stands between us and what *settings* name; bounded by probing.PROBE_SECONDS, never raises for the wire."""
    try:
        place = _place_of(settings)
    except UrlError as error:
        return ProbeReport((Finding(FindingLevel.PROBLEM, "mirai.bad_url", (("part", str(error)),)),))
    findings = about_encryption(place)
    seconds = probing.ANSWER_SECONDS
    platform = Mirai(replace(settings, call_timeout=seconds, slow_timeout=seconds, connect_timeout=probing.DIAL_SECONDS))
    heard: list[Frame] = []
    platform.on_frame = heard.append
    try:
        async with asyncio.timeout(probing.PROBE_SECONDS):
            try:
                identity = await platform.connect(lambda event: None)
            except ConnectError as error:
                version = await _http_version(settings) if error.reason == "http_not_websocket" else ""
                return ProbeReport((*findings, _problem(error, place, heard, version)))
    except TimeoutError:
        return ProbeReport((*findings, _problem(ConnectError("timeout"), place, heard)))
    finally:
        await platform.close()
        await platform.shut()
    return ProbeReport((*findings, all_well(identity, "mirai.ok")), identity)


def _place_of(settings: Settings) -> Place:
    """Return where mirai listens. Raises UrlError."""
    address = settings.ws_url if settings.transport == "ws" and settings.ws_url else settings.url
    socket_url(address)
    return place_at(urlsplit(address.strip()), "HTTP" if settings.transport == "http" else "WebSocket", _USUAL)


def _problem(error: ConnectError, place: Place, heard: Iterable[Frame], http_version: str = "") -> Finding:
    key = _KEYS.get(error.reason, "protocol")
    if key == "timeout" and dict(place)["host"] in _HERE:
        key = "silent"  # no firewall swallows what goes to this machine: somebody listens there and says nothing
    if any(map(_is_onebot, heard)):
        key = "onebot"
    elif http_version:
        key, place = "http_only", (*place, ("version", http_version))
    return Finding(FindingLevel.PROBLEM, f"mirai.{key}", place, error.words)


def _is_onebot(frame: Frame) -> bool:
    if frame.direction is not Direction.IN:
        return False
    try:
        row = as_row(json.loads(frame.text))
    except (ValueError, RecursionError):
        return False
    return any(key in row for key in _ONEBOT)


async def _http_version(settings: Settings) -> str:
    """Return the version of mirai-api-http whose HTTP adapter answers in the WebSocket's place, "" when none does."""
    parts = urlsplit((settings.ws_url or settings.url).strip())
    address = urlunsplit((_SCHEMES.get(parts.scheme, parts.scheme), parts.netloc, "/about", "", ""))
    try:
        async with httpx.AsyncClient(timeout=probing.ANSWER_SECONDS, trust_env=parts.hostname not in _HERE) as client:
            answer = await client.get(address)
            return as_text(as_row(as_row(answer.json()).get("data")).get("version"))
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, RecursionError) as error:
        log.debug("no HTTP adapter there: %s", type(error).__name__)
        return ""
