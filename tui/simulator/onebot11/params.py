"""The parameters of a call, converted and checked the way NapCat's schemas do it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from tui.simulator.onebot11.errors import BAD_PARAMS, ActionFailed


class Params(dict[str, Any]):
    """A call's parameters. Ids pass as numbers and as strings; what cannot be converted fails with retcode 1400."""

    def text(self, name: str, default: str | None = None) -> str:
        """A string, or a number as one; fails if it is absent and has no default."""
        value = self.get(name)
        if value is None and default is not None:
            return default
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise self._bad(name, "string")
        return str(value)

    def choice(self, name: str, options: Collection[str], default: str) -> str:
        """One of some words."""
        value = self.get(name, default)
        if value not in options:
            raise self._bad(name, "union value")
        return str(value)

    def texts(self, name: str) -> list[str]:
        """A list of strings; a single one passes as a list of it, as the schema's conversion has it."""
        value = self.get(name)
        if isinstance(value, str | int) and not isinstance(value, bool):
            value = [value]
        if not isinstance(value, list):
            raise self._bad(name, "array")
        if any(isinstance(part, dict | list) or part is None for part in value):
            raise self._bad(name, "string")
        return [str(part) for part in value]

    def table(self, name: str) -> dict[str, Any]:
        """An object."""
        value = self.get(name)
        if not isinstance(value, dict):
            raise self._bad(name, "object")
        return value

    def integer(self, name: str, default: int | None = None) -> int:
        """A whole number, or digits as one."""
        value = self.get(name)
        if value is None and default is not None:
            return default
        try:
            return int(str(value))
        except ValueError:
            raise self._bad(name, "number") from None

    def flag(self, name: str, *, default: bool) -> bool:
        """A boolean, or its name. As in NapCat, what is on by default is off only by the literal false, and the reverse."""
        value = str(self.get(name)).lower()
        return value != "false" if default else value in ("true", "1")

    def _bad(self, name: str, kind: str) -> ActionFailed:
        lines = [f"Key: {name}, Message: Expected {kind}"]
        if name not in self:
            lines.insert(0, f"Key: {name}, Message: Expected required property")
        return ActionFailed("\n".join(lines), BAD_PARAMS)
