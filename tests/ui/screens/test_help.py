"""Help is the table of keys, the place where one stands first."""

from __future__ import annotations

from tests.ui.screens.showing import Host, press
from tui.locale import set_language
from tui.ui.command_table import COMMANDS, Place
from tui.ui.keys import resolve
from tui.ui.screens.help import Help, help_paragraphs


async def test_the_place_asked_for_stands_first_and_escape_leaves() -> None:
    set_language("en")
    app = Host(lambda: Help(resolve(), Place.MESSAGES))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        lines = [line for line in app.text().split("\n") if "Messages" in line or "Always" in line]
        assert "Messages" in lines[0]
        await press(pilot, "end", "escape")
        assert app.answer is None


def test_every_command_that_is_not_plain_is_explained_once() -> None:
    set_language("en")
    said = [paragraph.text for paragraph in help_paragraphs(resolve(), Place.SIDEBAR)]
    for command in COMMANDS:
        if not command.is_plain:
            assert said.count(command.help) == sum(other.help == command.help and not other.is_plain for other in COMMANDS)


def test_numbered_and_keyless_commands_have_a_label() -> None:
    set_language("en")
    labels = {paragraph.text: paragraph.label for paragraph in help_paragraphs(resolve(), Place.SIDEBAR)}
    commands = {command.name: command for command in COMMANDS}
    assert labels[commands["sidebar.nth"].help] == "1-9"
    assert labels[commands["theme.pick"].help] == "palette only"
