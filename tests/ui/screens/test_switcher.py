"""The switcher and the palette: what they find, what they offer, what they answer."""

from __future__ import annotations

from typing import Any

import pytest

from tests.ui.rows import FRIEND, HOSTILE, conversation
from tests.ui.screens.showing import NO_ANSWER, Host, press
from tui.locale import set_language
from tui.ui.keys import resolve
from tui.ui.screens.switcher import Chosen, Switcher

TABLE = resolve()
ROWS = [
    conversation(1, FRIEND, "曾小贤", remark="老曾", ago=30),
    conversation(2, FRIEND, "胡一菲", ago=20, unread=3),
    conversation(3, name="爱情公寓", ago=10),
    conversation(4, name="nobody spoke here", last_time=0),
]


@pytest.fixture(autouse=True)
def english() -> None:
    set_language("en")


def host(**options: Any) -> Host:
    return Host(lambda: Switcher(ROWS, TABLE, **options))


@pytest.mark.parametrize(
    ("keys", "conversation"),
    [
        ("", 3),
        ("zengxiaoxian", 1),
        ("zxx", 1),
        ("老曾", 1),
        ("20002", 2),
        ("nobody", 4),
        ("hyf", 2),
    ],
)
async def test_names_numbers_and_pinyin_find(keys: str, conversation: int) -> None:
    app = host()
    async with app.run_test() as pilot:
        await press(pilot, *keys, "enter")
        assert app.answer == Chosen(conversation=conversation)


async def test_the_latest_stand_first_and_arrows_choose() -> None:
    app = host()
    async with app.run_test() as pilot:
        await press(pilot, "down", "enter")
        assert app.answer == Chosen(conversation=2)


async def test_escape_leaves() -> None:
    app = host()
    async with app.run_test() as pilot:
        await press(pilot, "x", "escape")
        assert app.answer is None


async def test_what_is_not_there_is_said() -> None:
    app = host()
    async with app.run_test() as pilot:
        await press(pilot, *"q!q!q!q!", "enter")
        assert "Nothing found" in app.text()
        assert app.answer is NO_ANSWER
        assert app.bells == 1


async def test_a_mark_first_turns_it_into_the_palette() -> None:
    app = host()
    async with app.run_test() as pilot:
        await press(pilot, ">", *"theme.pick", "enter")
        assert app.answer == Chosen(command="theme.pick")


@pytest.mark.parametrize("mark", [">", "＞", "》"])
async def test_it_can_be_opened_as_the_palette(mark: str) -> None:
    app = host(text=mark)
    async with app.run_test() as pilot:
        await press(pilot, *"quit", "enter")
        assert app.answer == Chosen(command="app.quit")


async def test_the_palette_shows_keys_and_no_plain_commands() -> None:
    app = host(text=">")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, *"sidebar.fold")
        assert TABLE.label_for("sidebar.fold") in app.text()
        await press(pilot, *(["backspace"] * 12), *"message.page_up")
        assert "Nothing found" in app.text()


async def test_a_command_that_can_not_be_done_says_why() -> None:
    app = host(text=">", why_not=lambda name: "nothing is chosen" if name == "message.recall" else "")
    async with app.run_test() as pilot:
        await press(pilot, *"message.recall", "enter")
        assert "Not available: nothing is chosen" in app.text()
        assert app.answer is NO_ANSWER
        await press(pilot, *(["backspace"] * 6))
        assert "Not available" not in app.text()


async def test_several_accounts_are_told_apart() -> None:
    app = host(accounts={1: "main", 2: "other"})
    async with app.run_test() as pilot:
        await pilot.pause()
        assert "main" in app.text()


async def test_a_click_opens() -> None:
    app = host()
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.click("RowList", offset=(5, 1))
        await pilot.pause()
        assert app.answer == Chosen(conversation=2)


async def test_hostile_names_are_only_text() -> None:
    rows = [conversation(n, name=text, remark=text[:50]) for n, text in enumerate(HOSTILE, 1)]
    app = Host(lambda: Switcher(rows, TABLE))
    async with app.run_test(size=(60, 20)) as pilot:
        await press(pilot, *"quit", "escape")
        assert app.answer is None


async def test_five_thousand_people() -> None:
    rows = [conversation(n, FRIEND, f"曾小贤{n}", ago=n) for n in range(1, 5001)]
    app = Host(lambda: Switcher(rows, TABLE))
    async with app.run_test() as pilot:
        await press(pilot, *"贤4321", "enter")
        assert app.answer == Chosen(conversation=4321)


async def test_without_commands_it_only_chooses_a_conversation() -> None:
    app = Host(lambda: Switcher(ROWS, None, title="Forward to"))
    async with app.run_test() as pilot:
        await press(pilot, ">")
        assert "Forward to" in app.text() and "Nothing found" in app.text() and "commands" not in app.text()
        await press(pilot, "backspace", *"zxx", "enter")
        assert app.answer == Chosen(conversation=1)
