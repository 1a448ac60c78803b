"""``qiao plugins``: what lies in the folder, and what is wrong with it."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from tui.cli import main
from tui.plugins.loading import find_plugins

GOOD = """
    from tui.plugins import on_command, on_natural_language, on_palette
    print("hello from it")

    @on_command("weather")
    async def weather(session): ...

    @on_natural_language
    async def listens(session): ...

    @on_palette("An \\x1b[31mentry")
    async def entry(session): ...
"""


def run(folder: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """Run ``qiao plugins`` with its config in *folder*; return its exit status and what it prints."""
    config = folder / "config.toml"
    config.write_text('language = "en"\n', encoding="utf-8")
    status = main(["plugins", "--config", str(config), *arguments])
    return status, capsys.readouterr().out


def write(folder: Path, **sources: str) -> None:
    (folder / "plugins").mkdir(exist_ok=True)
    for name, source in sources.items():
        (folder / "plugins" / f"{name}.py").write_text(dedent(source), encoding="utf-8")


def test_says_where_it_looks_where_there_is_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out = run(tmp_path, capsys)
    assert status == 0
    assert str(tmp_path / "plugins") in out
    assert "There are none" in out


def test_runs_nothing_unless_told_to_and_finds_what_is_no_python(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, good=GOOD + f"\n    open({str(tmp_path / 'ran')!r}, 'w')\n", _hidden="x")
    status, out = run(tmp_path, capsys)
    assert status == 0
    assert "good" in out
    assert "_hidden" not in out
    assert not (tmp_path / "ran").exists()
    write(tmp_path, bad="def (:\n")
    status, out = run(tmp_path, capsys)
    assert status == 1
    assert "line 1: " in out
    status, out = run(tmp_path, capsys, "--load")
    assert status == 1
    assert (tmp_path / "ran").exists()


def test_loading_says_what_is_offered_or_why_it_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, good=GOOD, gone="import os\nos._exit(3)\n", lost="import nothing_of_the_kind\n")
    status, out = run(tmp_path, capsys, "--load")
    assert status == 1
    assert "commands /weather" in out
    assert "processors of natural language: 1" in out
    assert "\x1b" not in out
    assert "it exited with 3" in out
    assert "No module named 'nothing_of_the_kind'" in out


def test_a_folder_that_may_not_be_looked_into_hides_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "good.py").write_text("", encoding="utf-8")
    (tmp_path / "circle.py").symlink_to("circle.py")
    look = Path.is_file

    def refuse(path: Path) -> bool:
        if path.parent.name == "secret":
            raise PermissionError  # what the system says to anybody but root
        return look(path)

    monkeypatch.setattr(Path, "is_file", refuse)
    assert list(find_plugins(tmp_path)) == ["good"]


def test_a_name_need_be_no_python_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, **{"my-plugin": GOOD})
    folder = tmp_path / "plugins" / "a-package"
    folder.mkdir()
    (folder / "__init__.py").write_text("from .data import NAME\nprint(NAME)\n", encoding="utf-8")
    (folder / "data.py").write_text("NAME = 'from its neighbour'\n", encoding="utf-8")
    status, out = run(tmp_path, capsys, "--load")
    assert status == 0
    assert "commands /weather" in out and "from its neighbour" in out
