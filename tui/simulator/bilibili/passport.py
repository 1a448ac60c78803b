"""Logging in by a QR code, and renewing the cookie."""

from __future__ import annotations

import re

from tui.simulator.bilibili.codes import Frame
from tui.simulator.bilibili.desk import Ask, Desk, Reply, Route, get, post
from tui.simulator.bilibili.login import QR_WORDS, Credential

CORRESPOND = "/correspond/1/"
CIPHER = re.compile(r"[0-9a-f]{256}")
"""What a 1024 bit key makes of anything."""
PAGE = (
    '<!DOCTYPE html><html><head><title>哔哩哔哩</title></head><body><div id="1-name">{}</div>'
    '<div id="1-value"></div></body></html>'
)


def generate(desk: Desk, ask: Ask) -> Frame:
    """A new code."""
    key = desk.logins.make_code()
    url = f"https://account.bilibili.com/h5/account-h5/auth/scan-web?navhide=1&callback=close&qrcode_key={key}&from="
    return {"url": url, "qrcode_key": key}


def poll(desk: Desk, ask: Ask) -> Reply:
    """How far the code is; ⚠ the envelope's own code is always 0."""
    code, login = desk.logins.poll(ask.text("qrcode_key"))
    data = {
        "url": login.url if login else "",
        "refresh_token": login.refresh_token if login else "",
        "timestamp": desk.world.now() // 1000 if login else 0,
        "code": code,
        "message": QR_WORDS[code],
    }
    return Reply(data, cookies=login.all_cookies if login else {})


def cookie_info(desk: Desk, ask: Ask) -> Frame:
    """Whether the cookie should be renewed."""
    return {"refresh": desk.troubles.wants_refresh, "timestamp": desk.world.now() // 1000}


def correspond(desk: Desk, ask: Ask) -> Reply:
    """The page with the secret of a renewal, at an address that only who knows the public key can make."""
    if desk.troubles.is_correspond_stale or not CIPHER.fullmatch(ask.path.removeprefix(CORRESPOND)):
        return Reply(status=404, kind="text/html; charset=utf-8", body=b"<html><body>404</body></html>")
    return Reply(kind="text/html; charset=utf-8", body=PAGE.format(desk.logins.open_renewal()).encode())


def _login(ask: Ask) -> Credential:
    assert ask.login is not None, "it is not called without one"
    return ask.login


def refresh(desk: Desk, ask: Ask) -> Reply:
    """A new cookie; the old one is good until that is confirmed."""
    made = desk.logins.renew(_login(ask), ask.text("refresh_csrf"), ask.text("refresh_token"))
    return Reply({"status": 0, "message": "", "refresh_token": made.refresh_token}, cookies=made.all_cookies)


def confirm(desk: Desk, ask: Ask) -> Reply:
    """The old cookie may go."""
    desk.logins.give_up(ask.text("refresh_token"))
    return Reply(None)


PASSPORT = "/x/passport-login/web"
ROUTES: dict[str, Route] = {
    f"{PASSPORT}/qrcode/generate": get("qrcode_generate", generate, needs_login=False),
    f"{PASSPORT}/qrcode/poll": get("qrcode_poll", poll, needs_login=False),
    f"{PASSPORT}/cookie/info": get("cookie_info", cookie_info),
    f"{PASSPORT}/cookie/refresh": post("cookie_refresh", refresh),
    f"{PASSPORT}/confirm/refresh": post("confirm_refresh", confirm),
}
CORRESPOND_ROUTE = get("correspond", correspond)
