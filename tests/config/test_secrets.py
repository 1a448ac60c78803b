"""Where secrets come from, and what is said when they do not."""

import shlex
import sys

import pytest

from tui.config import secrets
from tui.config.secrets import Secret, SecretError


def says(program: str) -> Secret:
    """A command that runs a piece of Python."""
    return Secret("command", f"{shlex.quote(sys.executable)} -c {shlex.quote(program)}")


def test_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NAPCAT_TOKEN", " sesame ")
    assert Secret("env", "NAPCAT_TOKEN").read() == "sesame"
    monkeypatch.delenv("NAPCAT_TOKEN")
    with pytest.raises(SecretError, match="NAPCAT_TOKEN is not set"):
        Secret("env", "NAPCAT_TOKEN").read()


def test_first_line_of_a_command() -> None:
    assert says("print('sesame \\nuser: somebody')").read() == "sesame"


def test_no_shell_is_involved() -> None:
    assert says("import sys; print(sys.argv[1:])").read() == "[]"
    with_words = says("import sys; print(sys.argv[1:])")
    assert Secret("command", with_words.value + " '$HOME' ';' '|'").read() == "['$HOME', ';', '|']"


def test_command_gets_no_input_and_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GPG_TTY", "/dev/pts/1")
    program = "import os, sys; print(sys.stdin.read() == '' and not os.isatty(0) and 'GPG_TTY' not in os.environ)"
    assert says(program).read() == "True"


def test_failure_is_told_with_its_words_but_not_its_output() -> None:
    with pytest.raises(SecretError) as caught:
        says("import sys; print('sesame'); sys.exit('no\\x1b[31m such entry\\nmore')").read()
    assert "exit status 1" in str(caught.value)
    assert "no[31m such entry" in str(caught.value)
    assert "sesame" not in str(caught.value)


def test_empty_output() -> None:
    with pytest.raises(SecretError, match="is empty"):
        says("print()").read()


def test_program_that_does_not_exist() -> None:
    with pytest.raises(SecretError, match="no-such-program-here can not be run"):
        Secret("command", "no-such-program-here show").read()


def test_command_that_waits_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrets, "COMMAND_SECONDS", 0.2)
    with pytest.raises(SecretError, match="said no token within"):
        says("import threading; threading.Event().wait()").read()


def test_repr_holds_nothing() -> None:
    assert "sesame" not in repr(Secret("literal", "sesame"))
