"""The menu of actions: arrows, digits, the actions' own keys, and reasons."""

from __future__ import annotations

import pytest

from tests.ui.rows import HOSTILE
from tests.ui.screens.showing import NO_ANSWER, Host, press
from tui.locale import set_language
from tui.ui.screens.menu import ActionMenu, MenuEntry

ENTRIES = [
    MenuEntry("message.quote", "Reply", ("r",), "not sent yet"),
    MenuEntry("message.copy", "Copy", ("y",)),
    MenuEntry("message.kick", "Kick", ("K",), "only the owner and admins can do this"),
    MenuEntry("message.mention", "Mention", ("at",)),
]


@pytest.fixture(autouse=True)
def english() -> None:
    set_language("en")


def menu() -> ActionMenu:
    return ActionMenu("曾小贤: [b]hello[/b]", ENTRIES)


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (["enter"], "message.copy"),
        (["down", "down", "enter"], "message.mention"),
        (["2"], "message.copy"),
        (["y"], "message.copy"),
        (["at"], "message.mention"),
        (["escape"], None),
        (["9"], NO_ANSWER),
        (["z"], NO_ANSWER),
    ],
)
async def test_keys(keys: list[str], answer: object) -> None:
    app = Host(menu)
    async with app.run_test() as pilot:
        await press(pilot, *keys)
        assert app.answer == answer


@pytest.mark.parametrize("key", ["K", "3"])
async def test_what_can_not_be_done_says_why(key: str) -> None:
    app = Host(menu)
    async with app.run_test() as pilot:
        await press(pilot, key)
        assert app.answer is NO_ANSWER
        assert app.bells == 1
        assert "Not available: only the owner" in app.text()


async def test_entries_show_their_keys_and_titles_are_only_text() -> None:
    app = Host(menu)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert "曾小贤: [b]hello[/b]" in app.text()
        assert "@" in app.text()


async def test_a_click_takes_an_entry() -> None:
    app = Host(menu)
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.click("RowList", offset=(6, 3))
        await pilot.pause()
        assert app.answer == "message.mention"


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_does_no_harm(text: str) -> None:
    app = Host(lambda: ActionMenu(text[:100], [MenuEntry("a", text, (), text)]))
    async with app.run_test(size=(60, 20)) as pilot:
        await press(pilot, "escape")
        assert app.answer is None
