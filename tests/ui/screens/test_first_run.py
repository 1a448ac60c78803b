"""The first screen: language, then how to begin, by keyboard alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from tests.ui.screens.host import Host
from tests.ui.screens.test_account_form import Probe
from tui import locale
from tui.compose import _SIGN_INS as SIGN_INS
from tui.compose import ACCOUNT_FIELDS as PROTOCOLS
from tui.ui.screens.account_form import AccountForm
from tui.ui.screens.first_run import Choice, FirstRun, Result
from tui.ui.widgets.prose import Prose

FILE = Path("/home/somebody/.config/qiao/config.toml")
SIZES = [(60, 20), (80, 24), (200, 50)]


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("LANGUAGE", "en")
    locale.set_language("en")
    yield
    locale.set_language("auto")


@pytest.fixture
def spoken() -> list[str]:
    """The languages that were chosen."""
    return []


@pytest.fixture
def app(spoken: list[str]) -> Host[Result]:
    """The first screen as it comes up without a config."""
    return Host(FirstRun(FILE, PROTOCOLS, Probe(), spoken.append))


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys, one after the other, each after what the one before led to."""
    for key in keys:
        await pilot.press(key)
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()


def question(pilot: Pilot[None]) -> str:
    """What is asked at the moment."""
    return pilot.app.screen.query_one("#question", Prose).render().plain


async def test_language_of_the_environment_is_marked(app: Host[Result]) -> None:
    async with app.run_test() as pilot:
        await pilot.pause()
        assert app.focused is not None
        assert app.focused.name == "en"


@pytest.mark.parametrize(("keys", "language"), [(["enter"], "en"), (["up", "enter"], "zh"), (["tab", "enter"], "zh")])
async def test_language(app: Host[Result], spoken: list[str], keys: list[str], language: str) -> None:
    async with app.run_test() as pilot:
        await press(pilot, *keys)
        assert locale.language() == language
        assert question(pilot) == locale.t("first_run.no_account")
    assert spoken == [language]


async def test_language_can_be_chosen_again(app: Host[Result], spoken: list[str]) -> None:
    async with app.run_test() as pilot:
        await press(pilot, "enter", "escape", "up", "enter")
    assert spoken == ["en", "zh"]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("keys", "result"), [([], "demo"), (["down", "down"], "quit"), (["up"], "quit"), (["tab", "up"], "demo")]
)
async def test_demo_and_quit(app: Host[Result], size: tuple[int, int], keys: list[str], result: str) -> None:
    async with app.run_test(size=size) as pilot:
        await press(pilot, "enter", *keys, "enter")
    assert app.results == [result]


async def test_mouse(app: Host[Result]) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "enter")
        await pilot.click(app.screen.query(Choice).last())
        await pilot.pause()
    assert app.results == ["quit"]


@pytest.mark.parametrize("size", SIZES)
async def test_account(app: Host[Result], size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        await press(pilot, "enter", "down", "enter", "enter")
        assert isinstance(app.screen, AccountForm)
        await press(pilot, "enter", "enter", "x", "tab", "tab", "tab", "enter")
    assert app.results == [{"name": "main", "protocol": "onebot11", "url": "ws://127.0.0.1:3001", "token": "x"}]


@pytest.mark.parametrize("size", SIZES)
async def test_account_on_another_protocol(app: Host[Result], size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        await press(pilot, "enter", "down", "enter", "down", "enter")
        assert isinstance(app.screen, AccountForm)
        boxes = {str(box.name): box for box in app.screen.query(Input)}
        for name, text in (("verify_key", "key"), ("qq", "10001")):
            boxes[name].value = text
        boxes["qq"].focus()
        await press(pilot, "enter", "tab", "tab", "enter")
    account = {"name": "main", "protocol": "mirai", "url": "http://127.0.0.1:8080", "verify_key": "key", "qq": 10001}
    assert app.results == [account | {"transport": "ws", "ws_url": ""}]


@pytest.mark.parametrize("language", locale.LANGUAGES)
def test_every_protocol_and_each_of_its_keys_has_words(language: str) -> None:
    locale.set_language(language)
    for protocol, fields in PROTOCOLS.items():
        if protocol in SIGN_INS:
            assert locale.has(f"first_run.form.title.{protocol}") and locale.has(f"first_run.form.{protocol}.intro")
            continue
        form = AccountForm(protocol, fields, Probe())
        for key in (f"first_run.protocol.{protocol}", f"first_run.protocol.{protocol}.hint", f"first_run.form.title.{protocol}"):
            assert locale.has(key), key
        for field in fields:
            asked = [f"{field.name}.{choice}" for choice in field.choices] or [f"{field.name}.hint"]
            words = [form._words(key) for key in (field.name, *asked)]
            assert field.kind is bool or not [word for word in words if word.startswith("first_run.")], field.name


async def test_back_from_the_form(app: Host[Result]) -> None:
    async with app.run_test() as pilot:
        await press(pilot, "enter", "down", "enter", "down", "enter", "escape")
        assert isinstance(app.screen, FirstRun)
        assert app.results == []
        assert question(pilot) == locale.t("first_run.which_protocol")
        assert app.focused is not None and app.focused.name == "mirai"
        await press(pilot, "escape")
        assert app.focused is not None and app.focused.name == "account"
        await press(pilot, "up", "enter")
    assert app.results == ["demo"]


async def test_language_that_is_known_is_not_asked_for() -> None:
    app: Host[Result] = Host(FirstRun(FILE, PROTOCOLS, Probe()))
    async with app.run_test() as pilot:
        await press(pilot, "escape")
        assert question(pilot) == locale.t("first_run.no_account")
        await press(pilot, "enter")
    assert app.results == ["demo"]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", locale.LANGUAGES)
async def test_nothing_is_cut_off(app: Host[Result], size: tuple[int, int], language: str) -> None:
    async with app.run_test(size=size) as pilot:
        await press(pilot, *(["enter"] if language == "en" else ["up", "enter"]))
        for widget in (*app.screen.query(Choice), *app.screen.query(Prose)):
            assert app.screen.region.contains_region(widget.region)


async def test_the_mark_and_not_only_colour_shows_the_choice(app: Host[Result]) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "enter", "down")
        marks = [choice.query_one(".mark").visible for choice in app.screen.query(Choice)]
        assert marks == [False, True, False]


async def test_path_is_data() -> None:
    app: Host[Result] = Host(FirstRun(Path("/tmp/[/b]/[@click=app.quit]x"), PROTOCOLS, Probe()))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        assert "/tmp/[/b]/[@click=app.quit]x" in app.screen.query_one("#file", Prose).render().plain
