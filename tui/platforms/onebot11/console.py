"""The API for a person at the console: what it has, as read from its own signatures, and any action called by name."""

from __future__ import annotations

import inspect
import json
from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

from tui.chat.masking import mask_part
from tui.platforms.base import AskError, Query
from tui.platforms.call_errors import CallError, CallNotSentError
from tui.platforms.call_tap import BY_HAND
from tui.platforms.console import AskActions, AskCall, AskShellLine, CallAction, CallAnswer, ConsoleAction, Parameter
from tui.platforms.onebot11.api import OFFERS, Api, EmptyMessageError, MessageChain, NotOfferedError
from tui.platforms.onebot11.calls import Calls
from tui.platforms.onebot11.settings import Settings
from tui.platforms.values import as_row, as_text

_TYPES: Final[dict[str, str]] = {"Id": "id", "str": "text", "int": "number", "float": "number", "bool": "true/false"}
_READING = ("get_", "nc_get_", "fetch_", "can_", "ocr_", "translate_", "check_", "ArkShare")
"""How the names of actions begin that change nothing."""


class Console:
    """The console over one connection; *dialect* is the implementation's name. :attr:`rules` says what can be asked."""

    def __init__(self, calls: Calls, api: Api, settings: Settings, dialect: str) -> None:
        self._calls = calls
        self._api = api
        self._settings = settings
        self._dialect = dialect
        self.rules: Mapping[type[Query[Any]], Callable[[Any], Awaitable[object]]] = {
            AskActions: self._actions,
            CallAction: self._call,
            AskCall: self._read_call,
            AskShellLine: self._shell_line,
        }

    async def _actions(self, query: AskActions) -> tuple[ConsoleAction, ...]:
        return tuple(
            ConsoleAction(
                name,
                OFFERS[name].on(self._dialect) or "",
                tuple(_describe(one) for one in parameters.values()),
                help_line,
                is_reading(name),
            )
            for name, (parameters, help_line) in _signatures().items()
        )

    async def _call(self, query: CallAction) -> CallAnswer:
        """Call an action and say how it went; what it answered is in its frames. Raises AskError when nothing was sent."""
        if query.only_reads and not is_reading(query.action):
            raise AskError("read_only")
        echoes: list[str] = []
        token = BY_HAND.set(echoes)
        try:
            if self._is_typed(query):
                await getattr(self._api, query.action)(**_fitted(query))
            else:
                await self._calls.ask(query.action, dict(query.params))
        except (EmptyMessageError, TypeError, ValueError, AttributeError, KeyError, IndexError) as error:
            # What a person types at a console is not of the types that the API is written for.
            if not echoes:
                raise AskError("bad_params", str(error)) from error
            return CallAnswer(tuple(echoes), True, str(error))
        except CallNotSentError as error:
            raise AskError("not_connected", error.words) from error
        except NotOfferedError as error:
            if not echoes:
                raise AskError("not_offered", str(error)) from error
            return CallAnswer(tuple(echoes), True, error.words)
        except CallError as error:
            return CallAnswer(tuple(echoes), True, error.words)
        finally:
            BY_HAND.reset(token)
        return CallAnswer(tuple(echoes))

    def _is_typed(self, query: CallAction) -> bool:
        """Return whether the call goes through the method of its name. Raises AskError when it can go no way at all.

        The names of most methods are those of their actions too: what does not fit the method's signature goes out as it is.
        """
        if query.action not in OFFERS:
            return False
        is_action = query.action in _wire_names()
        if query.is_raw and is_action:
            return False
        parameters, _ = _signatures()[query.action]
        unknown = [name for name in query.params if name not in parameters]
        missing = [one.name for one in parameters.values() if one.default is one.empty and one.name not in query.params]
        if not unknown and not missing:
            return True
        if is_action:
            return False
        raise AskError("bad_params", ", ".join([*(f"{name}?" for name in unknown), *(f"{name}=…" for name in missing)]))

    async def _read_call(self, query: AskCall) -> CallAction:
        try:
            frame = as_row(json.loads(query.text))
        except (ValueError, RecursionError) as error:
            raise AskError("bad_params") from error
        return CallAction(as_text(frame.get("action")), dict(as_row(frame.get("params"))), is_raw=True)

    async def _shell_line(self, query: AskShellLine) -> str:
        url = self._settings.url
        if not url:
            raise AskError("only_dialled")
        header = "Authorization: Bearer $TOKEN" if self._settings.token else ""
        parts = urlsplit(url)
        if parts.scheme in ("http", "https"):
            call = await self._read_call(AskCall(query.text))
            body = json.dumps(call.params, ensure_ascii=False)
            place = urlunsplit((parts.scheme, parts.netloc, f"{parts.path.rstrip('/')}/{call.action}", "", ""))
            option = f' -H "{header}"' if header else ""
            return f"curl -s {_quoted(mask_part(place))} -H 'Content-Type: application/json'{option} -d {_quoted(body)}"
        place = urlunsplit((parts.scheme, parts.netloc, parts.path or "/", "", ""))
        option = f' -H="{header}"' if header else ""
        return f"printf '%s\\n' {_quoted(query.text)} | websocat -n{option} {_quoted(mask_part(place))}"


def is_reading(action: str) -> bool:
    """Return whether *action*, by its name, changes nothing."""
    return action.lstrip("_.").startswith(_READING)


@cache
def _signatures() -> dict[str, tuple[dict[str, inspect.Parameter], str]]:
    """Return the methods with their parameters and the first line of what they say of themselves."""
    found = {}
    for name in OFFERS:
        method = getattr(Api, name)
        parameters = {one.name: one for one in inspect.signature(method).parameters.values() if one.name != "self"}
        found[name] = (parameters, (inspect.getdoc(method) or "").partition("\n")[0])
    return found


@cache
def _wire_names() -> frozenset[str]:
    return frozenset(
        name
        for offer in OFFERS.values()
        for name in (offer.napcat, offer.llbot, offer.lagrange, offer.gocqhttp, offer.elsewhere)
        if name is not None
    )


def _describe(one: inspect.Parameter) -> Parameter:
    words = [_TYPES.get(part.strip(), part.strip()) for part in str(one.annotation).split("|") if part.strip() != "None"]
    is_required = one.default is one.empty
    default = "" if is_required or one.default is None else json.dumps(one.default, ensure_ascii=False)
    return Parameter(one.name, is_required, default, " | ".join(words))


def _fitted(query: CallAction) -> dict[str, Any]:
    """Return the parameters as the method takes them: what reads like a number may be meant as text, a list as a message."""
    parameters, _ = _signatures()[query.action]
    fitted: dict[str, Any] = {}
    for name, value in query.params.items():
        kinds = {part.strip() for part in str(parameters[name].annotation).split("|")}
        if "MessageChain" in kinds and isinstance(value, list):
            value = MessageChain(value)
        elif kinds <= {"str", "None"} and isinstance(value, (int, float)):
            value = json.dumps(value)
        elif kinds <= {"str", "None"} and isinstance(value, (dict, list)):
            value = json.dumps(value, ensure_ascii=False)
        fitted[name] = value
    return fitted


def _quoted(text: str) -> str:
    """Return *text* as one word of a POSIX shell."""
    return "'" + text.replace("'", "'\\''") + "'"
