"""Told to end by the system, in a real terminal: what was written is kept, and the terminal is as it was found."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Sequence
from pathlib import Path

import psutil
import pytest

from tests.journeys.test_pty import go_to
from tests.journeys.tmux import Terminal, configured, simulator

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="these journeys need tmux, a real terminal")

DRAFT = "写到一半的草稿"
SHELL = """\
cd "$1"; shift
stty -g > before
sh -c 'echo $$ > pid; exec "$@"' sh "$@"
echo $? > code
stty -g > after
echo "the shell is back"
exec cat
"""
"""Runs the command of its arguments as a shell does, and notes how the terminal was before and after."""

FLAGS = ("alternate_on", "mouse_any_flag", "mouse_sgr_flag", "cursor_flag", "keypad_cursor_flag", "keypad_flag")
"""What tmux knows of the modes that a program has switched."""


def in_a_shell(folder: Path, command: Sequence[str]) -> list[str]:
    """Return how *command* is run by a shell that is there before and after it."""
    return ["sh", "-c", SHELL, "sh", str(folder), *command]


def flags(terminal: Terminal) -> dict[str, str]:
    """The modes of the terminal."""
    found = terminal._run("display-message", "-t", "a", "-p", " ".join(f"#{{{name}}}" for name in FLAGS)).split()
    return dict(zip(FLAGS, found, strict=True))


def pid_of(folder: Path) -> int:
    """The process of the command itself."""
    return int((folder / "pid").read_text(encoding="ascii"))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_ends_it_in_order(tmp_path: Path, number: signal.Signals) -> None:
    with simulator() as napcat:
        command = configured(tmp_path, napcat.url)
        with Terminal(tmp_path, in_a_shell(tmp_path, command)) as terminal:
            terminal.shows("● main")
            go_to(terminal, "xiaoxian", "好友 20001")
            assert flags(terminal)["alternate_on"] == "1"
            terminal.type(DRAFT)
            os.kill(pid_of(tmp_path), number)
            terminal.shows("the shell is back")
            assert (tmp_path / "code").read_text(encoding="ascii").strip() == "0"
            assert flags(terminal) == dict(zip(FLAGS, ("0", "0", "0", "1", "0", "0"), strict=True))
            assert (tmp_path / "after").read_bytes() == (tmp_path / "before").read_bytes(), "echo, line mode, signals"
            assert DRAFT not in terminal.screen and "Traceback" not in terminal.output
            terminal.write(b"echoed")
            terminal.shows("echoed")
        with Terminal(tmp_path, command) as terminal:
            terminal.shows("好友 20001", DRAFT, "● main")
            terminal.press("C-q")
            terminal.ends()


def test_a_terminal_that_is_closed_takes_no_draft_along(tmp_path: Path) -> None:
    with simulator() as napcat:
        command = configured(tmp_path, napcat.url)
        with Terminal(tmp_path, in_a_shell(tmp_path, command)) as terminal:
            terminal.shows("● main")
            go_to(terminal, "xiaoxian", "好友 20001")
            process = psutil.Process(pid_of(tmp_path))
            terminal.type(DRAFT)
        process.wait(20)
        with Terminal(tmp_path, command) as terminal:
            terminal.shows("好友 20001", DRAFT, "● main")
            terminal.press("C-q")
            terminal.ends()
