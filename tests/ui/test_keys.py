"""The command table: complete, without clashes, usable on any terminal, and remapped only where that can work."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from textual.app import App, ComposeResult
from textual.widgets import Input

from tests.ui.terminal import send
from tui.locale import set_language, strings
from tui.ui.command_table import COMMANDS, Place
from tui.ui.key_names import forms, is_printable, label
from tui.ui.keys import BadKey, KeyClash, KeyTableError, UnknownCommand, bind, format_markdown, format_table, resolve

DOCS = Path(__file__).parents[2] / "docs" / "keys.md"


@pytest.fixture(autouse=True)
def english() -> None:
    set_language("en")


def test_the_default_table_stands() -> None:
    table = resolve()
    assert table.keys_for("switcher.open") == ("ctrl+p", "ctrl+k")
    assert table.label_for("switcher.open") == "Ctrl+P"
    assert table.keys_for("theme.pick") == ()
    assert table.label_for("theme.pick") == ""


def test_names_are_unique_and_say_where_they_belong() -> None:
    names = [command.name for command in COMMANDS]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z]+\.[a-z_]+", name) for name in names)


def test_every_command_has_its_line_of_help_in_both_languages_and_no_line_is_left_over() -> None:
    helps = {f"keys.{command.name}" for command in COMMANDS} | {f"keys.place.{place}" for place in Place}
    others = {key for key in strings("keys") if key.split(".")[1] in ("error", "probe", "none", "on_main")}
    assert set(strings("keys")) == helps | others
    assert all(chinese and english and "\n" not in chinese + english for chinese, english in strings("keys").values())


def test_default_keys_are_in_their_one_form() -> None:
    resolved = {command.name: command.keys for command in resolve({c.name: c.keys for c in COMMANDS}).commands}
    assert resolved == {command.name: command.keys for command in COMMANDS}


@pytest.mark.parametrize("command", [c for c in COMMANDS if c.keys and not c.is_plain], ids=lambda c: c.name)
def test_no_command_depends_on_one_kind_of_key_that_others_take(command) -> None:  # type: ignore[no-untyped-def]
    assert not all(re.fullmatch(r"f\d+", key) for key in command.keys), "editors, laptops and byobu take function keys"
    assert not all(key.startswith("alt+") for key in command.keys), "input methods and window managers take alt keys"
    assert set(command.keys) != {"ctrl+b"}, "tmux's prefix"
    assert not any(re.fullmatch(r"alt\+\d", key) for key in command.keys), "alt+digit does not arrive everywhere"


def test_no_printable_key_is_bound_where_text_is_typed() -> None:
    for command in COMMANDS:
        if command.place in (Place.COMPOSER, Place.ALWAYS):
            assert not any(is_printable(key) for key in command.keys), command


def test_printable_keys_of_the_main_screen_wait_for_the_widget_in_focus() -> None:
    by_key = {binding.key: binding for binding in resolve().bindings(Place.ANYWHERE)}
    assert not by_key["question_mark"].priority
    assert not by_key["ctrl+k"].priority
    assert not by_key["escape"].priority
    assert by_key["ctrl+p"].priority
    assert by_key["alt+k"].priority


def test_full_width_forms_are_bound_too() -> None:
    keys = {binding.key: binding.action for binding in resolve().bindings(Place.SIDEBAR)}
    assert keys["slash"] == keys["fullwidth_solidus"] == keys["ideographic_comma"] == "command('sidebar.filter')"
    anywhere = {binding.key: binding.action for binding in resolve().bindings(Place.ANYWHERE, "screen.")}
    assert anywhere["fullwidth_question_mark"] == "screen.command('help.open')"


def test_numbered_commands_pass_the_place_of_their_key() -> None:
    actions = {
        binding.key: binding.action
        for binding in resolve({"sidebar.nth": ["f1", "f5"], "help.open": "?"}).bindings(Place.SIDEBAR)
    }
    assert actions["f5"] == "command('sidebar.nth', 2)"


def test_the_command_of_a_key_is_looked_up_from_the_inside_out() -> None:
    table = resolve()
    found = {
        key: table.command_at(Place.COMPOSER, key) for key in ("ctrl+k", "ctrl+p", "ctrl+q", "ctrl+shift+minus", "a", "no such")
    }
    assert {key: command and command.name for key, command in found.items()} == {
        "ctrl+k": "composer.kill_to_end",
        "ctrl+p": "switcher.open",
        "ctrl+q": "app.quit",
        "ctrl+shift+minus": "composer.undo",
        "a": None,
        "no such": None,
    }


class TestOverrides:
    def test_replace_all_keys_of_a_command(self) -> None:
        table = resolve({"message.recall": ["D", "Delete"], "theme.pick": "F8"})
        assert table.keys_for("message.recall") == ("D", "delete")
        assert table.keys_for("theme.pick") == ("f8",)
        assert table.command_at(Place.MESSAGES, "d") is None

    def test_may_take_all_keys_away(self) -> None:
        assert resolve({"app.quit": []}).keys_for("app.quit") == ()

    def test_a_key_written_twice_is_one(self) -> None:
        assert resolve({"help.open": ["?", "？", "question_mark"]}).keys_for("help.open") == ("question_mark",)

    def test_a_clash_in_one_place_names_both(self) -> None:
        with pytest.raises(KeyClash) as caught:
            resolve({"message.recall": ["y"]})
        assert "message.recall" in str(caught.value)
        assert "message.copy" in str(caught.value)
        assert " y " in str(caught.value)

    @pytest.mark.parametrize("key", ["ctrl+q", "ctrl+p", "?", "？", "alt+k"])
    def test_a_clash_with_what_works_anywhere_is_one(self, key: str) -> None:
        with pytest.raises(KeyClash, match=r"message\.recall"):
            resolve({"message.recall": [key]})

    def test_a_key_that_yields_may_be_shared(self) -> None:
        assert resolve({"message.recall": ["ctrl+k"]}).keys_for("message.recall") == ("ctrl+k",)

    def test_a_question_has_its_own_keys(self) -> None:
        assert resolve({"question.yes": ["ctrl+p"]}).keys_for("question.yes") == ("ctrl+p",)
        with pytest.raises(KeyClash):
            resolve({"question.yes": ["ctrl+q"]})

    def test_swapping_two_keys_is_no_clash(self) -> None:
        table = resolve({"message.recall": ["y"], "message.copy": ["d"]})
        assert table.command_at(Place.MESSAGES, "y") is table.command("message.recall")

    def test_an_unknown_command_is_named_with_the_nearest(self) -> None:
        with pytest.raises(UnknownCommand, match=r"message\.recal\b.*message\.recall"):
            resolve({"message.recal": ["d"]})
        with pytest.raises(UnknownCommand, match="xyzzy"):
            resolve({"xyzzy": ["d"]})

    @pytest.mark.parametrize("key", ["ctrl+", "hyperspace", "", "ctrl+ctrl", "foo+a", "F77"])
    def test_what_is_no_key_is_named(self, key: str) -> None:
        with pytest.raises(BadKey, match=r"message\.recall"):
            resolve({"message.recall": [key]})

    @pytest.mark.parametrize("name", ["composer.undo", "app.boss"])
    def test_a_printable_key_can_not_be_had_where_text_is_typed(self, name: str) -> None:
        with pytest.raises(BadKey, match=name):
            resolve({name: ["b"]})

    def test_keys_that_move_through_lists_stay(self) -> None:
        with pytest.raises(BadKey, match=r"sidebar\.pin.*↑"):
            resolve({"sidebar.pin": ["up"]})

    @pytest.mark.parametrize("language", ["zh", "en"])
    def test_errors_speak_both_languages(self, language: str) -> None:
        set_language(language)
        for overrides in ({"nothing.at_all": ["d"]}, {"message.copy": ["d"]}, {"message.copy": ["?!"]}, {"composer.undo": "u"}):
            with pytest.raises(KeyTableError) as caught:
                resolve(overrides)
            assert "keys.error" not in str(caught.value)
            assert "{" not in str(caught.value)


def test_enter_can_be_made_a_new_line() -> None:
    table = resolve(enter_sends=False)
    assert table.command_at(Place.COMPOSER, "enter") is table.command("composer.newline")
    assert table.command_at(Place.COMPOSER, "alt+enter") is table.command("composer.send")
    own = resolve({"composer.send": ["ctrl+s"]}, enter_sends=False)
    assert own.keys_for("composer.send") == ("ctrl+s",)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_printed_table_has_every_command(language: str) -> None:
    set_language(language)
    printed = format_table(resolve())
    for command in COMMANDS:
        assert re.search(rf"^  {re.escape(command.name)} .*{re.escape(command.help)}$", printed, re.M)
        assert all(label(key) in printed for key in command.keys)


def test_the_page_of_the_docs_is_current() -> None:
    assert DOCS.read_text(encoding="utf-8") == format_markdown(resolve()), "run: python -m tui.ui.keys > docs/keys.md"


class _Host(App[None]):
    ENABLE_COMMAND_PALETTE = False  # Textual's own would take ctrl+p

    def __init__(self) -> None:
        super().__init__()
        self.ran: list[tuple[str, int]] = []

    def compose(self) -> ComposeResult:
        yield Input()

    def on_mount(self) -> None:
        table = resolve()
        bind(self, table.bindings(Place.ALWAYS))
        bind(self.screen, table.bindings(Place.ANYWHERE, "app."))

    def action_command(self, name: str, number: int = 0) -> None:
        self.ran.append((name, number))


async def test_bindings_work_in_textual_and_leave_typing_alone() -> None:
    app = _Host()
    async with app.run_test() as pilot:
        await send(pilot, "\x10?？\x11\x1bk")
        assert app.ran == [("switcher.open", 0), ("app.quit", 0), ("conversation.previous", 0)]
        assert app.query_one(Input).value == "?？"
        app.ran.clear()
        app.screen.set_focus(None)
        await pilot.press("question_mark", *forms("slash"), *forms("question_mark")[1:])
        assert app.ran == [("help.open", 0), ("help.open", 0)]
