"""Several files are asked for: completed, chosen one after the other, dropped together; what is none is not taken."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from tests.ui.screens.showing import NO_ANSWER, Host, press
from tui.ui.screens.ask_files import AskFiles


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "docs").mkdir()
    for name in ("a.txt", "b \u202e[red].txt"):
        (tmp_path / "docs" / name).write_text(name)
    return tmp_path


async def listed(pilot: Pilot[None], count: int) -> None:
    """Wait until so many names are listed."""
    screen = pilot.app.screen
    assert isinstance(screen, AskFiles)
    async with asyncio.timeout(10):
        while len(screen._list.rows) != count:
            await pilot.pause(0.01)
    await pilot.pause()


async def done(pilot: Pilot[None]) -> None:
    """Wait until what the last key asked of the disk is done."""
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def test_tab_completes_and_enter_takes_the_file(home: Path) -> None:
    app = Host(lambda: AskFiles("上传"))
    async with app.run_test() as pilot:
        await listed(pilot, 1)
        await press(pilot, "tab")
        await listed(pilot, 2)
        assert "b [red].txt" in app.text()
        await press(pilot, "a")
        await listed(pilot, 1)
        await press(pilot, "tab", "enter")
        await done(pilot)
    assert app.answer == (home / "docs" / "a.txt",)


async def test_several_are_chosen_one_after_the_other_whatever_they_are_called(home: Path) -> None:
    app = Host(lambda: AskFiles("上传"))
    async with app.run_test() as pilot:
        await listed(pilot, 1)
        await press(pilot, "tab")
        await listed(pilot, 2)
        await press(pilot, "down", "ctrl+t")
        await done(pilot)
        assert "b [red].txt" in app.text() and app.answer is NO_ANSWER
        await press(pilot, "up", "ctrl+t")
        await done(pilot)
        await press(pilot, "x", "backspace")
        await listed(pilot, 2)
        await press(pilot, "enter")
        await done(pilot)
    assert isinstance(app.answer, tuple) and [path.name for path in app.answer] == ["b \u202e[red].txt", "a.txt"]


async def test_files_that_are_dropped_on_the_terminal_are_taken_together(home: Path) -> None:
    app = Host(lambda: AskFiles("上传"))
    (home / "c d.txt").write_text("x")
    async with app.run_test() as pilot:
        await press(pilot, "ctrl+u")
        pilot.app.screen.focused.post_message(events.Paste(f"'{home}/docs/a.txt' '{home}/c d.txt'"))
        await press(pilot, "enter")
        await done(pilot)
    assert app.answer == (home / "docs" / "a.txt", home / "c d.txt")


async def test_what_is_no_file_is_not_taken_and_said(home: Path) -> None:
    app = Host(lambda: AskFiles("上传"))
    async with app.run_test() as pilot:
        await press(pilot, "x", "enter")
        await done(pilot)
        assert app.answer is NO_ANSWER and app.bells == 1
        assert "~/x" in app.text()
        await press(pilot, "escape")
    assert app.answer is None
