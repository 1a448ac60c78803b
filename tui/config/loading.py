"""Reads config.toml and checks all of it, so that every mistake is named at once, with its line."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tui.chat.text import clean_name, clean_text
from tui.config.fields import ConfigError, Field, FieldError, Problem, Value
from tui.config.lines import KeyPath, Lines
from tui.config.model import Account, Config, Reply, key_name
from tui.config.secrets import Secret, check_command

MAX_ACCOUNT_NAME = 40
"""Characters of an account's name, which stands in the sidebar and the status line."""

MAX_REPLY = 2000
"""Characters of a canned reply: as many as a message may have about everywhere."""

_AT_LINE = re.compile(r" ?\(at (?:line (\d+), column (\d+)|end of document)\)")


def load(path: Path, account_fields: Mapping[str, Sequence[Field]]) -> Config:
    """Return what the file at *path* says; *account_fields* are the keys that each protocol adds to an account.

    A file without accounts is whole. Raises ConfigError with everything that is wrong.
    """
    text = _read(path)
    table = _parse(path, text)
    return _Loader(path, table, Lines(text), account_fields).config()


class _Loader:
    """Walks the tables once and collects what is wrong."""

    def __init__(self, path: Path, table: dict[str, Any], lines: Lines, account_fields: Mapping[str, Sequence[Field]]) -> None:
        self._path = path
        self._table = table
        self._lines = lines
        self._account_fields = account_fields
        self._problems: list[Problem] = []

    def config(self) -> Config:
        self._reject_unknown((), self._table, [*(field.name for field in GLOBAL_FIELDS), "keys", "accounts", "replies"])
        values = self._values((), self._table, GLOBAL_FIELDS)
        keys = self._keys(self._table.get("keys", {}))
        accounts = self._accounts(self._table.get("accounts", []))
        replies = self._replies(self._table.get("replies", []))
        if self._problems:
            raise ConfigError(sorted(self._problems, key=lambda problem: problem.line), str(values.get("language", "")))
        return Config(
            path=self._path,
            keys=keys,
            accounts=accounts,
            replies=replies,
            warnings=tuple(_warnings(self._path, accounts)),
            lines=self._lines,
            **values,  # type: ignore[arg-type]  # each was accepted by the field of its name
        )

    def _wrong(self, key: KeyPath, reason: str, **values: object) -> None:
        self._problems.append(Problem(self._path, self._lines.of(key), key_name(key), reason, values))

    def _reject_unknown(self, prefix: KeyPath, table: Mapping[str, object], known: Sequence[str]) -> None:
        for key in table:
            if key in known:
                continue
            place = (*prefix, key)
            if prefix and key in (field.name for field in GLOBAL_FIELDS):
                self._wrong(place, "misplaced_global")
            elif not prefix and key in self._account_keys():
                self._wrong(place, "misplaced_account")
            elif near := _nearest(key, known):
                self._wrong(place, "unknown_near", near=near)
            else:
                self._wrong(place, "unknown", known=", ".join(known))

    def _account_keys(self) -> set[str]:
        fields = [*ACCOUNT_FIELDS, *(field for fields in self._account_fields.values() for field in fields)]
        return {key for field in fields for key in field.keys}

    def _values(self, prefix: KeyPath, table: Mapping[str, object], fields: Iterable[Field]) -> dict[str, Value]:
        values: dict[str, Value] = {}
        for field in fields:
            if field.name not in table:
                others = (*field.instead, *field.spared_by)
                if not field.required or any(other in table for other in others):
                    values[field.name] = field.default
                elif others:
                    self._wrong((*prefix, field.name), "missing_one_of", keys=" | ".join((field.name, *others)))
                else:
                    self._wrong((*prefix, field.name), "missing")
                continue
            try:
                values[field.name] = field.accept(table[field.name])
            except FieldError as error:
                self._wrong((*prefix, field.name), error.reason, **error.values)
        return values

    def _keys(self, table: object) -> dict[str, tuple[str, ...]]:
        if not isinstance(table, dict):
            self._wrong(("keys",), "want_table", name="[keys]")
            return {}
        keys: dict[str, tuple[str, ...]] = {}
        for command, pressed in _flatten(table):
            listed = [pressed] if isinstance(pressed, str) else pressed
            if isinstance(listed, list) and all(isinstance(key, str) and key for key in listed):
                keys[".".join(command)] = tuple(listed)
            else:
                self._wrong(("keys", *command), "want_keys")
        return keys

    def _accounts(self, tables: object) -> tuple[Account, ...]:
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            self._wrong(("accounts",), "want_table", name="[[accounts]]")
            return ()
        accounts: list[Account] = []
        seen: dict[str, int] = {}
        for index, table in enumerate(tables):
            place: KeyPath = ("accounts", index)
            account = self._account(place, table)
            if account is None:
                continue
            line = self._lines.of((*place, "name"))
            if account.name in seen:
                self._wrong((*place, "name"), "duplicate_name", name=account.name, line=seen[account.name])
            seen.setdefault(account.name, line)
            accounts.append(account)
        return tuple(accounts)

    def _account(self, place: KeyPath, table: dict[str, Any]) -> Account | None:
        before = len(self._problems)
        values = self._values(place, table, ACCOUNT_FIELDS)
        protocol = values.get("protocol")
        if protocol is not None and protocol not in self._account_fields:
            self._wrong((*place, "protocol"), "choice", choices=" | ".join(self._account_fields))
        fields = self._account_fields.get(str(protocol))
        if fields is None:
            # Without its protocol nobody can say which other keys belong to it.
            return None
        known = [key for field in (*ACCOUNT_FIELDS, *fields) for key in field.keys]
        self._reject_unknown(place, table, known)
        own = self._values(place, table, [field for field in fields if not field.is_secret])
        self._check_together(place, table, fields)
        secrets = {field.name: secret for field in fields if (secret := self._secret(place, table, field))}
        if len(self._problems) > before:
            return None
        return Account(
            name=str(values["name"]).strip(),
            protocol=str(protocol),
            mark_read=bool(values["mark_read"]),
            read_only=bool(values["read_only"]),
            values=own,
            secrets=secrets,
        )

    def _replies(self, tables: object) -> tuple[Reply, ...]:
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            self._wrong(("replies",), "want_table", name="[[replies]]")
            return ()
        replies: list[Reply] = []
        seen: dict[tuple[str, str], int] = {}
        for index, table in enumerate(tables):
            place: KeyPath = ("replies", index)
            before = len(self._problems)
            self._reject_unknown(place, table, [field.name for field in REPLY_FIELDS])
            values = self._values(place, table, REPLY_FIELDS)
            account = table.get("account")
            if account and isinstance(account, str) and account.strip() not in (labels := self._account_names()):
                self._wrong((*place, "account"), "no_account", name=account, known=", ".join(labels) or "-")
            if len(self._problems) > before:
                continue
            reply = Reply(str(values["name"]).strip(), str(values["text"]).strip("\n"), str(values["account"]).strip())
            line = self._lines.of((*place, "name"))
            if (reply.name, reply.account) in seen:
                self._wrong((*place, "name"), "duplicate_reply", name=reply.name, line=seen[reply.name, reply.account])
            seen.setdefault((reply.name, reply.account), line)
            replies.append(reply)
        return tuple(replies)

    def _account_names(self) -> list[str]:
        """Return what the accounts are called, whether or not they are whole."""
        tables = self._table.get("accounts", [])
        found = tables if isinstance(tables, list) else []
        return [str(table["name"]).strip() for table in found if isinstance(table, dict) and table.get("name")]

    def _check_together(self, place: KeyPath, table: Mapping[str, object], fields: Sequence[Field]) -> None:
        """Say which keys exclude one another, and which a value asks for."""
        keys_of = {field.name: field.keys for field in fields}
        for field in fields:
            key = next((key for key in field.keys if key in table), None)
            if key is not None and field.beside is not None and (reason := field.beside(table)):
                self._wrong((*place, key), reason)
            value = table.get(field.name)
            if value is None:
                continue
            given = [key for key in table if key == field.name or key in field.instead]
            if given[0] != field.name:
                self._wrong((*place, field.name), "one_of", keys=" | ".join(given))
            needed = field.needs(value) if field.needs is not None and isinstance(value, str) else ""
            if needed and not any(str(table.get(key, "")).strip() for key in keys_of[needed]):
                self._wrong((*place, field.name), "needs", keys=" | ".join(keys_of[needed]))

    def _secret(self, place: KeyPath, table: Mapping[str, object], field: Field) -> Secret | None:
        if not field.is_secret:
            return None
        given = [key for key in field.keys if key in table]
        if len(given) > 1:
            self._wrong((*place, given[1]), "one_of", keys=" | ".join(field.keys))
        elif not given and field.required:
            self._wrong((*place, field.name), "missing_one_of", keys=" | ".join(field.keys))
        if len(given) != 1:
            return None
        key = given[0]
        try:
            if key == field.name:
                value = str(field.accept(table[key]))
                return Secret("literal", value.strip()) if value.strip() else None
            is_command = key.endswith("_command")
            source = Field(key, required=True, check=check_command if is_command else None).accept(table[key])
            return Secret("command" if is_command else "env", str(source).strip())
        except FieldError as error:
            self._wrong((*place, key), error.reason, **error.values)
            return None


def _read(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ConfigError([Problem(path, 0, "", "unreadable", {"words": error.strerror or error})]) from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigError([Problem(path, line, "", "not_utf8")]) from error


def _parse(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _AT_LINE.search(str(error))
        line = int(found[1]) if found and found[1] else text.rstrip().count("\n") + 1
        values = {"words": _AT_LINE.sub("", str(error)), "column": found[2] if found and found[2] else "-"}
        raise ConfigError([Problem(path, line, "", "syntax", values)]) from error
    except RecursionError as error:
        raise ConfigError([Problem(path, 0, "", "too_deep")]) from error


def _flatten(table: Mapping[str, object], prefix: tuple[str, ...] = ()) -> Iterable[tuple[tuple[str, ...], object]]:
    """Yield the leaves: ``message.recall = [...]`` without quotes is a table in a table and means the same."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flatten(value, (*prefix, key))
        else:
            yield (*prefix, key), value


def _nearest(key: str, known: Sequence[str]) -> str:
    from difflib import get_close_matches

    return next(iter(get_close_matches(key.lower().replace("-", "_"), known, n=1, cutoff=0.6)), "")


def _check_timezone(name: str) -> None:
    if not name:
        return
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:  # ZoneInfoNotFoundError is a KeyError
        raise FieldError("bad_timezone") from error


def _check_name(name: str) -> None:
    if clean_name(name, MAX_ACCOUNT_NAME) != name.strip():
        raise FieldError("bad_name", limit=MAX_ACCOUNT_NAME)


def _check_reply(text: str) -> None:
    if len(text) > MAX_REPLY:
        raise FieldError("too_long", limit=MAX_REPLY)
    if not clean_text(text, MAX_REPLY).strip():
        raise FieldError("empty")


def _warnings(path: Path, accounts: Iterable[Account]) -> Iterable[Problem]:
    holds_secret = any(secret.kind == "literal" for account in accounts for secret in account.secrets.values())
    if os.name == "nt" or not holds_secret:
        return
    if path.stat().st_mode & 0o077:
        yield Problem(path, 0, "", "readable_by_others", {"path": path})


GLOBAL_FIELDS = (
    Field("language", default="auto", choices=("auto", "zh", "en")),
    Field("timezone", check=_check_timezone),
    Field("mouse", bool, default=True),
    Field("enter_sends", bool, default=True),
    Field("typing", bool, default=False),
    Field("theme"),
)
ACCOUNT_FIELDS = (
    Field("name", required=True, check=_check_name),
    Field("protocol", required=True),
    Field("mark_read", bool, default=True),
    Field("read_only", bool, default=False),
)
REPLY_FIELDS = (
    Field("name", required=True, check=_check_name),
    Field("text", required=True, check=_check_reply),
    Field("account"),
)
