"""The console over an API of typed methods, for any platform: they describe themselves, and what fits none goes out as it is."""

from __future__ import annotations

import inspect
import json
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, ClassVar, Final, cast

from msgspec import Struct

from tui.platforms.base import AskError, Query
from tui.platforms.call_errors import CallError, CallNotSentError
from tui.platforms.call_tap import BY_HAND
from tui.platforms.console import AskActions, AskCall, AskShellLine, CallAction, CallAnswer, ConsoleAction, Parameter
from tui.platforms.local_files import UploadError

_TYPES: Final[dict[str, str]] = {"Id": "id", "str": "text", "int": "number", "float": "number", "bool": "true/false"}

_MISFITS = (TypeError, ValueError, AttributeError, KeyError, IndexError)
"""What a method raises for what a person types at a console, which is not of the types that the API is written for."""


class Method(Struct, frozen=True):
    """One method: its parameters by name, and the first line of what it says of itself."""

    parameters: Mapping[str, inspect.Parameter]
    help: str


class SignatureConsole(ABC):
    """The console over one connection: *methods* are those of *api* by name. :attr:`rules` says what can be asked."""

    not_offered: ClassVar[tuple[type[CallError], ...]] = ()
    """What the API raises for an action that it knows the other side to lack."""

    def __init__(self, api: object, methods: Mapping[str, Method]) -> None:
        self._api = api
        self._methods = methods
        self.rules: Mapping[type[Query[Any]], Callable[[Any], Awaitable[object]]] = {
            AskActions: self._actions,
            CallAction: self._call,
            AskCall: self._read_call,
            AskShellLine: self._shell_line,
        }

    @abstractmethod
    def wire_name(self, name: str) -> str:
        """Return what the method *name* calls on the wire, "" where it is not to be had here."""

    @abstractmethod
    def is_on_wire(self, action: str) -> bool:
        """Return whether *action* is the name of an action of the wire."""

    @abstractmethod
    def is_reading(self, action: str) -> bool:
        """Return whether *action*, a method's name or a wire's, changes nothing."""

    @abstractmethod
    async def call_raw(self, action: str, params: Mapping[str, object]) -> None:
        """Call *action* of the wire with exactly *params*. Raises CallError."""

    @abstractmethod
    def read(self, text: str) -> tuple[str, Mapping[str, object]]:
        """Return which action a call called that went out as *text*, and with what. Raises ValueError when it was none."""

    @abstractmethod
    def shell_line(self, text: str) -> str:
        """Return a line for a shell that sends the call *text*. Raises AskError, and ValueError when it was none."""

    def fit(self, kinds: Iterable[str], value: object) -> object:
        """Return *value* for a parameter annotated with *kinds*: what reads like a number may be meant as text."""
        is_text = set(kinds) <= {"str", "None"}
        if is_text and isinstance(value, (int, float)):
            return json.dumps(value)
        return json.dumps(value, ensure_ascii=False) if is_text and isinstance(value, (dict, list)) else value

    def bound(self, name: str) -> Callable[..., Awaitable[object]]:
        """Return the method *name*, to be called."""
        return cast("Callable[..., Awaitable[object]]", getattr(self._api, name))

    async def _actions(self, query: AskActions) -> tuple[ConsoleAction, ...]:
        return tuple(
            ConsoleAction(
                name,
                self.wire_name(name),
                tuple(_describe(one) for one in method.parameters.values()),
                method.help,
                self.is_reading(name),
            )
            for name, method in self._methods.items()
        )

    async def _call(self, query: CallAction) -> CallAnswer:
        """Call an action and say how it went; what it answered is in its frames. Raises AskError when nothing was sent."""
        if query.only_reads and not self.is_reading(query.action):
            raise AskError("read_only")
        calls: list[str] = []
        token = BY_HAND.set(calls)
        try:
            if self._is_typed(query):
                await self.bound(query.action)(**self._fitted(query))
            else:
                await self.call_raw(query.action, query.params)
        except _MISFITS as error:
            if not calls:
                raise AskError("bad_params", str(error)) from error
            return CallAnswer(tuple(calls), True, str(error))
        except UploadError as error:
            raise AskError(error.reason, error.words) from error
        except CallNotSentError as error:
            raise AskError("not_connected", error.words) from error
        except CallError as error:
            if not calls and isinstance(error, self.not_offered):
                raise AskError("not_offered", str(error)) from error
            return CallAnswer(tuple(calls), True, error.words)
        finally:
            BY_HAND.reset(token)
        return CallAnswer(tuple(calls))

    def _is_typed(self, query: CallAction) -> bool:
        """Return whether the call goes through the method of its name. Raises AskError when it can go no way at all.

        A method and an action may have one name: what does not fit the method's signature goes out as it is.
        """
        method = self._methods.get(query.action)
        if method is None:
            return False
        is_action = self.is_on_wire(query.action)
        if query.is_raw and is_action:
            return False
        parameters = method.parameters
        unknown = [name for name in query.params if name not in parameters]
        missing = [one.name for one in parameters.values() if one.default is one.empty and one.name not in query.params]
        if not unknown and not missing:
            return True
        if is_action:
            return False
        raise AskError("bad_params", ", ".join([*(f"{name}?" for name in unknown), *(f"{name}=…" for name in missing)]))

    def _fitted(self, query: CallAction) -> dict[str, Any]:
        parameters = self._methods[query.action].parameters
        return {name: self.fit(_kinds(parameters[name]), value) for name, value in query.params.items()}

    async def _read_call(self, query: AskCall) -> CallAction:
        try:
            action, params = self.read(query.text)
        except (ValueError, RecursionError) as error:
            raise AskError("bad_params") from error
        return CallAction(action, params, is_raw=True)

    async def _shell_line(self, query: AskShellLine) -> str:
        try:
            return self.shell_line(query.text)
        except (ValueError, RecursionError) as error:
            raise AskError("bad_params") from error


def methods_of(api: type, names: Iterable[str]) -> dict[str, Method]:
    """Return the methods *names* of *api* as they describe themselves."""
    found = {}
    for name in names:
        method = getattr(api, name)
        parameters = {one.name: one for one in inspect.signature(method).parameters.values() if one.name != "self"}
        found[name] = Method(parameters, (inspect.getdoc(method) or "").partition("\n")[0])
    return found


def quoted(text: str) -> str:
    """Return *text* as one word of a POSIX shell."""
    return "'" + text.replace("'", "'\\''") + "'"


def _kinds(one: inspect.Parameter) -> list[str]:
    return [part.strip() for part in str(one.annotation).split("|")]


def _describe(one: inspect.Parameter) -> Parameter:
    words = [_TYPES.get(kind, kind) for kind in _kinds(one) if kind != "None"]
    is_required = one.default is one.empty
    default = "" if is_required or one.default is None else json.dumps(one.default, ensure_ascii=False)
    return Parameter(one.name, is_required, default, " | ".join(words))
