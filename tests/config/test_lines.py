"""Finding the line of a key in a TOML text."""

import tomllib

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from tui.config.lines import KeyPath, Lines

TEXT = r'''# language = "no key, a comment"
language = "zh"  # mouse = 1
text = """
mouse = 1
[[accounts]] \""" """
list = [
  "enter = 1", # ] not yet
  '[keys]',
]

[keys]
"message.recall" = ["d"]
message . menu = "enter"
'odd = key' = "[["

[[accounts]]
name = "a#b"
[accounts.extra]
deep = 1

  [[ accounts ]]
  name = 'b'
inline = { url = "ws://x" }
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("language",), 2),
        (("text",), 3),
        (("mouse",), 0),
        (("list",), 6),
        (("keys",), 11),
        (("keys", "message.recall"), 12),
        (("keys", "message", "menu"), 13),
        (("keys", "odd = key"), 14),
        (("accounts",), 16),
        (("accounts", 0, "name"), 17),
        (("accounts", 0, "extra", "deep"), 19),
        (("accounts", 1), 21),
        (("accounts", 1, "name"), 22),
        (("accounts", 1, "inline", "url"), 23),
        (("accounts", 1, "missing"), 21),
        (("nowhere", "at", "all"), 0),
    ],
)
def test_lines(path: KeyPath, line: int) -> None:
    tomllib.loads(TEXT)
    assert Lines(TEXT).of(path) == line


def test_line_ends_of_windows() -> None:
    assert Lines(TEXT.replace("\n", "\r\n")).of(("accounts", 1, "name")) == 22


keys = st.text(min_size=1, max_size=8)
values = st.one_of(st.integers(-9, 9), st.text(max_size=20), st.lists(st.text(max_size=9), max_size=3))


tables_of_accounts = st.lists(st.dictionaries(keys, values, max_size=4), min_size=1, max_size=3)


@given(st.dictionaries(keys, values, min_size=1, max_size=6), tables_of_accounts)
def test_every_key_of_a_text_is_found_on_its_line(globals_: dict[str, object], tables: list[dict[str, object]]) -> None:
    globals_.pop("accounts", None)
    text = tomlkit.dumps({**globals_, "accounts": tables})
    lines = Lines(text)
    rows = text.split("\n")
    for key in globals_:
        assert rows[lines.of((key,)) - 1].startswith((key, '"', "'"))
    assert [lines.of(("accounts", index)) for index in range(len(tables))] == sorted(
        number for number, row in enumerate(rows, 1) if row == "[[accounts]]"
    )
