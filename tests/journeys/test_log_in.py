"""A login that ends while qiao runs: it is said, nothing is asked any more, and a code brings the account back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.bilibili import FRIEND, SOON, login_of, say
from tests.journeys.journey import session
from tests.journeys.test_people import command
from tests.qr_reader import scan
from tests.ui.screens.test_sign_in import cells
from tui.connection.status import LinkState
from tui.platforms.bilibili.client import HOSTS, Client
from tui.platforms.bilibili.credential import Credential, credential_path, load_credential, save_credential
from tui.platforms.bilibili.pace import Pace
from tui.platforms.bilibili.platform import Bilibili
from tui.platforms.bilibili.settings import Settings
from tui.platforms.bilibili.signing_in import BilibiliSignIn
from tui.simulator.bilibili.population import small_world
from tui.simulator.bilibili.server import BilibiliServer
from tui.ui.screens.qr_login import QrLogin


@pytest.mark.parametrize("was_there", [True, False])
async def test_a_login_that_ended_is_said_and_had_again_by_a_code(tmp_path: Path, was_there: bool) -> None:
    async with BilibiliServer(small_world()) as server:
        server.troubles.qr = "ignores"
        hosts = dict.fromkeys(HOSTS, server.url)
        settings = Settings("main", tmp_path, hosts=hosts)
        file = credential_path(tmp_path, "main")
        if was_there:
            save_credential(file, login_of(server))
        make = lambda: Bilibili(settings, pace=Pace(SOON, SOON, SOON * 8), notices_every=SOON)  # noqa: E731
        async with session(tmp_path, server, make=make, waits=was_there, language="en") as j:
            j.services.sign_ins["main"] = lambda: BilibiliSignIn(file, Client(hosts=hosts))  # type: ignore[index]
            if was_there:
                await j.open(FRIEND)
                server.logins.end_all()
            await j.link(LinkState.REFUSED)
            await j.says("Log in again")
            asked = len(server.asks)
            await command(j, "account.log_in")
            await j.asked(QrLogin)
            await j.shows("Scan this with the Bilibili app")
            (said,) = await j.until(lambda: scan(cells(j.pilot)), "a code to scan")
            assert said.startswith("https://account.bilibili.com/")
            assert {name for name, _ in server.asks[asked:]} <= {"qrcode_generate", "qrcode_poll"}
            server.troubles.qr, server.troubles.qr_seconds = "confirms", 0
            await j.is_back()
            await j.says("Logged in as 敲敲 (1000001)")
            await j.link(LinkState.ONLINE)
            await j.open(FRIEND)
            say(server, "你回来了")
            await j.shows("你回来了")
        kept = load_credential(file)
        assert isinstance(kept, Credential) and kept.is_complete and kept.buvid3 == ("BUVID3" if was_there else "")


async def test_where_the_login_stands_in_the_config_that_is_said(tmp_path: Path) -> None:
    async with BilibiliServer(small_world()) as server:
        save_credential(credential_path(tmp_path, "main"), login_of(server))
        settings = Settings("main", tmp_path, hosts=dict.fromkeys(HOSTS, server.url))
        async with session(tmp_path, server, make=lambda: Bilibili(settings, pace=Pace(SOON, SOON, SOON)), language="en") as j:
            await command(j, "account.log_in")
            await j.says("there is no account that logs in here")
            j.services.sign_ins["main"] = None  # type: ignore[index]
            await command(j, "account.log_in")
            await j.says("The login of main stands in")
