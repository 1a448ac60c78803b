"""A line of text is asked for: taken when nothing is wrong with it, never lost by a slip."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.widgets import Input

from tests.ui.screens.showing import NO_ANSWER, Host, press
from tui.ui.screens.ask_text import AskText
from tui.ui.widgets.filter_input import FilterInput


async def test_what_is_written_is_the_answer() -> None:
    app = Host(lambda: AskText("名片", text="老"))
    async with app.run_test() as pilot:
        await press(pilot, "王")
        assert "老王" in app.text()
        await press(pilot, "enter")
    assert app.answer == "老王"


async def test_escape_leaves_without_one() -> None:
    app = Host(lambda: AskText("名片"))
    async with app.run_test() as pilot:
        await press(pilot, "a", "escape")
    assert app.answer is None


async def test_a_wrong_text_is_not_taken_and_the_reason_is_shown_until_it_changes() -> None:
    app = Host(lambda: AskText("名片", check=lambda text: "" if text else "[b]不能为空"))
    async with app.run_test() as pilot:
        await press(pilot, "enter")
        assert app.answer is NO_ANSWER
        assert "[b]不能为空" in app.text()
        assert app.bells == 1
        await press(pilot, "x")
        assert "不能为空" not in app.text()
        await press(pilot, "enter")
    assert app.answer == "x"


@pytest.mark.parametrize("is_plain", [True, False])
async def test_without_colours_a_line_shows_where_it_is_written(is_plain: bool) -> None:
    app = Host(lambda: AskText("名片"))
    app.ansi_color = is_plain
    async with app.run_test() as pilot:
        await pilot.pause()
        assert app.screen.query_one(Input).rich_style.underline is (True if is_plain else None)


async def test_without_colours_a_filter_shows_where_it_is_written() -> None:
    class One(App[None]):
        def compose(self) -> ComposeResult:
            yield FilterInput("/")

    app = One(ansi_color=True)
    async with app.run_test():
        assert app.query_one(FilterInput).rich_style.underline
