"""The console's line: ``action key=value ...`` or ``action {json}``, taken apart and completed."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from msgspec import Struct

from tui.platforms.console import ConsoleAction, Parameter

MAX_OPTIONS = 200

_NAME = re.compile(r"[^\s={}\[\]\"']+")
_KEY = re.compile(r"[^\s=]+(?==)")
_BARE = re.compile(r"\S*")
_SPACE = re.compile(r"\s*")


class LineError(ValueError):
    """The line can not be understood. *reason* is a key of ours (``inspector.line.<reason>``), *at* the place in the line."""

    def __init__(self, reason: str, at: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.at = at


class Line(Struct, frozen=True):
    """A line taken apart. *is_raw*: the parameters were written as one object, and go out as they are."""

    action: str
    params: dict[str, object]
    is_raw: bool


class Option(Struct, frozen=True):
    """One way to go on: *text* takes the place of what stands there. *note* says what it is; *is_able*: it can be had here."""

    text: str
    name: str
    note: str
    is_able: bool = True


class Completion(Struct, frozen=True):
    """What can stand between *start* and *end* of the line."""

    start: int
    end: int
    options: tuple[Option, ...]

    def common(self, typed: str) -> str:
        """Return what all options that begin with *typed* begin with; *typed* when they agree on no more."""
        texts = [option.text for option in self.options if option.text.startswith(typed)]
        if not texts:
            return typed
        first, last = min(texts), max(texts)  # what these two share, all between them share
        return first[: next((at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), len(first))]


def parse(line: str) -> Line:
    """Return *line* taken apart. Raises LineError.

    A value is JSON where it reads as JSON (``5``, ``true``, ``"two words"``, ``[1, 2]``), else the text up to the next blank;
    single quotes hold a text as it is.
    """
    at = _skip(line, 0)
    found = _NAME.match(line, at)
    if found is None:
        raise LineError("no_action", at)
    action = found[0]
    at = _skip(line, found.end())
    if line.startswith("{", at):
        return Line(action, _parse_object(line, at), True)
    params: dict[str, object] = {}
    while at < len(line):
        key = _KEY.match(line, at)
        if key is None:
            raise LineError("no_key", at)
        if key[0] in params:
            raise LineError("twice", at)
        params[key[0]], at = _parse_value(line, key.end() + 1)
        at = _skip(line, at)
    return Line(action, params, False)


def write(action: str, params: Mapping[str, object]) -> str:
    """Return the line that calls *action* with exactly *params*."""
    return f"{action} {json.dumps(dict(params), ensure_ascii=False)}"


def complete(line: str, caret: int, actions: Sequence[ConsoleAction]) -> Completion:
    """Return how *line* can go on where the *caret* is: with an action's name, or with a parameter that is not there yet."""
    before = line[:caret]
    start = len(before) - len(before.lstrip())
    blank = re.search(r"\s", before[start:])
    if blank is None:
        end = caret + len(_BARE.match(line, caret)[0])  # type: ignore[index]  # it matches nothing, too
        return Completion(start, end, _actions(before[start:], actions))
    name = before[start : start + blank.start()]
    action = next((one for one in actions if one.name == name), None) or next((one for one in actions if one.wire == name), None)
    found = _open_word(before, start + blank.start())
    if action is None or found is None:
        return Completion(caret, caret, ())
    typed, used = found
    return Completion(caret - len(typed), caret, _parameters(typed, used, action.parameters))


def signature(action: ConsoleAction) -> str:
    """Return the parameters of *action* on one line, those that may be left out in brackets."""
    return " ".join(one.name if one.is_required else f"[{one.name}]" for one in action.parameters if one.name != "timeout")


def _skip(line: str, at: int) -> int:
    found = _SPACE.match(line, at)
    return found.end() if found else at


def _parse_object(line: str, at: int) -> dict[str, object]:
    try:
        value, end = json.JSONDecoder().raw_decode(line, at)
    except (ValueError, RecursionError) as error:
        raise LineError("bad_json", error.pos if isinstance(error, json.JSONDecodeError) else at) from error
    if _skip(line, end) < len(line):
        raise LineError("too_much", end)
    return dict(value)


def _parse_value(line: str, at: int) -> tuple[object, int]:
    if line.startswith("'", at):
        end = line.find("'", at + 1)
        if end < 0:
            raise LineError("open_quote", at)
        return line[at + 1 : end], end + 1
    if line.startswith(('"', "[", "{"), at):
        try:
            value, end = json.JSONDecoder().raw_decode(line, at)
        except (ValueError, RecursionError) as error:
            raise LineError("bad_json", error.pos if isinstance(error, json.JSONDecodeError) else at) from error
        return value, end
    found = _BARE.match(line, at)
    word = found[0] if found else ""
    try:
        return json.loads(word), at + len(word)
    except (ValueError, RecursionError):
        return word, at + len(word)


def _open_word(before: str, at: int) -> tuple[str, list[str]] | None:
    """Return the beginning of a parameter's name that *before* ends with, and the names before it; None within a value."""
    used: list[str] = []
    at = _skip(before, at)
    if before.startswith("{", at):
        return None
    while at < len(before):
        key = _KEY.match(before, at)
        if key is None:
            word = before[at:]
            return None if re.search(r"\s", word) else (word, used)
        used.append(key[0])
        try:
            _, end = _parse_value(before, key.end() + 1)
        except LineError:
            return None
        if end >= len(before):
            return None
        at = _skip(before, end)
    return "", used


def _actions(typed: str, actions: Sequence[ConsoleAction]) -> tuple[Option, ...]:
    """Return the actions that begin with *typed*, behind them those that have it elsewhere in their names."""
    wanted = typed.lower()
    found: list[tuple[int, str, Option]] = []
    for action in actions:
        places = [place for name in {action.name, action.wire} if name and (place := name.lower().find(wanted)) >= 0]
        if places:
            note = " — ".join(part for part in (signature(action), action.help) if part)
            found.append((min(1, *places), action.name, Option(f"{action.name} ", action.name, note, bool(action.wire))))
    found.sort(key=lambda one: (one[0], not one[2].is_able, one[1]))
    return tuple(option for _, _, option in found[:MAX_OPTIONS])


def _parameters(typed: str, used: Sequence[str], parameters: Sequence[Parameter]) -> tuple[Option, ...]:
    left = [one for one in parameters if one.name.startswith(typed) and one.name not in used]
    left.sort(key=lambda one: not one.is_required)
    return tuple(Option(f"{one.name}=", one.name, _note(one)) for one in left)


def _note(one: Parameter) -> str:
    if one.is_required:
        return f"{one.type} *"
    return f"{one.type} = {one.default}" if one.default else one.type
