"""Filters of what a command is answered: each takes a value and returns one, or says that it is not valid."""

from __future__ import annotations

from typing import Any


class ValidateError(ValueError):
    """The answer is not valid; *message* is said to whoever gave it."""

    def __init__(self, message: Any = None) -> None:
        super().__init__(message)
        self.message = message


__all__ = ["ValidateError"]
