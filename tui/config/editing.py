"""Writes to config.toml what a person chose on the screen, and leaves everything else, comments too, as it stands."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from tui.config.fields import ConfigError, Problem, Value

if TYPE_CHECKING:
    from tomlkit import TOMLDocument


def append_account(path: Path, account: Mapping[str, Value]) -> None:
    """Add *account* as a new ``[[accounts]]`` to the file at *path*, which is made where it is missing, with mode 0600.

    Empty texts are left out. Raises OSError, and ConfigError when the file is no TOML.
    """
    import tomlkit
    from tomlkit.items import AoT, Array

    document = _read(path)
    table = tomlkit.table()
    for key, value in account.items():
        if value != "":
            table.add(key, value)
    accounts = document.get("accounts")
    if isinstance(accounts, AoT):
        accounts.append(table)
    elif isinstance(accounts, Array) and accounts:
        # Written as an array of inline tables; a second form beside it would be no TOML.
        inline = tomlkit.inline_table()
        inline.update({key: value for key, value in account.items() if value != ""})
        accounts.append(inline)
    else:
        document.pop("accounts", None)
        tables = tomlkit.aot()
        tables.append(table)
        document.append("accounts", tables)
    _write(path, document)


def set_value(path: Path, key: str, value: Value) -> None:
    """Set the global *key* in the file at *path*, which is made where it is missing.

    Raises OSError, and ConfigError when the file is no TOML.
    """
    document = _read(path)
    document[key] = value
    _write(path, document)


def _read(path: Path) -> TOMLDocument:
    import tomlkit
    from tomlkit.exceptions import ParseError

    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return tomlkit.document()
    except UnicodeDecodeError as error:
        raise ConfigError([Problem(path, 0, "", "not_utf8")]) from error
    try:
        return tomlkit.parse(text)
    except ParseError as error:
        values = {"words": error, "column": error.col}
        raise ConfigError([Problem(path, error.line, "", "syntax", values)]) from error


def _write(path: Path, document: TOMLDocument) -> None:
    """Put *document* in the place of the file in one step, so that a crash leaves either the old or the new one."""
    import tempfile

    import tomlkit

    target = path.resolve()  # a link into somebody's dotfiles stays a link
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)  # made with mode 0600
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(tomlkit.dumps(document))
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, target)
    except BaseException:
        os.unlink(name)
        raise
