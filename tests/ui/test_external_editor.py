"""The person's own editor: what comes back, and what is said when nothing does."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from textual.app import App, SuspendNotSupported

from tui.ui.external_editor import EditorFailed, edit_in_editor, editor_command

pytestmark = pytest.mark.skipif(os.name != "posix", reason="shell scripts stand in for the editor")


class Terminal(App[None]):
    """An app whose terminal can be lent without having one."""

    lent = 0

    @contextmanager
    def suspend(self) -> Iterator[None]:
        self.lent += 1
        yield


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "t"))
    (tmp_path / "t").mkdir()
    return tmp_path


def edit(folder: Path, script: str, text: str = "draft") -> str:
    path = folder / "my editor"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    app = Terminal()
    try:
        return edit_in_editor(app, text, {"VISUAL": f"'{path}' -x"})
    finally:
        assert app.lent == 1
        assert list((folder / "t").iterdir()) == [], "nothing of the draft stays on disk"


def test_what_was_written_comes_back_without_the_editors_line_end(folder: Path) -> None:
    assert edit(folder, 'echo "more 字" >> "$2"', "draft\n") == "draft\nmore 字"


def test_the_file_is_for_nobody_else(folder: Path) -> None:
    assert edit(folder, f'stat -c %a "$2" > "{folder}/mode"') == "draft"
    assert int((folder / "mode").read_text(), 8) & (stat.S_IRWXG | stat.S_IRWXO) == 0


def test_controls_are_taken_out(folder: Path) -> None:
    assert edit(folder, r'printf "a\033b\r\nc" > "$2"') == "ab\nc"


@pytest.mark.parametrize("script", ["exit 3", r'printf "\377" > "$2"', 'rm "$2"'])
def test_a_failure_says_so_and_keeps_nothing(folder: Path, script: str) -> None:
    with pytest.raises(EditorFailed) as caught:
        edit(folder, script)
    assert str(caught.value)


def test_an_editor_that_is_not_there(folder: Path) -> None:
    with pytest.raises(EditorFailed, match="no-such-editor"):
        edit_in_editor(Terminal(), "draft", {"EDITOR": "no-such-editor"})


def test_where_the_terminal_can_not_be_lent(folder: Path) -> None:
    class Fixed(Terminal):
        @contextmanager
        def suspend(self) -> Iterator[None]:
            raise SuspendNotSupported
            yield

    with pytest.raises(EditorFailed):
        edit_in_editor(Fixed(), "draft", {"EDITOR": "true"})


def test_which_editor() -> None:
    assert editor_command({"VISUAL": "code -w", "EDITOR": "nano"}) == ["code", "-w"]
    assert editor_command({"EDITOR": "nano"}) == ["nano"]
    assert editor_command({}) == ["vi"]
    with pytest.raises(EditorFailed):
        editor_command({"EDITOR": "'unclosed"})
