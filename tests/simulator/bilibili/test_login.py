"""Logging in by a QR code, renewing the cookie, and being logged out."""

from __future__ import annotations

from http.cookies import SimpleCookie
from urllib.parse import parse_qs, urlsplit

import httpx

from tui.simulator.bilibili import population as who
from tui.simulator.bilibili.login import Credential
from tui.simulator.bilibili.server import BilibiliServer
from tui.simulator.bilibili.world import BiliWorld

from .client import PASSPORT, SESSIONS, BiliClient

LIST = f"{SESSIONS}/get_sessions"
PATH = "/correspond/1/" + "0f" * 128


def cookies_of(answer: httpx.Response) -> dict[str, str]:
    """The cookies that an answer sets, as they stand there."""
    found: dict[str, str] = {}
    for line in answer.headers.get_list("set-cookie"):
        found |= {name: morsel.coded_value for name, morsel in SimpleCookie(line).items()}
    return found


def login_of(cookies: dict[str, str], token: str = "") -> Credential:
    """What a client keeps of a login."""
    return Credential(int(cookies["DedeUserID"]), cookies["SESSDATA"], cookies["bili_jct"], token, 0)


async def scanned(server: BilibiliServer, world: BiliWorld, *ages: float) -> list[int]:
    """The codes of a QR code polled at these ages, in seconds."""
    nobody = BiliClient(server.url)
    async with nobody.http:
        key = (await nobody.data(f"{PASSPORT}/qrcode/generate"))["qrcode_key"]
        found, now = [], 0.0
        for age in ages:
            world.pass_time(age - now)
            now = age
            found.append((await nobody.data(f"{PASSPORT}/qrcode/poll", qrcode_key=key))["code"])
        return found


async def test_a_code_is_scanned_confirmed_and_good_once(server: BilibiliServer, world: BiliWorld) -> None:
    assert await scanned(server, world, 0, 2.5, 5, 6) == [86101, 86090, 0, 86038]


async def test_a_code_expires(server: BilibiliServer, world: BiliWorld) -> None:
    server.troubles.qr = "ignores"
    assert await scanned(server, world, 5, 179, 181, 182) == [86101, 86101, 86038, 86038]
    server.troubles.qr = "scans"
    assert await scanned(server, world, 5, 181) == [86090, 86038]


async def test_a_login_brings_cookies_twice_and_a_token(server: BilibiliServer) -> None:
    server.troubles.qr_seconds = 0
    server.logins.end_all()
    nobody = BiliClient(server.url)
    async with nobody.http:
        code = await nobody.data(f"{PASSPORT}/qrcode/generate")
        assert code["qrcode_key"] in code["url"]
        assert len(code["qrcode_key"]) == 32
        answer = await nobody.http.get(f"{PASSPORT}/qrcode/poll", params={"qrcode_key": code["qrcode_key"]})
    data, cookies = answer.json()["data"], cookies_of(answer)
    assert cookies.keys() == {"SESSDATA", "bili_jct", "DedeUserID", "DedeUserID__ckMd5", "sid"}
    assert len(data["refresh_token"]) == 32
    query = urlsplit(data["url"]).query
    assert f"SESSDATA={cookies['SESSDATA']}" in query, "it stays quoted"
    assert parse_qs(query)["DedeUserID"] == [str(who.OWN)]
    client = BiliClient(server.url, login_of(cookies))
    async with client.http:
        assert await client.code(LIST, session_type=4) == 0


async def test_a_cookie_may_be_quoted_or_not(server: BilibiliServer) -> None:
    login = server.logins.first
    async with httpx.AsyncClient(base_url=server.url, trust_env=False) as http:
        for value in (login.sessdata, login.sessdata.replace("%2C", ",").replace("%2A", "*")):
            answer = await http.get(LIST, params={"session_type": 4}, headers={"Cookie": f"SESSDATA={value}; sid=x"})
            assert answer.json()["code"] == 0
        answer = await http.get(LIST, params={"session_type": 4}, headers={"Cookie": "sessdata=" + login.sessdata})
        assert answer.json()["code"] == -101


async def test_a_cookie_is_renewed_and_the_old_one_given_up(client: BiliClient, server: BilibiliServer) -> None:
    assert (await client.data(f"{PASSPORT}/cookie/info"))["refresh"] is False
    server.troubles.wants_refresh = True
    info = await client.data(f"{PASSPORT}/cookie/info", csrf=client.cookies["bili_jct"])
    assert (info["refresh"], len(str(info["timestamp"]))) == (True, 13)
    page = (await client.http.get(PATH)).text
    secret = page.partition('<div id="1-name">')[2].partition("<")[0]
    token = server.logins.first.refresh_token
    form = {"csrf": client.cookies["bili_jct"], "refresh_csrf": secret, "refresh_token": token, "source": "main_web"}
    answer = await client.http.post(f"{PASSPORT}/cookie/refresh", data=form)
    made = answer.json()
    assert made["code"] == 0
    new = BiliClient(server.url, login_of(cookies_of(answer), made["data"]["refresh_token"]))
    async with new.http:
        assert (await new.data(f"{PASSPORT}/cookie/info"))["refresh"] is False
        assert [await it.code(LIST, session_type=4) for it in (client, new)] == [0, 0], "until it is confirmed both are good"
        assert (await new.post(f"{PASSPORT}/confirm/refresh", refresh_token="x"))["code"] == 86095
        assert (await new.post(f"{PASSPORT}/confirm/refresh", refresh_token=token))["code"] == 0
        assert [await it.code(LIST, session_type=4) for it in (client, new)] == [-101, 0]


async def test_renewals_that_are_refused(client: BiliClient, server: BilibiliServer) -> None:
    token = server.logins.first.refresh_token
    assert (await client.post(f"{PASSPORT}/cookie/refresh", refresh_csrf="", refresh_token=token))["code"] == 86095
    assert (await client.http.get(PATH[:-1])).status_code == 404
    server.troubles.is_correspond_stale = True
    assert (await client.http.get(PATH)).status_code == 404
    server.troubles.is_correspond_stale = False
    secret = (await client.http.get(PATH)).text.partition('<div id="1-name">')[2].partition("<")[0]
    assert (await client.post(f"{PASSPORT}/cookie/refresh", refresh_csrf=secret, refresh_token="x"))["code"] == 86095
    answer = await client.post(f"{PASSPORT}/cookie/refresh", refresh_csrf=secret, refresh_token=token, csrf="x")
    assert answer["code"] == -111


async def test_who_is_logged_out_stays_so(client: BiliClient, server: BilibiliServer) -> None:
    server.logins.end_all()
    assert await client.code(LIST, session_type=4) == -101
    assert (await client.post(f"{SESSIONS}/update_ack", talker_id=who.FRIEND))["code"] == -101
