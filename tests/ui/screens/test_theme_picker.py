"""The theme picker shows live, keeps, or puts back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.screens.showing import NO_ANSWER, Host, press
from tui.locale import set_language
from tui.ui.screens.theme_picker import ThemePicker
from tui.ui.theme import ThemeLibrary


@pytest.fixture(autouse=True)
def english() -> None:
    set_language("en")


async def test_a_theme_is_shown_while_the_cursor_is_on_it_and_kept_by_enter() -> None:
    app = Host(lambda: ThemePicker(ThemeLibrary(), "qiao-dark"))
    async with app.run_test() as pilot:
        await press(pilot, "down")
        assert app.theme == "qiao-light"
        await press(pilot, "enter")
        assert app.answer == "qiao-light"
        assert app.theme == "qiao-light"


async def test_escape_puts_the_old_look_back() -> None:
    app = Host(lambda: ThemePicker(ThemeLibrary(), "qiao-dark"))
    async with app.run_test() as pilot:
        await press(pilot, "down", "down", "escape")
        assert app.answer is None
        assert app.theme == "qiao-dark"


async def test_a_broken_theme_says_what_is_wrong_and_can_not_be_taken(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("[colors]\nprimary = 5\n")
    app = Host(lambda: ThemePicker(ThemeLibrary(tmp_path), "qiao-16"))
    async with app.run_test() as pilot:
        await press(pilot, "down", "enter")
        assert "mine.toml" in app.text()
        assert app.answer is NO_ANSWER
        assert app.bells == 1
        assert app.theme == "qiao-16"
