"""The table of keys and what is done by its commands: nothing in it does nothing, and nothing is done that is not in it."""

from __future__ import annotations

import pytest

from tests.ui.screens.showing import NO_ANSWER, Host
from tests.ui.widgets.test_composer import Host as ComposerHost
from tui import locale
from tui.ui.command_table import COMMANDS, Place
from tui.ui.commands import FOR_COMPOSER, HANDLERS
from tui.ui.keys import resolve
from tui.ui.screens.question import Question, Wording
from tui.ui.widgets.composer import ELSEWHERE, Composer
from tui.ui.widgets.readline_area import _EDITS, _MOVES

ON_THE_MAIN_SCREEN = (Place.ANYWHERE, Place.SIDEBAR, Place.MESSAGES, Place.MEMBERS, Place.GROUP)


def names(*places: Place) -> set[str]:
    """The commands of *places*."""
    return {command.name for command in COMMANDS if command.place in places}


def test_every_command_of_the_main_screen_has_a_handler_and_every_handler_a_command() -> None:
    assert set(HANDLERS) == names(*ON_THE_MAIN_SCREEN)
    assert set(FOR_COMPOSER) == ELSEWHERE


async def test_the_composer_knows_every_command_of_its_place() -> None:
    app = ComposerHost()
    async with app.run_test() as pilot:
        for name in sorted(names(Place.COMPOSER)):
            app.composer.replace_text("two words")
            short = name.removeprefix("composer.")
            is_own = short in ELSEWHERE or hasattr(Composer, f"_key_{short}")
            assert is_own or app.composer.run(short), name
            await pilot.pause()


def test_what_the_composer_can_do_is_in_the_table() -> None:
    own = {name.removeprefix("_key_") for name in vars(Composer) if name.startswith("_key_")} | ELSEWHERE
    selecting = {f"select_{move}" for move in _MOVES}
    known = {name.removeprefix("composer.") for name in names(Place.COMPOSER)}
    assert own | set(_EDITS) | set(_MOVES) <= known
    assert known <= own | set(_EDITS) | set(_MOVES) | selecting


@pytest.mark.parametrize("name", sorted(names(Place.QUESTION)))
async def test_a_question_is_answered_by_every_command_of_its_place(name: str) -> None:
    app = Host(lambda: Question(Wording("?", (), "yes"), resolve()))
    async with app.run_test() as pilot:
        await pilot.pause()
        assert isinstance(app.screen, Question)
        app.screen.action_command(name)
        await pilot.pause()
        assert app.answer is not NO_ANSWER
        assert app.answer is (name == "question.yes"), "no is marked"


def test_every_command_says_in_both_languages_what_it_does() -> None:
    texts = locale.strings("keys")
    for command in COMMANDS:
        chinese, english = texts[f"keys.{command.name}"]
        assert chinese and english and chinese != english, command.name


def test_every_command_of_a_board_has_a_method_and_no_other_place_is_forgotten() -> None:
    from tui.ui.screens.essence import Essences
    from tui.ui.screens.files import Files
    from tui.ui.screens.honours import Honours
    from tui.ui.screens.notices import Notices

    for sheet in (Notices, Essences, Files, Honours):
        own = {name.removeprefix("command_") for name in dir(sheet) if name.startswith("command_")}
        assert own == {name.partition(".")[2] for name in names(sheet.PLACE)}, sheet
