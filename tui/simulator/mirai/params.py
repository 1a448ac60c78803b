"""The parameters of a call as kotlinx-serialization reads them: required keys, types, and ⚠ how strict a GET's query is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tui.simulator.mirai.codes import BAD, BROKEN, Failed

Params = dict[str, Any]


def whole(value: Any) -> int:
    """A number, also as digits in a string."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise Failed(BAD)
    try:
        return int(value)
    except ValueError:
        raise Failed(BAD) from None


def text_of(value: Any) -> str:
    """A string; the reader is lenient with numbers."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise Failed(BAD)
    return str(value)


def flag_of(value: Any) -> bool:
    """True or false, also in words."""
    words = value.lower() if isinstance(value, str) else value
    if words is True or words == "true":
        return True
    if words is False or words == "false":
        return False
    raise Failed(BAD)


def _typed(kind: str, value: Any) -> Any:
    if kind == "long":
        return whole(value)
    if kind == "text":
        return text_of(value)
    if kind == "flag":
        return flag_of(value)
    if kind == "object":
        if not isinstance(value, dict):
            raise Failed(BAD)
        return value
    if not isinstance(value, list):
        raise Failed(BAD)
    return [whole(one) for one in value] if kind == "longs" else value


@dataclass(frozen=True, slots=True)
class Field:
    """One parameter: `is_required`, its key has to be there; `is_nullable`, though null will do."""

    name: str
    kind: str
    is_required: bool
    is_nullable: bool


def fields(words: str) -> tuple[Field, ...]:
    """`name:kind` for each, with `?` for one that may be absent and `~` for one that may be null but not absent."""
    made = []
    for word in words.split():
        name, _, kind = word.partition(":")
        mark = kind[-1] if kind[-1] in "?~" else ""
        made.append(Field(name, kind.rstrip("?~"), mark != "?", bool(mark)))
    return tuple(made)


def read(expected: tuple[Field, ...], given: Params, *, names_missing: bool) -> Params:
    """The parameters of a JSON body; what is not expected is ignored. ⚠ Only HTTP says which key is missing."""
    found: Params = {}
    for field in expected:
        if field.is_required and field.name not in given:
            raise Failed(BAD, f"参数错误，缺少字段: {field.name}" if names_missing else "")
        value = given.get(field.name)
        if value is None and not field.is_nullable:
            raise Failed(BAD)
        found[field.name] = None if value is None else _typed(field.kind, value)
    return found


def read_query(expected: tuple[Field, ...], query: list[tuple[str, str | None]]) -> Params:
    """The parameters of a query, None for a bare key; ⚠ a key that is not expected fails the call."""
    known = {field.name: field for field in expected}
    given: Params = {}
    for name, value in query:
        if name not in known:
            raise Failed(BROKEN, "An unknown field for index -3")
        if known[name].kind == "longs":
            given.setdefault(name, []).extend([value] if value is not None else [])
        else:
            given[name] = value
    return read(expected, given, names_missing=True)
