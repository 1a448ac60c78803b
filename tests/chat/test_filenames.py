"""File names that others chose."""

import pytest

from tui.chat.filenames import MAX_BYTES, safe_name, split_name


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("报告.pdf", "报告.pdf"),
        ("a b (1).txt", "a b (1).txt"),
        ("../../.bashrc", "_.._.bashrc"),
        ("/etc/passwd", "_etc_passwd"),
        ("C:\\Windows\\x.exe", "C__Windows_x.exe"),
        (".hidden", "hidden"),
        ("..", "download"),
        ("", "download"),
        ("///", "download"),
        ("a\nb\x1b[31m.txt", "a b[31m.txt"),
        ("\u202egpj.exe", "gpj.exe"),
        ("con.txt", "_con.txt"),
        ("NUL", "_NUL"),
        ("console.txt", "console.txt"),
        ("end. . ", "end"),
    ],
)
def test_a_name_is_made_safe(given: str, safe: str) -> None:
    assert safe_name(given) == safe


@pytest.mark.parametrize("name", ["长" * 400 + ".docx", "a" * 999, "b." + "c" * 999, "😀" * 300 + ".png"])
def test_a_long_name_is_cut_and_keeps_its_ending(name: str) -> None:
    safe = safe_name(name)
    assert len(safe.encode()) <= MAX_BYTES
    if name.endswith((".docx", ".png")):
        assert split_name(safe)[1] == split_name(name)[1]


@pytest.mark.parametrize(
    ("name", "parts"),
    [("a.tar.gz", ("a.tar", ".gz")), ("a", ("a", "")), ("v1. of all", ("v1. of all", "")), (".rc", (".rc", ""))],
)
def test_what_is_an_ending(name: str, parts: tuple[str, str]) -> None:
    assert split_name(name) == parts
