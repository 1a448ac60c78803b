"""The form for an account: by keyboard alone, with a test that says what is wrong."""

import asyncio
from collections.abc import Iterator

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Button, Input

from tests.ui.screens.host import Host
from tui import locale
from tui.config import Field
from tui.platforms.base import Finding, FindingLevel, ProbeReport
from tui.platforms.mirai.fields import FIELDS as MIRAI_FIELDS
from tui.platforms.onebot11.fields import FIELDS
from tui.ui.screens.account_form import Account, AccountForm, describe
from tui.ui.widgets.one_of import OneOf
from tui.ui.widgets.prose import Prose

GOOD = ProbeReport(
    (Finding(FindingLevel.OK, "ok", (("nickname", "曾小贤"), ("id", "10001"), ("implementation", "NapCat"), ("version", "4.8"))),)
)
HOSTILE = "[@click=app.quit]点我[/] [/b] \x1b]0;title\x07 \u202eabc"
PLACE = (("host", "qq.example.net"), ("port", "3001"), ("scheme", "ws"), ("kind", "WebSocket"), ("usual", "3001"))
BAD = ProbeReport(
    (
        Finding(FindingLevel.WARNING, "public_plain", PLACE),
        Finding(FindingLevel.PROBLEM, "refused", PLACE, HOSTILE),
    )
)
SIZES = [(60, 20), (80, 24), (120, 36)]


class Probe:
    """A connection test whose answer is set here."""

    def __init__(self, report: ProbeReport = GOOD) -> None:
        self.report = report
        self.asked: list[Account] = []
        self.may_answer = asyncio.Event()
        self.may_answer.set()

    async def __call__(self, account: Account) -> ProbeReport:
        """Answer as soon as it may."""
        self.asked.append(account)
        await self.may_answer.wait()
        return self.report


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    locale.set_language("en")
    yield
    locale.set_language("auto")


async def click(pilot: Pilot[None], selector: str) -> None:
    """Click a button, even twice in a moment, and let everything that follows happen."""
    pilot.app.screen.query_one(selector, Button).active_effect_duration = 0
    await pilot.click(selector)
    await press(pilot)


def host(probe: Probe, taken: tuple[str, ...] = ()) -> Host[Account | None]:
    """The form on an otherwise empty app."""
    return Host(AccountForm("onebot11", FIELDS, probe, taken))


def report(pilot: Pilot[None]) -> str:
    """What the form says at the moment."""
    return pilot.app.screen.query_one("#findings", Prose).render().plain


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys and let everything that follows happen."""
    await pilot.press(*keys)
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def type_in(pilot: Pilot[None], name: str, text: str) -> None:
    """Replace what stands in one field."""
    box = next(box for box in pilot.app.screen.query(Input) if box.name == name)
    box.value = text
    await pilot.pause()


@pytest.mark.parametrize("size", SIZES)
async def test_by_keyboard_alone(size: tuple[int, int]) -> None:
    probe = Probe()
    app = host(probe)
    async with app.run_test(size=size) as pilot:
        await press(pilot, "enter", "enter", "x", "enter")
        assert "✓ Connected: 曾小贤 (10001) · NapCat 4.8" in report(pilot).replace("\n", " ")
        await press(pilot, "tab", "tab", "tab", "enter")
    expected = {"name": "main", "protocol": "onebot11", "url": "ws://127.0.0.1:3001", "token": "x"}
    assert probe.asked == [expected, expected]
    assert app.results == [expected]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", locale.LANGUAGES)
async def test_everything_to_act_on_is_on_the_screen(size: tuple[int, int], language: str) -> None:
    locale.set_language(language)
    app = host(Probe(BAD))
    async with app.run_test(size=size) as pilot:
        await press(pilot, "enter", "enter", "enter")
        for button in app.screen.query(Button):
            if button.name in (None, *shown(pilot)):
                assert button.size.width >= button.get_content_width(app.size, app.size)
        for widget in (*app.screen.query(Input), *app.screen.query(Button)):
            if widget.name in (None, *shown(pilot)):
                assert widget.region.width > 5
                assert app.screen.region.contains_region(widget.region)
        assert app.screen.query_one("#report").size.height >= 8


async def test_saving_tests_first_and_saves_what_is_good() -> None:
    probe = Probe()
    app = host(probe)
    async with app.run_test() as pilot:
        await click(pilot, "#save")
    assert len(probe.asked) == 1
    assert app.results[0] is not None


async def test_saving_what_failed_needs_a_second_word() -> None:
    probe = Probe(BAD)
    app = host(probe)
    async with app.run_test() as pilot:
        await click(pilot, "#save")
        assert app.results == []
        assert "“Save anyway” keeps the account" in report(pilot).replace("\n", " ")
        assert str(app.screen.query_one("#save", Button).label) == "Save anyway"
        await click(pilot, "#save")
    assert app.results[0] is not None
    assert len(probe.asked) == 1


async def test_a_change_makes_the_test_void() -> None:
    app = host(Probe(BAD))
    async with app.run_test() as pilot:
        await press(pilot, "enter", "enter", "enter")
        await pilot.press("x")
        await pilot.pause()
        assert report(pilot) == ""
        assert str(app.screen.query_one("#save", Button).label) == "Save"


async def test_a_late_answer_to_what_is_no_longer_there_is_not_shown() -> None:
    probe = Probe(BAD)
    app = host(probe)
    async with app.run_test() as pilot:
        probe.may_answer.clear()
        await pilot.press("enter", "enter", "enter")
        await pilot.pause()
        assert report(pilot) == "Testing the connection…"
        await pilot.press("x")
        probe.may_answer.set()
        await press(pilot)
        assert report(pilot) == ""


async def test_leaving_while_the_test_runs() -> None:
    probe = Probe()
    app = host(probe)
    async with app.run_test() as pilot:
        probe.may_answer.clear()
        await pilot.press("enter", "enter", "enter", "escape")
        await pilot.pause()
    assert app.results == [None]


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("url", "ftp://127.0.0.1:6099", "Address: the address must begin with"),
        ("url", "ws://h:99999", "Address: the port must be"),
        ("name", "", "Name: must not be empty"),
        ("name", "mine", "Name: there is an account of this name already"),
    ],
)
async def test_what_can_not_be_is_said_before_any_test(name: str, text: str, words: str) -> None:
    probe = Probe()
    app = host(probe, taken=("mine",))
    async with app.run_test() as pilot:
        await type_in(pilot, name, text)
        await click(pilot, "#test")
        assert words in report(pilot)
        assert app.focused is not None
        assert app.focused.name == name
    assert probe.asked == []


def shown(pilot: Pilot[None]) -> list[str]:
    """The rows that can be filled in."""
    return [str(box.name) for box in pilot.app.screen.query(Input) if box.parent is not None and box.parent.display]


async def test_the_address_decides_what_else_is_asked() -> None:
    probe = Probe()
    app = host(probe)
    async with app.run_test() as pilot:
        assert shown(pilot) == ["name", "url", "token"]
        await type_in(pilot, "url", "http://127.0.0.1:3000")
        assert shown(pilot) == ["name", "url", "token", "webhook"]
        await click(pilot, "#test")
        await type_in(pilot, "webhook", "127.0.0.1:8083")
        assert shown(pilot) == ["name", "url", "token", "webhook", "secret"]
        await type_in(pilot, "secret", "s")
        await click(pilot, "#test")
        await type_in(pilot, "url", "")
        assert shown(pilot) == ["name", "url", "listen", "token"]
        await click(pilot, "#test")
        await type_in(pilot, "listen", "")
        await click(pilot, "#test")
        assert "Address: must not be empty" in report(pilot)
    same = {"name": "main", "protocol": "onebot11", "token": ""}
    assert probe.asked == [
        same | {"url": "http://127.0.0.1:3000", "webhook": ""},
        same | {"url": "http://127.0.0.1:3000", "webhook": "127.0.0.1:8083", "secret": "s"},
        same | {"url": "", "listen": "127.0.0.1:8082"},
    ]


async def test_who_can_be_reached_from_afar_needs_a_token() -> None:
    probe = Probe()
    app = host(probe)
    async with app.run_test() as pilot:
        await type_in(pilot, "url", "")
        await type_in(pilot, "listen", "0.0.0.0:8082")
        await click(pilot, "#test")
        assert "Listen: with this value Token must be given" in report(pilot)
        await type_in(pilot, "url", "http://127.0.0.1:3000")
        await type_in(pilot, "webhook", "0.0.0.0:8083")
        await click(pilot, "#test")
        assert "Webhook: with this value Secret must be given" in report(pilot)
    assert probe.asked == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", locale.LANGUAGES)
async def test_with_every_row_there_is_room_for_the_report(size: tuple[int, int], language: str) -> None:
    locale.set_language(language)
    app = host(Probe(BAD))
    async with app.run_test(size=size) as pilot:
        await type_in(pilot, "url", "http://127.0.0.1:3000")
        await type_in(pilot, "webhook", "127.0.0.1:8083")
        await click(pilot, "#test")
        for widget in (*app.screen.query(Input), *app.screen.query(Button)):
            assert widget.name == "listen" or (widget.region.width > 5 and app.screen.region.contains_region(widget.region))
        assert app.screen.query_one("#report").size.height >= 6


async def test_suggested_name_is_free() -> None:
    app = host(Probe(), taken=("main", "main2"))
    async with app.run_test():
        assert app.screen.query(Input).first().value == "main3"


async def test_token_is_hidden_until_asked_for() -> None:
    app = host(Probe())
    async with app.run_test() as pilot:
        box = next(box for box in app.screen.query(Input) if box.name == "token")
        assert box.password
        await click(pilot, ".reveal")
        assert not box.password
        assert str(app.screen.query_one(".reveal", Button).label) == "Hide"
        await click(pilot, ".reveal")
        assert box.password


async def test_test_that_crashes_is_told_and_does_not_hinder_saving() -> None:
    async def crash(_: Account) -> ProbeReport:
        raise RuntimeError("sesame")

    app: Host[Account | None] = Host(AccountForm("onebot11", FIELDS, crash))
    async with app.run_test() as pilot:
        await press(pilot, "enter", "enter", "enter")
        assert "The test itself failed: RuntimeError" in report(pilot)
        assert "sesame" not in report(pilot)
        await click(pilot, "#save")
    assert app.results[0] is not None


@pytest.mark.parametrize("language", locale.LANGUAGES)
def test_other_peoples_words_are_data(language: str) -> None:
    locale.set_language(language)
    said = describe(BAD.findings[1])
    assert "[@click=app.quit]点我[/] [/b] ]0;title abc" in said.plain
    assert {str(span.style) for span in said.spans} == {"bold $text-error", "$foreground 70%"}


def test_values_are_data_too() -> None:
    said = describe(Finding(FindingLevel.PROBLEM, "qq_offline", (("nickname", f"{{id}} {HOSTILE}"),)))
    assert "{id} [@click=app.quit]点我[/] [/b]" in said.plain


async def test_very_long_words_can_be_scrolled_through() -> None:
    long = ProbeReport((Finding(FindingLevel.PROBLEM, "refused", (("host", "h" * 5000), *PLACE[1:]), "词" * 100_000),))
    app = host(Probe(long))
    async with app.run_test(size=(60, 20)) as pilot:
        await press(pilot, "enter", "enter", "enter")
        await press(pilot, "tab", "tab", "tab", "tab", "tab")
        area = app.screen.query_one("#report")
        assert area.has_focus
        await press(pilot, "end")
        assert area.max_scroll_y > 0


# Over another protocol --------------------------------------------------------------------------------------------------------

WAYS = (
    *(field for field in MIRAI_FIELDS if field.name in ("url", "verify_key", "qq")),
    Field("listen", beside=lambda given: "" if given.get("transport") == "reverse-ws" else "only_reverse"),
    Field("transport", default="ws", choices=("http", "ws", "reverse-ws")),
    Field("switch", bool, default=False),
)


def mirai(probe: Probe) -> Host[Account | None]:
    """The form with numbers and with one of a few."""
    return Host(AccountForm("mirai", WAYS, probe))


async def test_numbers_are_numbers_and_the_usual_way_need_not_be_said() -> None:
    probe = Probe()
    app = mirai(probe)
    async with app.run_test() as pilot:
        await press(pilot, "enter", "enter", "enter", "k", "enter", *"1a2", "enter")
        assert "Connected" in report(pilot)
    assert probe.asked == [{"name": "main", "protocol": "mirai", "url": "http://127.0.0.1:8080", "verify_key": "k", "qq": 12}]


async def test_what_is_pasted_may_come_with_what_stood_around_it() -> None:
    probe = Probe()
    app = mirai(probe)
    async with app.run_test() as pilot:
        await press(pilot, "enter", "enter", "enter")
        for name, text in (("verify_key", "\n INITKEY\x1b7 \r\nqq: 1"), ("qq", "QQ: 12345\n")):
            assert app.focused is not None and app.focused.name == name
            app.focused.post_message(events.Paste(text))
            await press(pilot, "enter")
        assert "Connected" in report(pilot)
    assert [(asked["verify_key"], asked["qq"]) for asked in probe.asked] == [("INITKEY7", 12345)]


async def test_a_number_that_is_missing_is_said() -> None:
    probe = Probe()
    app = mirai(probe)
    async with app.run_test() as pilot:
        await click(pilot, "#test")
        assert "QQ number: must not be empty" in report(pilot)
        assert app.focused is not None and app.focused.name == "qq"
    assert probe.asked == []


async def test_one_of_a_few_is_taken_with_the_arrows_and_decides_what_else_is_asked() -> None:
    probe = Probe()
    app = mirai(probe)
    async with app.run_test() as pilot:
        await type_in(pilot, "qq", "5")
        box = pilot.app.screen.query_one(OneOf)
        assert (box.value, box.render().plain) == ("ws", "‹ WebSocket ›")
        assert "listen" not in shown(pilot)
        await press(pilot, "enter", "left")
        assert box.value == "reverse-ws" and shown(pilot)[-1] == "listen"
        await press(pilot, "right", "right", "enter")
        assert box.value == "http" and "listen" not in shown(pilot)
        assert app.focused is not None and app.focused.name == "url"
        await click(pilot, "#test")
    assert [(asked["transport"], asked["qq"]) for asked in probe.asked] == [("http", 5)]


@pytest.mark.parametrize(
    ("way", "rows"),
    [
        ("ws", ["name", "url", "ws_url", "verify_key", "qq"]),
        ("http", ["name", "url", "verify_key", "qq"]),
        ("reverse-ws", ["name", "url", "listen", "verify_key", "qq"]),
        ("webhook", ["name", "url", "webhook", "verify_key", "qq"]),
    ],
)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", locale.LANGUAGES)
async def test_the_rows_of_mirai_follow_the_way_and_fit(size: tuple[int, int], language: str, way: str, rows: list[str]) -> None:
    locale.set_language(language)
    app: Host[Account | None] = Host(AccountForm("mirai", MIRAI_FIELDS, Probe(BAD)))
    async with app.run_test(size=size) as pilot:
        pilot.app.screen.query_one(OneOf).value = way
        await type_in(pilot, "qq", "5")
        for name, text in (("listen", "127.0.0.1:8082"), ("webhook", "127.0.0.1:8083")):
            await type_in(pilot, name, text)
        assert shown(pilot) == rows
        await click(pilot, "#test")
        assert "qq.example.net" in report(pilot)
        for label in app.screen.query("Label"):
            assert not label.region or label.size.width >= label.get_content_width(app.size, app.size)
        for widget in (*app.screen.query(Input), *app.screen.query(OneOf), *app.screen.query(Button)):
            if widget.name in (None, "transport", *rows):
                assert widget.region.width > 5 and app.screen.region.contains_region(widget.region), widget.name
        assert app.screen.query_one("#report").size.height >= 5


async def test_what_a_way_needs_and_what_it_can_not_have_is_said() -> None:
    probe = Probe()
    app: Host[Account | None] = Host(AccountForm("mirai", MIRAI_FIELDS, probe))
    async with app.run_test() as pilot:
        await type_in(pilot, "qq", "5")
        pilot.app.screen.query_one(OneOf).value = "reverse-ws"
        await click(pilot, "#test")
        assert "Listen must be given" in report(pilot)
        pilot.app.screen.query_one(OneOf).value = "http"
        await type_in(pilot, "url", "ws://127.0.0.1:8080")
        assert "url" in shown(pilot)
        await click(pilot, "#test")
        assert "the url must begin with http://" in report(pilot).replace("\n", " ")
        await type_in(pilot, "qq", "0")
        await type_in(pilot, "url", "http://127.0.0.1:8080")
        await click(pilot, "#test")
        assert "QQ number: must be 1 or more" in report(pilot)
    assert probe.asked == []
