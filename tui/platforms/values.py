"""Reads single values off the wire, whatever they came as: numbers as strings, nulls, and things that are missing."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from tui.chat.messages import clamp_time
from tui.chat.people import Role
from tui.chat.text import clean_name, one_line

MAX_RAW = 256 * 1024
"""Characters kept of a raw payload."""

MAX_HANDLE = 8192
"""Characters kept of a link or a file handle; none is longer unless somebody plays."""

_INT64 = 2**63
Row = Mapping[str, Any]


class NotJson:
    """Stands for a frame that is no JSON."""


def as_id(value: object) -> str:
    """Return an id as its opaque string; null, missing, booleans, structures and 0 as a number are no id: ``""``."""
    if isinstance(value, bool):
        return ""
    if isinstance(value, float):
        value = int(value) if math.isfinite(value) else 0
    if isinstance(value, int):
        return str(value) if value and abs(value) < 2**200 else ""
    if isinstance(value, str):
        return value if value.isdecimal() and value.isascii() and len(value) <= 40 else one_line(value, 200)
    return ""


def as_user(value: object) -> str:
    """Return a user's or group's number; the ``"0"`` that stands for nobody is ``""``."""
    number = as_id(value)
    return "" if number == "0" else number


def as_int(value: object, default: int = 0) -> int:
    """Return a number in 64 bits, also from its string; anything else is *default*."""
    if isinstance(value, str):
        value = value.strip()
        if not value or len(value) > 20:
            return default
        try:
            value = int(value)
        except ValueError:
            return default
    elif isinstance(value, float):
        value = int(value) if math.isfinite(value) else default
    if isinstance(value, int) and -_INT64 <= value < _INT64:
        return int(value)
    return default


def as_bool(value: object, default: bool = False) -> bool:
    """Return a flag, also from ``"true"``, ``"false"``, 0 and 1."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value != 0
    if isinstance(value, str):
        return {"true": True, "1": True, "false": False, "0": False}.get(value.lower(), default)
    return default


def as_text(value: object) -> str:
    """Return *value* as written: strings as they are, numbers in digits, all else ``""``. Not yet cleaned."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return ""
    return str(value) if not isinstance(value, int) or abs(value) < _INT64 else ""


def as_name(value: object) -> str:
    """Return a name, safe to show on one line."""
    return clean_name(as_text(value))


def as_handle(value: object) -> str:
    """Return a link or file handle on one safe line."""
    return one_line(as_text(value), MAX_HANDLE)


def as_row(value: object) -> Row:
    """Return *value* if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def as_role(value: object) -> Role:
    """Return a member's role; UNKNOWN where it is missing or none we know."""
    return _ROLES.get(value, Role.UNKNOWN) if isinstance(value, str) else Role.UNKNOWN


def as_time(value: object) -> int:
    """Return wire seconds as milliseconds within the calendar; 0 where missing."""
    return clamp_time(as_int(value) * 1000)


def wire_number(identifier: str) -> int | str:
    """Return an id as the standard writes it, a number, where it is one."""
    digits = identifier[1:] if identifier.startswith("-") else identifier
    return int(identifier) if digits.isascii() and digits.isdecimal() and len(digits) < 19 else identifier


def compact(value: object, limit: int = MAX_RAW) -> str:
    """Return *value* as one JSON text of at most *limit* characters, always encodable as UTF-8."""
    try:
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
    except (ValueError, RecursionError):
        text = str(type(value).__name__)
    return encodable(text)[:limit]


def encodable(text: str) -> str:
    """Return *text* with lone surrogates (JSON may hold them, UTF-8 not) written as their escapes."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "backslashreplace").decode()
    return text


_ROLES = {"owner": Role.OWNER, "admin": Role.ADMIN, "member": Role.MEMBER}
