"""The connection test: dials once and names what is wrong, so that the words shown can say what to do about it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from tui.platforms.base import ConnectError, Finding, FindingLevel, Identity, ProbeReport
from tui.platforms.onebot11.api import Api
from tui.platforms.onebot11.calls import CallError, CallRefusedError
from tui.platforms.onebot11.introduction import introduce, raise_if_ended
from tui.platforms.onebot11.session import Session
from tui.platforms.onebot11.settings import Settings, UrlError, dial_url, is_this_machine
from tui.platforms.onebot11.transports import WEBUI_PORT, Transport, dial, is_near

log = logging.getLogger(__name__)

PROBE_SECONDS = 8.0
"""How long the whole test may take."""

_DIAL_SECONDS = 3.0
_ANSWER_SECONDS = 2.0

_KEYS = {
    "refused": "refused",
    "dns": "dns",
    "unreachable": "unreachable",
    "timeout": "timeout",
    "tls": "tls",
    "reset": "container_loopback",
    "http_not_websocket": "http_port",
    "webui": "webui",
    "token_refused": "token_refused",
    "closed": "closed",
    "silent": "silent",
    "not_logged_in": "not_logged_in",
    "protocol": "protocol",
    "bad_url": "bad_url",
}
"""Why connecting failed, and the finding that says so."""


async def probe(settings: Settings, dialler: Callable[[Settings], Awaitable[Transport]] = dial) -> ProbeReport:
    """Return what stands between us and ``settings.url``; bounded by PROBE_SECONDS, never raises for the wire.

    Findings carry ``host`` and ``port`` as values wherever the address could be read.
    """
    try:
        place = _place(dial_url(settings.url))
    except UrlError as error:
        return ProbeReport((Finding(FindingLevel.PROBLEM, "bad_url", (("part", str(error)),)),))
    findings = _warnings(settings)
    hurried = Settings(settings.url, settings.token, _ANSWER_SECONDS, _DIAL_SECONDS)
    try:
        async with asyncio.timeout(PROBE_SECONDS):
            found, identity = await _look(hurried, dialler)
    except ConnectError as error:
        return ProbeReport((*findings, _problem(error, place)))
    except TimeoutError:
        return ProbeReport((*findings, _problem(ConnectError("timeout"), place)))
    return ProbeReport((*findings, *found), identity)


async def _look(settings: Settings, dialler: Callable[[Settings], Awaitable[Transport]]) -> tuple[tuple[Finding, ...], Identity]:
    transport = await dialler(settings)
    session = Session(transport, lambda frame, text: None, call_timeout=settings.call_timeout)
    try:
        identity, _ = await introduce(session, settings.call_timeout)
        findings = [_ok(identity)]
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
        await raise_if_ended(session, error)
        raise ConnectError("silent") from error


def _ok(identity: Identity) -> Finding:
    values = (
        ("nickname", identity.nickname),
        ("id", identity.account.own_id),
        ("implementation", identity.implementation),
        ("version", identity.version),
    )
    return Finding(FindingLevel.OK, "ok", values)


def _warnings(settings: Settings) -> tuple[Finding, ...]:
    parts = urlsplit(dial_url(settings.url))
    host = parts.hostname or ""
    if parts.scheme == "ws" and not is_near(host):
        return (Finding(FindingLevel.WARNING, "public_plain", _place(settings.url)),)
    return ()


def _place(url: str) -> tuple[tuple[str, str], ...]:
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "wss" else 80)
    return (("host", parts.hostname or ""), ("port", str(port)))


def _problem(error: ConnectError, place: tuple[tuple[str, str], ...]) -> Finding:
    key = _KEYS.get(error.reason, "protocol")
    if key == "timeout" and is_this_machine(dict(place)["host"]):
        key = "mute"  # no firewall swallows what goes to this machine: somebody listens there and does not speak our language
    if dict(place)["port"] == str(WEBUI_PORT) and key not in ("dns", "unreachable"):
        key = "webui"
    return Finding(FindingLevel.PROBLEM, key, place, error.words)
