"""Filters that let a value through or say that it is not valid."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tui.plugins.command.argfilter import ValidateError
from tui.plugins.typing import Filter_T


class BaseValidator:
    """The base of validators that are classes."""

    def __init__(self, message: Any = None) -> None:
        self.message = message

    def raise_failure(self) -> None:
        """Say that the value is not valid."""
        raise ValidateError(self.message)


def _validator(is_valid: Callable[[Any], object], message: Any) -> Filter_T:
    def validate(value: Any) -> Any:
        if not is_valid(value):
            raise ValidateError(message)
        return value

    return validate


def not_empty(message: Any = None) -> Filter_T:
    """Not None, and nothing without elements."""
    return _validator(lambda value: value is not None and not (hasattr(value, "__len__") and len(value) == 0), message)


def fit_size(min_length: int = 0, max_length: int | None = None, message: Any = None) -> Filter_T:
    """Of a length from *min_length* to *max_length*; None is of length 0."""

    def fits(value: Any) -> bool:
        length = len(value) if value is not None else 0
        return length >= min_length and (max_length is None or length <= max_length)

    return _validator(fits, message)


def match_regex(pattern: str, message: Any = None, *, flags: int = 0, fullmatch: bool = False) -> Filter_T:
    """Beginning with *pattern*, or with *fullmatch* all of it."""
    compiled = re.compile(pattern, flags)
    return _validator(lambda value: compiled.fullmatch(value) if fullmatch else compiled.match(value), message)


def ensure_true(bool_func: Callable[[Any], bool], message: Any = None) -> Filter_T:
    """Something for which *bool_func* returns True."""
    return _validator(lambda value: bool_func(value) is True, message)


def between_inclusive(start: Any = None, end: Any = None, message: Any = None) -> Filter_T:
    """From *start* to *end*, both included."""
    return _validator(lambda value: (start is None or value >= start) and (end is None or value <= end), message)


__all__ = ["BaseValidator", "between_inclusive", "ensure_true", "fit_size", "match_regex", "not_empty"]
