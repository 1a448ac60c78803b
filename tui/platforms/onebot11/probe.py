"""The connection test: connects once, in whichever way, and names what is wrong, so that the words can say what to do."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from urllib.parse import urlsplit

from tui.platforms import probing
from tui.platforms.addresses import UrlError, is_this_machine
from tui.platforms.base import ConnectError, Finding, FindingLevel, Identity, ProbeReport
from tui.platforms.call_errors import CallError
from tui.platforms.onebot11.api import Api
from tui.platforms.onebot11.calls import CallRefusedError
from tui.platforms.onebot11.introduction import introduce
from tui.platforms.onebot11.session import Session
from tui.platforms.onebot11.settings import Settings, dial_url, is_http
from tui.platforms.onebot11.transports import WEBUI_PORT
from tui.platforms.onebot11.ways import way_to
from tui.platforms.probing import KEYS, Place, about_encryption, all_well, listening_at, place_at
from tui.platforms.ways import Way

log = logging.getLogger(__name__)

_KEYS = {
    **KEYS,
    "http_not_websocket": "http_port",
    "websocket_not_http": "websocket_port",
    "webui": "webui",
    "token_refused": "token_refused",
    "not_logged_in": "not_logged_in",
    "dialled_without_token": "dialled_without_token",
    "dialled_with_wrong_token": "dialled_with_wrong_token",
}
"""Why connecting failed, and the finding that says so."""


async def probe(settings: Settings) -> ProbeReport:
    """Return what stands between us and what *settings* name; bounded by probing.PROBE_SECONDS, never raises for the wire.

    Findings carry ``host``, ``port`` and ``kind`` (WebSocket or HTTP) as values wherever the address could be read.
    """
    try:
        place, webhook = _place_of(settings), _webhook_place(settings)
    except UrlError as error:
        return ProbeReport((Finding(FindingLevel.PROBLEM, "bad_url", (("part", str(error)),)),))
    findings = _warnings(settings, place)
    hurried = replace(settings, call_timeout=probing.ANSWER_SECONDS, connect_timeout=probing.DIAL_SECONDS)
    way = way_to(hurried)
    try:
        async with asyncio.timeout(probing.PROBE_SECONDS):
            found, identity = await _look(way, hurried.call_timeout)
    except ConnectError as error:
        where = webhook if webhook and error.reason == "can_not_listen" else place
        return ProbeReport((*findings, _problem(error, where)))
    except TimeoutError:
        reason = (way.caveat or "nobody_dialled") if settings.listen else "timeout"
        return ProbeReport((*findings, _problem(ConnectError(reason), place)))
    finally:
        await way.shut()
    return ProbeReport((*findings, *found, *_about_events(settings, webhook)), identity)


async def _look(way: Way, seconds: float) -> tuple[tuple[Finding, ...], Identity]:
    session = Session(await way(), lambda frame, text: None, call_timeout=seconds)
    try:
        identity, _ = await introduce(session, seconds)
        findings = [all_well(identity)]
        if not await _is_qq_online(session):
            findings.append(Finding(FindingLevel.PROBLEM, "qq_offline", (("nickname", identity.nickname),)))
        return tuple(findings), identity
    finally:
        await session.close()


async def _is_qq_online(session: Session) -> bool:
    try:
        return (await Api(session.calls).get_status()).data.online
    except CallRefusedError:
        log.info("the implementation does not tell whether QQ is online")
        return True
    except CallError as error:
        await session.raise_if_ended(error)
        raise ConnectError("silent") from error


def _warnings(settings: Settings, place: Place) -> tuple[Finding, ...]:
    return () if settings.listen else about_encryption(place)


def _about_events(settings: Settings, webhook: Place) -> tuple[Finding, ...]:
    """Return what is to be known of how events come: over HTTP that can not be tried without somebody's speaking."""
    if not is_http(settings.url) or settings.listen:
        return ()
    return (Finding(FindingLevel.OK, "webhook", webhook) if webhook else Finding(FindingLevel.WARNING, "polled"),)


def _place_of(settings: Settings) -> Place:
    """Return where the other side listens, or where we do. Raises UrlError."""
    if settings.listen:
        return listening_at(settings.listen, "ws")
    parts = urlsplit(dial_url(settings.url))
    kind, usual = ("HTTP", "3000") if is_http(settings.url) else ("WebSocket", "3001")
    return place_at(parts, kind, usual)


def _webhook_place(settings: Settings) -> Place:
    return listening_at(settings.webhook, "http") if settings.webhook else ()


def _problem(error: ConnectError, place: Place) -> Finding:
    key = _KEYS.get(error.reason, "protocol")
    if key == "timeout" and is_this_machine(dict(place)["host"]):
        key = "mute"  # no firewall swallows what goes to this machine: somebody listens there and does not speak our language
    if dict(place)["port"] == str(WEBUI_PORT) and key not in ("dns", "unreachable"):
        key = "webui"
    return Finding(FindingLevel.PROBLEM, key, place, error.words)
