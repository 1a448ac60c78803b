"""Ticking the groups that matter."""

from __future__ import annotations

import pytest

from tests.ui.rows import HOSTILE, conversation
from tests.ui.screens.showing import Host, press
from tui.locale import set_language
from tui.ui.screens.quiet_picker import QuietPicker

ROWS = [conversation(id, name=name, ago=id) for id, name in enumerate(["爱情公寓", "项目组", "Rust", "车友会"], 1)]


@pytest.fixture(autouse=True)
def english() -> None:
    set_language("en")


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (["enter"], {2}),
        (["space", "enter"], {1, 2}),
        (["space", "space", "enter"], {1}),
        (["a", "enter"], {1, 2, 3, 4}),
        (["a", "a", "enter"], set()),
        (["escape"], None),
        (["slash", *"rust", "enter"], {2}),
        (["slash", "a", "escape", "space", "enter"], {1, 2}),
    ],
)
async def test_keys(keys: list[str], answer: set[int] | None) -> None:
    app = Host(lambda: QuietPicker(ROWS, {2}))
    async with app.run_test() as pilot:
        await press(pilot, *keys)
        assert app.answer == answer


async def test_what_is_typed_into_the_filter_ticks_nothing() -> None:
    app = Host(lambda: QuietPicker(ROWS))
    async with app.run_test() as pilot:
        await press(pilot, "slash", *"a", "space", "a")
        assert "0 of 4 ticked" in app.text()


async def test_a_click_ticks() -> None:
    app = Host(lambda: QuietPicker(ROWS))
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.click("RowList", offset=(5, 2))
        await press(pilot)
        assert "[x] Rust" in app.text()
        assert "1 of 4 ticked" in app.text()


async def test_two_hundred_groups_with_hostile_names_on_a_small_terminal() -> None:
    rows = [conversation(id, name=HOSTILE[id % len(HOSTILE)]) for id in range(1, 201)]
    app = Host(lambda: QuietPicker(rows), "qiao-16")
    async with app.run_test(size=(60, 20)) as pilot:
        await press(pilot, "a", "end", "enter")
        assert len(app.answer) == 200
