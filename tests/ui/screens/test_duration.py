"""How long: the usual times, a typed one, and what is said of a wrong one."""

from __future__ import annotations

from datetime import UTC

import pytest

from tests.ui.rows import NOW
from tests.ui.screens.showing import NO_ANSWER, Host, press
from tui.locale import set_language
from tui.ui.screens.duration import AskDuration, until_label


@pytest.fixture(autouse=True)
def english() -> None:
    set_language("en")


def ask() -> AskDuration:
    return AskDuration("Mute 曾小贤 (20002)?", "in [b]爱情公寓[/b]", zone=UTC, now=lambda: NOW)


@pytest.mark.parametrize(
    ("keys", "seconds"),
    [
        (["enter"], 600),
        (["down", "enter"], 3600),
        (["2", "h", "enter"], 7200),
        (["0", "enter"], 0),
        (["9", "down", "enter"], 3600),
        (["pagedown", "enter"], 0),
        (["escape"], None),
        (["x", "enter"], NO_ANSWER),
    ],
)
async def test_keys(keys: list[str], seconds: object) -> None:
    app = Host(ask)
    async with app.run_test() as pilot:
        await press(pilot, *keys)
        assert app.answer == seconds


async def test_it_says_until_when() -> None:
    app = Host(ask)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert "10 min · until 14:23" in app.text()
        await press(pilot, "1", "d")
        assert "14:13" in app.text()
        assert "until" in app.text()


async def test_a_wrong_one_is_told_apart_and_not_taken() -> None:
    app = Host(ask)
    async with app.run_test() as pilot:
        await press(pilot, *"soon", "enter")
        assert "“soon” is no duration" in app.text()
        assert app.bells == 1
        await press(pilot, *(["backspace"] * 4), *"40d")
        assert "at most 30 d" in app.text()


async def test_a_click_takes_a_usual_time() -> None:
    app = Host(ask)
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.click("RowList", offset=(4, 3))
        await pilot.pause()
        assert app.answer == 86_400


def test_another_day_is_named() -> None:
    now = int(NOW * 1000)
    assert until_label(now + 60_000, now, UTC) == "14:14"
    assert until_label(now + 30 * 86_400_000, now, UTC).endswith(" 14:13")
