"""Names of keys: any way of writing one leads to the name that Textual reports."""

from __future__ import annotations

import pytest
from textual.keys import _character_to_key

from tui.ui.key_names import BadKeyName, canonical, character_name, forms, is_printable, label

ASCII = [chr(code) for code in range(0x20, 0x7F)]


@pytest.mark.parametrize("character", [*ASCII, "、", "？", "＠", "【", "你", "é"])
def test_a_character_has_the_name_that_textual_gives_it(character: str) -> None:
    assert character_name(character) == _character_to_key(character)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("?", "question_mark"),
        ("？", "question_mark"),
        ("question_mark", "question_mark"),
        ("、", "slash"),
        ("fullwidth_solidus", "slash"),
        ("　", "space"),
        ("Ctrl+P", "ctrl+p"),
        ("ctrl+/", "ctrl+underscore"),
        ("ctrl++", "ctrl+plus"),
        ("+", "plus"),
        ("control+alt+Up", "alt+ctrl+up"),
        ("alt+A", "alt+shift+a"),
        ("shift+a", "A"),
        ("Ａ", "A"),
        ("ctrl+i", "tab"),
        ("ctrl+m", "enter"),
        ("ctrl+[", "escape"),
        ("ctrl+space", "ctrl+at"),
        ("ctrl+6", "ctrl+circumflex_accent"),
        ("Esc", "escape"),
        ("F12", "f12"),
        ("alt + k", "alt+k"),
    ],
)
def test_ways_of_writing_a_key(written: str, name: str) -> None:
    assert canonical(written) == name
    assert canonical(name) == name


@pytest.mark.parametrize("written", ["", "ctrl", "ctrl+", "shift", "f0", "f25", "hyperspace", "x+a", "ctrl+nosuchkey"])
def test_what_names_no_key(written: str) -> None:
    with pytest.raises(BadKeyName):
        canonical(written)


def test_printable_keys_arrive_full_width_from_an_input_method() -> None:
    assert forms("slash") == ("slash", "fullwidth_solidus", "ideographic_comma")
    assert forms("y") == ("y", "ｙ")
    assert forms("space") == ("space", "ideographic_space")
    assert forms("ctrl+p") == ("ctrl+p",)
    assert "ctrl+shift+minus" in forms("ctrl+underscore")


@pytest.mark.parametrize("key", [canonical(character) for character in ASCII])
def test_every_form_of_a_printable_key_leads_back_to_it(key: str) -> None:
    assert is_printable(key)
    assert {canonical(form) for form in forms(key)} == {key}


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("ctrl+p", "Ctrl+P"),
        ("alt+slash", "Alt+/"),
        ("question_mark", "?"),
        ("P", "P"),
        ("p", "p"),
        ("f10", "F10"),
        ("ctrl+circumflex_accent", "Ctrl+^"),
        ("shift+tab", "Shift+Tab"),
        ("alt+up", "Alt+↑"),
    ],
)
def test_labels(key: str, text: str) -> None:
    assert label(key) == text
    assert not is_printable(key) or len(text) == 1
