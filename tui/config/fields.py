"""What a key of config.toml may hold, and what is said when it holds something else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field

from tui.locale import t

Value = str | bool | int | Mapping[str, str]


class FieldError(ValueError):
    """A value is not allowed; *reason* is our key (``config.<reason>``), *values* fill its text."""

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.values = values


class Field(Struct, frozen=True):
    """One key of a table.

    *kind* is ``str``, ``bool``, ``int``, or ``dict`` for a table of texts, whose keys are *choices*. *default* stands when the
    key is missing and not *required*. A value that *is_secret* may also be given as ``<name>_env`` (a variable's name) or
    ``<name>_command`` (a command's first line), one of the three. *check* looks at a text further and raises FieldError.
    *example* is what a form suggests. *instead* are keys of which at most one may be given beside none of the others, and one
    must be where it is *required*; beside one of *spared_by* it is not required. *needs* names the key that a value asks for
    beside it, "" for none. *beside* says why (a key of ours) it makes no sense beside the other keys of the table, "" where it
    does. *minimum* is the least that a number may be.
    """

    name: str
    kind: type[str | bool | int | dict[str, str]] = str
    default: Value = ""
    choices: tuple[str, ...] = ()
    is_secret: bool = False
    required: bool = False
    check: Callable[[str], None] | None = None
    example: str = ""
    instead: tuple[str, ...] = ()
    spared_by: tuple[str, ...] = ()
    needs: Callable[[str], str] | None = None
    beside: Callable[[Mapping[str, object]], str] | None = None
    minimum: int | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys by which it can be given."""
        return (self.name, f"{self.name}_env", f"{self.name}_command") if self.is_secret else (self.name,)

    def accept(self, value: object) -> Value:
        """Return *value* as it is meant. Raises FieldError when it is not allowed."""
        # bool is an int to Python, but not to TOML.
        if not isinstance(value, self.kind) or (isinstance(value, bool) and self.kind is not bool):
            raise FieldError(_WANTED[self.kind])
        if isinstance(value, int) and self.minimum is not None and value < self.minimum:
            raise FieldError("too_small", minimum=self.minimum)
        if isinstance(value, dict):
            return self._accept_table(value)
        if not isinstance(value, str):
            return value
        if self.choices and value not in self.choices:
            raise FieldError("choice", choices=" | ".join(self.choices))
        if self.required and not value.strip():
            raise FieldError("empty")
        if self.check is not None:
            self.check(value)
        return value

    def _accept_table(self, table: Mapping[str, object]) -> Mapping[str, str]:
        texts = {key: text for key, text in table.items() if isinstance(text, str)}
        if len(texts) != len(table):
            raise FieldError("want_texts")
        if unknown := [key for key in texts if key not in self.choices]:
            raise FieldError("unknown_in_table", name=unknown[0], choices=" | ".join(self.choices))
        for text in texts.values():
            if self.check is not None:
                self.check(text)
        return texts


_WANTED: Mapping[object, str] = {str: "want_text", bool: "want_flag", int: "want_number", dict: "want_texts"}


class Problem(Struct, frozen=True):
    """One thing that is wrong, or worth a warning, in the file *path*; *line* counts from 1, 0 when there is none to name.

    *reason* is our key (``config.<reason>``), *values* fill its text. ``str()`` says it in the language spoken at that moment,
    and holds no value of a secret.
    """

    path: Path
    line: int
    key: str
    reason: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """What is wrong and what is allowed."""
        return t(f"config.{self.reason}", **self.values)

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else str(self.path)
        return f"{place}: {self.key}: {self.words}" if self.key else f"{place}: {self.words}"


class ConfigError(Exception):
    """The file can not be used; ``str()`` names every problem on a line of its own.

    *language* is what the file itself asks for, "" when it does not say or can not be read.
    """

    def __init__(self, problems: Sequence[Problem], language: str = "") -> None:
        super().__init__(problems)
        self.problems = tuple(problems)
        self.language = language

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)
