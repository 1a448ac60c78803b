"""Paths grow as in a shell."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.ui.paths import common, files_of, is_file, look


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "Pictures").mkdir()
    (tmp_path / ".hidden").write_text("")
    for name in ("group.png", "grove.txt", "图.png"):
        (tmp_path / name).write_text("x")
    return tmp_path


def test_folders_come_first_and_hidden_files_only_when_asked_for(home: Path) -> None:
    assert [row.text for row in look("~/")] == ["~/Pictures/", "~/group.png", "~/grove.txt", "~/图.png"]
    assert [row.text for row in look("~/.")] == ["~/.hidden"]
    assert [row.text for row in look(f"{home}/pic")] == [f"{home}/Pictures/"]
    assert [row.text for row in look("~")] == ["~/"]
    assert look("~/nothing/there") == [] == look("\0")
    assert look("~nobody-of-this-name/x") == [] and not is_file("~nobody-of-this-name/x")


def test_a_whole_path_behind_the_tilde_is_meant_by_itself(home: Path) -> None:
    assert [row.text for row in look(f"~/{home}/gro")] == [f"~/{home}/group.png", f"~/{home}/grove.txt"]
    assert files_of(f"~/{home}/group.png") == ([home / "group.png"], "")
    assert files_of(f"~/'{home}/group.png' {home}/grove.txt") == ([home / "group.png", home / "grove.txt"], "")
    assert files_of("~/~/group.png") == ([home / "group.png"], "")


def test_a_path_grows_as_far_as_it_is_clear(home: Path) -> None:
    assert common("~/g", look("~/g")) == "~/gro"
    assert common("~/图", look("~/图")) == "~/图.png"
    assert common("~/x", []) == "~/x"


def test_only_a_file_is_one(home: Path) -> None:
    assert is_file("~/group.png")
    assert not is_file("~/Pictures") and not is_file("~/none") and not is_file("\0")


def test_one_path_may_hold_blanks_and_several_are_quoted_as_a_terminal_drops_them(home: Path) -> None:
    one, two = home / "一 份.txt", home / "图.png"
    one.write_text("x")
    assert files_of("~/一 份.txt") == ([one], "")
    assert files_of(f"'{one}' '{two}'") == ([one, two], "")
    assert files_of(f"'{one}' none") == ([], "none")
    assert files_of("it's") == ([], "it's")
    assert files_of("~/Pictures") == ([], "~/Pictures")
