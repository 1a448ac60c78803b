"""Bare text: nothing but the text, and the mouse is the terminal's."""

from __future__ import annotations

from typing import Any

import pytest
from textual.drivers.linux_driver import LinuxDriver

from tests.ui.rows import HOSTILE
from tests.ui.screens.showing import Host, press
from tui.locale import set_language
from tui.ui.screens.bare_text import BareText


@pytest.fixture(autouse=True)
def english() -> None:
    set_language("en")


async def test_it_shows_the_end_and_scrolls_back() -> None:
    app = Host(lambda: BareText("\n".join(f"line {n}" for n in range(100))))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot)
        assert "line 99" in app.text()
        await press(pilot, "home")
        assert app.text().startswith("line 0 ")


async def test_the_mouse_is_left_to_the_terminal_while_it_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Host(lambda: BareText("x"))
    said: list[str] = []

    def note(name: str) -> Any:
        return lambda self: said.append(name)

    async with app.run_test() as pilot:
        assert app._driver is not None
        await press(pilot, "escape")
        monkeypatch.setattr(type(app._driver), "_disable_mouse_support", note("off"), raising=False)
        monkeypatch.setattr(type(app._driver), "_enable_mouse_support", note("on"), raising=False)
        app.push_screen(BareText("x"))
        await press(pilot)
        assert said == ["off"]
        await press(pilot, "q")
        assert said == ["off", "on"]


def test_textual_still_has_what_switches_the_mouse() -> None:
    assert callable(LinuxDriver._disable_mouse_support)
    assert callable(LinuxDriver._enable_mouse_support)


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_does_no_harm(text: str) -> None:
    app = Host(lambda: BareText(text))
    async with app.run_test(size=(60, 20)) as pilot:
        await press(pilot, "pageup", "escape")
        assert app.answer is None
