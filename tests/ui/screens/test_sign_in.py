"""Logging in on the screen: the code that is drawn, how far it has come, and values that are pasted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from rich.color import ColorTriplet
from textual.pilot import Pilot
from textual.widgets import Button, Input

from tests.qr_reader import Cell, scan
from tests.ui.screens.host import Host
from tui import locale
from tui.platforms.qr import NARROW, matrix_of
from tui.platforms.signing_in import Owner, QrOffer, ScanState, SignIn, SignInError
from tui.ui.screens.account_form import Account
from tui.ui.screens.first_run import FirstRun
from tui.ui.screens.paste_login import PasteLogin
from tui.ui.screens.qr_login import QrLogin
from tui.ui.screens.sign_in_form import SignInForm
from tui.ui.widgets.hints import Hints
from tui.ui.widgets.prose import Prose

URL = (
    "https://account.bilibili.com/h5/account-h5/auth/scan-web?navhide=1&callback=close&from=&qrcode_key=" + "0123456789abcdef" * 2
)
OWNER = Owner("1000001", "敲[b]敲", Path("/data/credentials/x.json"))
VALUES = {"SESSDATA": "a%2C1", "bili_jct": "b", "DedeUserID": "", "buvid3": ""}


class Service(SignIn):
    """A platform whose phone is the test."""

    protocol = "bilibili"
    asks = tuple(VALUES)
    optional = ("DedeUserID", "buvid3")
    kept_at = OWNER.kept_at

    def __init__(self) -> None:
        self.offers = 0
        self.closed = 0
        self.entered: list[dict[str, str]] = []
        self.happens: asyncio.Queue[ScanState | Owner | Exception | None] = asyncio.Queue()
        self.refuses: SignInError | None = None

    async def offer(self) -> QrOffer:
        self.offers += 1
        if self.refuses is not None:
            raise self.refuses
        return QrOffer(URL, matrix_of(URL, NARROW), matrix_of(URL), 180, "k")

    async def follow(self, offer: QrOffer, told: Callable[[ScanState], None]) -> Owner | None:
        while isinstance(what := await self.happens.get(), ScanState):
            told(what)
        if isinstance(what, Exception):
            raise what
        return what

    async def enter(self, values: Mapping[str, str]) -> Owner:
        self.entered.append(dict(values))
        if self.refuses is not None:
            raise self.refuses
        return OWNER

    async def close(self) -> None:
        self.closed += 1

    def forget(self) -> bool:
        return False


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    locale.set_language("en")
    yield
    locale.set_language("auto")


@pytest.fixture
def service() -> Service:
    return Service()


def said(pilot: Pilot[None]) -> str:
    """All words that are shown."""
    screen = pilot.app.screen
    words = [*(prose.text for prose in screen.query(Prose) if prose.display), *(hints.text for hints in screen.query(Hints))]
    return "\n".join(words)


async def until(pilot: Pilot[None], condition: Callable[[], bool]) -> None:
    """Wait until *condition* holds."""
    async with asyncio.timeout(10):
        while not condition():
            await pilot.pause(0.02)


def cells(pilot: Pilot[None]) -> list[list[Cell]]:
    """What the screen shows, with the brightness of writing and ground as a terminal gets it."""
    rows: list[list[Cell]] = []
    for strip in pilot.app.screen._compositor.render_strips():
        row: list[Cell] = []
        for segment in strip:
            style = segment.style
            ink, ground = (
                _shade(color.get_truecolor() if color is not None else None, default)
                for color, default in ((style.color if style else None, 255), (style.bgcolor if style else None, 0))
            )
            row += [(char, ink, ground) for char in segment.text]
        rows.append(row)
    width = min(len(row) for row in rows)
    return [row[:width] for row in rows]


def _shade(colour: ColorTriplet | None, default: int) -> int:
    return default if colour is None else round(sum(colour) / 3)


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light"])
@pytest.mark.parametrize("size", [(80, 24), (60, 27), (120, 36)])
async def test_the_code_on_the_screen_can_be_scanned(service: Service, size: tuple[int, int], theme: str) -> None:
    app = Host(QrLogin(lambda: service, "Log in b"))
    async with app.run_test(size=size) as pilot:
        app.theme = theme
        await until(pilot, lambda: "Scan this" in said(pilot))
        await pilot.pause()
        assert scan(cells(pilot)) == [URL]
        assert "expires in" in said(pilot) and "paste cookies" in said(pilot)
        service.happens.put_nowait(ScanState.SCANNED)
        await until(pilot, lambda: "confirm it on your phone" in said(pilot))
        assert app.results == []
        service.happens.put_nowait(OWNER)
        await until(pilot, lambda: app.results == [OWNER])
    assert service.closed == 1


async def test_where_there_is_no_room_the_address_stands(service: Service) -> None:
    app = Host(QrLogin(lambda: service, "Log in b"))
    async with app.run_test(size=(60, 20)) as pilot:
        await until(pilot, lambda: URL in said(pilot))
        assert "The window is too small for the code (45x25)" in said(pilot)
        await pilot.press("y")
        assert app.clipboard == URL
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: URL not in said(pilot))
        await pilot.pause()
        assert scan(cells(pilot)) == [URL]


@pytest.mark.parametrize(
    ("ends", "words"),
    [
        (None, "The code has expired"),
        (SignInError("bili_scan_unknown", "[b]新的", code=86999), "unknown (86999) ([b]新的)"),
        (SignInError("bili_risk"), "risk control"),
        (RuntimeError("secret"), "Not logged in: RuntimeError"),
    ],
)
async def test_what_is_no_login_is_said_and_another_code_can_be_had(service: Service, ends: Exception | None, words: str) -> None:
    app = Host(QrLogin(lambda: service, "Log in b"))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Scan this" in said(pilot))
        await pilot.press("r")
        assert service.offers == 1
        service.happens.put_nowait(ends)
        await until(pilot, lambda: words in said(pilot))
        assert scan(cells(pilot)) == [] and app.results == [] and "secret" not in said(pilot)
        await pilot.press("r")
        await until(pilot, lambda: service.offers == 2 and "Scan this" in said(pilot))
        service.happens.put_nowait(OWNER)
        await until(pilot, lambda: app.results == [OWNER])
    assert service.closed == 2


async def test_escape_gives_up_and_lets_go(service: Service) -> None:
    app = Host(QrLogin(lambda: service, "Log in b"))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Scan this" in said(pilot))
        await pilot.press("escape")
        await until(pilot, lambda: app.results == [None] and service.closed == 1)


async def test_values_are_pasted_and_never_shown(service: Service) -> None:
    app = Host(QrLogin(lambda: service, "Log in b"))
    async with app.run_test(size=(60, 20)) as pilot:
        await until(pilot, lambda: service.offers == 1)
        await pilot.press("p")
        await until(pilot, lambda: len(app.screen.query(Input)) == len(VALUES))
        boxes = list(app.screen.query(Input))
        assert all(box.password and app.screen.region.contains_region(box.region) for box in boxes)
        for value in ("a%2C1", "b", "", ""):
            boxes[list(app.screen.query(Input)).index(app.focused)].value = value  # type: ignore[arg-type]
            await pilot.press("enter")
        await until(pilot, lambda: app.results == [OWNER])
    assert service.entered == [VALUES]


async def test_a_whole_line_of_cookies_fills_all_and_a_refusal_is_said(service: Service) -> None:
    service.refuses = SignInError("bili_not_valid")
    app = Host(PasteLogin(lambda: service, "Log in b"))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: len(app.screen.query(Input)) == len(VALUES))
        app.screen.query(Input).first().value = "x=1; DedeUserID=7; SESSDATA=a%2C1; bili_jct=b"
        await pilot.press("enter")
        await until(pilot, lambda: "Bilibili does not know this login" in said(pilot))
        service.refuses = None
        app.screen.query(Input).last().focus()
        await pilot.press("enter")
        await until(pilot, lambda: app.results == [OWNER])
    assert service.entered == [VALUES | {"DedeUserID": "7"}] * 2


async def test_what_can_not_even_begin_says_so() -> None:
    def make() -> SignIn:
        raise OSError("no more")

    app = Host(PasteLogin(make, "Log in b"))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "OSError" in said(pilot))
        await pilot.press("escape")
    assert app.results == [None]


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 36)])
@pytest.mark.parametrize("language", locale.LANGUAGES)
async def test_the_form_shows_everything_to_act_on(service: Service, size: tuple[int, int], language: str) -> None:
    locale.set_language(language)
    app: Host[Account | None] = Host(SignInForm("bilibili", lambda name: service))
    async with app.run_test(size=size):
        for widget in (*app.screen.query(Input), *app.screen.query(Button), app.screen.query_one("#keys")):
            assert widget.region.width > 3 and app.screen.region.contains_region(widget.region)


async def test_an_account_is_added_by_keyboard_alone(service: Service) -> None:
    named: list[str] = []

    def sign_in(name: str) -> SignIn:
        named.append(name)
        return service

    app: Host[Account | None] = Host(SignInForm("bilibili", sign_in, taken=("bilibili",)))
    async with app.run_test(size=(80, 24)) as pilot:
        assert app.screen.query_one("#save", Button).disabled
        await pilot.press("backspace", "x", "enter")
        await until(pilot, lambda: isinstance(app.screen, QrLogin) and service.offers == 1)
        service.happens.put_nowait(OWNER)
        await until(pilot, lambda: isinstance(app.screen, SignInForm) and "Logged in as 敲[b]敲 (1000001)" in said(pilot))
        assert str(OWNER.kept_at) in said(pilot).replace("\n", "")
        await pilot.press("enter")
        await until(pilot, lambda: bool(app.results))
    assert app.results == [{"name": "bilibilix", "protocol": "bilibili"}] and set(named) == {"bilibilix"}


async def test_a_name_that_can_not_be_is_said(service: Service) -> None:
    app: Host[Account | None] = Host(SignInForm("bilibili", lambda name: service, taken=("b",)))
    async with app.run_test(size=(80, 24)) as pilot:
        for text, words in (("", "must not be empty"), ("b", "an account of this name already")):
            app.screen.query_one(Input).value = text
            await pilot.press("enter")
            await until(pilot, lambda words=words: words in said(pilot))  # type: ignore[misc]
    assert service.offers == 0


async def test_the_first_screen_leads_there(service: Service) -> None:
    from tests.ui.screens.test_account_form import Probe
    from tui.compose import ACCOUNT_FIELDS

    screen = FirstRun(Path("/c.toml"), ACCOUNT_FIELDS, Probe(), None, {"bilibili": lambda name: service})
    app = Host(screen)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "enter")
        await pilot.pause()
        await pilot.press("up", "enter")
        await until(pilot, lambda: isinstance(app.screen, SignInForm))
        assert "not public" in said(pilot)
