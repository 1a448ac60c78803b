"""The alt keys of plain terminals are keys of their own and type nothing; the probe shows what is sent."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys

import pytest

from tests.ui.terminal import parse
from tui.locale import set_language
from tui.ui.command_table import COMMANDS
from tui.ui.keys import resolve
from tui.ui.terminal_keys import KeyProbe, alt_sequences


@pytest.mark.parametrize(
    ("data", "key"),
    [
        ("\x1b\r", "alt+enter"),
        ("\x1b\n", "alt+enter"),
        ("\x1b/", "alt+slash"),
        ("\x1ba", "alt+a"),
        ("\x1bA", "alt+shift+a"),
        ("\x1b1", "alt+1"),
        ("\x1b=", "alt+equals_sign"),
        ("\x1b\x7f", "alt+backspace"),
        ("\x1bf", "ctrl+right"),
        ("\x1bb", "ctrl+left"),
        ("\x1b[1;3A", "alt+up"),
        ("\x1b[97;3u", "alt+a"),
        ("\x1b[13;3u", "alt+enter"),
        ("\x1b[13;2u", "shift+enter"),
        ("\x1b\x19", "alt+ctrl+y"),
        ("\x1b[121;7u", "alt+ctrl+y"),
    ],
)
def test_a_key_with_alt_is_one_key_and_types_nothing(data: str, key: str) -> None:
    assert parse(data) == [(key, None)]


@pytest.mark.parametrize(
    ("data", "keys"),
    [
        ("\r", ["enter"]),
        ("\n", ["ctrl+j"]),
        ("\x1bOP", ["f1"]),
        ("\x1b[A", ["up"]),
        ("\x1b[15~", ["f5"]),
        ("/", ["slash"]),
        ("\x1bhi", ["alt+h", "i"]),
    ],
)
def test_other_keys_are_as_they_were(data: str, keys: list[str]) -> None:
    assert [key for key, _ in parse(data)] == keys


def test_no_added_sequence_begins_a_longer_one() -> None:
    from textual._ansi_sequences import ANSI_SEQUENCES_KEYS

    for sequence in alt_sequences():
        assert [known for known in ANSI_SEQUENCES_KEYS if known.startswith(sequence) and known != sequence] == []
    assert not {"\x1b[", "\x1bO", "\x1bP", "\x1b]", "\x1b_", "\x1b^", "\x1bX", "\x1b\\"} & set(alt_sequences())


def test_every_bound_alt_letter_has_a_sequence() -> None:
    bound = {key for command in COMMANDS for key in command.keys if key.startswith("alt+") and len(key) == 5}
    assert bound - set(alt_sequences().values()) == {"alt+b", "alt+f"}


class TestProbe:
    def test_says_what_came_what_it_is_and_what_it_does(self) -> None:
        key_probe = KeyProbe(resolve())
        (line,) = key_probe.feed("\x1ba")
        assert line.split() == ["^[a", "alt+a", "unread.next"]
        (line,) = key_probe.feed("D")
        assert line.split() == ["D", "D", "profile.delete"]
        (line,) = key_probe.feed("d")
        assert line.split()[:3] == ["d", "d", "message.recall,"], "it means something else elsewhere"
        (line,) = key_probe.feed("\x1b[1;3A")
        assert line.split() == ["^[[1;3A", "alt+up", "conversation.previous"]

    def test_says_that_a_key_is_not_bound(self) -> None:
        set_language("en")
        assert next(KeyProbe(resolve()).feed("§")).endswith("not bound")

    def test_is_over_after_two_interrupts_in_a_row(self) -> None:
        key_probe = KeyProbe(resolve())
        list(key_probe.feed("\x03x\x03"))
        assert not key_probe.is_over
        list(key_probe.feed("\x03"))
        assert key_probe.is_over

    def test_in_a_real_terminal(self) -> None:
        ours, theirs = pty.openpty()
        code = "import sys; from tui.ui.terminal_keys import probe; sys.exit(probe())"
        with subprocess.Popen(
            [sys.executable, "-c", code], stdin=theirs, stdout=theirs, env={**os.environ, "LANG": "en_US.UTF-8"}
        ) as child:
            os.close(theirs)
            seen = self._read_until(ours, "\x1b[?2004h")
            assert "Ctrl+C" in seen
            os.write(ours, "é\x1b/".encode())
            assert "conversation.last" in self._read_until(ours, "conversation.last")
            os.write(ours, b"\x1b")
            assert "escape" in self._read_until(ours, "escape")
            os.write(ours, b"\x03\x03")
            self._read_until(ours, "\x1b[<u")
            assert child.wait(10) == 0
        os.close(ours)

    @staticmethod
    def _read_until(fd: int, wanted: str) -> str:
        seen = ""
        while wanted not in seen:
            ready, _, _ = select.select([fd], [], [], 20)
            assert ready, f"nothing more came after {seen!r}"
            seen += os.read(fd, 4096).decode()
        return seen

    def test_without_a_terminal_it_says_so(self) -> None:
        code = "import sys; from tui.ui.terminal_keys import probe; sys.exit(probe())"
        done = subprocess.run([sys.executable, "-c", code], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        assert done.returncode == 2
        assert done.stderr.strip()
