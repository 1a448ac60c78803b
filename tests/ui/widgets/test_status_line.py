"""The status line: links in words, what is unread, and notices that can be read."""

from __future__ import annotations

from typing import Any

import pytest
from textual.app import App, ComposeResult

from tests.ui.rows import HOSTILE
from tui.connection.status import AccountStatus, LinkState
from tui.locale import set_language
from tui.ui.theme import ThemeLibrary
from tui.ui.widgets.status_line import HURRIED_SECONDS, Level, StatusLine


@pytest.fixture(autouse=True)
def english() -> None:
    set_language("en")


class Host(App[None]):
    CSS = "StatusLine { dock: bottom; }"

    def __init__(self) -> None:
        super().__init__()
        self.now = 1000.0
        self.status = StatusLine(clock=lambda: self.now)

    def compose(self) -> ComposeResult:
        yield self.status

    def on_mount(self) -> None:
        ThemeLibrary().use(self, "qiao-dark")

    def text(self) -> str:
        return "\n".join(self.status.render_line(y).text.rstrip() for y in range(self.status.size.height)).strip()


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (AccountStatus("main", LinkState.ONLINE), "● main"),
        (AccountStatus("main", LinkState.CONNECTING), "◌ main connecting"),
        (AccountStatus("main", LinkState.QQ_OFFLINE), "○ main QQ offline"),
        (AccountStatus("main", LinkState.ONLINE, reason="signature"), "● main events with a wrong signature"),
        (AccountStatus("main", LinkState.WAITING, reason="refused", retry_at=1011.5), "◌ main retry in 12 s: connection refused"),
        (AccountStatus("main", LinkState.WAITING, retry_at=999.0), "◌ main retrying"),
        (AccountStatus("main", LinkState.WAITING), "◌ main retrying"),
        (
            AccountStatus("main", LinkState.REFUSED, reason="token_refused", words="retcode 1403"),
            "! main refused: token refused (retcode 1403)",
        ),
        (AccountStatus("main", LinkState.REFUSED, reason="unheard_of", words="[/b] no"), "! main refused: [/b] no"),
        (AccountStatus("main", LinkState.STOPPED), "○ main stopped"),
        (AccountStatus("main", LinkState.ONLINE, uploading=40), "● main picture 40% up"),
        (AccountStatus("main", LinkState.ONLINE, filling=3, read_only=True), "● main filling 3 · read-only"),
        (AccountStatus("main", LinkState.ONLINE, malformed=2), "● main  2 bad frames"),
    ],
)
async def test_an_account_in_words(status: AccountStatus, said: str) -> None:
    app = Host()
    async with app.run_test(size=(100, 5)) as pilot:
        app.status.set_accounts([status])
        await pilot.pause()
        assert " ".join(app.text().split()) == " ".join(said.split())


async def test_what_needs_a_person_comes_first() -> None:
    app = Host()
    async with app.run_test(size=(40, 5)) as pilot:
        app.status.set_accounts([AccountStatus("fine", LinkState.ONLINE), AccountStatus("bad", LinkState.REFUSED)])
        await pilot.pause()
        assert app.text().startswith("! bad refused")


async def test_several_that_wait_all_say_when_they_try_again() -> None:
    names = ("mirai", "demo", "bilibili")
    waiting = [AccountStatus(name, LinkState.WAITING, reason="refused", retry_at=1005.0) for name in names]
    async with Host().run_test(size=(80, 10)) as pilot:
        app = pilot.app
        assert isinstance(app, Host)
        app.status.set_accounts(waiting)
        app.status.set_unread(72, 3)
        assert app.text().count(" in 5 s") == 3


async def test_a_notice_is_not_cut_by_what_stands_beside_it() -> None:
    async with Host().run_test(size=(60, 10)) as pilot:
        app = pilot.app
        assert isinstance(app, Host)
        app.status.say("no newer “k0n12” here; n looks for older ones")
        app.status.set_unread(189, 2)
        await pilot.pause()
        assert "…" not in app.text()
        assert "ones" in app.text()


async def test_unread_and_mentions_stand_at_the_right() -> None:
    app = Host()
    async with app.run_test(size=(60, 5)) as pilot:
        app.status.set_accounts([AccountStatus("main", LinkState.ONLINE)])
        app.status.set_unread(12, 2)
        app.status.set_hint("F1 help")
        await pilot.pause()
        assert app.text().endswith("@2  12 unread  F1 help")


async def test_a_notice_takes_the_place_of_the_accounts_and_goes() -> None:
    app = Host()
    async with app.run_test(size=(60, 5)) as pilot:
        app.status.set_accounts([AccountStatus("main", LinkState.QQ_OFFLINE)])
        app.status.say("Recalled", Level.GOOD)
        await pilot.pause()
        assert app.text().startswith("Recalled")
        assert app.text().endswith("○")
        app.status.hush()
        await pilot.pause()
        assert app.text().startswith("○ main")


async def test_a_mild_notice_is_replaced_at_once() -> None:
    app = Host()
    async with app.run_test(size=(60, 5)):
        app.status.say("one")
        app.status.say("two")
        assert app.status.notice is not None
        assert app.status.notice.text == "two"


async def test_an_error_stays_long_enough_to_be_read() -> None:
    app = Host()
    async with app.run_test(size=(60, 5)):
        app.status.say("wrong", Level.ERROR)
        app.status.say("next")
        assert app.status.notice is not None
        assert app.status.notice.text == "wrong"
        app.now += HURRIED_SECONDS
        app.status.say("last")
        assert app.status.notice is not None
        assert app.status.notice.text == "next"


async def test_what_is_said_again_at_once_hides_nothing_behind_it() -> None:
    async with Host().run_test(size=(60, 10)) as pilot:
        app = pilot.app
        assert isinstance(app, Host)
        for text in ("wrong", *["no more"] * 20):
            app.status.say(text, Level.WARNING)
        app.status.say("found")
        for text in ("wrong", "no more", "found"):
            assert app.status.notice is not None
            assert app.status.notice.text == text
            app.status.skip()


async def test_a_long_notice_grows_to_three_lines() -> None:
    app = Host()
    async with app.run_test(size=(40, 10)) as pilot:
        app.status.say("not done, because " * 3, Level.ERROR)
        await pilot.pause()
        assert app.status.size.height == 2
        assert app.text().count("because") == 3
        app.status.hush()
        await pilot.pause()
        assert app.status.size.height == 1
        app.status.say("字" * 500, Level.ERROR)
        await pilot.pause()
        assert app.status.size.height == 3
        assert app.text().endswith("…")


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_words_are_only_text(text: str) -> None:
    app = Host()
    async with app.run_test(size=(60, 10)) as pilot:
        app.status.set_accounts([AccountStatus(text, LinkState.REFUSED, words=text)])
        await pilot.pause()
        app.status.say(text, Level.ERROR)
        await pilot.pause()
        assert app.is_running


async def test_no_account_is_said() -> None:
    app = Host()
    async with app.run_test(size=(60, 5)) as pilot:
        await pilot.pause()
        assert app.text() == "no account"


async def test_the_clock_ticks_only_while_a_retry_is_awaited(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Host()
    async with app.run_test(size=(60, 5)):
        started: list[Any] = []
        real = app.status.set_interval
        monkeypatch.setattr(app.status, "set_interval", lambda *args: started.append(real(*args)) or started[-1])
        app.status.set_accounts([AccountStatus("main", LinkState.ONLINE)])
        assert not started
        waiting = AccountStatus("main", LinkState.WAITING, retry_at=1010.0)
        app.status.set_accounts([waiting])
        app.status.set_accounts([waiting])
        assert len(started) == 1
        app.status.set_accounts([AccountStatus("main", LinkState.ONLINE)])
        app.status.set_accounts([waiting])
        assert len(started) == 2
