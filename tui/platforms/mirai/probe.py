"""The connection test: connects once, in whichever way, and names what is wrong, so that the words can say what to do."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlsplit, urlunsplit

from tui.platforms import probing
from tui.platforms.addresses import UrlError, is_this_machine
from tui.platforms.base import ConnectError, Finding, FindingLevel, ProbeReport
from tui.platforms.frames import Direction, Frame
from tui.platforms.http_client import ERRORS, HttpClient
from tui.platforms.mirai.platform import Mirai
from tui.platforms.mirai.settings import Settings, page_url, socket_url
from tui.platforms.probing import KEYS, Place, about_encryption, all_well, listening_at, place_at
from tui.platforms.values import as_row, as_text

log = logging.getLogger(__name__)

_KEYS = {
    **KEYS,
    "http_not_websocket": "not_mirai",
    "token_refused": "not_mirai",
    "no_http_adapter": "no_http",
    "verify_key_refused": "verify_key",
    "no_such_bot": "no_such_bot",
    "no_number": "no_number",
    "wrong_account": "wrong_account",
    "session_refused": "session_refused",
    "session_gone": "session_refused",
    "dialled_without_key": "dialled_without_key",
    "dialled_key_refused": "dialled_key_refused",
    "dialled_no_such_bot": "no_such_bot",
    "dialled_refused": "dialled_refused",
}
"""Why connecting failed, and the finding that says so."""

_USUAL = "8080"
_ONEBOT = ("post_type", "retcode")
"""Keys that stand in what OneBot says, and never in what mirai does."""


async def probe(settings: Settings) -> ProbeReport:
    """Return what stands between us and what *settings* name; bounded by probing.PROBE_SECONDS, never raises for the wire."""
    try:
        place, webhook = _place_of(settings), _webhook_place(settings)
    except UrlError as error:
        return ProbeReport((Finding(FindingLevel.PROBLEM, "mirai.bad_url", (("part", str(error)),)),))
    findings = () if settings.way == "reverse-ws" else about_encryption(place)
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
                where = webhook if webhook and error.reason == "can_not_listen" else place
                return ProbeReport((*findings, _problem(error, where, heard, version)))
    except TimeoutError:
        reason = (platform.caveat or "nobody_dialled") if settings.way == "reverse-ws" else "timeout"
        return ProbeReport((*findings, _problem(ConnectError(reason), place, heard)))
    finally:
        await platform.close()
        await platform.shut()
    posted = (Finding(FindingLevel.OK, "mirai.webhook", webhook),) if webhook else ()
    return ProbeReport((*findings, all_well(identity, "mirai.ok"), *posted), identity)


def _place_of(settings: Settings) -> Place:
    """Return where mirai listens, or where it dials us. Raises UrlError."""
    way = settings.way
    if way == "reverse-ws":
        return listening_at(settings.listen, "ws")
    address = settings.ws_url if way == "ws" and settings.ws_url else settings.url
    socket_url(address)
    return place_at(urlsplit(address.strip()), "WebSocket" if way == "ws" else "HTTP", _USUAL)


def _webhook_place(settings: Settings) -> Place:
    return listening_at(settings.webhook, "http") if settings.way == "webhook" else ()


def _problem(error: ConnectError, place: Place, heard: Iterable[Frame], http_version: str = "") -> Finding:
    key = _KEYS.get(error.reason, "protocol")
    if key == "timeout" and is_this_machine(dict(place)["host"]):
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
    url = urlsplit(page_url(settings.ws_url or settings.url))
    client = HttpClient(url.hostname or "", {}, probing.DIAL_SECONDS)
    try:
        async with asyncio.timeout(probing.ANSWER_SECONDS):
            reply = await client.request("GET", urlunsplit((url.scheme, url.netloc, "/about", "", "")))
    except (TimeoutError, *ERRORS) as error:
        log.debug("no HTTP adapter there: %s", type(error).__name__)
        return ""
    finally:
        await client.close()
    return as_text(as_row(as_row(reply.value).get("data")).get("version"))
