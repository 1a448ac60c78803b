"""What config.toml says, checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tui.config.fields import Problem, Value
from tui.config.lines import KeyPath, Lines
from tui.config.secrets import Secret


@dataclass(frozen=True, slots=True)
class Account:
    """One ``[[accounts]]`` table.

    *name* is its label and unique. *mark_read* False: the platform is never told what was read. *read_only*: nothing is ever
    written to it. *values* are the protocol's own keys but for its secrets, defaults filled in.
    """

    name: str
    protocol: str
    mark_read: bool = True
    read_only: bool = False
    values: Mapping[str, Value] = field(default_factory=dict)
    secrets: Mapping[str, Secret] = field(default_factory=dict)

    def secret(self, name: str = "token") -> str:
        """Return the secret *name*, "" when none is configured. Raises SecretError.

        It may run a command for some seconds: call it in a thread.
        """
        source = self.secrets.get(name)
        return source.read() if source else ""


@dataclass(frozen=True, slots=True)
class Reply:
    """One ``[[replies]]`` table: words to answer with, *account* the only account that offers them, "" all."""

    name: str
    text: str
    account: str = ""


@dataclass(frozen=True, slots=True)
class Config:
    """The whole file.

    *language* is auto, zh or en. *timezone* is an IANA name, "" the system's. *theme* is a theme's name, "" the kept or default
    one. *typing*: friends see that we are typing to them. *keys* is what ``[keys]`` says, command name -> keys, not yet resolved.
    *replies* are the canned ones. *warnings* are to be shown, they stop nothing.
    """

    path: Path
    language: str = "auto"
    timezone: str = ""
    mouse: bool = True
    enter_sends: bool = True
    typing: bool = False
    theme: str = ""
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    accounts: tuple[Account, ...] = ()
    replies: tuple[Reply, ...] = ()
    warnings: tuple[Problem, ...] = ()
    lines: Lines = field(default_factory=lambda: Lines(""), repr=False, compare=False)

    def problem(self, key: KeyPath, reason: str, **values: object) -> Problem:
        """Return a problem with *key* that was found by somebody else, with its line."""
        return Problem(self.path, self.lines.of(key), key_name(key), reason, values)


def key_name(path: KeyPath) -> str:
    """Return *path* as a person would write it: ``accounts[2].url``, positions from 1; ``keys."message.recall"``."""
    name = ""
    for part in path:
        if isinstance(part, int):
            name += f"[{part + 1}]"
        else:
            bare = part.replace("-", "").replace("_", "").isalnum()
            name += ("." if name else "") + (part if bare else f'"{part}"')
    return name
