"""Where a secret of an account comes from: the file, a variable of the environment, or a command's first line."""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass, field
from typing import Literal

from tui.chat.text import one_line
from tui.config.fields import FieldError
from tui.locale import t

COMMAND_SECONDS = 15.0
"""How long a command may take to say a secret; a locked password store waits for nobody."""


class SecretError(Exception):
    """A secret is not to be had; ``str()`` says why and what to do, and holds nothing of the secret."""

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.values = values

    def __str__(self) -> str:
        return t(f"config.{self.reason}", **self.values)


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret that is looked up when it is needed; *value* is the secret itself, the variable's name or the command."""

    kind: Literal["literal", "env", "command"]
    value: str = field(repr=False)

    def read(self) -> str:
        """Return the secret. Raises SecretError. May wait for COMMAND_SECONDS: never call it on the loop of the interface."""
        if self.kind == "env":
            return _from_environment(self.value)
        return _from_command(self.value) if self.kind == "command" else self.value


def check_command(command: str) -> None:
    """Raise FieldError when *command* can not be taken apart into words."""
    try:
        words = split_command(command)
    except ValueError as error:
        raise FieldError("bad_command", words=error) from error
    if not words:
        raise FieldError("empty")


def split_command(command: str) -> list[str]:
    """Return the words of *command*; no shell is involved. Raises ValueError for an open quote."""
    if os.name == "nt":  # A backslash is part of a path there, not an escape.
        return [word.strip("\"'") for word in shlex.split(command, posix=False)]
    return shlex.split(command)


def _from_environment(name: str) -> str:
    value = os.environ.get(name, "").strip()
    if not value:
        raise SecretError("secret_env", name=name)
    return value


def _from_command(command: str) -> str:
    import subprocess

    words = split_command(command)
    # The screen belongs to us: what asks for a passphrase must not do so on our terminal.
    environment = {name: value for name, value in os.environ.items() if name != "GPG_TTY"}
    try:
        ended = subprocess.run(
            words,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=COMMAND_SECONDS,
            env=environment,
            start_new_session=True,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise SecretError("secret_timeout", program=words[0], seconds=int(COMMAND_SECONDS)) from error
    except OSError as error:
        raise SecretError("secret_start", program=words[0], words=error.strerror or error) from error
    if ended.returncode:
        complaint = one_line(ended.stderr.decode("utf-8", "replace").strip().partition("\n")[0])
        raise SecretError("secret_failed", program=words[0], status=ended.returncode, words=complaint or "-")
    value = ended.stdout.decode("utf-8", "replace").partition("\n")[0].strip()
    if not value:
        raise SecretError("secret_empty", program=words[0])
    return value
