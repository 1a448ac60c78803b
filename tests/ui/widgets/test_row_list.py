"""The list of rows: its cursor, the mouse, and how little it draws."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.strip import Strip
from textual.widgets import Input

from tui.ui.strips import Piece, line
from tui.ui.theme import ThemeLibrary
from tui.ui.widgets.row_list import RowList


@dataclass(frozen=True)
class Row:
    id: int
    text: str
    is_header: bool = False


class Host(App[None]):
    CSS = "RowList { width: 20; height: 10; } Input { height: 1; }"

    def __init__(self, count: int = 100, **options: Any) -> None:
        super().__init__()
        self.drawn: list[int] = []
        self.said: list[tuple[str, int | None]] = []
        self.rows = [Row(id, f"row {id}") for id in range(count)]
        self.list: RowList[Row] = RowList(self.draw, lambda row: row.id, is_selectable=lambda row: not row.is_header, **options)

    def compose(self) -> ComposeResult:
        yield self.list
        yield Input()

    def on_mount(self) -> None:
        ThemeLibrary().use(self, "qiao-dark")
        self.list.set_rows(self.rows)
        self.list.focus()

    def draw(self, row: Row, width: int, is_cursor: bool, is_focused: bool) -> list[Strip]:
        self.drawn.append(row.id)
        return [line([Piece(row.text)], width)] * self.list.row_height

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        self.said.append((type(event).__name__, event.row.id if event.row else None))

    on_row_list_chosen = on_row_list_highlighted
    on_row_list_menu_asked = on_row_list_highlighted

    def shown(self) -> list[str]:
        return [self.list.render_line(y).text.strip() for y in range(self.list.size.height)]


async def test_only_what_is_seen_is_drawn() -> None:
    app = Host(100_000)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert len(set(app.drawn)) == 10
        await pilot.press("end")
        assert app.shown()[-1] == "row 99999"
        assert len(set(app.drawn)) == 20


async def test_keys_move_the_cursor_and_enter_chooses() -> None:
    app = Host()
    async with app.run_test() as pilot:
        await pilot.press("down", "down", "up", "pagedown", "enter")
        assert app.list.cursor_key == 10
        assert app.said[-1] == ("Chosen", 10)
        await pilot.press("home")
        assert app.list.cursor_key == 0
        await pilot.press("pageup", "up")
        assert app.list.cursor_key == 0


async def test_enter_is_left_to_others_when_it_shall_be() -> None:
    app = Host(enter_chooses=False)
    async with app.run_test() as pilot:
        await pilot.press("enter")
        assert ("Chosen", 0) not in app.said


async def test_the_cursor_stays_on_its_row_when_the_order_changes() -> None:
    app = Host()
    async with app.run_test() as pilot:
        app.list.move_to(5)
        app.list.set_rows(list(reversed(app.rows)))
        await pilot.pause()
        assert app.list.cursor_key == 5


async def test_a_row_that_was_out_of_sight_is_shown_in_the_middle() -> None:
    app = Host()
    async with app.run_test() as pilot:
        for key, shown in ((10, range(5, 15)), (50, range(45, 55)), (20, range(15, 25)), (99, range(90, 100)), (1, range(10))):
            assert app.list.move_to(key)
            await pilot.pause()
            assert app.list.cursor_key == key
            assert app.shown() == [f"row {id}" for id in shown]


async def test_a_row_in_sight_is_gone_to_without_moving_the_others() -> None:
    app = Host()
    async with app.run_test() as pilot:
        app.list.move_to(50)
        await pilot.pause()
        before = app.shown()
        for key in (45, 54):
            app.list.move_to(key)
            await pilot.pause()
            assert app.list.cursor_key == key
            assert app.shown() == before
        app.list.move_to(44)
        await pilot.pause()
        assert "row 44" in app.shown()
        assert app.shown() != before


async def test_rows_of_two_lines_are_gone_to_whole() -> None:
    app = Host()
    async with app.run_test() as pilot:
        app.list.set_rows(app.rows, row_height=2)
        await pilot.pause()
        for key in (50, 99, 20):
            app.list.move_to(key)
            await pilot.pause()
            assert app.shown().count(f"row {key}") == 2


async def test_what_is_not_there_is_not_gone_to() -> None:
    app = Host()
    async with app.run_test() as pilot:
        app.list.move_to(50)
        await pilot.pause()
        before = app.shown()
        assert not app.list.move_to(1000)
        await pilot.pause()
        assert (app.list.cursor_key, app.shown()) == (50, before)


async def test_held_rows_stay_on_their_line_when_others_come_above() -> None:
    app = Host()
    async with app.run_test() as pilot:
        app.list.move_to(15)
        await pilot.pause()
        before = app.shown()
        app.list.set_rows([Row(1000 + n, "new") for n in range(3)] + app.rows, hold=True)
        await pilot.pause()
        assert app.shown() == before


async def test_the_cursor_of_a_row_that_went_goes_to_its_neighbour() -> None:
    app = Host(10)
    async with app.run_test() as pilot:
        app.list.move_to(9)
        app.list.set_rows(app.rows[:5])
        await pilot.pause()
        assert app.list.cursor_key == 4
        app.list.set_rows([])
        await pilot.pause()
        assert app.list.cursor_row is None
        assert app.said[-1] == ("Highlighted", None)
        app.list.set_rows(app.rows)
        assert app.list.cursor_key == 0


async def test_headers_are_passed_over() -> None:
    app = Host(0)
    async with app.run_test() as pilot:
        app.list.set_rows([Row(1, "head", True), Row(2, "a"), Row(3, "head", True), Row(4, "b")])
        assert app.list.cursor_key == 2
        await pilot.press("down")
        assert app.list.cursor_key == 4
        await pilot.press("up", "up")
        assert app.list.cursor_key == 2
        assert not app.list.move_to(1)


async def test_only_the_lines_that_changed_are_drawn_again() -> None:
    app = Host()
    async with app.run_test() as pilot:
        await pilot.pause()
        app.drawn.clear()
        rows = app.rows.copy()
        rows[3] = Row(3, "changed")
        rows[50] = Row(50, "out of sight")
        app.list.set_rows(rows)
        await pilot.pause()
        assert app.drawn == [3]
        assert app.shown()[3] == "changed"


async def test_a_click_chooses_and_a_right_click_asks_for_the_menu() -> None:
    app = Host()
    async with app.run_test() as pilot:
        await pilot.click(RowList, offset=(2, 4))
        assert app.said[-1] == ("Chosen", 4)
        await pilot.click(RowList, offset=(2, 6), button=3)
        assert app.said[-1] == ("MenuAsked", 6)


async def test_a_click_below_the_last_row_does_nothing() -> None:
    app = Host(2)
    async with app.run_test() as pilot:
        app.said.clear()
        await pilot.click(RowList, offset=(2, 6))
        assert app.said == []


async def test_rows_may_have_two_lines_and_change_their_height() -> None:
    app = Host(10)
    async with app.run_test() as pilot:
        app.list.set_rows(app.rows, row_height=2)
        await pilot.pause()
        assert app.shown()[:4] == ["row 0", "row 0", "row 1", "row 1"]
        await pilot.press("end")
        assert app.shown()[-1] == "row 9"
        app.list.set_rows(app.rows[:5], row_height=2)
        app.list.set_rows(app.rows, row_height=1)
        await pilot.pause()
        assert app.shown()[0] == "row 0"


async def test_what_is_said_while_there_are_no_rows() -> None:
    app = Host(0, empty="[b]nothing[/b] here")
    async with app.run_test() as pilot:
        await pilot.pause()
        assert app.shown()[1] == "[b]nothing[/b] here"
        app.list.set_empty("")
        await pilot.pause()
        assert app.shown()[1] == ""


@pytest.mark.parametrize("theme", ["qiao-dark", "qiao-16"])
async def test_the_cursor_is_seen_and_pales_without_focus(theme: str) -> None:
    app = Host()
    async with app.run_test() as pilot:
        ThemeLibrary().use(app, theme)
        await pilot.pause()

        def look(y: int) -> list[Any]:
            return [segment.style for segment in app.list.render_line(y)]

        focused = look(0)
        assert focused != look(1)
        app.query_one(Input).focus()
        await pilot.pause()
        assert look(0) != focused
        assert look(0) != look(1)
