"""``qiao intend``: reads who can be named from a file, and prints what words would do; for plugin authors, and for tests."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from tui.chat.people import Role
from tui.intents.naming import Names
from tui.intents.telling import lines
from tui.intents.understanding import understand
from tui.intents.values import CommandRow, Context, IntentCommand, Person, Understanding
from tui.locale import t

CHOSEN, NOT_CHOSEN = 0, 1

_TEXTS = ("nickname", "card", "remark")


class PeopleError(ValueError):
    """The list of people can not be used; the text says where and why."""


def load_people(path: Path) -> tuple[list[Person], dict[str, Any]]:
    """Return the people in the file at *path*, and by their ids the ids as the file writes them (a number stays one).

    Raises:
        PeopleError: It can not be read, or an entry is wrong.
    """
    try:
        rows = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise PeopleError(t("intents.cli.unreadable", path=path, words=error.strerror)) from error
    except UnicodeDecodeError as error:
        raise PeopleError(t("intents.cli.not_utf8", path=path)) from error
    except json.JSONDecodeError as error:
        raise PeopleError(t("intents.cli.not_json", path=path, line=error.lineno, column=error.colno, words=error.msg)) from error
    except (RecursionError, ValueError) as error:
        raise PeopleError(t("intents.cli.unreadable", path=path, words=error)) from error
    if not isinstance(rows, list):
        raise PeopleError(t("intents.cli.no_list", path=path))
    people: dict[str, Person] = {}
    written: dict[str, Any] = {}
    for number, row in enumerate(rows, start=1):
        person = _person(path, number, row)
        people.setdefault(person.id, person)
        written.setdefault(person.id, row["id"])
    return list(people.values()), written


def _person(path: Path, number: int, row: object) -> Person:
    if not isinstance(row, dict):
        raise PeopleError(t("intents.cli.no_person", path=path, row=number))
    identity = row.get("id")
    if isinstance(identity, bool) or not isinstance(identity, int | str) or not str(identity).strip():
        raise PeopleError(t("intents.cli.bad_id", path=path, row=number))
    texts = {}
    for field in _TEXTS:
        value = row.get(field)
        if value is not None and not isinstance(value, str):
            raise PeopleError(t("intents.cli.bad_field", path=path, row=number, field=field))
        texts[field] = value or ""
    role = row.get("role") or Role.UNKNOWN
    if role not in list(Role):
        raise PeopleError(t("intents.cli.bad_role", path=path, row=number))
    return Person(str(identity).strip(), **texts, role=Role(role))


def answer(
    text: str,
    people: Path | None,
    role: str | None,
    commands: Iterable[tuple[str, tuple[str, ...]]],
    *,
    as_json: bool,
    ascii_only: bool = False,
) -> tuple[str, int]:
    """Return what to print for *text*, and the exit status.

    Raises:
        PeopleError: The file can not be used.
    """
    members, written = load_people(people) if people is not None else ([], {})
    context = Context(
        Names(members),
        datetime.now().astimezone(),
        own_role=Role(role) if role else Role.UNKNOWN,
        commands=tuple(CommandRow(name, helps) for name, helps in commands),
    )
    understanding = understand(text, context)
    status = NOT_CHOSEN if understanding.command is None else CHOSEN
    if as_json:
        return json.dumps(as_object(understanding, written), ensure_ascii=ascii_only), status
    return "\n".join(lines(understanding, context)), status


def as_object(understanding: Understanding, written: dict[str, Any]) -> dict[str, Any] | None:
    """Return what is printed, None when nothing was chosen; *reason* is there only when something speaks against it."""
    command = understanding.command
    if command is None:
        return None
    made: dict[str, Any] = {
        "name": command.name,
        "args": _written(command, written),
        "confidence": command.confidence,
        "asks": list(understanding.asks),
        "alternatives": [
            {
                "name": other.name,
                "args": _written(other, written),
                "confidence": other.confidence,
                "current_arg": other.current_arg,
            }
            for other in understanding.alternatives
        ],
        "current_arg": command.current_arg,
    }
    if understanding.reason:
        made["reason"] = understanding.reason
    return made


def _written(command: IntentCommand, written: dict[str, Any]) -> dict[str, Any]:
    args = command.args or {}
    return {name: written.get(value, value) if name == "user" else value for name, value in args.items()}
